import pytest

from saas.db import db
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.intake import queries
from saas.intake.kinds import QuestionKind
from saas.intake.models import ApplicationState
from saas.intake.schema import schema_of
from saas.intake.services import applications as services
from saas.intake.services import decisions
from saas.intake.services.building import place_question
from saas.intake.services.publishing import fingerprint, publish_form
from saas.intake.services.questions import Wording, add_question, change_question
from saas.programs.models import Audience, Side
from saas.scope import Role
from tests import factories


def test_starting_twice_goes_on_with_the_same_application(acme, tenant, cohort, ben):
    with tenant(acme):
        first = services.start_application(ben.scope, cohort, Side.MENTEE)
        second = services.start_application(ben.scope, cohort, Side.MENTEE)

    assert first is second


def test_nobody_starts_while_intake_is_closed_or_on_a_side_that_is_not_asked(
    acme, tenant, cohort, ben
):
    with tenant(acme):
        closed = factories.cohort(intake_open=False)
        mentors = factories.cohort(intake_open=True, open_to=Audience.MENTOR)
        with pytest.raises(ConflictError, match="closed at the moment"):
            services.start_application(ben.scope, closed, Side.MENTEE)
        with pytest.raises(ConflictError, match="no applications of mentees"):
            services.start_application(ben.scope, mentors, Side.MENTEE)


def test_whoever_takes_part_already_cannot_apply_for_it(acme, tenant, cohort, ben):
    with tenant(acme):
        factories.mentor(cohort, person=ben)
        with pytest.raises(ConflictError, match="already take part"):
            services.start_application(ben.scope, cohort, Side.MENTOR)


def test_a_draft_keeps_what_cannot_be_used_yet(acme, tenant, cohort, ben, questions):
    years = next(each for each in questions() if each.feeds == "years_experience")
    with tenant(acme):
        row = services.start_application(ben.scope, cohort, Side.MENTEE)
        services.save_draft(ben.scope, row.id, {years.id: "some"})

        assert row.answers == {years.id: "some"}
        assert row.state is ApplicationState.DRAFT
        with pytest.raises(InvalidError, match="Shorten your answers"):
            services.save_draft(ben.scope, row.id, {years.id: "x" * 50_000})


def test_an_application_with_a_missing_answer_is_not_sent(acme, tenant, cohort, ben, typed):
    answers = typed(field="")
    with tenant(acme):
        row = services.start_application(ben.scope, cohort, Side.MENTEE)
        with pytest.raises(InvalidError, match="Answer “Which field"):
            services.submit_application(ben.scope, row.id, answers)


def test_the_applicant_is_told_once_that_it_arrived(apply, acme, tenant, ben, typed, mails):
    application_id = apply(ben)
    answers = typed(field="Art")
    with tenant(acme):
        services.submit_application(ben.scope, application_id, answers)

    (mail,) = mails()
    assert mail["To"] == f"Ben <{ben.email}>"
    assert "We have your application for Women in Law" in mail["Subject"]


def test_an_application_is_only_its_applicants(apply, acme, globex, tenant, ben, member):
    application_id = apply(ben)
    other, stranger = member(acme, Role.OWNER, "Other"), member(globex, Role.OWNER, "Stranger")

    with tenant(acme), pytest.raises(NotFoundError):
        services.withdraw_application(other.scope, application_id)
    with tenant(globex), pytest.raises(NotFoundError):
        services.withdraw_application(stranger.scope, application_id)


def test_withdrawing_can_be_undone_until_intake_closes(apply, acme, tenant, cohort, ben):
    application_id = apply(ben)
    with tenant(acme):
        row = services.withdraw_application(ben.scope, application_id)
        services.withdraw_application(ben.scope, application_id)
        assert row.state is ApplicationState.WITHDRAWN
        services.resume_application(ben.scope, application_id)
        assert row.state is ApplicationState.SUBMITTED
        services.withdraw_application(ben.scope, application_id)
        row.cohort.intake_open = False
        with pytest.raises(ConflictError, match="closed"):
            services.resume_application(ben.scope, application_id)


def test_an_application_begun_anew_after_withdrawing_is_a_draft_until_it_is_sent(
    apply, acme, tenant, cohort, ben
):
    application_id = apply(ben)
    with tenant(acme) as scope:
        services.withdraw_application(ben.scope, application_id)
        row = services.start_application(ben.scope, cohort, Side.MENTEE)
        assert (row.state, row.submitted_at) == (ApplicationState.DRAFT, None)
        services.save_draft(ben.scope, application_id, {})
        services.withdraw_application(ben.scope, application_id)
        services.resume_application(ben.scope, application_id)

        assert row.state is ApplicationState.DRAFT
        with pytest.raises(NotFoundError):
            decisions.approve_applications(scope, cohort.id, [application_id])


def test_what_was_never_sent_whole_is_not_approved(acme, tenant, cohort, ben):
    with tenant(acme) as scope:
        row = factories.application(cohort, person=ben)
        with pytest.raises(ConflictError, match="never sent with all of its answers"):
            decisions.approve_applications(scope, cohort.id, [row.id])


