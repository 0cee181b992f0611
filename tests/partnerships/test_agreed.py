"""What follows from versions, signatures and acceptances, checked for any history."""

import datetime as dt
import uuid

from hypothesis import given
from hypothesis import strategies as st

from saas.partnerships.agreed import Accepted, Agreed, Brief, Signed
from saas.programs.models import Side

ON = dt.date(2026, 5, 1)
AT = dt.datetime(2026, 4, 1, tzinfo=dt.UTC)


@st.composite
def histories(draw):
    """One to five versions; each side accepted some of them and put off some others."""
    count = draw(st.integers(1, 5))
    versions = [
        Brief(uuid.UUID(int=number), number, draw(st.booleans())) for number in range(1, count + 1)
    ]
    acceptances = []
    for side in Side:
        for version in versions:
            fate = draw(st.sampled_from(["accepted", "put off", "asked again", "nothing"]))
            days = {"put off": 3, "asked again": -3}.get(fate)
            until = None if days is None else ON + dt.timedelta(days=days)
            at = AT if fate == "accepted" else None
            if fate != "nothing":
                acceptances.append(Accepted(version.id, side, at, until))
    by = st.frozensets(st.sampled_from(list(Side)))
    agreements = draw(
        st.lists(st.builds(Signed, st.sampled_from([v.id for v in versions]), by), min_size=1)
    )
    return Agreed(versions, acceptances, agreements)


@given(histories())
def test_what_is_in_force_was_accepted_by_both_or_is_what_the_agreement_is_founded_on(agreed):
    held = agreed.in_force

    accepted = [
        {each.version_id for each in agreed.acceptances if each.side is side and each.at}
        for side in Side
    ]
    asking = {
        each.id: max(
            (v.number for v in agreed.versions if v.asks and v.number <= each.number), default=0
        )
        for each in agreed.versions
    }
    number = {each.id: each.number for each in agreed.versions}
    shared = {asking[each] for each in accepted[0]} & {asking[each] for each in accepted[1]}
    if shared:
        # Since the same version asked, each accepted this one or a later one that asks nobody.
        assert asking[held.id] == max(shared)
        for ids in accepted:
            assert any(asking[i] == asking[held.id] and number[i] >= held.number for i in ids)
        both = accepted[0] & accepted[1]
        assert all(held.number >= number[each] for each in both)
        assert held.id in accepted[0] | accepted[1]
    else:
        assert held.id == agreed.agreements[-1].version_id


@given(histories(), st.sampled_from(list(Side)))
def test_only_the_newest_is_ever_asked_and_only_when_something_newer_asks(agreed, side):
    asked = agreed.asked(side)

    accepted = agreed.accepted_by(side)
    number = accepted.number if accepted else 0
    if asked:
        assert asked is agreed.versions[-1]
        assert any(each.asks and each.number > number for each in agreed.versions)
        assert any(side in each.by for each in agreed.agreements)
    assert agreed.asked(side, ON) in (asked, None)


@given(histories(), st.sampled_from(list(Side)))
def test_whoever_accepts_what_is_asked_is_asked_no_more(agreed, side):
    newest = agreed.versions[-1]
    after = Agreed(
        agreed.versions,
        [*agreed.acceptances, Accepted(newest.id, side, AT, None)],
        agreed.agreements,
    )

    assert after.asked(side) is None
    assert after.accepted_by(side) is newest


@given(histories(), st.sampled_from(list(Side)))
def test_what_is_put_off_is_asked_again_when_its_day_has_come(agreed, side):
    asked = agreed.asked(side)
    if asked is None:
        return
    until = ON + dt.timedelta(days=7)
    others = [
        each for each in agreed.acceptances if (each.side, each.version_id) != (side, asked.id)
    ]
    after = Agreed(
        agreed.versions, [*others, Accepted(asked.id, side, None, until)], agreed.agreements
    )

    assert after.asked(side, ON) is None
    assert after.asked(side, until) == asked


@given(histories(), st.sampled_from(list(Side)))
def test_what_is_put_off_is_asked_before_its_day_only_by_a_version_that_asks(agreed, side):
    asked = agreed.asked(side)
    if asked is None:
        return
    others = [each for each in agreed.acceptances if each.side is not side or each.at]
    put_off = [*others, Accepted(asked.id, side, None, ON + dt.timedelta(days=7))]

    for asks in (False, True):
        next_one = Brief(uuid.UUID(int=9), 9, asks)
        after = Agreed([*agreed.versions, next_one], put_off, agreed.agreements)

        assert after.asked(side) is next_one
        assert after.asked(side, ON) is (next_one if asks else None)


def test_who_has_signed_nothing_is_asked_to_sign_and_not_to_accept():
    versions = [Brief(uuid.UUID(int=1), 1, asks=True)]
    agreed = Agreed(versions, [], [Signed(versions[0].id, frozenset())])

    assert agreed.asked(Side.MENTEE) is None
    assert agreed.in_force is versions[0]


def test_the_two_may_accept_either_side_of_a_version_that_asks_nobody():
    first, asks, quiet = (Brief(uuid.UUID(int=n), n, n == 2) for n in (1, 2, 3))
    mentee, mentor = Side.MENTEE, Side.MENTOR
    acceptances = [Accepted(asks.id, mentee, AT, None), Accepted(quiet.id, mentor, AT, None)]
    signed = [Signed(first.id, frozenset(Side))]
    known = Agreed([first, asks, quiet], acceptances, signed)

    assert [known.asked(side) for side in Side] == [None, None]
    assert known.in_force == asks
