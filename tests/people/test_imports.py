import io

import pytest
import xlsxwriter
from sqlalchemy import select

from saas.db import db
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.orgs.models import Member, MemberState
from saas.people import staging
from saas.people.models import Import, ImportRow, RowState, Stage
from saas.people.queries import imports as queries
from saas.people.services import imports as services
from saas.programs.models import Participant, Side
from saas.scope import Role
from tests import factories
from tests.people.seeing import fates, findings, people_of, rows_of

PEOPLE = (
    "First name,Last name,Work e-mail,Profession,Years of experience,Skills,Boss\n"
    "Ann,Lee,ann@example.org,Law,3,sql;python,x\n"
    "Bo,Li,bo@example.org,Art,7.5,,\n"
)


def test_the_columns_are_guessed_from_their_headers(acme, tenant, start):
    import_id = start(PEOPLE)
    with tenant(acme) as scope:
        columns = queries.managed_import(scope, import_id).mapping["columns"]

    assert columns["name"] == {"join": ["First name", "Last name"]}
    assert columns["email"] == {"from": "Work e-mail"}
    assert columns["skills"] == {"from": "Skills", "split": ";"}
    assert columns["years_experience"] == {"from": "Years of experience"}
    assert columns["field"] == {"from": "Profession"}


def test_nothing_is_saved_until_it_is_confirmed(acme, tenant, cohort, looked_at):
    import_id = looked_at(PEOPLE)

    with tenant(acme) as scope:
        assert len(rows_of(scope, import_id, RowState.ADDS)) == 2
        assert people_of(scope, cohort) == []
        assert db.session.scalars(select(Member)).all() == []


def test_confirmed_people_are_members_who_take_part(acme, tenant, cohort, looked_at):
    import_id = looked_at(PEOPLE)

    with tenant(acme) as scope:
        row = services.confirm_import(scope, import_id, skip_bad=False)
        assert (row.stage, row.result["added"], row.result["skipped"]) == (Stage.ENDED, 2, 0)
    with tenant(acme) as scope:
        (ann_place, ann), (_, bo) = people_of(scope, cohort)
    assert (ann.name, ann.email, ann.field, ann.skills) == (
        "Ann Lee", "ann@example.org", "Law", ("sql", "python"),
    )  # fmt: skip
    assert bo.years_experience == 7.5
    assert ann_place.member.state is MemberState.LISTED


def test_confirming_twice_takes_nobody_in_twice(acme, tenant, cohort, looked_at):
    import_id = looked_at(PEOPLE)

    for _ in range(2):
        with tenant(acme) as scope:
            row = services.confirm_import(scope, import_id, skip_bad=False)
            assert row.result["added"] == 2
    with tenant(acme) as scope:
        assert len(people_of(scope, cohort)) == 2


def test_rows_with_findings_stop_the_import_unless_they_are_left_out(
    acme, tenant, cohort, looked_at
):
    import_id = looked_at(
        PEOPLE + "Cy,Roe,not-an-address,Law,2,,\nDee,Poe,,Law,2,,\n,,e@example.org,,,,\n"
    )

    with tenant(acme) as scope:
        assert findings(scope, import_id) == [
            (4, "E-mail address: “not-an-address” is not an e-mail address."),
            (5, "There is no e-mail address; a member needs one."),
            (6, "Name: it is blank; every row needs one."),
        ]
        with pytest.raises(ConflictError, match="have findings"):
            services.confirm_import(scope, import_id, skip_bad=False)
    with tenant(acme) as scope:
        row = services.confirm_import(scope, import_id, skip_bad=True)
        assert (row.result["added"], row.result["skipped"]) == (2, 3)
        assert "not-an-address" in rows_of(scope, import_id, RowState.SKIPPED)[0].why


def test_the_same_address_twice_is_a_finding(acme, tenant, looked_at):
    import_id = looked_at(PEOPLE + "Ann,Again,ANN@example.org,,,,\n")

    with tenant(acme) as scope:
        assert findings(scope, import_id) == [(4, "ANN@example.org is already used in row 2.")]


def test_members_are_reused_and_whoever_takes_part_is_skipped(acme, tenant, cohort, looked_at):
    with tenant(acme):
        ann = factories.listed_member("Ann", "ANN@example.org")
        bo = factories.listed_member("Bo", "bo@example.org")
        db.session.add(
            Participant(cohort_id=cohort.id, member_id=bo.id, side=Side.MENTEE, capacity=1)
        )
    import_id = looked_at(PEOPLE)
    with tenant(acme) as scope:
        assert fates(scope, import_id) == [
            (2, "adds", ""),
            (3, "skips", "bo@example.org already takes part."),
        ]
        row = services.confirm_import(scope, import_id, skip_bad=False)

        assert (row.result["added"], row.result["skipped"]) == (1, 1)
        assert {place.member_id for place, _ in people_of(scope, cohort)} == {ann.id, bo.id}


