"""What an import would bring in, and what is wrong with its other rows. Saves nothing."""

from dataclasses import dataclass, replace
from typing import Any

from saas.errors import InvalidError
from saas.identity.secrets import checked_email, email_norm
from saas.intake import queries
from saas.intake.answers import COLUMNS, Answers, People, read_people
from saas.intake.labels import LABELS
from saas.intake.mapping import MappingError, map_from_dict
from saas.intake.models import Import
from saas.orgs.models import Member, MemberState
from saas.programs.models import Participant, Side
from saas.programs.services.participants import MOST
from saas.scope import Scope
from saas.tables import Finding, Table, header_key, read_table

BYTES_LIMIT = 10_000_000
ROWS_LIMIT = 5_000
COLUMNS_LIMIT = 200
NO_EMAIL = "There is no e-mail address; a member needs one."


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A good row: the answers, and the member and withdrawn place they have already."""

    answers: Answers
    member: Member | None
    place: Participant | None


@dataclass(frozen=True, slots=True)
class Examination:
    """An import looked through.

    Attributes:
        rows: How many rows the file has under its header.
        newcomers: The rows that can be taken in, in the order of the file.
        findings: One sentence for each thing wrong, by line; a row with one is not taken in.
        unused: Headers of columns that nothing is read from.
        has_ids: Whether the ids are the file's own.
    """

    rows: int
    newcomers: tuple[Newcomer, ...]
    findings: tuple[Finding, ...]
    unused: tuple[str, ...]
    has_ids: bool

    @property
    def bad_rows(self) -> int:
        """How many rows have a finding."""
        return len({each.line for each in self.findings})


def read_file(content: bytes, filename: str, side: Side) -> Table:
    """Read the file of an import.

    Raises:
        InvalidError: It cannot be read or is too large; the text is one sentence.
    """
    if len(content) > BYTES_LIMIT:
        raise InvalidError("file", "The file is larger than 10 MB; split it.")
    sheets = (f"{side.value}s", side.value)
    table = read_table(content, filename, sheets, most=ROWS_LIMIT + 1)
    if len(table.header) > COLUMNS_LIMIT:
        raise InvalidError("file", f"The file has more than {COLUMNS_LIMIT} columns; drop some.")
    if len(table.rows) + len(table.findings) > ROWS_LIMIT:
        raise InvalidError("file", f"The file has more than {ROWS_LIMIT:,} rows; split it.")
    if not table.rows and not table.findings:
        raise InvalidError("file", "The file has a header but no rows under it.")
    return table


def examine(scope: Scope, row: Import) -> Examination:
    """Look an import through, as things stand now.

    Raises:
        InvalidError: The mapping does not fit the file; the text is one sentence.
    """
    table = read_file(row.content or b"", row.filename, row.side)
    people = read_people(_mapped(table, row))
    addressed, findings = _addressed(people)
    newcomers, more = _newcomers(scope, row, addressed)
    said = [_said(each) for each in (*people.findings, *findings, *more)]
    return Examination(
        rows=len(table.rows) + len(table.findings),
        newcomers=tuple(newcomers),
        findings=tuple(sorted(said, key=lambda each: each.line)),
        unused=people.unused,
        has_ids="id" in row.mapping.get("columns", {}),
    )


def _mapped(table: Table, row: Import) -> Table:
    columns: dict[str, Any] = dict(row.mapping.get("columns", {}))
    if "email" not in columns:
        raise InvalidError("email", "Say which column has the e-mail addresses.")
    if "name" not in columns:
        raise InvalidError("name", "Say which column has the names.")
    columns.setdefault("id", {"generate": "row "})
    headers = {header_key(name) for name in table.header}
    for ours in COLUMNS:
        # A column that looks like ours but was not chosen is not to be read.
        if header_key(ours) in headers:
            columns.setdefault(ours, {"constant": ""})
    try:
        return map_from_dict({"columns": columns}, row.side.value).apply(table)
    except MappingError as error:
        raise InvalidError(None, error.sentences[0]) from error


def _addressed(people: People) -> tuple[list[Answers], list[Finding]]:
    """Return those with an address of their own, tidied, and what is wrong with the others."""
    first: dict[str, int] = {}
    good, findings = [], []
    for answers in people.answers:
        try:
            email = _email(answers, first)
        except ValueError as error:
            findings.append(Finding(answers.line, "email", str(error)))
        else:
            good.append(replace(answers, email=email))
    return good, findings


def _email(answers: Answers, first: dict[str, int]) -> str:
    if not answers.email:
        raise ValueError(NO_EMAIL)
    try:
        email = checked_email(answers.email)
    except InvalidError as error:
        raise ValueError(f"“{answers.email}” is not an e-mail address.") from error
    line = first.setdefault(email_norm(email), answers.line)
    if line != answers.line:
        raise ValueError(f"{email} is already used in row {line}.")
    return email


def _newcomers(
    scope: Scope, row: Import, addressed: list[Answers]
) -> tuple[list[Newcomer], list[Finding]]:
    members = queries.members_by_address(scope, [each.email or "" for each in addressed])
    ids = [member.id for member in members.values()]
    places = queries.places_of(scope, row.cohort_id, row.side, ids)
    good, findings = [], []
    for answers in addressed:
        member = members.get(email_norm(answers.email or ""))
        place = places.get(member.id) if member else None
        wrong = _why_not(answers, member, place)
        if wrong:
            findings.append(Finding(answers.line, "email", wrong))
        else:
            good.append(Newcomer(answers, member, place))
    return good, findings


def _why_not(answers: Answers, member: Member | None, place: Participant | None) -> str | None:
    if member and member.state is MemberState.REMOVED:
        return f"{answers.email} was removed from this organization; restore them first."
    if place and place.withdrawn_at is None:
        return f"{answers.email} already takes part."
    if answers.capacity > MOST:
        return f"A capacity of {answers.capacity:,} is too much; {MOST} is the most."
    return None


def _said(finding: Finding) -> Finding:
    """Name the column in a person's words."""
    if finding.column in LABELS:
        words = finding.sentence.removeprefix(f"{finding.column}: ")
        if words != finding.sentence:
            return replace(finding, sentence=f"{LABELS[finding.column]}: {words}")
    return finding
