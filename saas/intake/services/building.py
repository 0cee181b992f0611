"""What admins do to the draft of a form: sections, questions, and what holds for each.

What a change returns, `saas.intake.services.forms.undo_change` takes back; None: nothing changed.
"""

import dataclasses as dc
import uuid

from flask_babel import gettext as _

from saas.errors import ConflictError, InvalidError
from saas.intake.asking import Condition, Expected, TookPart
from saas.intake.checking import can_be
from saas.intake.layout import (
    Layout,
    Part,
    Place,
    moved_part,
    moved_question,
    moved_to_part,
    with_part,
    with_place,
    with_question,
    without_part,
    without_question,
)
from saas.intake.library import ask
from saas.intake.models import Question
from saas.intake.saying import condition_of, prerequisite_of, standing_of, took_part_of, words_of
from saas.intake.services.forms import Change, change_layout
from saas.programs.queries import listed_row
from saas.scope import Scope
from saas.seen import refuse_moved

MOST_SECTIONS = 20
LONGEST_TITLE = 100
LONGEST_TEXT = 1_000
LONGEST_REFUSAL = 300


def add_section(scope: Scope, form_id: uuid.UUID, title: str, text: str = "") -> Change | None:
    """Put a section at the end of a draft.

    Raises:
        NotFoundError: No such form.
        ConflictError: There are too many.
        InvalidError: The title is missing, or a text is too long; names the field.
    """
    part = Part(uuid.uuid4().hex[:8], *_checked(title, text))

    def add(layout: Layout) -> Layout:
        if len(layout.parts) >= MOST_SECTIONS:
            raise ConflictError(_("A form has at most %(most)s sections.", most=MOST_SECTIONS))
        return with_part(layout, part)

    return change_layout(scope, form_id, add)


def change_section(
    scope: Scope,
    form_id: uuid.UUID,
    section: str,
    title: str,
    text: str = "",
    seen: str | None = None,
) -> Change | None:
    """Call a section something else.

    Args:
        scope: Whose, and who acts.
        form_id: The form.
        section: The section.
        title: Its title from now on.
        text: What stands under it.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: No such form or section.
        MovedError: Somebody else changed it since.
        InvalidError: The title is missing, or a text is too long; names the field.
    """
    title, text = _checked(title, text)

    def change(layout: Layout) -> Layout:
        wanted = dc.replace(layout.part(section), title=title, text=text)
        refuse_moved(seen, words_of(layout.part(section)), words_of(wanted))
        return with_part(layout, wanted)

    return change_layout(scope, form_id, change)


def move_section(scope: Scope, form_id: uuid.UUID, section: str, *, up: bool) -> Change | None:
    """Let a section change places with the one above or below; raises NotFoundError."""
    return change_layout(scope, form_id, lambda layout: moved_part(layout, section, up=up))


def remove_section(scope: Scope, form_id: uuid.UUID, section: str) -> Change | None:
    """Take a section out, with its questions; raises NotFoundError."""
    return change_layout(scope, form_id, lambda layout: without_part(layout, section))


def place_question(
    scope: Scope, form_id: uuid.UUID, section: str, question_id: uuid.UUID
) -> Change | None:
    """Let a form ask a question of the library, at the end of a section. Safe to call twice.

    Raises:
        NotFoundError: No such form, section or question.
        ConflictError: The question is retired.
    """
    question = listed_row(scope, Question, question_id)
    if question.retired_at is not None:
        raise ConflictError(_("This question is retired; restore it first."))
    place = Place(str(question.id))
    return change_layout(scope, form_id, lambda layout: with_question(layout, section, place))


def change_place(
    scope: Scope,
    form_id: uuid.UUID,
    question_id: uuid.UUID,
    *,
    section: str,
    required: bool,
    seen: str | None = None,
) -> Change | None:
    """Say in which section a question stands, and whether it must be answered.

    Args:
        scope: Whose, and who acts.
        form_id: The form.
        question_id: The question.
        section: Where it stands from now on.
        required: Whether it must be answered; a prerequisite must, whatever is said.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: No such form, section or question in it.
        MovedError: Somebody else changed it since.
    """

    def change(layout: Layout) -> Layout:
        place = layout.place(str(question_id))
        place = dc.replace(place, required=required or place.must is not None)
        after = moved_to_part(with_place(layout, place), str(question_id), section)
        refuse_moved(seen, standing_of(layout, place.id), standing_of(after, place.id))
        return after

    return change_layout(scope, form_id, change)


def move_question(
    scope: Scope, form_id: uuid.UUID, question_id: uuid.UUID, *, up: bool
) -> Change | None:
    """Move a question one up or down, into the next section too; raises NotFoundError."""
    return change_layout(
        scope, form_id, lambda layout: moved_question(layout, str(question_id), up=up)
    )


def remove_question(scope: Scope, form_id: uuid.UUID, question_id: uuid.UUID) -> Change | None:
    """Let a form ask a question no more; it stays in the library. Raises NotFoundError."""
    return change_layout(scope, form_id, lambda layout: without_question(layout, str(question_id)))


