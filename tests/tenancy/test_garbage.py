"""Whatever is sent to whatever address: no error of ours, and a refusal is one clear sentence."""

import re

import pytest
from flask import request

from saas.scope import Role
from tests.tenancy.matrix import PLANTED, plant

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
    for address in matrix.addresses:
        if only not in (None, address.endpoint) or "token" in address.rule.arguments:
            continue
        path = matrix.path(address)
        for method in address.methods:
            names = matrix.names(address, method)
            how = "query_string" if method == "GET" else "data"
            for what, value in VALUES.items() if names else ():
                answer = owner.ask(method, path, **{how: dict.fromkeys(names, value)})
                if wrong := wrong_with(answer):
                    yield f"{method} {address.rule.rule}: {what} in {sorted(names)} {wrong}"


def in_path(matrix, owner, nobody):
    """Garbage in place of every parameter of every address."""
    for number, address in enumerate(matrix.addresses):
        for name in address.rule.arguments - {"org_slug"}:
            # Routing refuses what is no id before any view; one kind an address is enough.
            for garbage in _chosen(name in address.tables, number):
                path = _with_garbage(matrix, address, name, garbage)
                answer = _first_to_get_anywhere(address, path, nobody, owner)
                if (wrong := wrong_with(answer)) or answer.status < 300:
                    yield f"{address.rule.rule}: {garbage[:20]} as {name}: {answer.status} {wrong}"


def _first_to_get_anywhere(address, path, nobody, owner):
    """What nobody is told where routing refuses, which asks for no sign-in; or else the owner."""
    answer = nobody.ask(address.methods[0], path)
    is_refused_by_routing = address.inside and answer.status >= 400
    return answer if is_refused_by_routing else owner.ask(address.methods[0], path)


def _chosen(is_id, number):
    return [IN_PATH[number % len(IN_PATH)]] if is_id else IN_PATH


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

    answers = {
        (method, path): nobody.ask(method, path)
        for path, methods in takes.items()
        for method in METHODS
        if method not in methods
    }

    assert {status for status in (a.status for a in answers.values())} == {405}
    assert [key for key, answer in answers.items() if wrong_with(answer)] == []


def test_the_proof_catches_a_view_that_trusts_what_it_reads(app, matrix, owner, monkeypatch):
    def trusts(row_id):
        return f"{row_id}: page {int(request.args.get('page', 1))}"

    plant(app, monkeypatch, trusts)

    assert any("page" in each for each in in_fields(matrix, owner, only=PLANTED))
