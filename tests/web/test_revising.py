"""Two who change the same thing: whoever saves later is told, and loses nothing."""

import io

import pytest

from saas.db import db
from saas.intake.asking import Expected, TookPart
from saas.intake.kinds import QuestionKind
from saas.intake.layout import Layout, Part, Place
from saas.intake.models import Form
from saas.orientation.models import Resource, Scenario
from saas.programs.models import Audience, Guideline
from saas.programs.services import change_listed
from saas.scope import Role
from tests import factories

FASTER = "Somebody else saved this while you wrote"


@pytest.fixture
def other(acme, member, sign_in):
    """Another admin of acme."""
    return sign_in(member(acme, Role.ADMIN, "Otto"))


def kept(row):
    """Save a row, for its id."""
    db.session.add(row)
    db.session.flush()
    return row


def guideline():
    return f"guidelines/{factories.guideline(title='Be kind').id}"


def entry():
    return f"programs/{factories.program().id}/{guideline()}"


def own_entry():
    program = factories.program()
    return f"programs/{program.id}/goals/{factories.goal(program_id=program.id).id}"


def scenario():
    values = {"title": "Late", "situation": "Who?", "audience": "both", "position": 0, "best": 0}
    row = Scenario(answers=["Wait", "Go"], feedback=["Good.", "Why?"], **values)
    return f"scenarios/{kept(row).id}"


def resource():
    values = {"title": "Read", "description": "", "topic": "", "stage": "starting"}
    row = Resource(url="https://example.org/a", audience="both", position=0, **values)
    return f"resources/{kept(row).id}"


def document():
    values = {"title": "Read", "description": "", "topic": "", "stage": "starting"}
    file = {"filename": "a.pdf", "mimetype": "application/pdf", "size": 9, "content": b"%PDF-1234"}
    return f"resources/{kept(Resource(audience='both', position=0, **file, **values)).id}"


def question():
    row = factories.question(kind=QuestionKind.NUMBER, limits={"least": 1, "whole": True})
    return f"questions/{row.id}"


def consent():
    row = factories.question(kind=QuestionKind.CONSENT, help="I agree.", limits={"text": 1})
    return f"questions/{row.id}"


def drafted():
    """A form whose sections are named like their ids, and two numbers that the first one asks."""
    first, second = (factories.question(kind=QuestionKind.NUMBER, label=each) for each in "AB")
    must = Place(str(second.id), must=Expected(least=1), required=True, refusal="Too few.")
    start = Part("start", "start", "", (Place(str(first.id)), must))
    parts = (start, Part("mine", "mine"), Part("theirs", "theirs"))
    layout = Layout(parts, TookPart(Audience.MENTEE, "Come to one."))
    form = kept(Form(name="Ours", layout=layout.as_json()))
    return f"forms/{form.id}", first.id, second.id


def place():
    path, first, _second = drafted()
    return f"{path}/questions/{first}"


def condition():
    path, first, second = drafted()
    return f"{path}/questions/{second}/when/{first}"


def prerequisite():
    path, _first, second = drafted()
    return f"{path}/questions/{second}/prerequisite"


