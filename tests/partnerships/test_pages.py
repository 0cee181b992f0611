import pytest

from saas.scope import Role


def test_each_of_the_two_sees_their_partnership(partners, ada, grace):
    assert "you are the mentee" in ada.get(partners.path).text
    assert "you are the mentor" in grace.get(partners.path).text


def test_an_admin_reads_it_and_has_no_button_to_write(partners, alice):
    page = alice.get(partners.path).page

    assert page.h1.text == "Ada Wong and Grace Lee"
    assert not page.find("a", string=lambda text: text and "Log a meeting" in text)


@pytest.mark.parametrize("where", ["", "/agreement", "/end", "/meetings/new", "/advice/new"])
def test_another_member_finds_nothing(partners, bob, where):
    bob.get(partners.path + where, expect=404)


def test_a_program_admin_of_another_program_finds_nothing(partners, member, acme, sign_in):
    other = sign_in(member(acme, Role.PROGRAM_ADMIN))

    other.get(partners.path, expect=404)
    assert "Ada Wong" not in other.get("/o/acme/partnerships").text