def test_approving_makes_a_participant_with_canonical_answers(apply, acme, tenant, cohort, ben):
    application_id = apply(ben, Side.MENTOR)

    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, [application_id])
    with tenant(acme) as scope:
        ((place, answers),) = queries.answers_in(scope, cohort.id)

    assert (place.side, place.capacity, place.member.time_zone) == (
        Side.MENTOR, 2, "Europe/Berlin",
    )  # fmt: skip
    assert (answers.id, answers.field, answers.years_experience) == (
        str(ben.member_id), "Law", 3.5,
    )  # fmt: skip
    assert answers.skills == ("Negotiation", "Writing")
    assert answers.availability == ((540, 600),)


def test_a_mentor_who_names_no_capacity_gets_the_programs(apply, acme, tenant, cohort, ben):
    application_id = apply(ben, Side.MENTOR, capacity="")

    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, [application_id])
        ((place, _),) = queries.answers_in(scope, cohort.id)

    assert place.capacity == 3


def test_conflicts_are_found_among_the_people_of_the_cohort(apply, acme, tenant, cohort, member):
    ann, ben = member(acme, Role.MEMBER, "Ann"), member(acme, Role.MEMBER, "Ben")
    ids = [apply(ann, Side.MENTOR), apply(ben, conflicts=[ann.email.upper()])]

    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, ids)
        found = {answers.name: answers for _, answers in queries.answers_in(scope, cohort.id)}

    assert found["Ben"].conflicts == (str(ann.member_id),)


def test_decisions_are_told_by_mail_with_the_reason(apply, acme, tenant, cohort, member, mails):
    ann, ben = member(acme, Role.MEMBER, "Ann"), member(acme, Role.MEMBER, "Ben")
    first, second = apply(ann), apply(ben)

    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, [first])
        decisions.decline_applications(scope, cohort.id, [second], "We have too few mentors.")

    told = {
        mail["To"].split(" ")[0]: mail for mail in mails() if "have your" not in mail["Subject"]
    }
    assert told["Ann"]["Subject"] == "You take part in Women in Law"
    assert "too few mentors" in told["Ben"].get_body(("plain",)).get_content()


def test_an_undone_decision_is_not_told(apply, acme, tenant, cohort, ben, mails):
    application_id = apply(ben)

    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, [application_id])
        (row,) = decisions.undo_decisions(scope, cohort.id, [application_id])

        assert row.state is ApplicationState.SUBMITTED
        assert queries.answers_in(scope, cohort.id) == []
    assert [mail["Subject"] for mail in mails()] == ["We have your application for Women in Law"]


def test_an_approval_stays_once_a_run_has_used_it(apply, acme, tenant, cohort, ben):
    application_id = apply(ben)
    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, [application_id])
        ((place, _),) = queries.answers_in(scope, cohort.id)
        factories.proposal(factories.run(cohort), factories.mentor(cohort), place)

        with pytest.raises(ConflictError, match="part of a match run by now"):
            decisions.undo_decisions(scope, cohort.id, [application_id])


def test_a_decision_is_taken_once(apply, acme, tenant, cohort, ben):
    application_id = apply(ben)
    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, [application_id])

        with pytest.raises(ConflictError, match="Ben's application does not wait"):
            decisions.decline_applications(scope, cohort.id, [application_id], "No.")
        with pytest.raises(ConflictError, match="has been decided"):
            services.submit_application(ben.scope, application_id, {})
        with pytest.raises(ConflictError, match="has been decided"):
            services.withdraw_application(ben.scope, application_id)


def test_declining_needs_a_reason(apply, acme, tenant, cohort, ben):
    application_id = apply(ben)
    with tenant(acme) as scope, pytest.raises(InvalidError, match="Write the reason"):
        decisions.decline_applications(scope, cohort.id, [application_id], "  ")


def test_several_are_decided_together_or_not_at_all(apply, acme, tenant, cohort, member):
    ann, ben = member(acme, Role.MEMBER, "Ann"), member(acme, Role.MEMBER, "Ben")
    ids = [apply(ann), apply(ben)]
    with tenant(acme) as scope:
        decisions.approve_applications(scope, cohort.id, ids[:1])
    with tenant(acme) as scope:
        with pytest.raises(ConflictError):
            decisions.approve_applications(scope, cohort.id, ids)
        assert queries.counts(scope, cohort.id)[ApplicationState.SUBMITTED] == 1


def test_a_program_admin_decides_only_on_their_own_programs(apply, acme, tenant, cohort, member):
    ben, admin = member(acme), member(acme, Role.PROGRAM_ADMIN)
    application_id = apply(ben)

    with tenant(acme), pytest.raises(NotFoundError):
        decisions.approve_applications(admin.scope, cohort.id, [application_id])


