import pytest

from saas.errors import InvalidError
from saas.identity import secrets

#: As production hashes; the other tests hash with less.
HASHER = secrets._hasher


@pytest.fixture(autouse=True)
def in_earnest(monkeypatch):
    monkeypatch.setattr(secrets, "_hasher", HASHER)


def test_an_address_is_kept_in_one_spelling():
    assert secrets.checked_email(" Ada@EXAMPLE.org ") == "Ada@example.org"
    assert secrets.checked_email("ada@bücher.example") == "ada@xn--bcher-kva.example"


@pytest.mark.parametrize(
    "address", ["", "ada", "ada@", "a b@example.org", "ada@example.org\nBcc: x"]
)
def test_what_is_no_address_is_refused(address):
    with pytest.raises(InvalidError, match="such as ada") as error:
        secrets.checked_email(address)

    assert error.value.field == "email"


def test_addresses_compare_without_case_and_in_either_spelling_of_the_domain():
    assert secrets.email_norm("ADA@example.ORG") == secrets.email_norm("ada@example.org")
    assert secrets.email_norm("ada@bücher.example") == "ada@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("short", "at least 12"),
        ("x" * 1001, "at most 1,000"),
        ("PasswordPassword", "try first"),
        ("qwertyuiop123", "try first"),
    ],
)
def test_a_weak_password_is_refused(password, sentence):
    with pytest.raises(InvalidError, match=sentence):
        secrets.checked_password(password)


def test_a_long_password_may_be_any_words():
    assert secrets.checked_password("seven geese in a row") == "seven geese in a row"


def test_only_the_password_itself_matches_its_hash():
    stored = secrets.hash_password("seven geese in a row")

    assert secrets.password_matches(stored, "seven geese in a row")
    assert not secrets.password_matches(stored, "seven geese in a Row")
    assert not secrets.password_matches(None, "seven geese in a row")
    assert not secrets.password_matches("not a hash", "seven geese in a row")


def test_a_hash_costs_as_much_as_owasp_asks():
    stored = secrets.hash_password("seven geese in a row")

    assert stored.startswith("$argon2id$v=19$m=47104,t=1,p=1$")


def test_a_hash_with_other_parameters_is_made_again():
    assert not secrets.needs_rehash(secrets.hash_password("seven geese in a row"))
    assert secrets.needs_rehash("$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$O6nrmvt7SrTVbtm2RGSuJw")


def test_secrets_are_long_and_never_twice_the_same():
    made = {secrets.new_secret() for _ in range(50)}

    assert len(made) == 50
    assert all(len(secret) >= 43 for secret in made)