def test_whoever_takes_part_gets_the_answers_of_the_file_where_that_is_wanted(
    acme, tenant, cohort, looked_at
):
    with tenant(acme):
        place = factories.mentee(cohort, field="Art", site="Rome", capacity=2)
        place.member.email = place.member.email_norm = "ann@example.org"
        same = factories.mentee(cohort, field="Art", years_experience=7.5)
        same.member.email = same.member.email_norm = "bo@example.org"
    import_id = looked_at(PEOPLE, updates=True)
    with tenant(acme) as scope:
        assert [state for _, state, _ in fates(scope, import_id)] == ["updates", "skips"]
        services.confirm_import(scope, import_id, skip_bad=False)
    with tenant(acme) as scope:
        (place,) = (each for each, known in people_of(scope, cohort) if known.field == "Law")
    assert place.answers["site"] == "Rome"
    assert place.capacity == 2


def test_whoever_was_removed_is_a_finding(acme, tenant, looked_at):
    with tenant(acme):
        factories.listed_member("Ann", "ann@example.org").state = MemberState.REMOVED
    import_id = looked_at(PEOPLE)

    with tenant(acme) as scope:
        assert [line for line, _ in findings(scope, import_id)] == [2]


def test_whoever_withdrew_takes_part_again(acme, tenant, cohort, looked_at):
    with tenant(acme):
        place = factories.mentee(cohort, name="Ann")
        place.member.email = place.member.email_norm = "ann@example.org"
        place.withdrawn_at = place.created_at
    import_id = looked_at(PEOPLE)
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=False)
        place = db.session.get(Participant, (acme.id, place.id))

        assert (place.withdrawn_at, place.answers["field"]) == (None, "Law")


def test_words_can_stand_for_numbers(acme, tenant, looked_at):
    columns = {
        "name": {"from": "name"},
        "email": {"from": "email"},
        "years_experience": {"from": "grade", "words": {"junior": "1", "senior": "6"}},
    }
    text = "name,email,grade\nAnn,ann@example.org,Senior\nBo,bo@example.org,Junior\n"
    import_id = looked_at(text, columns=columns)
    with tenant(acme) as scope:
        years = [each.answers["years_experience"] for each in rows_of(scope, import_id)]
        assert years == [6, 1]


def test_a_column_that_is_ours_but_not_chosen_is_not_read(acme, tenant, looked_at):
    columns = {"name": {"from": "name"}, "email": {"from": "email"}}
    import_id = looked_at("name,email,field\nAnn,ann@example.org,Law\n", columns=columns)
    with tenant(acme) as scope:
        assert rows_of(scope, import_id)[0].answers == {}


def test_what_the_columns_meant_is_remembered_for_the_same_set_of_headers(
    acme, tenant, start, looked_at
):
    columns = {"name": {"from": "Whö"}, "email": {"from": "Where"}}
    looked_at("Whö,Where\nAnn,ann@example.org\n", columns=columns)

    again = start("where,WHO\u0308\nbo@example.org,Bo\n")
    other_side = start("Whö,Where\nAnn,ann@example.org\n", Side.MENTOR)
    others = {**columns, "field": {"from": "Whö"}}
    looked_at("Whö,Where\nMo,mo@example.org\n", Side.MENTOR, columns=others)
    once_more = start("Whö,Where\nCy,cy@example.org\n")
    with tenant(acme) as scope:
        for each in (again, other_side, once_more):
            assert queries.managed_import(scope, each).mapping == {"columns": columns}


def test_people_named_by_the_id_of_the_file_are_found(acme, tenant, cohort, looked_at):
    mentors = looked_at("wwid,name,email\n77,Mo,mo@example.org\n", Side.MENTOR)
    mentees = looked_at("wwid,name,email,prefers\n5,Ann,ann@example.org,77\n")
    with tenant(acme) as scope:
        services.confirm_import(scope, mentors, skip_bad=False)
        services.confirm_import(scope, mentees, skip_bad=False)
    with tenant(acme) as scope:
        (_, ann), (_, mo) = people_of(scope, cohort)

    assert ann.prefers == (mo.id,)