def test_answers_are_used_again_when_somebody_applies_again(apply, acme, tenant, cohort, ben):
    apply(ben)
    with tenant(acme) as scope:
        second = factories.cohort(cohort.program, name="Second", intake_open=True)
        row = services.start_application(ben.scope, second, Side.MENTEE)
        asked = queries.outline_for(scope, row).questions
        field = next(each for each in asked if each.feeds == "field")

        assert row.answers[field.id] == "Law"
        assert queries.copied_from(scope, row).cohort_id == cohort.id
        assert services.submit_application(ben.scope, row.id, row.answers).form_version

        row.answers = {name: said for name, said in row.answers.items() if name != field.id}
        third = factories.cohort(cohort.program, name="Third", intake_open=True)
        last = services.start_application(ben.scope, third, Side.MENTEE)
        assert last.answers[field.id] == "Law"
        assert queries.copied_from(scope, last) is row


def test_who_must_have_taken_part_before_is_told_and_cannot_send_until_then(
    alice, acme, tenant, cohort, ben, typed
):
    answers, says = typed(), "Only those can be a mentee who took part in a program here before."
    with tenant(acme) as scope:
        (form,) = queries.forms(scope)
        path = f"/o/acme/forms/{form.id}/took-part"
        alice.post(path, {"audience": "mentee", "refusal": ""})
        db.session.refresh(form)
        _publish(scope, form)
        row = services.start_application(ben.scope, cohort, Side.MENTEE)
        with pytest.raises(InvalidError, match=says):
            services.submit_application(ben.scope, row.id, answers)
        assert row.state is ApplicationState.DRAFT

        earlier = factories.cohort(name="Earlier")
        factories.mentor(earlier, person=ben)
        assert services.submit_application(ben.scope, row.id, answers).submitted_at
    assert says in alice.get(f"/o/acme/cohorts/{cohort.id}/apply").text
    assert "Who can take part" in alice.get(f"/o/acme/forms/{form.id}").text


@pytest.fixture
def consent(acme, tenant, cohort):
    """The form and its question that asks for consent to a text."""
    with tenant(acme) as scope:
        wording = Wording(
            label="I agree", help="Be kind.", options=(), audience=Audience.BOTH, feeds=None
        )
        consent = add_question(scope, QuestionKind.CONSENT, wording)
        (form,) = queries.forms(scope)
        place_question(scope, form.id, "s6", consent.id)
        _publish(scope, form)
    return form, consent


def test_who_agreed_to_which_text_is_kept_also_when_they_agree_no_more(
    acme, tenant, cohort, ben, typed, consent
):
    answers = typed()
    form, consent = consent
    wording = Wording(
        label="I agree", help="Be very kind.", options=(), audience=Audience.BOTH, feeds=None
    )
    with tenant(acme) as scope:
        row = services.start_application(ben.scope, cohort, Side.MENTEE)
        services.submit_application(ben.scope, row.id, {**answers, str(consent.id): "yes"})
        change_question(scope, consent.id, wording)
        _publish(scope, form)
        (kept,) = queries.consents_in(scope, row.id)
        assert (kept.number, kept.withdrawn_at) == (1, None)

        services.submit_application(ben.scope, row.id, answers)

        (kept,) = queries.consents(scope, consent.id, 1).items
        assert kept.withdrawn_at
        second = factories.cohort(cohort.program, name="Second", intake_open=True)
        again = services.start_application(ben.scope, second, Side.MENTEE)
        assert str(consent.id) not in again.answers
        services.submit_application(ben.scope, again.id, {**again.answers, str(consent.id): "yes"})
        assert [each.number for each in queries.consents_in(scope, again.id)] == [2]


def test_a_consent_is_taken_back_after_the_decision_and_both_times_are_kept(
    alice, acme, tenant, cohort, ben, typed, consent, sign_in
):
    consent_id, answers = consent[1].id, typed()
    with tenant(acme):
        row_id = services.start_application(ben.scope, cohort, Side.MENTEE).id
        services.submit_application(ben.scope, row_id, {**answers, str(consent_id): "yes"})
    browser, path = sign_in(ben), f"/o/acme/applications/{row_id}"

    browser.post(f"{path}/consents/{consent_id}/no", expect=409)
    alice.post(f"{path}/approve")
    button = browser.get(path).page.select_one(f"form[action$='{consent_id}/no'] button")
    browser.post(f"{path}/consents/{consent_id}/no")

    assert "Take it back" in button.text
    assert "took it back" in alice.get(f"{path}/review").text
    with tenant(acme) as scope:
        (kept,) = queries.consents(scope, consent_id, 1).items
        assert kept.withdrawn_at >= kept.agreed_at
        assert str(consent_id) not in queries.own_application(ben.scope, row_id).answers
    browser.post(f"{path}/consents/{consent_id}/yes")
    assert "took it back" not in browser.get(path).text


def _publish(scope, form):
    seen = fingerprint(schema_of(queries.draft_outline(scope, form)))
    publish_form(scope, form.id, note="", seen=seen)
