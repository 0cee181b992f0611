"""What becomes of the accepted version of the program while the agreement is changed."""

import pytest

from saas.db import db
from saas.errors import ConflictError
from saas.partnerships import queries, services
from saas.partnerships.queries.acceptances import agreed, version_in_force
from saas.partnerships.services import Terms
from saas.programs import queries as programs
from saas.programs.models import Guideline, Side
from saas.programs.services import change_listed
from tests import factories
from tests.partnerships import making

SAID = ["It helps a lot.", "It helps everybody.", "It helps nearly everybody."]


def publish(scope, partners, number):
    """Publish the version of a number: the first is made with the partnership and says nothing."""
    rows = programs.active_guidelines(scope)
    words = SAID[number - 2]
    if rows:
        change_listed(scope, Guideline, rows[0].id, explanation=words, behavior=words)
    else:
        factories.guideline(title="Be kind", explanation=words, behavior=words)
    return making.publish(scope, partners.program_id)


def now(scope, partners):
    db.session.flush()
    db.session.expire_all()
    return queries.agreement(scope, partners.id)


def sign(scope, partners, *sides):
    for side in sides:
        person = getattr(partners, side)
        services.sign_agreement(person.scope, partners.id, seen=now(scope, partners).revision)


def change(scope, partners, every_days):
    row = now(scope, partners)
    terms = Terms(every_days, row.means, list(row.goals), row.review_on, row.ends_on)
    return services.change_agreement(partners.mentee.scope, partners.id, terms, seen=row.revision)


def founded(scope, partners):
    """Return the number of the version that the agreement is founded on, and its words."""
    row = now(scope, partners)
    numbers = {each.id: each.number for each in programs.versions(scope, partners.program_id)}
    return numbers[row.program_version_id], [each["behavior"] for each in row.guidelines]


def asked(scope, partners):
    known = agreed(scope, queries.partnership(scope, partners.id))
    numbers = {side: known.asked(side) for side in Side}
    return {side: brief and brief.number for side, brief in numbers.items()}


def in_force(scope, partners):
    return version_in_force(scope, queries.partnership(scope, partners.id)).number


@pytest.fixture
def moved_on(acme, tenant, partners):
    """Both signed, and so accepted version 2; since then version 3 was published."""
    with tenant(acme) as scope:
        publish(scope, partners, 2)
        sign(scope, partners, "mentee", "mentor")
        publish(scope, partners, 3)
    return partners


def test_a_changed_agreement_keeps_the_version_that_both_accepted(acme, tenant, moved_on):
    both = {Side.MENTEE: 3, Side.MENTOR: 3}
    with tenant(acme) as scope:
        change(scope, moved_on, 21)
        assert founded(scope, moved_on) == (2, SAID[:1])
        assert asked(scope, moved_on) == both

        sign(scope, moved_on, "mentee")
        assert (asked(scope, moved_on), in_force(scope, moved_on)) == (both, 2)

        sign(scope, moved_on, "mentor")
        assert (asked(scope, moved_on), in_force(scope, moved_on)) == (both, 2)


def test_the_notice_and_the_page_of_the_version_stay_while_a_draft_is_open(
    acme, tenant, moved_on, sign_in
):
    with tenant(acme) as scope:
        change(scope, moved_on, 21)
    ada = sign_in(moved_on.mentee)

    assert "version 3" in ada.get(moved_on.path).page.select_one(".banner").get_text()
    assert ada.get(f"{moved_on.path}/version").page.select_one("del") is not None
    assert ada.get(f"{moved_on.path}/agreement").page.select_one("#changed") is None

    ada.post(f"{moved_on.path}/version/accept", {"seen": "3"})
    ada.get(f"{moved_on.path}/version", expect=409)
    with tenant(acme) as scope:
        assert asked(scope, moved_on) == {Side.MENTEE: None, Side.MENTOR: 3}


