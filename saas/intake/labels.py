"""What the columns of an import are called on pages."""

from flask_babel import lazy_gettext as _l

LABELS = {
    "name": _l("Name"),
    "email": _l("E-mail address"),
    "field": _l("Field"),
    "years_experience": _l("Years of experience"),
    "aspired_field": _l("Aspired field"),
    "goals": _l("Goals"),
    "support": _l("Kinds of support"),
    "skills": _l("Skills"),
    "languages": _l("Languages"),
    "means": _l("Means of meeting"),
    "time_zone": _l("Time zone"),
    "availability": _l("Availability"),
    "capacity": _l("Capacity"),
    "group_least": _l("Fewest mentees in a group"),
    "unit": _l("Department or unit"),
    "site": _l("Site"),
    "level": _l("Level"),
    "manager_id": _l("Direct manager"),
    "conflicts": _l("Conflicts of interest"),
    "prefers": _l("Wishes, best first"),
    "yes": _l("Answered with yes"),
    "maybe": _l("Answered with maybe"),
    "no": _l("Answered with no"),
    "only_named": _l("Only the people wished for"),
    "avoids": _l("People to avoid"),
    "not_on": _l("Do not match on"),
    "id": _l("Id that the file uses for people"),
}

FED = {**LABELS, "wishes": _l("Wishes: yes, maybe or no")}
"""What the answers that matching reads are called on pages."""
