"""What migration 0020 makes of the questions that were asked before there were forms.

Written for that migration alone: schemas as version 1 of the format has them.
"""

import re
import zoneinfo

TITLES = {
    ("work", "both"): "Your work",
    ("work", "mentee"): "Your work",
    ("work", "mentor"): "Your work",
    ("support", "mentee"): "What you hope for",
    ("support", "mentor"): "What you can offer",
    ("support", "both"): "Support and goals",
    ("meeting", "both"): "When and how you can meet",
    ("meeting", "mentee"): "When and how you can meet",
    ("meeting", "mentor"): "When and how you can meet",
    ("people", "both"): "Who, and who not",
    ("people", "mentee"): "Who, and who not",
    ("people", "mentor"): "Who, and who not",
    ("more", "both"): "Anything else",
    ("more", "mentee"): "Anything else",
    ("more", "mentor"): "Anything else",
}
ORDER = tuple(dict.fromkeys(TITLES.values()))
ONLY_NAMED = ["I would rather wait", "Then anybody who suits me"]
RANGES = {
    "capacity": (0, 50, True),
    "group_least": (1, 50, True),
    "years_experience": (0, 100, False),
}
BILLION = 1_000_000_000
PERSON = {"type": "string", "minLength": 1, "maxLength": 320}
SLOT = r"^(mon|tue|wed|thu|fri|sat|sun) \d{2}:\d{2}-\d{2}:\d{2}$"
WISHES = {
    "label": "Whom could you imagine as a partner, and whom not?",
    "help": "Name people by e-mail address, and say yes, maybe or no.",
}
_SLOT_TYPED = re.compile(r"([a-z]+)\.?\s+(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})")
_ZONES = {name.casefold(): name for name in zoneinfo.available_timezones()}


def layout_of(sections):
    """The draft of a form, from sections of questions."""
    return {
        "sections": [
            {
                "id": section["id"],
                "title": section["title"],
                "text": "",
                "questions": [
                    {
                        "id": each["id"],
                        "required": each["required"],
                        "when": [],
                        "must": None,
                        "refusal": "",
                    }
                    for each in section["questions"]
                ],
            }
            for section in sections
        ]
    }


def sections_of(questions):
    """Questions in their order, under the titles that they were shown under."""
    found = {title: [] for title in ORDER}
    for each in questions:
        found[TITLES[each["section"], each["audience"]]].append(each)
    filled = ((title, those) for title, those in found.items() if those)
    return [
        {"id": f"s{number}", "title": title, "questions": those}
        for number, (title, those) in enumerate(filled, 1)
    ]


def schema_of(sections):
    """A form as a JSON Schema 2020-12 document."""
    questions = [each for section in sections for each in section["questions"]]
    rules = [rule for each in questions for rule in _rules(each)]
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Intake form",
        "type": "object",
        "properties": {
            "side": {"enum": ["mentee", "mentor"]},
            **{each["id"]: _property(each) for each in questions},
        },
        "required": ["side"],
        "additionalProperties": False,
        "x-sections": [
            {
                "id": section["id"],
                "title": section["title"],
                "text": "",
                "questions": [each["id"] for each in section["questions"]],
            }
            for section in sections
        ],
    }
    return {**schema, "allOf": rules} if rules else schema


def said_by(each):
    """All that tells a question from another, whatever the goals of the day were."""
    return {**each, "options": _options(each)}


def answers_of(questions, answers):
    """The typed answers of an application as the schema describes them."""
    found = {}
    for each in questions:
        raw = answers.get(each["id"])
        if isinstance(raw, str):
            raw = raw.strip()
        if raw:
            found[each["id"]] = _value(each, raw)
    return found


def _value(each, raw):
    text = raw if isinstance(raw, str) else raw[0]
    if each["kind"] == "number":
        number = float(text.replace(",", ".", 1))
        return int(number) if number.is_integer() else number
    if each["kind"] == "time_zone":
        return _ZONES.get(text.casefold(), text)
    if each["kind"] in ("many", "people", "availability"):
        parts = [raw] if isinstance(raw, str) else [part.strip() for part in raw if part.strip()]
        tidy = _slot if each["kind"] == "availability" else str
        return list(dict.fromkeys(map(tidy, parts)))
    return text.strip()


def _slot(text):
    found = _SLOT_TYPED.fullmatch(text.casefold())
    if not found:
        return text
    day, hour, minute, until_hour, until_minute = found.groups()
    return f"{day[:3]} {hour.zfill(2)}:{minute}-{until_hour.zfill(2)}:{until_minute}"


def _takes_goals(each):
    return each["kind"] == "many" and each["feeds"] == "goals"


def _options(each):
    if each["feeds"] == "only_named":
        return ONLY_NAMED
    return [] if _takes_goals(each) else list(each["options"])


def _property(each):
    found = {"title": each["label"], **_shape(each)}
    if each["help"]:
        found["description"] = each["help"]
    chosen = each["kind"] in ("one", "many")
    marks = {
        "x-kind": each["kind"],
        "x-audience": each["audience"],
        "x-required": each["required"],
        "x-matching": each["feeds"],
        "x-options": _options(each) if chosen else None,
        "x-bounds": list(RANGES[each["feeds"]]) if each["feeds"] in RANGES else None,
    }
    return {**found, **{name: value for name, value in marks.items() if value is not None}}


def _shape(each):
    kind = each["kind"]
    if kind == "number":
        least, most, whole = RANGES.get(each["feeds"], (-BILLION, BILLION, False))
        return {"type": "integer" if whole else "number", "minimum": least, "maximum": most}
    if kind == "many":
        if _takes_goals(each):
            return _list({"type": "string"}, BILLION)
        return _list({"enum": _options(each)}, max(1, len(_options(each))))
    shapes = {
        "short_text": {"type": "string", "minLength": 1, "maxLength": 300},
        "long_text": {"type": "string", "minLength": 1, "maxLength": 5_000},
        "one": {"enum": _options(each)},
        "availability": _list({"type": "string", "pattern": SLOT}, 200),
        "time_zone": {"type": "string", "minLength": 1, "maxLength": 64},
        "people": _list(PERSON, 50),
    }
    return shapes[kind]


def _list(items, most):
    return {
        "type": "array", "items": items, "minItems": 1, "maxItems": most, "uniqueItems": True,
    }  # fmt: skip


def _rules(each):
    then = {"required": [each["id"]]} if each["required"] else {}
    if each["audience"] != "both":
        asked = {"required": ["side"], "properties": {"side": {"const": each["audience"]}}}
        yield {"if": asked, "then": then, "else": {"properties": {each["id"]: {"not": {}}}}}
    elif then:
        yield then