#: What makes a thing and tells its page; a field, and the label under which it is shown.
PAGES = {
    "a guideline": (guideline, "explanation", "Explanation"),
    "a goal": (lambda: f"goals/{factories.goal().id}", "title", None),
    "a clause": (lambda: f"clauses/{factories.clause().id}", "body", None),
    "what a program says of a guideline": (entry, "explanation", "Explanation"),
    "what a program alone says": (own_entry, "milestones", "Milestones"),
    "a scenario": (scenario, "situation", "The situation"),
    "a resource": (resource, "title", "Title"),
    "a question": (question, "label", "Question"),
    "a consent": (consent, "help", "The text they agree to"),
    "terms of a program": (
        lambda: f"programs/{factories.program().id}/edit",
        "description",
        "Description",
    ),
    "rules of agreements": (
        lambda: f"programs/{factories.program().id}/clauses/rules",
        "review_weeks",
        None,
    ),
    "terms of requests": (
        lambda: f"programs/{factories.program().id}/requests",
        "request_days",
        None,
    ),
    "a capacity": (
        lambda: f"participants/{factories.mentor(factories.cohort()).id}",
        "capacity",
        "Partnerships at once",
    ),
    "a kind": (lambda: f"programs/{factories.program().id}/kind", "kind", "Kind"),
    "whether an orientation is taken": (
        lambda: f"programs/{factories.program().id}/orientation/edit",
        "orientation",
        "Orientation before matching",
    ),
    "why a mentor": (lambda: "forms/why", "text", "What applicants read"),
    "a section": (lambda: f"{drafted()[0]}/sections/start", "text", "Text under the title"),
    "who can take part": (
        lambda: f"{drafted()[0]}/took-part",
        "refusal",
        "What is said to others",
    ),
    "where a question stands": (place, "section", "Section"),
    "a condition": (condition, "least", "At least"),
    "a prerequisite": (prerequisite, "refusal", "What is said to others"),
    "settings": (lambda: "settings", "name", "Name"),
    "words": (lambda: "settings/words", "mentor_many", "Several who give it"),
    "a cohort": (lambda: f"cohorts/{factories.cohort().id}/edit", "name", "Name"),
}


@pytest.fixture(params=sorted(PAGES))
def page(request, acme, tenant):
    """The address of a page that changes something, a field of it, and how that is called."""
    make, field, label = PAGES[request.param]
    with tenant(acme):
        return f"/o/acme/{make()}", field, label


def typed_on(page):
    """What the form of a page sends as it is."""
    sent = {}
    for field in page.select("main form.form :is(input, textarea, select)[name]"):
        if field.name == "textarea":
            sent[field["name"]] = field.get_text().lstrip("\r\n")
        elif field.name == "select":
            chosen = field.select_one("option[selected]") or field.select_one("option")
            sent[field["name"]] = chosen["value"]
        elif field["type"] == "file" or (
            field["type"] in ("radio", "checkbox") and not field.has_attr("checked")
        ):
            continue
        else:
            sent[field["name"]] = field.get("value", "")
    return sent


def said(field, name):
    """Words that fit a field, other ones for each name."""
    if field in ("review_weeks", "request_days", "capacity", "least"):
        return {"mine": "11", "theirs": "12"}[name]
    words = {
        "section": ("mine", "theirs"),
        "kind": ("group", "reverse"),
        "orientation": ("optional", "required"),
        "mentor_many": ("coaches", "guides"),
    }.get(field, ("These are mine.", "These are theirs."))
    return words[name == "theirs"]


def spoken(page, field, value):
    """What a page calls a value of a field: the words beside a choice, or the value itself."""
    choice = page.select_one(f'[type="radio"][name="{field}"][value="{value}"]')
    return choice.parent.get_text(strip=True) if choice else value


def test_whoever_saves_later_is_told_sees_both_and_can_save_again(alice, other, page):
    address, field, label = page
    mine, theirs = typed_on(alice.get(address).page), typed_on(other.get(address).page)
    other.post(address, {**theirs, field: said(field, "theirs")})

    answer = alice.post(address, {**mine, field: said(field, "mine")}, expect=409).page

    assert FASTER in answer.select_one(".error-summary").get_text()
    assert typed_on(answer)[field] == said(field, "mine")
    shown = {each.dt.get_text(): each.dd.get_text() for each in answer.select("form .dl > div")}
    assert list(shown.values()) == [spoken(answer, field, said(field, "theirs"))]
    assert label is None or list(shown) == [label]
    assert typed_on(other.get(address).page)[field] == said(field, "theirs")

    alice.post(address, typed_on(answer))

    assert typed_on(other.get(address).page)[field] == said(field, "mine")


def test_saving_what_somebody_else_saved_meanwhile_is_no_conflict(alice, other, page):
    address, field, _label = page
    mine, theirs = typed_on(alice.get(address).page), typed_on(other.get(address).page)
    other.post(address, {**theirs, field: said(field, "theirs")})

    alice.post(address, {**mine, field: said(field, "theirs")})


