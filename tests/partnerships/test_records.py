import datetime as dt
import json

import pytest
import sqlalchemy as sa

from saas import clock
from saas.db import db
from saas.orgs import queries as orgs
from saas.orgs.speech import change_words
from saas.partnerships import queries, services
from saas.partnerships.models import SignedAgreement
from saas.partnerships.printing import pdf_of
from saas.partnerships.record import as_text, digest_of
from saas.partnerships.services import Terms
from saas.programs.models import Kind, Side
from saas.words import Term, Words
from tests import factories
from tests.partnerships import making


def sign_both(partners, seen=1):
    services.sign_agreement(partners.mentee.scope, partners.id, seen=seen)
    return services.sign_agreement(partners.mentor.scope, partners.id, seen=seen)


def test_the_second_signature_has_all_of_it_written_down(acme, tenant, partners):
    with tenant(acme) as scope:
        factories.clause(title="Between us", body="Stays **here**.")
        making.publish(scope, partners.program_id)
        row = services.sign_agreement(partners.mentee.scope, partners.id, seen=2)
        assert queries.record(scope, row) is None

        row = services.sign_agreement(partners.mentor.scope, partners.id, seen=2)

        record = queries.record(scope, row)
        said = json.loads(record.document)
        assert record.digest == digest_of(record.document)
        assert (said["organization"], said["version"], said["every_days"]) == ("Acme", 1, 14)
        assert said["clauses"] == [{"title": "Between us", "body": "Stays **here**."}]
        assert [each["name"] for each in said["signatures"]] == ["Ada Wong", "Grace Lee"]
        assert [row.signed_as(side) for side in Side] == ["Ada Wong", "Grace Lee"]


def test_what_was_signed_stays_when_everything_else_changes(acme, tenant, partners):
    with tenant(acme) as scope:
        before = queries.record(scope, sign_both(partners)).document
        partnership = queries.partnership(scope, partners.id)
        partnership.mentee.member.name = "Ada Married"
        partnership.cohort.program.name = "Renamed"
        terms = Terms(7, [], ["Rust"], clock.today() + dt.timedelta(days=60))

        services.change_agreement(partners.mentee.scope, partners.id, terms, seen=1)

        db.session.flush()
        first = queries.agreements(scope, partners.id)[-1]
        assert queries.record(scope, first).document == before
        assert len(db.session.scalars(sa.select(SignedAgreement)).all()) == 1


OWN = Words(
    mentor=Term("a", "coach", "coaches"),
    mentee=Term("an", "explorer", "explorers"),
    program=Term("a", "circle", "circles"),
)


def change_all_settings(scope, partners):
    """Change whatever could reach a paper that is drawn from more than its record."""
    change_words(scope, OWN)
    workspace, partnership = orgs.workspace(scope), queries.partnership(scope, partners.id)
    workspace.name, workspace.time_zone, workspace.brand_color = "Renamed", "Asia/Tokyo", "#aa0000"
    workspace.languages = ["pt", "en"]
    partnership.mentee.member.name = "Ada Married"
    partnership.cohort.name, partnership.cohort.program.name = "Autumn", "Another"
    partnership.cohort.program.kind = Kind.PEER
    partnership.mentee.member.language = "pt"
    partnership.mentee.member.time_zone = "Asia/Tokyo"
    db.session.flush()


def test_the_paper_stays_byte_for_byte_when_every_setting_changes(acme, tenant, partners, ada):
    with tenant(acme):
        sign_both(partners)
    before = ada.get(f"{partners.path}/agreement/1.pdf").data

    with tenant(acme) as scope:
        change_all_settings(scope, partners)

    assert ada.get(f"{partners.path}/agreement/1.pdf").data == before


@pytest.mark.parametrize(
    ("kind", "roles"),
    [(Kind.ONE_TO_ONE, ["Explorer", "Coach"]), (Kind.PEER, ["Peer", "Peer"])],
)
def test_a_record_says_what_each_was_called_and_where_the_clocks_were(
    acme, tenant, partners, kind, roles
):
    with tenant(acme) as scope:
        change_words(scope, OWN)
        queries.partnership(scope, partners.id).cohort.program.kind = kind

        said = json.loads(queries.record(scope, sign_both(partners)).document)

        assert [each["role"] for each in said["signatures"]] == roles
        assert (said["format"], said["time_zone"]) == (2, orgs.workspace(scope).time_zone)


def test_nothing_that_the_application_does_can_change_a_record(acme, tenant, partners):
    with tenant(acme):
        sign_both(partners)
        may = sa.text("SELECT has_table_privilege('signed_agreements', :what)")
        allowed = {what for what in ("SELECT", "INSERT", "UPDATE", "DELETE")
                   if db.session.scalar(may, {"what": what})}  # fmt: skip

    # Deleting an organization deletes its records.
    assert allowed == {"SELECT", "INSERT", "DELETE"}


