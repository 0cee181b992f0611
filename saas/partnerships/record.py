"""What both signed, as text that stays as it is: written down once, with its sha256.

The text is JSON with sorted keys, so that whoever has it can read it and hash it again.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from saas.partnerships.models import Agreement, Partnership
from saas.partnerships.words import names_of
from saas.programs.models import Side

FORMAT = 2
"""Rises when the record gets another shape; records that are there keep theirs.

Since 2 it says what each was there as (`role`), and in which time zone days are told.
"""


@dataclass(frozen=True, slots=True)
class Founded:
    """Where an agreement was made.

    Attributes:
        organization: Its name.
        time_zone: The IANA time zone in which it tells times.
        roles: What it calls each side.
        version: The number of the program's version.
    """

    organization: str
    time_zone: str
    roles: Mapping[Side, str]
    version: int | None


def document_of(agreement: Agreement, partnership: Partnership, founded: Founded) -> dict[str, Any]:
    """Return all that two people signed: nothing but what JSON knows."""
    cohort = partnership.cohort
    return {
        "format": FORMAT,
        "agreement": str(agreement.id),
        "organization": founded.organization,
        "time_zone": founded.time_zone,
        "program": cohort.program.name,
        "program_version": founded.version,
        "cohort": cohort.name,
        "version": agreement.version,
        "started_on": partnership.started_on.isoformat(),
        "goals": list(agreement.goals),
        "every_days": agreement.every_days,
        "means": list(agreement.means),
        "ends_on": agreement.ends_on.isoformat() if agreement.ends_on else None,
        "review_on": agreement.review_on.isoformat(),
        "clauses": agreement.clauses,
        "guidelines": agreement.guidelines,
        "signatures": _signatures(agreement, partnership, founded.roles),
    }


def as_text(document: Mapping[str, Any]) -> str:
    """Return the record of a document, the same letters for the same words."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def digest_of(text: str) -> str:
    """Return the sha256 of a record, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _signatures(
    agreement: Agreement, partnership: Partnership, roles: Mapping[Side, str]
) -> list[dict[str, Any]]:
    names = names_of(partnership)
    found = []
    for side in Side:
        at = agreement.signed_at(side)
        found.append(
            {
                "side": side.value,
                "role": roles[side],
                "name": agreement.signed_as(side) or names[side],
                "at": at.isoformat() if at else None,
            }
        )
    return found