def test_mentors_without_a_column_of_capacities_get_the_programs(acme, tenant, cohort, looked_at):
    mentors = looked_at("name,email\nMo,mo@example.org\n", Side.MENTOR)
    with tenant(acme) as scope:
        services.confirm_import(scope, mentors, skip_bad=False)
        assert people_of(scope, cohort)[0][0].capacity == 3


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The file is empty"),
        (b"name,email\n", "no rows under it"),
        (b"PK\x03\x04broken", "not a workbook"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"name,email\n" + b"Ann,a@example.org\n" * 600 + b"\xff", "Line 602 is not UTF-8"),
        (b"x" * 20_000_001, "larger than 20 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(acme, tenant, cohort, content, says):
    with tenant(acme) as scope, db.session.begin_nested() as savepoint:
        with pytest.raises(InvalidError, match=says):
            services.start_import(
                scope, cohort.id, Side.MENTEE, filename="people.csv", file=io.BytesIO(content)
            )
        savepoint.rollback()


def test_a_file_with_more_rows_than_are_taken_is_refused(acme, tenant, start, monkeypatch):
    assert staging.ROWS_LIMIT == 50_000
    monkeypatch.setattr(staging, "ROWS_LIMIT", 1_100)
    start(b"name,email\n" + b"A,a\n" * 1_100)

    with pytest.raises(InvalidError, match="more than 1,100 rows"):
        start(b"name,email\n" + b"A,a\n" * 1_101)


def test_a_mapping_without_names_or_addresses_is_refused(acme, tenant, looked_at):
    import_id = looked_at(PEOPLE)
    with tenant(acme) as scope:
        with pytest.raises(InvalidError, match="e-mail addresses"):
            services.map_columns(scope, import_id, {"name": {"from": "First name"}})
        with pytest.raises(InvalidError, match="has the names"):
            services.map_columns(scope, import_id, {"email": {"from": "Work e-mail"}})
        with pytest.raises(InvalidError, match="is not there"):
            services.map_columns(
                scope, import_id, {"email": {"from": "Work e-mail"}, "name": {"from": "Nick"}}
            )


def test_a_workbook_is_taken_like_a_csv(acme, tenant, cohort, looked_at):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Mentees")
        sheet.write_row(0, 0, ["Name", "E-mail", "Years of experience"])
        sheet.write_row(1, 0, ["Ann", "ann@example.org", 4])
        book.add_worksheet("Notes").write(0, 0, "for ourselves")

    import_id = looked_at(content.getvalue())
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=False)
        assert people_of(scope, cohort)[0][1].years_experience == 4


def test_a_file_is_forgotten_on_request_and_after_a_week(acme, tenant, looked_at):
    first, second, third = looked_at(PEOPLE), looked_at(PEOPLE), looked_at(PEOPLE)
    with tenant(acme) as scope:
        services.discard_import(scope, first)
        queries.managed_import(scope, second).created_at -= services.KEPT_FOR * 2
        db.session.flush()
        services.discard_abandoned(scope)

        assert [row.id for row in db.session.scalars(select(Import))] == [third]
        services.confirm_import(scope, third, skip_bad=False)
        with pytest.raises(ConflictError, match="has been confirmed"):
            services.discard_import(scope, third)


def test_the_rows_of_an_old_import_are_forgotten_and_its_counts_kept(acme, tenant, looked_at):
    import_id = looked_at(PEOPLE)
    with tenant(acme) as scope:
        row = services.confirm_import(scope, import_id, skip_bad=False)
        row.finished_at -= services.UNDONE_FOR * 2
        db.session.flush()
        services.discard_abandoned(scope)

        assert db.session.scalars(select(ImportRow)).all() == []
        assert row.result["added"] == 2
        with pytest.raises(ConflictError, match="Nothing of this import"):
            services.undo_import(scope, import_id)


def test_a_program_admin_imports_only_into_their_own_programs(acme, tenant, looked_at, member):
    import_id = looked_at(PEOPLE)
    admin = member(acme, Role.PROGRAM_ADMIN)

    with tenant(acme), pytest.raises(NotFoundError):
        services.confirm_import(admin.scope, import_id, skip_bad=False)


def test_names_of_a_file_become_one_line(acme, tenant, cohort, looked_at):
    import_id = looked_at('name,email\n"Ann\nBcc: x@y.org",ann@example.org\n')
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=False)

    with tenant(acme) as scope:
        [(place, _)] = people_of(scope, cohort)
        assert place.member.name == "Ann Bcc: x@y.org"


def test_a_name_of_which_nothing_is_seen_is_blank(acme, tenant, looked_at):
    import_id = looked_at("name,email\n\xad,bo@example.org\n")
    with tenant(acme) as scope:
        [(line, sentence)] = findings(scope, import_id)

    assert (line, sentence) == (2, "Name: it is blank; every row needs one.")


def test_names_of_a_file_keep_the_joiners_that_their_letters_need(acme, tenant, cohort, looked_at):
    persian, sinhala = "علی\u200cرضا کریمی", "ක්\u200dරිෂාන්ති පෙරේරා"
    import_id = looked_at(f"name,email\n{persian},a@example.ir\n{sinhala},k@example.lk\n")
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=False)

    with tenant(acme) as scope:
        names = {place.member.name for place, _ in people_of(scope, cohort)}
    assert names == {persian, sinhala}


def test_rows_that_could_not_be_read_are_findings_and_stay_so(acme, tenant, looked_at):
    import_id = looked_at("name,email\nAnn,ann@example.org,too much\nBo,bo@example.org\n")
    with tenant(acme) as scope:
        services.examine_import(scope, import_id)

        assert [line for line, _ in findings(scope, import_id)] == [2]
        assert "quote its commas" in findings(scope, import_id)[0][1]
