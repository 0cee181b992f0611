"""Reading a few people of a cohort gives the rules and fits that reading all of it gives."""

import numpy as np

from saas.db import db
from saas.matching.crowd import gather, gather_some
from saas.matching.engine import Rules, forbidden_by
from saas.matching.models import Request
from saas.programs.queries import Among
from tests import factories


def test_some_people_fit_as_they_do_among_all(acme, tenant, cohort, member, mentor, mentee):
    both = member(acme, name="Both Sides")
    boss = mentee("The Boss", manager_id="Top")
    mentors = [
        mentor("Top", prefers=["Not Here", "Amara"]),
        mentor("Wei", conflicts=["Ben"], no=["Cleo"]),
        mentor(person=both, prefers=["Cleo"]),
        mentor("Dia"),
    ]
    mentees = [
        mentee("Amara", manager_id="The Boss", prefers=["Wei", "Dia"]),
        mentee("Ben", yes=["Dia"], prefers=["Nobody"]),
        mentee("Cleo", capacity=2, prefers=["Wei"], only_named="anyone"),
        mentee(person=both, avoids=["Dia"]),
        boss,
    ]
    rules = Rules()
    with tenant(acme) as scope:
        factories.partnership(cohort, mentors[0], mentees[2])
        db.session.add(
            Request(
                cohort_id=cohort.id, mentee_id=mentees[0].id, mentor_id=mentors[3].id,
                message="", fit=1, reasons=[], expires_at=cohort.created_at,
            )
        )  # fmt: skip
        db.session.flush()
        whole = gather(scope, cohort.id, rules)
        everything = whole.market(rules)

        for one in mentees:
            near = gather_some(scope, cohort.id, rules, Among([one.id], mentors=True))
            row = near.market(rules, {one.id})
            at = whole.position(everything, one.id)
            assert np.array_equal(row.fit[0], everything.fit[at], equal_nan=True)
            for other in mentors:
                pair = gather_some(scope, cohort.id, rules, Among([one.id, other.id]))
                market = pair.market(rules, {one.id})
                place = pair.places(market, [(one.id, other.id)])[one.id, other.id]
                col = whole.position(everything, other.id)
                assert np.array_equal(market.fit[place], everything.fit[at, col], equal_nan=True)
                assert forbidden_by(market, *place) == forbidden_by(everything, at, col)
                assert pair.answers[other.id].capacity == whole.answers[other.id].capacity
