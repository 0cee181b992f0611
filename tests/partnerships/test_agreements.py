import dataclasses
import datetime as dt
import threading

import pytest

from saas import clock
from saas.db import bind_org, db
from saas.errors import ConflictError, ForbiddenError, InvalidError
from saas.partnerships import queries, services
from saas.partnerships.services import Terms
from saas.programs import queries as programs
from saas.programs.models import AgreedPart, Moment
from saas.scope import Role, Scope
from tests import factories
from tests.partnerships import making


@pytest.fixture
def terms():
    return Terms(7, ["Video"], ["Learn Rust"], clock.today() + dt.timedelta(days=60))


def test_a_change_before_any_signature_stays_in_the_version(acme, tenant, partners, terms):
    with tenant(acme) as scope:
        changed = services.change_agreement(partners.mentee.scope, partners.id, terms, seen=1)

        assert (changed.version, changed.revision, changed.every_days) == (1, 2, 7)
        assert [goal.title for goal in queries.goals(scope, partners.id)] == ["Learn Rust"]


def test_a_change_after_a_signature_is_a_new_version_to_be_signed_again(
    acme, tenant, partners, terms
):
    with tenant(acme) as scope:
        services.sign_agreement(partners.mentee.scope, partners.id, seen=1)

        changed = services.change_agreement(partners.mentor.scope, partners.id, terms, seen=1)

        first, second = queries.agreements(scope, partners.id)[::-1]
        assert (first.version, bool(first.mentee_signed_at), first.every_days) == (1, True, 14)
        assert second is changed
        assert (second.version, second.mentee_signed_at) == (2, None)


def test_goals_that_stay_keep_their_progress_and_others_are_put_away(acme, tenant, partners, terms):
    two = dataclasses.replace(terms, goals=["Learn Rust", "Speak up"])
    with tenant(acme) as scope:
        services.change_agreement(partners.mentee.scope, partners.id, two, seen=1)
        kept, _ = queries.goals(scope, partners.id)
        services.note_progress(partners.mentor.scope, partners.id, kept.id, 40)

        services.change_agreement(partners.mentee.scope, partners.id, terms, seen=2)

        assert queries.goals(scope, partners.id) == [kept]
        assert kept.progress == 40


def test_saving_what_it_says_already_changes_nothing(acme, tenant, partners, terms):
    with tenant(acme):
        services.change_agreement(partners.mentee.scope, partners.id, terms, seen=1)
        services.sign_agreement(partners.mentee.scope, partners.id, seen=2)

        same = services.change_agreement(partners.mentor.scope, partners.id, terms, seen=2)

        assert (same.version, same.revision) == (1, 2)


def test_nobody_signs_or_overwrites_what_they_have_not_seen(acme, tenant, partners, terms):
    other = dataclasses.replace(terms, every_days=30)
    with tenant(acme) as scope:
        services.change_agreement(partners.mentee.scope, partners.id, terms, seen=1)

        with pytest.raises(ConflictError, match="changed meanwhile"):
            services.sign_agreement(partners.mentor.scope, partners.id, seen=1)
        with pytest.raises(ConflictError, match="changed meanwhile"):
            services.change_agreement(partners.mentor.scope, partners.id, other, seen=1)

        assert queries.agreement(scope, partners.id).every_days == 7


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"every_days": 0}, "every_days"),
        ({"review_on": dt.date(2020, 1, 1)}, "review_on"),
        ({"goals": [f"Goal {number}" for number in range(11)]}, "own_goals"),
    ],
)
def test_what_cannot_be_agreed_on_is_refused_at_its_field(
    acme, tenant, partners, terms, wrong, field
):
    changed = dataclasses.replace(terms, **wrong)
    with tenant(acme), pytest.raises(InvalidError) as error:
        services.change_agreement(partners.mentee.scope, partners.id, changed, seen=1)

    assert error.value.field == field


