"""What a program leaves to its partnerships when they agree, and what it asks of them."""

import uuid
from typing import TypedDict

from flask_babel import gettext as _

from saas.errors import InvalidError
from saas.programs.models import AgreedPart, Program
from saas.programs.services.locking import locked_open_program
from saas.scope import Scope
from saas.seen import columns_of, refuse_moved

MOST_REVIEWS, MOST_WEEKS = 12, 520


class AgreementRules(TypedDict):
    """What a program says about the agreements of its partnerships (`Program`)."""

    agreed_parts: list[AgreedPart]
    own_goals: bool
    allowed_means: list[str]
    review_weeks: list[int]
    waits_for_signatures: bool


def change_agreement_rules(
    scope: Scope, program_id: uuid.UUID, rules: AgreementRules, seen: str | None = None
) -> Program:
    """Change what partnerships settle themselves; what they agreed on before stays.

    Args:
        scope: Whose, and who acts.
        program_id: The program.
        rules: What it says from now on.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: There is no such program, or the actor does not run it.
        MovedError: Somebody else changed them since.
        InvalidError: The reviews are too many, out of order, too far away, or after the end of
            partnerships whose length the program says.
    """
    program = locked_open_program(scope, program_id)
    refuse_moved(seen, columns_of(program, rules), rules)
    _check_weeks(rules["review_weeks"])
    sets_length = AgreedPart.LENGTH not in rules["agreed_parts"]
    # What was said before stays as it is.
    asks = rules["review_weeks"] != program.review_weeks or program.leaves(AgreedPart.LENGTH)
    if sets_length and asks:
        _check_not_after_the_end(rules["review_weeks"], program.weeks)
    for name, value in rules.items():
        setattr(program, name, value)
    return program


def check_length(program: Program, weeks: int) -> None:
    """Refuse a length that ends before a planned review, where the program says the length.

    Raises:
        InvalidError: A review is planned for later.
    """
    last = max(program.review_weeks, default=0)
    if weeks != program.weeks and weeks < last and not program.leaves(AgreedPart.LENGTH):
        said = _(
            "Agreements are looked at again after %(last)d weeks here; enter at least as many, or "
            "change that under “What they agree on” first.",
            last=last,
        )
        raise InvalidError("weeks", said)


def _check_weeks(weeks: list[int]) -> None:
    rising = weeks == sorted(set(weeks))
    if len(weeks) > MOST_REVIEWS or not rising or any(not 1 <= n <= MOST_WEEKS for n in weeks):
        raise InvalidError("review_weeks", "Write up to 12 rising numbers of weeks, from 1 to 520.")


def _check_not_after_the_end(weeks: list[int], last: int) -> None:
    if any(week > last for week in weeks):
        said = _("Partnerships last %(last)d weeks here; write only weeks until then.", last=last)
        raise InvalidError("review_weeks", said)
