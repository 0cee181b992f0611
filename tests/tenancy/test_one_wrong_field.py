"""A form that is right but for one field: no error of ours, and a refusal is one clear sentence.

In `test_garbage` every field is wrong at once, so that the first of them is refused; here each
is looked at with all others as the page sends them.
"""

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


def findings(matrix, only=None):
    owner = matrix.askers[Role.OWNER]
    for address in matrix.addresses:
        if only not in (None, address.endpoint) or not address.inside:
            continue
        for method in set(address.methods) - SAFE:
            base = matrix.fields(address, method)
            for number, name in enumerate(sorted(base)):
                for what, value in wrong_values(number, len(base)):
                    answer = owner.ask(method, matrix.path(address), data=base | {name: value})
                    if wrong := wrong_with(answer):
                        yield f"{address.endpoint}: {what} in {name} {wrong}"


def wrong_values(number, fields):
    """All of them; of a long form, whose fields are many of a few kinds, two a field in turn."""
    values = [*WRONG.items()]
    if fields <= LONG:
        return values
    return [values[number % len(values)], values[(number + 1) % len(values)]]


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