def test_no_review_is_after_the_last_day(acme, tenant, partners, terms):
    ends_on = clock.today() + dt.timedelta(days=30)
    beyond = dataclasses.replace(terms, ends_on=ends_on, review_on=ends_on + dt.timedelta(days=1))
    with tenant(acme):
        with pytest.raises(InvalidError, match="until your last one") as error:
            services.change_agreement(partners.mentee.scope, partners.id, beyond, seen=1)
        assert error.value.field == "review_on"

        until = dataclasses.replace(beyond, review_on=ends_on)
        services.change_agreement(partners.mentee.scope, partners.id, until, seen=1)


def test_a_review_after_the_last_day_that_was_agreed_on_before_stays(acme, tenant, partners, terms):
    with tenant(acme) as scope:
        row = queries.agreement(scope, partners.id)
        row.ends_on = clock.today() + dt.timedelta(days=30)
        row.review_on = row.ends_on + dt.timedelta(days=60)
        kept = dataclasses.replace(terms, ends_on=row.ends_on, review_on=row.review_on)

        changed = services.change_agreement(partners.mentee.scope, partners.id, kept, seen=1)

        assert (changed.every_days, changed.review_on) == (kept.every_days, kept.review_on)


def test_who_goes_on_after_the_last_day_looks_at_it_again_later(acme, tenant, partners, terms):
    with tenant(acme) as scope:
        program = programs.program(scope, partners.program_id)
        program.agreed_parts = [AgreedPart.RHYTHM]
        row = queries.agreement(scope, partners.id)
        row.ends_on = clock.today() - dt.timedelta(days=1)

        changed = services.change_agreement(partners.mentee.scope, partners.id, terms, seen=1)

        assert changed.review_on == terms.review_on


def test_staff_neither_change_nor_sign(acme, tenant, partners, terms, member):
    admin = member(acme, Role.ADMIN)
    with tenant(acme):
        with pytest.raises(ForbiddenError):
            services.change_agreement(admin.scope, partners.id, terms, seen=1)
        with pytest.raises(ForbiddenError):
            services.sign_agreement(admin.scope, partners.id, seen=1)


def test_the_other_is_asked_to_sign_once(partners, ada, grace, mails):
    for _ in range(2):
        ada.post(f"{partners.path}/agreement/sign", {"seen": "1"})

    (mail,) = mails()
    assert (mail["To"], mail["Subject"]) == (
        f"Grace Lee <{partners.mentor.email}>",
        "Ada Wong has signed your agreement",
    )
    grace.post(f"{partners.path}/agreement/sign", {"seen": "1"})
    assert "Signed by both" in grace.get(partners.path).text
    assert len(mails()) == 1


def test_changing_the_agreement_in_the_browser(partners, ada):
    edit = f"{partners.path}/agreement/edit"
    form = ada.get(edit).page
    seen = form.find("input", {"name": "seen"})["value"]
    fields = {"own_goals": "Learn Rust\n\nSpeak up", "every_days": "10", "means": "Phone"}
    review_on = (clock.today() + dt.timedelta(days=9)).isoformat()

    ada.post(edit, {**fields, "review_on": review_on, "seen": seen})

    text = ada.get(f"{partners.path}/agreement").text
    assert all(words in text for words in ("Learn Rust", "Speak up", "Every 10 days", "Phone"))


def test_a_wrong_form_is_shown_again_and_nothing_is_saved(partners, ada):
    edit = f"{partners.path}/agreement/edit"
    fields = {"every_days": "often", "means": "Telepathy", "review_on": "soon", "seen": "1"}

    page = ada.post(edit, {**fields, "own_goals": "Kept"}, expect=422).page

    said = page.find(class_="error-summary").text
    assert "from 1 to 365" in said
    assert "Choose only from these" in said
    assert "such as 2027-03-01" in said
    assert "Kept" in page.find("textarea", {"name": "own_goals"}).text
    assert "Kept" not in ada.get(f"{partners.path}/agreement").text


def test_a_page_that_is_too_old_is_told_so_at_the_form(partners, ada, grace):
    edit = f"{partners.path}/agreement/edit"
    review_on = (clock.today() + dt.timedelta(days=9)).isoformat()
    fields = {"every_days": "10", "means": "Video", "review_on": review_on, "seen": "1"}
    ada.post(edit, fields)

    page = grace.post(edit, {**fields, "every_days": "30"}, expect=422).page

    assert "changed meanwhile" in page.find(class_="error-summary").text
    grace.post(f"{partners.path}/agreement/sign", {"seen": "1"}, expect=409)
    grace.post(f"{partners.path}/agreement/sign", {"seen": "x"}, expect=409)


