import io

import pytest
import xlsxwriter
from sqlalchemy import select

from saas.db import db
from saas.errors import ConflictError, InvalidError, NotFoundError
from saas.intake import queries
from saas.intake.examining import examine
from saas.intake.models import Import
from saas.intake.services import imports as services
from saas.jobs import OutboxEntry
from saas.orgs.models import Member, MemberState
from saas.programs.models import Participant, Side
from saas.scope import Role
from tests import factories

PEOPLE = (
    "First name,Last name,Work e-mail,Profession,Years of experience,Skills,Boss\n"
    "Ann,Lee,ann@example.org,Law,3,sql;python,x\n"
    "Bo,Li,bo@example.org,Art,7.5,,\n"
)


@pytest.fixture
def start(acme, tenant, cohort):
    """Upload a text as a CSV file and return the import's id."""

    def upload(text, side=Side.MENTEE, filename="people.csv"):
        with tenant(acme) as scope:
            row = services.start_import(
                scope, cohort.id, side, filename=filename, content=text.encode()
            )
            return row.id

    return upload


def findings(scope, import_id):
    row = queries.managed_import(scope, import_id)
    return [(each.line, each.sentence) for each in examine(scope, row).findings]


def people_of(scope, cohort):
    return queries.answers_in(scope, cohort.id)


def test_the_columns_are_guessed_from_their_headers(acme, tenant, start):
    import_id = start(PEOPLE)
    with tenant(acme) as scope:
        columns = queries.managed_import(scope, import_id).mapping["columns"]

    assert columns["name"] == {"join": ["First name", "Last name"]}
    assert columns["email"] == {"from": "Work e-mail"}
    assert columns["skills"] == {"from": "Skills", "split": ";"}
    assert columns["years_experience"] == {"from": "Years of experience"}
    assert columns["field"] == {"from": "Profession"}


def test_nothing_is_saved_until_it_is_confirmed(acme, tenant, cohort, start):
    import_id = start(PEOPLE)

    with tenant(acme) as scope:
        assert len(examine(scope, queries.managed_import(scope, import_id)).newcomers) == 2
        assert people_of(scope, cohort) == []
        assert db.session.scalars(select(Member)).all() == []


def test_confirmed_people_are_members_who_take_part(acme, tenant, cohort, start):
    import_id = start(PEOPLE)

    with tenant(acme) as scope:
        row = services.confirm_import(scope, import_id, skip_bad=False)
        assert (row.result["imported"], row.result["new"], row.content) == (2, 2, None)
    with tenant(acme) as scope:
        (ann_place, ann), (_, bo) = people_of(scope, cohort)
    assert (ann.name, ann.email, ann.field, ann.skills) == (
        "Ann Lee", "ann@example.org", "Law", ("sql", "python"),
    )  # fmt: skip
    assert bo.years_experience == 7.5
    assert ann_place.member.state is MemberState.LISTED


def test_confirming_twice_takes_nobody_in_twice(acme, tenant, cohort, start):
    import_id = start(PEOPLE)

    for _ in range(2):
        with tenant(acme) as scope:
            row = services.confirm_import(scope, import_id, skip_bad=False)
            assert row.result["imported"] == 2
    with tenant(acme) as scope:
        assert len(people_of(scope, cohort)) == 2


