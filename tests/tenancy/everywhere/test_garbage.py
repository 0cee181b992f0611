"""Whatever is sent to whatever address: no error of ours, and a refusal is one clear sentence.

Where every field is garbage at once, the first of them is refused; so each is looked at also with
all others as the page sends them, or as wrong as it and taken.
"""

import collections
import functools
import re
from urllib.parse import unquote

import pytest
from flask import request
from sqlalchemy import text
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from saas.db import db
from saas.scope import Role
from tests.tenancy.everywhere.matrix import PLANTED, SAFE, plant

# Each new page makes it longer.
pytestmark = pytest.mark.timeout(400)

#: What no page ever sends, by what is wrong with it.
VALUES = {
    "huge": "9" * 20_000,
    "negative": "-99999999999999999999",
    "unicode": "\u202e\U0001f600'\"<%{{7*7}}\u0663",
    "far": "9999-12-31",
}
IN_PATH = ("%00", "%F0%9F%98%80", "9" * 3000, "-1", "%27--", "..%2f..", "%ed%a0%80", "%ff")
JSON = ("[1, 2]", "7", "null", '"x"', "{", '{"name": {"a": [1]}}', '{"name": null}', "\xff")
METHODS = ("DELETE", "POST", "GET")


@pytest.fixture
def owner(matrix):
    return matrix.askers[Role.OWNER]


@pytest.fixture
def nobody(asker_of):
    return asker_of()


def wrong_with(answer):
    """Say what is wrong with an answer to garbage, or nothing."""
    if answer.status >= 500:
        return f"is {answer.status}"
    if answer.status >= 400 and not _sentence(answer.body):
        return f"is {answer.status} without a sentence"
    return ""


def _sentence(body):
    # Thousands of pages: looked at as text, which a parser takes many times as long for.
    main = re.search(r"<main\b.*</main>", body, re.DOTALL)
    return re.sub(r"<[^>]*>", "", main[0] if main else body).strip()


def in_fields(matrix, owner, only=None):
    """Garbage in every field that a view reads, in the query or the form."""
    for turn, address in enumerate(matrix.addresses):
        if only not in (None, address.endpoint) or "token" in address.rule.arguments:
            continue
        path = matrix.path(address)
        for method in address.methods:
            names = sorted(matrix.names(address, method))
            how = "query_string" if method == "GET" else "data"
            for garbage in chosen(names, turn, form=is_form(address, method)) if names else ():
                answer = owner.ask(method, path, **{how: garbage})
                if wrong := wrong_with(answer):
                    yield f"{method} {address.rule.rule}: {said(garbage)} {wrong}"


def said(garbage):
    return ", ".join(f"{value[:20]} in {name}" for name, value in garbage.items())


def chosen(names, turn, *, form):
    """Return what to send to a view that reads these names: other garbage to the next.

    All fields of a form hold the same; those of a query, which are read one by one, hold two of
    the kinds each.
    """
    if form:  # `with_one_wrong_field` begins with the others; "long word" and "power" are huge too.
        kinds = ["negative", *(["huge"] if turn % 4 == 0 else ())]
        return [dict.fromkeys(names, VALUES[kind]) for kind in kinds]
    kinds = list(VALUES)
    return [
        {name: VALUES[kinds[(turn + at + by) % len(kinds)]] for at, name in enumerate(names)}
        for by in (0, 2)
    ]


def is_form(address, method):
    """Whether it is sent with each of `WRONG` in all of its fields as well."""
    return address.inside and method not in SAFE


