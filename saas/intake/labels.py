"""What the columns of an import are called on pages."""

from flask_babel import lazy_gettext as _l

LABELS = {
    "name": "Name",
    "email": "E-mail address",
    "field": "Field",
    "years_experience": "Years of experience",
    "aspired_field": "Aspired field",
    "goals": "Goals",
    "support": "Kinds of support",
    "skills": "Skills",
    "languages": "Languages",
    "means": "Means of meeting",
    "time_zone": "Time zone",
    "availability": "Availability",
    "capacity": "Capacity",
    "group_least": _l("Fewest mentees in a group"),
    "unit": "Department or unit",
    "site": "Site",
    "level": "Level",
    "manager_id": "Direct manager",
    "conflicts": "Conflicts of interest",
    "prefers": "Wishes, best first",
    "yes": "Answered with yes",
    "maybe": "Answered with maybe",
    "no": "Answered with no",
    "only_named": "Only the people wished for",
    "avoids": "People to avoid",
    "not_on": "Do not match on",
    "id": "Id that the file uses for people",
}

FED = {**LABELS, "wishes": _l("Wishes: yes, maybe or no")}
"""What the answers that matching reads are called on pages."""
