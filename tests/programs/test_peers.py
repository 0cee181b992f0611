"""In a pool both of two are peers: whatever is said is said to both, in words for peers."""

import pytest

from saas.db import db
from saas.orgs.speech import change_words, words_at_work
from saas.programs import queries, services
from saas.programs.models import Audience, Guideline, Kind
from saas.programs.services.catalogues import furnish_catalogues
from saas.programs.services.overrides import reword_entry
from saas.programs.speaking import speak_for, speaking_for
from saas.words import Term, Words, peer_words
from tests import factories

OWN = Words(Term("a", "coach", "coaches"), Term("an", "explorer", "explorers"))


@pytest.fixture
def pool(acme, tenant):
    with tenant(acme) as scope:
        furnish_catalogues(scope)
        change_words(scope, OWN)
        return factories.program("Pool", kind=Kind.PEER).id


def test_what_is_built_in_is_said_to_both_in_words_for_peers(acme, tenant, pool):
    with tenant(acme) as scope:
        said = queries.draft(scope, queries.program(scope, pool))

    assert {item["audience"] for item in said["guidelines"]} == {"both"}
    assert said["guidelines"][0]["title"] == "Be considerate of your peer's time"
    assert not [word for word in ("coach", "explorer", "mentor") if word in str(said)]


def test_an_organizations_own_text_stays_as_it_is(acme, tenant, pool):
    with tenant(acme) as scope:
        row = db.session.query(Guideline).filter_by(builtin_key="respect_time").one()
        row.title = "Respect your coach"
        said = queries.draft(scope, queries.program(scope, pool))["guidelines"][0]

    assert (said["title"], said["audience"]) == ("Respect your coach", "both")
    assert said["explanation"].startswith("Your peer gives you")


def test_rewording_one_column_leaves_the_others_inherited(acme, tenant, pool):
    with tenant(acme) as scope:
        program = queries.program(scope, pool)
        entry = queries.entries_of(scope, program, Guideline)[0]
        texts = {**entry.texts, "title": "Come on time"}
        reword_entry(scope, pool, Guideline, entry.id, **texts)
        after = queries.entry_of(scope, program, Guideline, entry.id)

        assert after.said_otherwise(after.texts) == {"title": "Come on time"}


def test_a_template_of_a_pool_keeps_only_what_it_says_itself(acme, tenant, pool):
    with tenant(acme) as scope:
        copy = services.duplicate_program(scope, pool)
        entries = queries.entries_of(scope, copy, Guideline)

        assert {entry.origin.value for entry in entries} == {"inherited"}
        assert entries[0].texts["audience"] is Audience.BOTH


def test_a_program_is_spoken_for_until_another_one_is(acme, tenant, pool):
    with tenant(acme) as scope:
        one, other = queries.program(scope, pool), factories.program("Pairs")
        assert words_at_work() == peer_words(OWN)
        with speaking_for(other):
            assert words_at_work() == OWN
        assert words_at_work() == peer_words(OWN)
        speak_for(other)
        assert words_at_work() == OWN
        with speaking_for(one):
            assert words_at_work() == peer_words(OWN)


def test_both_sides_in_one_sentence_are_said_once():
    said = peer_words(OWN).say

    assert said("Mentees and mentors") == "Peers"
    assert said("Apply as a mentee or as a mentor.") == "Apply as a peer."
    assert said("A mentor for each mentee") == "A peer for each peer"