def test_an_open_draft_follows_once_both_have_accepted(acme, tenant, moved_on):
    with tenant(acme) as scope:
        change(scope, moved_on, 21)
        seen = now(scope, moved_on).revision

        services.accept_version(moved_on.mentee.scope, moved_on.id, seen=3)
        assert founded(scope, moved_on) == (2, SAID[:1])
        services.accept_version(moved_on.mentor.scope, moved_on.id, seen=3)

        assert founded(scope, moved_on) == (3, SAID[1:2])
        with pytest.raises(ConflictError, match="changed meanwhile"):
            services.sign_agreement(moved_on.mentee.scope, moved_on.id, seen=seen)


def test_what_one_has_signed_stays_word_for_word_when_both_accept_another(acme, tenant, moved_on):
    with tenant(acme) as scope:
        change(scope, moved_on, 21)
        sign(scope, moved_on, "mentee")
        for person in (moved_on.mentee, moved_on.mentor):
            services.accept_version(person.scope, moved_on.id, seen=3)

        assert founded(scope, moved_on) == (2, SAID[:1])
        sign(scope, moved_on, "mentor")
        assert (in_force(scope, moved_on), asked(scope, moved_on)[Side.MENTOR]) == (3, None)


def test_what_is_published_while_a_draft_is_open_does_not_move_it(acme, tenant, moved_on):
    with tenant(acme) as scope:
        revision = change(scope, moved_on, 21).revision

        publish(scope, moved_on, 4)

        assert founded(scope, moved_on) == (2, SAID[:1])
        assert now(scope, moved_on).revision == revision
        assert asked(scope, moved_on) == {Side.MENTEE: 4, Side.MENTOR: 4}


def test_a_change_after_one_signature_keeps_the_version_that_was_signed(acme, tenant, partners):
    with tenant(acme) as scope:
        publish(scope, partners, 2)
        sign(scope, partners, "mentee")
        publish(scope, partners, 3)

        change(scope, partners, 21)

        assert founded(scope, partners) == (2, SAID[:1])
        assert asked(scope, partners) == {Side.MENTEE: 3, Side.MENTOR: None}


def test_changing_or_keeping_it_takes_over_what_both_accepted_since(acme, tenant, moved_on, grace):
    with tenant(acme) as scope:
        for person in (moved_on.mentee, moved_on.mentor):
            services.accept_version(person.scope, moved_on.id, seen=3)
        row = now(scope, moved_on)
        services.keep_agreement(moved_on.mentee.scope, moved_on.id, seen=row.revision)

        assert founded(scope, moved_on) == (3, SAID[1:2])
    assert grace.get(f"{moved_on.path}/agreement").page.select_one("#changed") is None


def test_who_signs_a_draft_that_was_begun_on_a_newer_version_sees_what_differs(
    acme, tenant, moved_on, grace
):
    """Before drafts kept the accepted version, they were founded on the newest."""
    with tenant(acme) as scope:
        change(scope, moved_on, 21)
        row, newest = now(scope, moved_on), programs.newest_version(scope, moved_on.program_id)
        row.program_version_id = newest.id
        seen = row.revision
    agreement = f"{moved_on.path}/agreement"

    changed = grace.get(agreement).page.select_one("#changed")
    assert "everybody." in changed.select_one("ins").get_text()
    assert "version 3" in grace.get(moved_on.path).page.select_one(".banner").get_text()

    grace.post(f"{agreement}/sign", {"seen": str(seen)})
    assert grace.get(agreement).page.select_one("#changed") is None
    grace.get(f"{moved_on.path}/version", expect=409)


def test_who_has_signed_nothing_is_told_to_sign(partners, ada):
    for answer in (
        ada.get(f"{partners.path}/version", expect=409),
        ada.post(f"{partners.path}/version/accept", {"seen": "1"}, expect=409),
        ada.post(f"{partners.path}/version/later", {"seen": "1"}, expect=409),
    ):
        assert "by signing" in answer.text