def in_path(matrix, owner, nobody):
    """Garbage in place of every parameter of every address.

    What routing refuses comes to no view, whatever address it was meant for: of each kind of
    garbage, one such address is asked, and of the others that routing does refuse them.
    """
    refused, turns = set(), collections.Counter()
    for address in matrix.addresses:
        for name in sorted(address.rule.arguments - {"org_slug"}):
            # Routing refuses what is no id before any view; one kind an address is enough.
            kinds = 1 if name in address.tables else len(IN_PATH) // 2
            turns[name] += 1
            for garbage in IN_PATH[turns[name] % (len(IN_PATH) // kinds) :: len(IN_PATH) // kinds]:
                path = _with_garbage(matrix, address, name, garbage)
                if routing(matrix.app, "GET", path) is NotFound:
                    if garbage in refused:
                        continue
                    refused.add(garbage)
                answer = _first_to_get_anywhere(address, path, nobody, owner)
                if (wrong := wrong_with(answer)) or answer.status < 300:
                    yield f"{address.rule.rule}: {garbage[:20]} as {name}: {answer.status} {wrong}"


def routing(app, method, path):
    """Return as what routing refuses a request before any view, or nothing."""
    try:
        app.url_map.bind("localhost").match(unquote(path), method=method)
    except (NotFound, MethodNotAllowed, RequestRedirect) as refusal:
        return type(refusal)
    return None


def _first_to_get_anywhere(address, path, nobody, owner):
    """What nobody is told where routing refuses, which asks for no sign-in; or else the owner."""
    answer = nobody.ask(address.methods[0], path)
    is_refused_by_routing = address.inside and answer.status >= 400
    return answer if is_refused_by_routing else owner.ask(address.methods[0], path)


def _with_garbage(matrix, address, name, garbage):
    if name in address.tables:
        own = str(matrix.own.ids[address.tables[name]])
    else:
        own = str(address.plain[name])
    before, _, after = matrix.path(address).rpartition(own)
    return f"{before}{garbage}{after}"


def test_garbage_in_a_field_is_never_an_error_of_ours(matrix, owner):
    assert list(in_fields(matrix, owner)) == []


def test_garbage_in_an_address_is_not_found(matrix, owner, nobody):
    assert list(in_path(matrix, owner, nobody)) == []


def test_garbage_in_place_of_an_organization_is_not_found(owner):
    answers = {garbage: owner.ask("GET", f"/o/{garbage}/programs") for garbage in IN_PATH}

    assert {answer.status for answer in answers.values()} <= {400, 404}
    assert {key: wrong for key, each in answers.items() if (wrong := wrong_with(each))} == {}


def test_a_nul_is_refused_wherever_it_stands(owner):
    answers = [
        owner.ask("GET", "/o/acme/programs", query_string={"archived": "a\0b"}),
        owner.ask("POST", "/o/acme/programs/new", data={"name": "a\0b"}),
        owner.ask("POST", "/o/acme/programs/new", data={"a\0b": "name"}),
    ]

    assert [answer.status for answer in answers] == [400, 400, 400]


def test_a_body_that_is_no_form_is_never_an_error_of_ours(owner):
    sent = {"method": "POST", "path": "/o/acme/programs/new", "content_type": "application/json"}
    answers = {body: owner.ask(**sent, data=body) for body in JSON}

    assert {key: each.status for key, each in answers.items() if each.status < 400} == {}
    assert {key: wrong for key, each in answers.items() if (wrong := wrong_with(each))} == {}


def test_a_method_that_an_address_does_not_take_is_refused(matrix, nobody):
    # Whoever asks: nobody is asked to sign in either.
    takes = {}
    for address in matrix.addresses:
        takes.setdefault(matrix.path(address), set()).update(address.methods)

    beyond = [(way, path) for path in takes for way in METHODS if way not in takes[path]]
    # No view is asked: so one address answers for all that take the same.
    alike = {(way, *sorted(takes[path])): (way, path) for way, path in beyond}
    answers = {each: nobody.ask(*each) for each in alike.values()}

    assert {routing(matrix.app, *each) for each in beyond} == {MethodNotAllowed}
    assert {status for status in (a.status for a in answers.values())} == {405}
    assert [key for key, answer in answers.items() if wrong_with(answer)] == []


def test_the_proof_catches_a_view_that_trusts_what_it_reads(app, matrix, owner, monkeypatch):
    def trusts(row_id):
        return f"{row_id}: page {int(request.args.get('page', 1))}"

    plant(app, monkeypatch, trusts)

    assert any("page" in each for each in in_fields(matrix, owner, only=PLANTED))


def test_a_read_that_the_database_refuses_is_found_and_ends_with_its_request(
    app, matrix, owner, monkeypatch
):
    def trusts(row_id):
        return f"{row_id}: {db.session.scalar(text('SELECT 1 / 0'))}"

    with monkeypatch.context() as planted:
        plant(app, planted, trusts)
        assert owner.ask("POST", matrix.path(matrix.planted)).status == 500

    assert owner.ask("GET", "/o/acme/programs").status == 200
    assert matrix.is_untouched()


# -- a form that is right but for one field

#: What a person, a slip or an attacker puts into one field, by what is wrong with it.
WRONG = {
    "two lines": "One\r\nBcc: two@example.org \x0b\x1f\x7f\u2028\u200b" + VALUES["unicode"],
    "long word": "a" * 1_000,
    "power": "1e400",
    "superscript": "\u00b2",
    "last day": VALUES["far"],
}
DAY = re.compile(r"\d{4}-\d\d-\d\d")
SAID_BESIDE = re.compile(r'class="error" id="([^"]+)-error"')


def with_one_wrong_field(matrix, owner, only=None):
    for turn, address in enumerate(matrix.addresses):
        if only not in (None, address.endpoint) or not address.inside:
            continue
        for method in set(address.methods) - SAFE:
            base = matrix.fields(address, method)
            ask = functools.partial(owner.ask, method, matrix.path(address))
            own = as_shown(matrix, address, method, ask) if len(base) > 1 else None
            for number, (what, value) in enumerate(WRONG.items(), start=turn):
                alone, wrong = to_be_asked_alone(ask, base, value, own)
                if wrong:
                    yield f"{address.endpoint}: {what} in {sorted(base)} {wrong}"
                is_told = wrong or len(base) == 1
                for name in alone if is_told else in_turn(alone, base, number, what):
                    if wrong := wrong_with(ask(data=base | {name: value})):
                        yield f"{address.endpoint}: {what} in {name} {wrong}"


def to_be_asked_alone(ask, base, value, own):
    """Put a value into all fields at once; return those of which that does not tell enough.

    What is wrong with that answer is returned as well. It tells enough where nothing can hide
    behind anything else:
    - a form that is taken has used every field;
    - one that is sent back has had every field checked, and says beside which ones something is
      wrong: these are set right, and the others asked about again. A single one may be what a
      service said of the first that it looked at, and is asked about alone as well;
    - one that is refused as it is when the page itself sends it (`own`), beside the same fields
      or in the same words, gets no further; but that something is not there is said of anything.
    """
    together, alone = sorted(base), []
    while len(together) > 1:
        answer = ask(data=base | dict.fromkeys(together, value))
        if wrong := wrong_with(answer):
            return alone + together, wrong
        refused = refused_by(answer) & set(together)
        if answer.status < 400 or (not refused and gets_no_further(answer, own)):
            return alone, ""
        if not refused:
            break
        alone += refused if len(refused) == 1 else ()
        together = [name for name in together if name not in refused]
    stops_anyway = own is not None and len(refused_by(own)) > 1
    return [] if stops_anyway else alone + together, ""


def gets_no_further(answer, own):
    """Whether a refusal is the one that the page itself meets there, as `own` says."""
    said = refused_by(own)
    return said == refused_by(answer) if said else answer == own and own.status != 404


def as_shown(matrix, address, method, ask):
    """Return what the owner is answered who sends the form as it is, or nothing filled in."""
    if matrix.form_on(address, method):
        return matrix.sent_as_shown(address, method)
    return ask(data=matrix.fields(address, method))


def in_turn(names, base, number, what):
    """Return the fields whose turn it is to hold the value of this number alone.

    Each holds one of the values, others in each form, and a day the last one as well; of fields
    that are alike but for a number in their names, one holds each value.
    """
    alike = collections.defaultdict(list)
    for name in sorted(base):
        alike[re.sub(r"\d+", "#", name)].append(name)
    chosen = {each[number % len(each)] for each in alike.values() if len(each) > 1}
    rest = [each[0] for each in alike.values() if len(each) == 1]
    chosen |= {name for at, name in enumerate(rest) if (number - at) % len(WRONG) == 0}
    if what == "last day":
        chosen |= {name for name, value in base.items() if DAY.fullmatch(value)}
    return [name for name in names if name in chosen]


def refused_by(answer):
    """Return the fields beside which a form that is sent back says what is wrong with them."""
    return set(SAID_BESIDE.findall(answer.body)) if answer.status == 422 else set()


def test_one_wrong_field_is_never_an_error_of_ours(matrix, owner):
    assert list(with_one_wrong_field(matrix, owner)) == []


def test_the_proof_catches_a_view_that_trusts_one_field(app, matrix, owner, monkeypatch):
    def trusts(row_id):
        title, place = request.form.get("title"), request.form.get("explanation")
        if title in (None, "", "\u00b7"):
            return '<main><input name="title" value="A"><input name="explanation"></main>'
        return f"{row_id}: {title} on place {int(place)}"

    plant(app, monkeypatch, trusts)

    assert any(
        "in explanation is 500" in each
        for each in with_one_wrong_field(matrix, owner, only=PLANTED)
    )


def test_the_proof_catches_a_field_that_is_trusted_once_all_others_are_right(
    app, matrix, owner, monkeypatch
):
    def trusts(row_id):
        title, place = request.form.get("title", ""), request.form.get("explanation")
        if title in ("", "\u00b7"):
            return '<main><input name="title" value="A"><input name="explanation"></main>'
        if len(title) > 1:
            return '<p class="error" id="title-error">Shorten this.</p>', 422
        return f"{row_id}: {title} on place {int(place)}"

    plant(app, monkeypatch, trusts)

    assert any(
        "in explanation is 500" in each
        for each in with_one_wrong_field(matrix, owner, only=PLANTED)
    )


def test_the_proof_catches_a_field_behind_one_that_a_service_refuses(
    app, matrix, owner, monkeypatch
):
    def trusts(row_id):
        title, place = request.form.get("title", ""), request.form.get("explanation")
        if title in ("", "\u00b7"):
            return '<main><input name="title" value="A"><input name="explanation"></main>'
        if title != "A":
            return "That name is taken.", 409
        return f"{row_id}: {title} on place {int(place)}"

    plant(app, monkeypatch, trusts)

    assert any(
        "in explanation is 500" in each
        for each in with_one_wrong_field(matrix, owner, only=PLANTED)
    )


def test_the_proof_catches_a_field_that_is_trusted_though_another_is_like_it(
    app, matrix, owner, monkeypatch
):
    def trusts(row_id):
        title, place = request.form.get("title", ""), request.form.get("explanation", "")
        if title in ("", "\u00b7"):
            return '<main><input name="title" value="A"><input name="explanation" value="1"></main>'
        if title == place:
            return '<p class="error" id="explanation-error">Say it once.</p>', 422
        return f"{row_id}: {title} on place {int(place)}"

    plant(app, monkeypatch, trusts)

    assert any(
        "in explanation is 500" in each
        for each in with_one_wrong_field(matrix, owner, only=PLANTED)
    )
