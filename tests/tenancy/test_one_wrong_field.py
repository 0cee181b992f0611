"""A form that is right but for one field: no error of ours, and a refusal is one clear sentence.

In `test_garbage` every field is wrong at once, so that the first of them is refused; here each
is looked at with all others as the page sends them, or as wrong as it and taken.
"""

import functools
import re

import pytest
from flask import request

from saas.scope import Role
from tests.tenancy.matrix import PLANTED, SAFE, plant
from tests.tenancy.test_garbage import wrong_with

#: What a person, a slip or an attacker puts into one field, by what is wrong with it.
WRONG = {
    "two lines": "One\r\nBcc: two@example.org \x0b\x1f\x7f\u2028\u202e\u200b",
    "long word": "a" * 1_000,
    "power": "1e400",
    "superscript": "\u00b2",
    "last day": "9999-12-31",
}
#: A form with more fields has many alike.
LONG = 12
SAID_BESIDE = re.compile(r'class="error" id="([^"]+)-error"')


def findings(matrix, only=None):
    owner = matrix.askers[Role.OWNER]
    for address in matrix.addresses:
        if only not in (None, address.endpoint) or not address.inside:
            continue
        for method in set(address.methods) - SAFE:
            base = matrix.fields(address, method)
            ask = functools.partial(owner.ask, method, matrix.path(address))
            usual = refused_by(ask(data=base)) if len(base) > 1 else set()
            for what, value in WRONG.items():
                for name in to_be_asked_alone(ask, base, value, usual, what):
                    if wrong := wrong_with(ask(data=base | {name: value})):
                        yield f"{address.endpoint}: {what} in {name} {wrong}"


def to_be_asked_alone(ask, base, value, usual, what):
    """Put a value into all fields at once; return those of which that does not tell enough.

    It tells enough where nothing can hide behind anything else:
    - a form that is taken has used every field;
    - one that is sent back has had every field checked, and says beside which ones something is
      wrong: these are set right, and the others asked about again. A single one may be what a
      service said of the first that it looked at, and is asked about alone as well;
    - one that is sent back for the same fields (`usual`) as when the page itself sends it gets
      no further than these checks.
    """
    together, alone = sorted(base), []
    while len(together) > 1:
        answer = ask(data=base | dict.fromkeys(together, value))
        said = refused_by(answer)
        refused = said & set(together)
        if answer.status < 400 or (said and said == usual and not refused):
            return alone
        if wrong_with(answer) or not refused:
            break
        alone += refused if len(refused) == 1 else ()
        together = [name for name in together if name not in refused]
    return alone + in_turn(together, what)


def in_turn(names, what):
    """All of them; of a long form, whose fields are many of a few kinds, two values a field."""
    if len(names) <= LONG:
        return names
    values = [*WRONG]
    at = values.index(what)
    return [name for number, name in enumerate(names) if (at - number) % len(values) < 2]


def refused_by(answer):
    """Return the fields beside which a form that is sent back says what is wrong with them."""
    return set(SAID_BESIDE.findall(answer.body)) if answer.status == 422 else set()


@pytest.mark.timeout(280)
def test_one_wrong_field_is_never_an_error_of_ours(matrix):
    assert list(findings(matrix)) == []


def test_the_proof_catches_a_view_that_trusts_one_field(app, matrix, monkeypatch):
    def trusts(row_id):
        title, place = request.form.get("title"), request.form.get("explanation")
        if title in (None, "", "\u00b7"):
            return '<main><input name="title" value="A"><input name="explanation"></main>'
        return f"{row_id}: {title} on place {int(place)}"

    plant(app, monkeypatch, trusts)

    assert any("in explanation is 500" in each for each in findings(matrix, only=PLANTED))


def test_the_proof_catches_a_field_that_is_trusted_once_all_others_are_right(
    app, matrix, monkeypatch
):
    def trusts(row_id):
        title, place = request.form.get("title", ""), request.form.get("explanation")
        if title in ("", "\u00b7"):
            return '<main><input name="title" value="A"><input name="explanation"></main>'
        if len(title) > 1:
            return '<p class="error" id="title-error">Shorten this.</p>', 422
        return f"{row_id}: {title} on place {int(place)}"

    plant(app, monkeypatch, trusts)

    assert any("in explanation is 500" in each for each in findings(matrix, only=PLANTED))


def test_the_proof_catches_a_field_behind_one_that_a_service_refuses(app, matrix, monkeypatch):
    def trusts(row_id):
        title, place = request.form.get("title", ""), request.form.get("explanation")
        if title in ("", "\u00b7"):
            return '<main><input name="title" value="A"><input name="explanation"></main>'
        if title != "A":
            return "That name is taken.", 409
        return f"{row_id}: {title} on place {int(place)}"

    plant(app, monkeypatch, trusts)

    assert any("in explanation is 500" in each for each in findings(matrix, only=PLANTED))


def test_the_proof_catches_a_field_that_is_trusted_though_another_is_like_it(
    app, matrix, monkeypatch
):
    def trusts(row_id):
        title, place = request.form.get("title", ""), request.form.get("explanation", "")
        if title in ("", "\u00b7"):
            return '<main><input name="title" value="A"><input name="explanation" value="1"></main>'
        if title == place:
            return '<p class="error" id="explanation-error">Say it once.</p>', 422
        return f"{row_id}: {title} on place {int(place)}"

    plant(app, monkeypatch, trusts)

    assert any("in explanation is 500" in each for each in findings(matrix, only=PLANTED))
