"""What a form says in words: conditions, prerequisites, and what differs between two versions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from saas.intake.asking import Asked, Expected, Outline, TookPart
from saas.programs.models import Audience


@dataclass(frozen=True, slots=True)
class Change:
    """What differs in one question, or in the form as a whole."""

    label: str
    kind: str
    text: str


def expected_in_words(expected: Expected) -> str:
    """Say which answers count."""
    if expected.any_of:
        words = {True: _("yes"), False: _("no")}
        texts = [words[each] if isinstance(each, bool) else f"“{each}”" for each in expected.any_of]
        return str(_(" or ")).join(texts)
    least, most = (
        None if each is None else f"{each:.15g}" for each in (expected.least, expected.most)
    )
    if least is None:
        return str(_("at most %(most)s", most=most))
    if most is None:
        return str(_("at least %(least)s", least=least))
    return str(_("from %(least)s to %(most)s", least=least, most=most))


def conditions_in_words(outline: Outline) -> Mapping[str, list[str]]:
    """Return when each question is asked, one sentence a condition, by its id."""
    labels = {each.id: each.label for each in outline.questions}
    return {
        each.id: [
            _(
                "Asked after %(answer)s to “%(label)s”",
                answer=expected_in_words(condition.expected),
                label=labels.get(condition.question, "?"),
            )
            for condition in each.when
        ]
        for each in outline.questions
    }


def prerequisite_in_words(outline: Outline) -> Mapping[str, str]:
    """Return what must be answered to take part, by the id of the question."""
    return {
        each.id: _("To take part: %(answer)s", answer=expected_in_words(each.must))
        for each in outline.questions
        if each.must is not None
    }


def took_part_in_words(rule: TookPart | None) -> str:
    """Say who must have taken part before, empty when nobody must."""
    if rule is None:
        return ""
    if rule.audience is Audience.BOTH:
        return str(_("Only those can take part who took part in a program here before."))
    if rule.audience is Audience.MENTEE:
        return str(_("Only those can be a mentee who took part in a program here before."))
    return str(_("Only those can be a mentor who took part in a program here before."))


def prerequisites(outline: Outline) -> list[str]:
    """Return what applicants should know before they begin, one sentence each."""
    before = outline.took_part
    return ([before.refusal or took_part_in_words(before)] if before else []) + [
        each.refusal
        or _(
            "“%(label)s” must be answered with %(answer)s.",
            label=each.label,
            answer=expected_in_words(each.must),
        )
        for each in outline.questions
        if each.must is not None
    ]


def changes(before: Outline | None, after: Outline) -> list[Change]:
    """Return what a form asks otherwise than before, in the new order, then what is gone."""
    old = {each.id: each for each in before.questions} if before else {}
    new = {each.id: each for each in after.questions}
    found = [change for each in after.questions for change in _change(old.get(each.id), each)]
    found += [
        Change(each.label, "removed", _("Asked no more"))
        for each in old.values()
        if each.id not in new
    ]
    if before and not found and before.sections != after.sections:
        found.append(Change(_("The form"), "changed", _("Sections or the order")))
    if before and before.took_part != after.took_part:
        words = took_part_in_words(after.took_part) or _("Everybody can take part.")
        found.append(Change(_("Who can take part"), "changed", words))
    return found


def _change(before: Asked | None, after: Asked) -> Iterator[Change]:
    if before is None:
        yield Change(after.label, "added", _("New"))
        return
    names = {
        "label": _("wording"),
        "help": _("explanation"),
        "options": _("choices"),
        "audience": _("who is asked"),
        "required": _("whether it must be answered"),
        "feeds": _("what matching reads"),
        "when": _("conditions"),
        "must": _("prerequisite"),
        "refusal": _("what is said to others"),
        "least": _("limits"),
        "most": _("limits"),
        "whole": _("limits"),
        "low": _("limits"),
        "high": _("limits"),
        "consent_version": _("the text to agree to"),
    }
    differ = dict.fromkeys(
        words for name, words in names.items() if getattr(before, name) != getattr(after, name)
    )
    if differ:
        yield Change(after.label, "changed", ", ".join(differ))
