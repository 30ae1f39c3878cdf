"""A question to one reporter: which one, and the text itself."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext

from portal.forms.fields import Choice, Choices, Hidden, LongText, RuledForm
from portal.forms.triage import StaffForm


class ReporterForm(RuledForm):
    """Whom the text is for: shown in the form of the question, which reads it."""

    to = Choice(lazy_gettext("Aan welke melder?"), needed=True, id="question-to")

    def __init__(self, reporters: Choices, **kwargs: Any) -> None:
        super().__init__(formdata=None, **kwargs)
        self.to.choices = list(reporters)


class QuestionForm(StaffForm):
    """``asked_reference`` is whom the text was made for; ``to``, where there is a choice, whom it goes to."""

    asked_reference = Hidden("")
    to = Hidden("")
    question = LongText(lazy_gettext("Uw vraag aan de melder"), needed=True, id="question-text")

    @property
    def given(self) -> dict[str, str]:
        """What the move is given: the text, and the reference of the reporter whom it is for."""
        return {
            "question": self.question.data or "",
            "asked_reference": self.to.data or self.asked_reference.data or "",
        }