def test_rows_with_findings_stop_the_import_unless_they_are_left_out(acme, tenant, cohort, start):
    import_id = start(
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
        assert (row.result["imported"], row.result["left_out"]) == (2, 3)
        assert row.result["findings"][0]["line"] == 4


def test_the_same_address_twice_is_a_finding(acme, tenant, start):
    import_id = start(PEOPLE + "Ann,Again,ANN@example.org,,,,\n")

    with tenant(acme) as scope:
        assert findings(scope, import_id) == [(4, "ANN@example.org is already used in row 2.")]


def test_members_are_reused_and_whoever_takes_part_is_left_out(acme, tenant, cohort, start):
    import_id = start(PEOPLE)
    with tenant(acme) as scope:
        ann = factories.listed_member("Ann", "ANN@example.org")
        bo = factories.listed_member("Bo", "bo@example.org")
        db.session.add(
            Participant(cohort_id=cohort.id, member_id=bo.id, side=Side.MENTEE, capacity=1)
        )
        db.session.flush()

        assert findings(scope, import_id) == [(3, "bo@example.org already takes part.")]
        row = services.confirm_import(scope, import_id, skip_bad=True)

        assert (row.result["known"], row.result["new"]) == (1, 0)
        assert {place.member_id for place, _ in people_of(scope, cohort)} == {ann.id, bo.id}


def test_whoever_was_removed_is_a_finding(acme, tenant, start):
    import_id = start(PEOPLE)
    with tenant(acme) as scope:
        factories.listed_member("Ann", "ann@example.org").state = MemberState.REMOVED
        db.session.flush()

        assert [line for line, _ in findings(scope, import_id)] == [2]


def test_whoever_withdrew_takes_part_again(acme, tenant, cohort, start):
    import_id = start(PEOPLE)
    with tenant(acme) as scope:
        place = factories.mentee(cohort, name="Ann")
        place.member.email = place.member.email_norm = "ann@example.org"
        place.withdrawn_at = place.created_at
        db.session.flush()

        services.confirm_import(scope, import_id, skip_bad=False)

        assert (place.withdrawn_at, place.answers["field"]) == (None, "Law")


def test_words_can_stand_for_numbers(acme, tenant, start):
    import_id = start("name,email,grade\nAnn,ann@example.org,Senior\nBo,bo@example.org,Junior\n")
    columns = {
        "name": {"from": "name"},
        "email": {"from": "email"},
        "years_experience": {"from": "grade", "words": {"junior": "1", "senior": "6"}},
    }
    with tenant(acme) as scope:
        row = services.map_columns(scope, import_id, columns)

        years = [each.answers.years_experience for each in examine(scope, row).newcomers]
        assert years == [6, 1]


def test_a_column_that_is_ours_but_not_chosen_is_not_read(acme, tenant, start):
    import_id = start("name,email,field\nAnn,ann@example.org,Law\n")
    columns = {"name": {"from": "name"}, "email": {"from": "email"}}
    with tenant(acme) as scope:
        row = services.map_columns(scope, import_id, columns)

        assert examine(scope, row).newcomers[0].answers.field is None


def test_people_named_by_the_id_of_the_file_are_found(acme, tenant, cohort, start):
    mentors = start("wwid,name,email\n77,Mo,mo@example.org\n", Side.MENTOR)
    mentees = start("wwid,name,email,prefers\n5,Ann,ann@example.org,77\n")
    with tenant(acme) as scope:
        services.confirm_import(scope, mentors, skip_bad=False)
        services.confirm_import(scope, mentees, skip_bad=False)
    with tenant(acme) as scope:
        (_, ann), (_, mo) = people_of(scope, cohort)

    assert ann.prefers == (mo.id,)


def test_mentors_without_a_column_of_capacities_get_the_programs(acme, tenant, cohort, start):
    mentors = start("name,email\nMo,mo@example.org\n", Side.MENTOR)
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
        (b"name,email\n" + b"Ann,a@example.org\n" * 5001, "more than 5,000 rows"),
        (b"x" * 10_000_001, "larger than 10 MB"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_one_sentence(acme, tenant, cohort, content, says):
    with tenant(acme) as scope:
        with pytest.raises(InvalidError, match=says):
            services.start_import(
                scope, cohort.id, Side.MENTEE, filename="people.csv", content=content
            )
        assert queries.imports(scope, cohort.id) == []


def test_a_mapping_without_names_or_addresses_is_refused(acme, tenant, start):
    import_id = start(PEOPLE)
    with tenant(acme) as scope:
        with pytest.raises(InvalidError, match="e-mail addresses"):
            services.map_columns(scope, import_id, {"name": {"from": "First name"}})
        with pytest.raises(InvalidError, match="has the names"):
            services.map_columns(scope, import_id, {"email": {"from": "Work e-mail"}})
        with pytest.raises(InvalidError, match="is not there"):
            services.map_columns(
                scope, import_id, {"email": {"from": "Work e-mail"}, "name": {"from": "Nick"}}
            )


def test_a_workbook_is_taken_like_a_csv(acme, tenant, cohort):
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Mentees")
        sheet.write_row(0, 0, ["Name", "E-mail", "Years of experience"])
        sheet.write_row(1, 0, ["Ann", "ann@example.org", 4])
        book.add_worksheet("Notes").write(0, 0, "for ourselves")

    with tenant(acme) as scope:
        row = services.start_import(
            scope, cohort.id, Side.MENTEE, filename="p.xlsx", content=content.getvalue()
        )
        services.confirm_import(scope, row.id, skip_bad=False)
        assert people_of(scope, cohort)[0][1].years_experience == 4


def test_many_rows_are_taken_in_by_the_worker(acme, tenant, cohort, start, work, count_queries):
    rows = "".join(f"Person {n},p{n}@example.org\n" for n in range(1200))
    import_id = start("name,email\n" + rows)
    with tenant(acme) as scope:
        row = services.confirm_import(scope, import_id, skip_bad=False)
        assert row.finished_at is None
        services.confirm_import(scope, import_id, skip_bad=False)
        assert len(db.session.scalars(select(OutboxEntry)).all()) == 1

    with count_queries() as statements:
        work()

    assert len(statements) < 100  # far from one a person
    with tenant(acme) as scope:
        row = queries.managed_import(scope, import_id)
        assert (row.result["imported"], row.progress, row.content) == (1200, 100, None)
        assert len(people_of(scope, cohort)) == 1200


def test_what_changed_before_the_worker_came_stops_the_import(acme, tenant, cohort, start, work):
    rows = "".join(f"Person {n},p{n}@example.org\n" for n in range(501))
    import_id = start("name,email\n" + rows)
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=False)
        place = factories.mentee(cohort)
        place.member.email = place.member.email_norm = "p7@example.org"

    work()

    with tenant(acme) as scope:
        row = queries.managed_import(scope, import_id)
        assert "have findings" in row.result["stopped"]
        assert len(people_of(scope, cohort)) == 1


def test_a_file_is_forgotten_on_request_and_after_a_week(acme, tenant, start):
    first, second, third = start(PEOPLE), start(PEOPLE), start(PEOPLE)
    with tenant(acme) as scope:
        services.discard_import(scope, first)
        queries.managed_import(scope, second).created_at -= services.KEPT_FOR * 2
        db.session.flush()
        services.discard_abandoned(scope)

        assert [row.id for row in db.session.scalars(select(Import))] == [third]
        services.confirm_import(scope, third, skip_bad=False)
        with pytest.raises(ConflictError, match="has been confirmed"):
            services.discard_import(scope, third)


def test_a_program_admin_imports_only_into_their_own_programs(acme, tenant, start, member):
    import_id = start(PEOPLE)
    admin = member(acme, Role.PROGRAM_ADMIN)

    with tenant(acme), pytest.raises(NotFoundError):
        services.confirm_import(admin.scope, import_id, skip_bad=False)


def test_names_of_a_file_become_one_line(acme, tenant, cohort, start):
    import_id = start('name,email\n"Ann\nBcc: x@y.org",ann@example.org\n\x07,bo@example.org\n')
    with tenant(acme) as scope:
        services.confirm_import(scope, import_id, skip_bad=False)

    with tenant(acme) as scope:
        names = {place.member.name for place, _ in people_of(scope, cohort)}
    assert names == {"Ann Bcc: x@y.org", "bo@example.org"}