def test_the_signed_version_is_taken_away_as_pdf_and_as_record(acme, tenant, partners, ada):
    with tenant(acme) as scope:
        record = queries.record(scope, sign_both(partners))

    page = ada.get(f"{partners.path}/agreement")
    paper = ada.get(f"{partners.path}/agreement/1.pdf")
    json_file = ada.get(f"{partners.path}/agreement/1.json")

    assert record.digest in page.text
    assert paper.content_type == "application/pdf"
    assert paper.data.startswith(b"%PDF-")
    assert json_file.text == record.document


def test_what_is_not_signed_or_not_theirs_cannot_be_taken_away(partners, ada, bob, charlie):
    ada.get(f"{partners.path}/agreement/1.pdf", expect=404)
    ada.get(f"{partners.path}/agreement/9.pdf", expect=404)
    bob.get(f"{partners.path}/agreement/1.json", expect=404)
    charlie.get(f"{partners.path}/agreement/1.pdf", expect=404)


def record_of(name="Ada Wong", body="We are honest."):
    said = {
        "format": 1, "organization": "Acme", "program": "Careers", "cohort": "Spring",
        "version": 1, "started_on": "2027-01-04", "goals": ["Rust"], "every_days": 14,
        "means": ["Video"], "ends_on": "2027-07-05", "review_on": "2027-04-05",
        "clauses": [{"title": "Honest", "body": body}],
        "guidelines": [{"title": "On time", "behavior": "Is there.", "audience": "mentee"}],
        "signatures": [
            {"side": "mentee", "name": name, "at": "2027-01-05T10:00:00+00:00"},
            {"side": "mentor", "name": "Grace Lee", "at": "2027-01-06T10:00:00+00:00"},
        ],
    }  # fmt: skip
    text = as_text(said)
    return SignedAgreement(document=text, digest=digest_of(text))


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("Łukasz Þórðarson Ольга Ειρήνη", "Plain."),
        ("A\v\x01\ufffe\u202eB", "One\vtwo\x1b\n\n- \ufffe"),
        ("محمد 王小明 김민준", "`código` ** > # [x](https://example.org)"),
        ("ಕನ್ನಡ", "1. one\n2. two\n\n- a\n  - b\n\n> quoted\n\n---\n\n### Head\n\n<b>raw</b>"),
    ],
)
def test_a_pdf_shows_names_of_many_scripts_and_any_markdown(app, name, body):
    with app.test_request_context():
        paper = pdf_of(record_of(name, body), "Europe/Lisbon")

    assert paper.startswith(b"%PDF-")


def test_a_paper_has_the_words_and_the_clocks_of_its_record(app):
    first = record_of()
    said = json.loads(first.document)
    said["time_zone"] = "Asia/Tokyo"
    for each in said["signatures"]:
        each["role"] = "Buddy"
    second = SignedAgreement(document=as_text(said), digest=first.digest)

    with app.test_request_context():
        assert pdf_of(second, "UTC") == pdf_of(second, "Europe/Lisbon") != pdf_of(first, "UTC")


@pytest.mark.parametrize("word", ["मार्गदर्शक", "พี่เลี้ยง", "导师", "R&D coach", "ශ්\u200dරී"])
@pytest.mark.parametrize("kept", [True, False])
def test_a_paper_can_be_made_in_words_of_every_script(app, monkeypatch, word, kept):
    """Kept in the record, or of today, where a record of format 1 does not say them."""
    words = Words(mentor=Term("a", word, word))
    said = json.loads(record_of(body=words.say("A mentor, **mentors**.")).document)
    if kept:
        said["signatures"][1]["role"] = word
    monkeypatch.setitem(app.extensions, "words", lambda: words)

    with app.test_request_context():
        row = SignedAgreement(document=as_text(said), digest="0" * 64)
        assert pdf_of(row, "UTC").startswith(b"%PDF-")


def test_the_pdf_of_a_record_is_the_same_each_time(app):
    with app.test_request_context():
        assert pdf_of(record_of(), "UTC") == pdf_of(record_of(), "UTC")


@pytest.mark.parametrize(
    "link", ["[line](tel:+4722334455)", "[below](#end)", "[here]()", "[it](javascript:alert)"]
)
def test_a_paper_is_made_whatever_a_paragraph_links_to(acme, tenant, partners, ada, link):
    with tenant(acme) as scope:
        factories.clause(body=f"Call {link} or [us](https://example.org).")
        making.publish(scope, partners.program_id)
    with tenant(acme) as scope:
        sign_both(partners, queries.agreement(scope, partners.id).revision)

    assert ada.get(f"{partners.path}/agreement/1.pdf").data.startswith(b"%PDF")
