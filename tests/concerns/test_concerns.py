import pytest
from sqlalchemy import select

from saas.concerns import queries, services
from saas.db import db
from saas.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError
from saas.jobs import OutboxEntry
from saas.orgs.services import remove_member, restore_member
from saas.people.models import Action, ChosenState
from saas.people.queries.selections import chosen_in
from saas.people.services import selections
from saas.scope import Role


def test_readers_learn_by_mail_that_there_is_a_concern_and_not_what_it_says(
    rhea, partners, concern, mails
):
    told = [mail for mail in mails() if mail["To"] and rhea.email in mail["To"]]

    assert "There is a concern for you to read" in [mail["Subject"] for mail in told]
    assert f"/concerns/{concern}" in "".join(mail.as_string() for mail in told)
    everything = "".join(mail.as_string() for mail in mails())
    assert "shouts" not in everything
    assert "Ada" not in everything.replace(partners.mentee.email, "")


def test_a_concern_does_not_have_health_read(tenant, acme, partners, rhea):
    with tenant(acme):
        before = set(db.session.scalars(select(OutboxEntry.id)))
        services.raise_concern(partners.mentor.scope, partners.id, "She never replies.")

        rows = db.session.scalars(select(OutboxEntry).where(OutboxEntry.id.not_in(before))).all()

    assert [row for row in rows if "health" in row.kind] == []


def test_where_nobody_reads_nobody_can_raise(tenant, acme, partners):
    with tenant(acme), pytest.raises(ConflictError, match="Nobody is named"):
        services.raise_concern(partners.mentee.scope, partners.id, "Something.")


def test_the_partner_does_not_count_as_a_reader(tenant, acme, partners, name):
    name(partners.mentor)

    with tenant(acme), pytest.raises(ConflictError, match="Nobody is named"):
        services.raise_concern(partners.mentee.scope, partners.id, "Something.")


def test_whoever_runs_the_program_cannot_raise_one_for_them(tenant, acme, partners, rhea, owner):
    with tenant(acme), pytest.raises(ForbiddenError):
        services.raise_concern(owner.scope, partners.id, "I heard something.")


def test_an_answer_reaches_whoever_raised_it_and_a_note_does_not(
    tenant, acme, partners, rhea, concern, mails
):
    with tenant(acme):
        services.answer_concern(rhea.scope, concern, "Shall we talk?")
        services.note_on_concern(rhea.scope, concern, "Ask his manager.")

    with tenant(acme):
        case = queries.case(partners.mentee.scope, concern)
        log = [entry.words for entry, _ in queries.entries(partners.mentee.scope, case.concern)]

    assert case.is_own
    assert log == ["Shall we talk?"]
    sent = [mail for mail in mails() if mail["Subject"] == "There is an answer for you"]
    assert [mail["To"] for mail in sent] == [f"Ada Wong <{partners.mentee.email}>"]
    assert "Shall we talk" not in sent[0].as_string()


def test_a_closed_concern_takes_no_more_until_it_is_opened_again(
    tenant, acme, partners, rhea, concern
):
    with tenant(acme):
        services.close_concern(rhea.scope, concern, "We found a solution.")
    with tenant(acme), pytest.raises(ConflictError, match="open it again"):
        services.add_to_concern(partners.mentee.scope, concern, "It goes on.")
    with tenant(acme):
        services.reopen_concern(partners.mentee.scope, concern)
        services.add_to_concern(partners.mentee.scope, concern, "It goes on.")

        row = queries.case(rhea.scope, concern).concern
        kinds = [entry.kind for entry, _ in queries.entries(rhea.scope, row)]

    assert row.closed_at is None
    assert kinds == ["closed", "reopened", "added"]


def test_only_readers_answer_and_only_whoever_raised_it_adds(tenant, acme, partners, rhea, concern):
    with tenant(acme), pytest.raises(ForbiddenError):
        services.answer_concern(partners.mentee.scope, concern, "I answer myself.")
    with tenant(acme), pytest.raises(ForbiddenError):
        services.add_to_concern(rhea.scope, concern, "And more.")


