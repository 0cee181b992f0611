import uuid
from dataclasses import replace

from saas import clock
from saas.intake.answers import Answers
from saas.intake.canonical import Known, answers_of, canonical, canonical_of, capacity_of
from saas.intake.kinds import QuestionKind
from saas.orgs.models import Member
from saas.programs.models import Participant, Side
from tests.intake.test_reading import asked


def person(name, *, email=None, **answers):
    email = email or f"{name.lower()}@example.org"
    member = Member(name=name, email=email, email_norm=email.casefold())
    place = Participant(
        member_id=member.id, member=member, side=Side.MENTOR, capacity=1, waited=0, answers=answers
    )
    return place, member


def test_answers_are_gathered_by_what_they_feed():
    questions = [
        asked(QuestionKind.SHORT_TEXT, id="1", feeds="field"),
        asked(QuestionKind.SHORT_TEXT, id="2", feeds="skills"),
        asked(QuestionKind.SHORT_TEXT, id="3", feeds="skills"),
        asked(QuestionKind.AVAILABILITY, id="4", feeds="availability"),
        asked(QuestionKind.PEOPLE, id="5", feeds="manager_id"),
        asked(QuestionKind.SHORT_TEXT, id="6"),
        asked(QuestionKind.NUMBER, id="7", feeds="capacity"),
        asked(QuestionKind.SHORT_TEXT, id="8", feeds="unit"),
        asked(QuestionKind.WISHES, id="9", feeds="wishes"),
        asked(QuestionKind.ONE, id="10", feeds="means"),
        asked(QuestionKind.ONE, id="11", feeds="only_named"),
    ]
    document = {
        "1": "Law", "2": "a, b; A", "3": "b, c", "4": ["mon 09:00-10:00"],
        "5": ["boss@example.org"], "6": "for people only", "7": 2,
        "9": [{"person": "x", "answer": "no"}, {"person": "y", "answer": "yes"}], "10": "A, b",
    }  # fmt: skip

    document["11"] = "I would rather wait"

    assert canonical(questions, document) == {
        "field": "Law",
        "skills": ["a", "b", "c"],
        "availability": [[540, 600]],
        "manager_id": "boss@example.org",
        "yes": ["y"],
        "no": ["x"],
        "means": ["A, b"],
        "only_named": "wait",
    }
    assert capacity_of(questions, document) == 2


def test_of_two_questions_that_feed_one_text_the_first_answered_counts():
    questions = [asked(QuestionKind.SHORT_TEXT, id=key, feeds="field") for key in ("1", "2", "3")]

    assert canonical(questions, {"2": "Law", "3": "Art"}) == {"field": "Law"}


def test_a_row_of_a_file_comes_back_as_the_same_answers():
    place, member = person("Ann")
    given = Answers(
        id=str(member.id), name="Ann", email="ann@example.org", field="Law", years_experience=3.5,
        aspired_field="Art", goals=("g",), support=("s",), skills=("k",), languages=("en",),
        means=("video",), time_zone="Europe/Rome", availability=((540, 600),), capacity=2,
        unit="North", not_on=("unit",), waited=0,
    )  # fmt: skip
    place.answers, place.capacity = canonical_of(given, with_id=False), 2

    assert answers_of(place, member, Known([(place, member)])) == given


def test_people_are_found_by_address_by_name_and_by_the_id_of_their_file():
    ann, bo, cy = person("Ann"), person("Bo Li", id="77"), person("Cy")
    known = Known([ann, bo, cy])
    place, member = person(
        "Dee",
        conflicts=["ANN@example.org", "stranger@example.org"],
        avoids=["bo li"],
        prefers=["77", "Cy"],
        manager_id="cy@example.org",
    )

    found = answers_of(place, member, known)

    assert found.conflicts == (str(ann[1].id),)
    assert found.avoids == (str(bo[1].id),)
    assert found.prefers == (str(bo[1].id), str(cy[1].id))
    assert found.manager_id == str(cy[1].id)


def test_a_name_that_two_people_have_keeps_both_apart_and_prefers_neither():
    first, second = person("Ann", email="a1@example.org"), person("Ann", email="a2@example.org")
    place, member = person("Dee", conflicts=["Ann"], prefers=["Ann"], manager_id="Ann")

    found = answers_of(place, member, Known([first, second]))

    assert set(found.conflicts) == {str(first[1].id), str(second[1].id)}
    assert (found.prefers, found.manager_id) == ((), None)


def test_whoever_wants_nobody_else_is_kept_to_every_name_they_gave():
    first, second = person("Ann", email="a1@example.org"), person("Ann", email="a2@example.org")
    gone = person("Bo")
    gone[0].withdrawn_at = clock.now()
    place, member = person("Dee", prefers=["Bo", "Ann"], yes=["Cy"], no=["Ann"], only_named="wait")
    both = {str(first[1].id), str(second[1].id)}

    found = answers_of(place, member, Known([first, second, gone]))

    assert found.prefers[0] == "Bo"
    assert set(found.prefers[1:]) == set(found.no) == both
    assert found.yes == ("Cy",)


def test_somebody_on_both_sides_is_one_person():
    place, member = person("Ann")
    other = Participant(
        member_id=member.id, member=member, side=Side.MENTEE, capacity=1, waited=2, answers={}
    )
    known = Known([(place, member), (other, member)])

    mentor, mentee = answers_of(place, member, known), answers_of(other, member, known)

    assert mentor.id == mentee.id == str(uuid.UUID(mentor.id))
    assert mentee == replace(mentor, waited=2)