def test_a_slip_does_not_hide_what_somebody_else_saved(alice, other, acme, tenant):
    with tenant(acme):
        address = f"/o/acme/{guideline()}"
    mine, theirs = typed_on(alice.get(address).page), typed_on(other.get(address).page)
    other.post(address, {**theirs, "explanation": "Theirs."})

    slip = alice.post(address, {**mine, "title": " "}, expect=422).page
    alice.post(address, {**typed_on(slip), "title": "Mine"}, expect=409)

    assert typed_on(other.get(address).page)["explanation"] == "Theirs."


def test_what_the_organization_says_anew_is_not_replaced_unseen_by_a_program(alice, acme, tenant):
    with tenant(acme):
        row, program = factories.guideline(title="Be kind"), factories.program()
        address = f"/o/acme/programs/{program.id}/guidelines/{row.id}"
    mine = typed_on(alice.get(address).page)
    with tenant(acme) as scope:
        change_listed(scope, Guideline, row.id, behavior="Smiles.")

    answer = alice.post(address, {**mine, "explanation": "Ours."}, expect=409).page

    assert "Smiles." in answer.select_one("form .dl").get_text()


@pytest.fixture
def filed(acme, tenant):
    """The address of a page that changes a document, a.pdf."""
    with tenant(acme):
        return f"/o/acme/{document()}"


def pdf(content, name="a.pdf"):
    return {"document": (io.BytesIO(b"%PDF-" + content), name)}


def test_a_document_that_was_replaced_meanwhile_is_not_replaced_unseen(alice, other, filed):
    mine, theirs = typed_on(alice.get(filed).page), typed_on(other.get(filed).page)
    # Of the same name and as long.
    other.post(filed, {**theirs, **pdf(b"9999")})

    answer = alice.post(filed, {**mine, **pdf(b"8888", "mine.pdf")}, expect=409).page

    shown = {each.dt.get_text(): each.dd.get_text() for each in answer.select("form .dl > div")}
    assert shown == {"Document": "a.pdf"}
    assert alice.get(f"{filed}/document").data == b"%PDF-9999"

    alice.post(filed, {**typed_on(answer), **pdf(b"8888", "mine.pdf")})

    assert alice.get(f"{filed}/document").data == b"%PDF-8888"


def test_saving_the_document_that_somebody_else_saved_is_no_conflict(alice, other, filed):
    mine, theirs = typed_on(alice.get(filed).page), typed_on(other.get(filed).page)
    other.post(filed, {**theirs, **pdf(b"9999")})

    alice.post(filed, {**mine, **pdf(b"9999")})


def test_whoever_sent_a_document_is_told_to_choose_it_again(alice, other, filed):
    mine, theirs = typed_on(alice.get(filed).page), typed_on(other.get(filed).page)
    other.post(filed, {**theirs, "title": "Theirs"})
    again = "Choose the file again"

    slip = alice.post(filed, {**mine, **pdf(b"8888"), "title": " "}, expect=422).page
    late = alice.post(filed, {**mine, **pdf(b"8888")}, expect=409).page
    without = alice.post(filed, {**mine, "title": "Mine"}, expect=409).page

    assert again in slip.select_one("#document-field .error").get_text()
    assert again in late.select_one("#document-field .error").get_text()
    assert without.select_one("#document-field .error") is None


def test_what_somebody_else_thinks_of_an_answer_is_said_of_that_answer(alice, other, acme, tenant):
    with tenant(acme):
        address = f"/o/acme/{scenario()}"
    mine, theirs = typed_on(alice.get(address).page), typed_on(other.get(address).page)
    other.post(address, {**theirs, "feedback_0": "Better.", "feedback_1": "Best."})

    answer = alice.post(address, {**mine, "title": "Mine"}, expect=409).page

    shown = {each.dt.get_text(): each.dd.get_text() for each in answer.select("form .dl > div")}
    assert shown == {
        "Title": "Late",
        "What we think of the first answer": "Better.",
        "What we think of the second answer": "Best.",
    }


def test_new_things_carry_nothing_that_was_seen(alice):
    assert "seen" not in typed_on(alice.get("/o/acme/guidelines/new").page)
