"""The made-up people of the sample. Their addresses are on a domain that belongs to nobody."""

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from saas.identity.secrets import email_norm
from saas.intake.reading import Raw
from saas.programs.models import Side
from saas.scope import Role

DOMAIN = "example.org"
_FILE = Path(__file__).with_name("people.csv")
#: By a column of the file, the built-in question that it answers, for mentees and mentors.
_QUESTIONS = {
    "field": ("field", "field"),
    "years_experience": ("years_experience", "years_experience"),
    "aspired_field": ("aspired_field", ""),
    "skills": ("skills_wanted", "skills_offered"),
    "support": ("support_wanted", "support_offered"),
    "goals": ("goals_wanted", "goals_offered"),
    "time_zone": ("time_zone", "time_zone"),
    "availability": ("availability", "availability"),
    "means": ("means", "means"),
    "languages": ("languages", "languages"),
    "capacity": ("", "capacity"),
    "prefers": ("prefers", "prefers"),
    "avoids": ("avoids", "avoids"),
}
#: Columns whose questions take several answers, each by itself.
_SEVERAL = {"support", "goals", "availability", "means", "prefers", "avoids"}
_UNACCENTED = str.maketrans({"ş": "s", "ı": "i", "ł": "l", "ø": "o"})


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who runs the sample organization."""

    name: str
    role: Role

    @property
    def email(self) -> str:
        """Their address."""
        return address_of(self.name)


@dataclass(frozen=True, slots=True)
class Applicant:
    """Somebody who applies to be a mentor or a mentee.

    Attributes:
        round: Which intake: "first", "late" to the first, or "second"; some apply to two.
        fate: What becomes of the application: approved, declined, waiting or draft.
        answers: By column of the file; several are separated by semicolons.
    """

    name: str
    side: Side
    round: str
    fate: str
    answers: Mapping[str, str]

    @property
    def email(self) -> str:
        """Their address."""
        return address_of(self.name)

    def typed(self, goals: Mapping[str, str]) -> dict[str, Raw]:
        """Return the answers as typed, by key of the built-in question.

        Args:
            goals: Titles of the catalogue by the built-in key.
        """
        found: dict[str, Raw] = {}
        for column, keys in _QUESTIONS.items():
            key, text = keys[self.side is Side.MENTOR], self.answers[column]
            if key and text:
                found[key] = _typed(column, text, goals)
        return found


OWNER = Staff("Ingrid Halvorsen", Role.OWNER)
ADMIN = Staff("Tomás Ribeiro", Role.ADMIN)
PROGRAM_ADMIN = Staff("Leila Haddad", Role.PROGRAM_ADMIN)
STAFF = (OWNER, ADMIN, PROGRAM_ADMIN)
MENTOR = "Amara Okafor"
MENTEE = "Mateo Fernández"


@cache
def applicants() -> tuple[Applicant, ...]:
    """Return everybody who applies, in the order of the file."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Applicant(row["name"], Side(row["side"]), row["round"], row["fate"], row)
            for row in csv.DictReader(file)
        )


def address_of(name: str) -> str:
    """Return the address of a made-up person, e.g. "ayse.demir@example.org"."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_UNACCENTED))
    local = re.sub(r"[^a-z]+", ".", plain.encode("ascii", "ignore").decode()).strip(".")
    return email_norm(f"{local}@{DOMAIN}")


def _typed(column: str, text: str, goals: Mapping[str, str]) -> Raw:
    words = text.split(";")
    if column == "goals":
        return [goals[word] for word in words]
    if column in ("prefers", "avoids"):
        return [address_of(word) for word in words]
    return words if column in _SEVERAL else ", ".join(words)
