"""A question to one reporter: which one and about what, then the text itself."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.domain.triage.questions import TOPIC_LABELS
from portal.forms.fields import Choice, Choices, Hidden, LongText, RuledForm
from portal.forms.triage import StaffForm


class TopicForm(RuledForm):
    """Sent with GET: a reference and a word of our own list, nothing that names anybody."""

    to = Choice(lazy_gettext("Aan welke melder?"), needed=True, id="question-to")
    about = Choice(lazy_gettext("Waarover?"), needed=True, id="question-about")

    def __init__(self, reporters: Choices, **kwargs: Any) -> None:
        super().__init__(formdata=None, **kwargs)
        self.to.choices = list(reporters)
        self.about.choices = [(topic.value, _(label)) for topic, label in TOPIC_LABELS.items()]


class QuestionForm(StaffForm):
    asked_reference = Hidden("")
    question = LongText(lazy_gettext("Uw vraag aan de melder"), needed=True, id="question-text")

    @property
    def given(self) -> dict[str, str]:
        """What the move is given: the text, and the reference of the reporter whom it is for."""
        return {"question": self.question.data or "", "asked_reference": self.asked_reference.data or ""}
