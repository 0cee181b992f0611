"""What the columns of an import are called on pages."""

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
    "unit": "Department or unit",
    "manager_id": "Direct manager",
    "conflicts": "Conflicts of interest",
    "prefers": "Wishes, best first",
    "avoids": "People to avoid",
    "not_on": "Do not match on",
    "id": "Id that the file uses for people",
}