def set_condition(
    scope: Scope,
    form_id: uuid.UUID,
    question_id: uuid.UUID,
    other_id: uuid.UUID,
    expected: Expected,
    seen: str | None = None,
) -> Change | None:
    """Ask a question only after certain answers to an earlier one; one condition for each.

    Args:
        scope: Whose, and who acts.
        form_id: The form.
        question_id: The question.
        other_id: The earlier one.
        expected: Which answers to it count.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: No such form, or one of the questions is not in it.
        MovedError: Somebody else changed the condition since.
        InvalidError: The other one comes later, or cannot be answered so.
    """
    other = str(other_id)

    def change(layout: Layout) -> Layout:
        place = layout.place(str(question_id))
        layout.place(other)
        if other not in layout.earlier(place.id):
            raise InvalidError(None, _("A condition looks at an earlier question; move one first."))
        _check_answerable(scope, other_id, expected)
        refuse_moved(seen, condition_of(place, other), {"expected": expected.as_json()})
        kept = tuple(each for each in place.when if each.question != other)
        condition = Condition(other, expected)
        return with_place(layout, dc.replace(place, when=(*kept, condition)))

    return change_layout(scope, form_id, change)


def remove_condition(
    scope: Scope, form_id: uuid.UUID, question_id: uuid.UUID, other_id: uuid.UUID
) -> Change | None:
    """Ask a question whatever was answered to another one. Safe to call twice.

    Raises:
        NotFoundError: No such form, or the question is not in it.
    """

    def change(layout: Layout) -> Layout:
        place = layout.place(str(question_id))
        kept = tuple(each for each in place.when if each.question != str(other_id))
        return with_place(layout, dc.replace(place, when=kept))

    return change_layout(scope, form_id, change)


def set_prerequisite(
    scope: Scope,
    form_id: uuid.UUID,
    question_id: uuid.UUID,
    must: Expected | None,
    refusal: str,
    seen: str | None = None,
) -> Change | None:
    """Say which answer somebody must give to take part.

    Args:
        scope: Whose, and who acts.
        form_id: The form.
        question_id: The question.
        must: Which answers count; None: any answer.
        refusal: What is said to others.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: No such form, or the question is not in it.
        MovedError: Somebody else changed it since.
        InvalidError: Nobody can answer so, or the sentence is too long; names the field.
    """
    if must is not None:
        _check_answerable(scope, question_id, must)
    refusal = refusal.strip()
    if len(refusal) > LONGEST_REFUSAL:
        raise InvalidError("refusal", _("Use at most %(most)s characters.", most=LONGEST_REFUSAL))

    def change(layout: Layout) -> Layout:
        place = layout.place(str(question_id))
        required = place.required or must is not None
        wanted = dc.replace(place, must=must, refusal=refusal if must else "", required=required)
        refuse_moved(seen, prerequisite_of(place), prerequisite_of(wanted))
        return with_place(layout, wanted)

    return change_layout(scope, form_id, change)


def set_took_part(
    scope: Scope, form_id: uuid.UUID, rule: TookPart | None, seen: str | None = None
) -> Change | None:
    """Say who must have taken part before to take part.

    Args:
        scope: Whose, and who acts.
        form_id: The form.
        rule: Who must; None: nobody.
        seen: The fingerprint of what its author began from, if they began from anything.

    Raises:
        NotFoundError: No such form.
        MovedError: Somebody else changed it since.
        InvalidError: The sentence is too long; names the field.
    """
    if rule is not None:
        rule = dc.replace(rule, refusal=rule.refusal.strip())
        if len(rule.refusal) > LONGEST_REFUSAL:
            sentence = _("Use at most %(most)s characters.", most=LONGEST_REFUSAL)
            raise InvalidError("refusal", sentence)

    def change(layout: Layout) -> Layout:
        wanted = dc.replace(layout, took_part=rule)
        refuse_moved(seen, took_part_of(layout), took_part_of(wanted))
        return wanted

    return change_layout(scope, form_id, change)


def _check_answerable(scope: Scope, question_id: uuid.UUID, expected: Expected) -> None:
    question = listed_row(scope, Question, question_id)
    asked = ask(question, Place(str(question.id)))
    if expected == Expected() or not can_be(asked, expected):
        raise InvalidError(None, _("Nobody can answer so; choose answers that the question has."))


def _checked(title: str, text: str) -> tuple[str, str]:
    title, text = " ".join(title.split()), text.strip()
    if not title:
        raise InvalidError("title", _("Enter a title."))
    if len(title) > LONGEST_TITLE:
        raise InvalidError("title", _("Use at most %(most)s characters.", most=LONGEST_TITLE))
    if len(text) > LONGEST_TEXT:
        raise InvalidError("text", _("Use at most %(most)s characters.", most=LONGEST_TEXT))
    return title, text