@pytest.mark.parametrize("act", ["add_to_concern", "answer_concern", "close_concern"])
def test_an_owner_who_is_not_named_finds_nothing_to_act_on(tenant, acme, owner, concern, act):
    with tenant(acme), pytest.raises(NotFoundError):
        getattr(services, act)(owner.scope, concern, "Words")


def test_everybody_who_reads_is_told_when_somebody_is_named(acme, member, rhea, name, mails):
    name(member(acme, Role.ADMIN, "Nosy Admin"))

    told = [mail for mail in mails() if "reads concerns now" in mail["Subject"]]

    assert [mail["Subject"] for mail in told if rhea.email in mail["To"]] == [
        "Rhea Reader reads concerns now",
        "Nosy Admin reads concerns now",
    ]


@pytest.mark.parametrize("address", ["nobody@example.org", "no address"])
def test_only_somebody_who_signed_in_can_be_named(tenant, acme, owner, address):
    with tenant(acme), pytest.raises(InvalidError, match="signed in"):
        services.name_reader(owner.scope, email=address, program_id=None)


def test_nobody_is_named_twice_for_the_same(tenant, acme, owner, rhea, partners):
    for program_id in (None, partners.program_id):
        with tenant(acme):
            if program_id:
                services.name_reader(owner.scope, email=rhea.email, program_id=program_id)
        with tenant(acme), pytest.raises(ConflictError, match="already"):
            services.name_reader(owner.scope, email=rhea.email, program_id=program_id)


def test_the_last_reader_stays_until_there_is_another(tenant, acme, member, owner, name, rhea):
    with tenant(acme):
        (row,) = queries.readers(owner.scope)
        with pytest.raises(ConflictError, match="somebody else first"):
            services.unname_reader(owner.scope, row.id)
    name(member(acme, Role.MEMBER, "Second"))

    with tenant(acme):
        assert services.unname_reader(owner.scope, row.id).name == "Rhea Reader"
    with tenant(acme):
        assert not queries.is_reader(rhea.scope)


def test_the_last_reader_leaves_the_organization_only_once_there_is_another(
    tenant, acme, member, owner, name, rhea, partners
):
    name(member(acme, Role.MEMBER, "Second"), partners.program_id)
    with tenant(acme):
        with pytest.raises(ConflictError, match="somebody else first"):
            remove_member(owner.scope, rhea.member_id)
        row = selections.choose(owner.scope, [rhea.member_id])
        selections.start_action(owner.scope, row.id, Action.REMOVE, {})
        (skipped,) = chosen_in(row, [ChosenState.SKIPPED], 9)
        assert skipped.why == services.LAST
        assert queries.is_reader(rhea.scope)
    name(member(acme, Role.MEMBER, "Third"))

    with tenant(acme):
        remove_member(owner.scope, rhea.member_id)
    with tenant(acme):
        assert [each.member.name for each in queries.readers(owner.scope)] == ["Second", "Third"]


def test_a_reader_of_one_program_leaves_while_somebody_reads_all(
    tenant, acme, member, owner, name, rhea, partners
):
    second = member(acme, Role.MEMBER, "Second")
    name(second, partners.program_id)

    with tenant(acme):
        remove_member(owner.scope, second.member_id)
        with pytest.raises(ConflictError, match="somebody else first"):
            remove_member(owner.scope, rhea.member_id)


def test_whoever_comes_back_reads_no_concerns_until_they_are_named_again(
    tenant, acme, member, owner, name, rhea, concern
):
    name(member(acme, Role.MEMBER, "Second"))
    with tenant(acme):
        remove_member(owner.scope, rhea.member_id)
        restore_member(owner.scope, rhea.member_id)
    with tenant(acme), pytest.raises(NotFoundError):
        queries.case(rhea.scope, concern)

    name(rhea)
    with tenant(acme):
        assert queries.case(rhea.scope, concern)
