"""What people type about orientations, scenarios and resources."""

from itertools import pairwise
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms.validators import ValidationError

from saas.orientation.models import Resource, ResourceStage, Scenario
from saas.orientation.services import Document, Reading
from saas.orientation.words import RULES, STAGES
from saas.programs.models import Audience, OrientationRule
from saas.programs.words import AUDIENCES
from saas.web.fields import Choice, line, text

#: Answers that a scenario can have; the last two may be empty.
PLACES = {
    0: _l("The first answer"),
    1: _l("The second answer"),
    2: _l("The third answer"),
    3: _l("The fourth answer"),
}


class RuleForm(FlaskForm):
    """Whether a program has an orientation."""

    orientation = Choice(
        _l("Orientation before matching"), words=RULES, default=OrientationRule.OFF
    )


class AnswerForm(FlaskForm):
    """What somebody would do in a scenario."""

    answer = Choice(_l("What would you do?"), words={}, required=False)

    def ask(self, scenario: Scenario) -> None:
        """Offer the answers of a scenario."""
        self.answer.flags.required = True
        self.answer.call_it({words: words for words in scenario.answers})


class ScenarioForm(FlaskForm):
    """A situation, what one could do, and what we think of each."""

    title = line(_l("Title"), _l("Enter a title."))
    situation = text(
        _l("The situation"),
        _l("Describe the situation in a sentence or two."),
        most=1000,
    )
    audience = Choice(_l("For whom"), words=AUDIENCES, default=Audience.BOTH)
    answer_0 = line(_l("First answer"), _l("Enter what one could do."), most=300)
    feedback_0 = text(
        _l("What we think of the first answer"), _l("Say what you think of it."), most=600
    )
    answer_1 = line(_l("Second answer"), _l("Enter what one could do."), most=300)
    feedback_1 = text(
        _l("What we think of the second answer"), _l("Say what you think of it."), most=600
    )
    answer_2 = line(_l("Third answer"), most=300)
    feedback_2 = text(_l("What we think of the third answer"), most=600)
    answer_3 = line(_l("Fourth answer"), most=300)
    feedback_3 = text(_l("What we think of the fourth answer"), most=600)
    best = Choice(_l("Which fits best"), words=PLACES, default=0)

    def show(self, scenario: Scenario) -> None:
        """Fill in what a scenario says now."""
        for name in ("title", "situation", "audience", "best"):
            self[name].data = getattr(scenario, name)
        said = zip(scenario.answers, scenario.feedback, strict=True)
        for place, (answer, feedback) in enumerate(said):
            self[f"answer_{place}"].data, self[f"feedback_{place}"].data = answer, feedback

    def validate_best(self, field: Any) -> None:
        """There must be an answer in that place, with no gap before it, and none twice."""
        filled = [bool(self[f"answer_{place}"].data) for place in PLACES]
        if any(later and not earlier for earlier, later in pairwise(filled)):
            raise ValidationError(_l("Leave no answer empty before another one."))
        if isinstance(field.data, int) and field.data in PLACES and not filled[field.data]:
            raise ValidationError(_l("There is no answer in this place; choose another one."))
        answers = self.texts()["answers"]
        if len(set(answers)) < len(answers):
            raise ValidationError(_l("Let no two answers say the same."))
        for place in PLACES:
            if filled[place] != bool(self[f"feedback_{place}"].data):
                raise ValidationError(_l("Say of every answer what you think of it."))

    def texts(self) -> dict[str, Any]:
        """Return what was typed, by column."""
        places = [place for place in PLACES if self[f"answer_{place}"].data]
        return {
            **{name: self[name].data for name in ("title", "situation", "audience", "best")},
            "answers": [self[f"answer_{place}"].data for place in places],
            "feedback": [self[f"feedback_{place}"].data for place in places],
        }


class ResourceForm(FlaskForm):
    """A link or a document, and whom it helps when."""

    title = line(_l("Title"), _l("Enter a title."))
    description = text(_l("What it is good for"), most=600)
    url = line(_l("Link"), most=1000, description=_l("A whole address, such as https://…"))
    document = FileField(
        _l("Document"),
        description=_l(
            "Instead of a link: PDF, Word, PowerPoint, Excel, OpenDocument, PNG, JPEG; up to 5 MB."
        ),
    )
    topic = line(_l("Topic"), most=60, description=_l("A word to group by, e.g. “Feedback”."))
    stage = Choice(_l("When it helps"), words=STAGES, default=ResourceStage.STARTING)
    audience = Choice(_l("For whom"), words=AUDIENCES, default=Audience.BOTH)

    def show(self, row: Resource) -> None:
        """Fill in what is said about a resource now."""
        for name in ("title", "description", "topic", "stage", "audience"):
            self[name].data = getattr(row, name)
        self.url.data = row.url or ""
        self.document.data = row.filename

    def reading(self) -> Reading:
        """Return what was typed and chosen."""
        file = self.document.data
        return Reading(
            title=self.title.data,
            description=self.description.data,
            topic=self.topic.data,
            stage=self.stage.data,
            audience=self.audience.data,
            url=self.url.data,
            document=Document(str(file.filename), bytes(file.read())) if file else None,
        )