def speak_of_jobs(acme, tenant, partners):
    with tenant(acme) as scope:
        factories.guideline(moment=Moment.JOB_ASK, prompt="A job is not fair to ask for.")
        making.publish(scope, partners.program_id)


@pytest.mark.parametrize("words", ["Find me a job", "Speak up at meetings"])
def test_the_hint_about_jobs_never_blocks(acme, tenant, partners, ada, words):
    speak_of_jobs(acme, tenant, partners)
    asks = words == "Find me a job"
    edit = f"{partners.path}/agreement/edit"
    review_on = (clock.today() + dt.timedelta(days=9)).isoformat()
    hint = ada.post(f"{partners.path}/agreement/hint", {"own_goals": words}, expect=200)

    ada.post(edit, {"own_goals": words, "every_days": "14", "review_on": review_on, "seen": "2"})

    page = ada.get(f"{partners.path}/agreement")
    assert ("reads like asking for a job" in hint.text) is asks
    assert ("reads like asking for a job" in page.text) is asks
    assert words in page.text


def test_a_program_without_such_a_guideline_gives_no_hint(partners, ada):
    hint = ada.post(f"{partners.path}/agreement/hint", {"own_goals": "Find me a job"}, expect=200)

    assert "reads like" not in hint.text


def test_the_mentor_is_never_told_of_the_hint(acme, tenant, partners, ada, grace):
    speak_of_jobs(acme, tenant, partners)
    fields = {"own_goals": "Find me a job", "every_days": "14", "means": "Video", "seen": "2"}
    review_on = (clock.today() + dt.timedelta(days=9)).isoformat()
    ada.post(f"{partners.path}/agreement/edit", {**fields, "review_on": review_on})

    for where in ("", "/agreement"):
        assert "reads like" not in grace.get(partners.path + where).text


def test_a_version_once_signed_can_still_be_read(acme, tenant, partners, ada, terms):
    with tenant(acme):
        services.sign_agreement(partners.mentor.scope, partners.id, seen=1)
        services.change_agreement(partners.mentee.scope, partners.id, terms, seen=1)

    page = ada.get(f"{partners.path}/agreement?version=1")

    assert "There is a newer version" in page.text
    assert "Every 14 days" in page.text
    assert not page.page.find("button", string=lambda text: text and "Sign" in text)


def test_two_who_change_it_at_once_do_not_lose_a_change(fresh_app):
    app, said = fresh_app, []
    with app.app_context():
        org = factories.organization("racing")
    ids = {}
    for name in ("mentee", "mentor"):
        with app.app_context():
            ids[name] = factories.member(org, Role.MEMBER)
    with app.app_context():
        bind_org(org.id)
        cohort = factories.cohort()
        people = [
            making.factories.mentee(cohort, person=ids["mentee"]),
            making.factories.mentor(cohort, person=ids["mentor"]),
        ]
        start = services.Start(cohort.id, people[0].id, people[1].id)
        partnership_id = services.start_partnership(org.scope, start).id
        db.session.commit()
    ready = threading.Barrier(2)

    def change(person, days):
        with app.app_context():
            bind_org(org.id)
            scope = Scope(org.id, person.member_id, Role.MEMBER)
            terms = Terms(days, [], [], clock.today() + dt.timedelta(days=30))
            ready.wait()
            try:
                services.change_agreement(scope, partnership_id, terms, seen=1)
                db.session.commit()
                said.append(days)
            except ConflictError as error:
                said.append(str(error))

    threads = [
        threading.Thread(target=change, args=(ids["mentee"], 5)),
        threading.Thread(target=change, args=(ids["mentor"], 6)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with app.app_context():
        bind_org(org.id)
        kept = queries.agreement(org.scope, partnership_id)
        assert (kept.every_days in said, kept.revision) == (True, 2)
        assert [each for each in said if isinstance(each, str)] != []
