"""What a reporter adds behind the mailed link: a few words, one fact, or the address of who lost the link."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.domain.errors import DomainError
from portal.domain.intake.questions import BY_NAME
from portal.domain.triage import known, news
from portal.domain.triage.known import RESULT_LABELS, What
from portal.domain.triage.news import Doubt
from portal.domain.vocabulary import Kind
from portal.forms.fields import Choice, Hidden, LongText, RuledForm, Text

KEPT = "yes"


class WordsForm(RuledForm):
    """A text of several lines: an answer or a correction."""

    words = LongText("", needed=True, hint=lazy_gettext("Schrijf geen rijksregisternummer en niets over gezondheid."))
    kept = Hidden("")

    @property
    def keeps(self) -> bool:
        """Whether the reporter was warned about the text before."""
        return bool(self.kept.data == KEPT)

    def refuse(self, faults: Iterable[DomainError]) -> None:
        told = list(faults)
        super().refuse(told)
        if any(isinstance(fault, Doubt) for fault in told):
            self.kept.raw_data = [KEPT]


class AnswerForm(WordsForm):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words.label.text = _("Uw antwoord")


class CorrectionForm(WordsForm):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.words.label.text = _("Wat klopt er niet, en wat is juist?")


class FactForm(RuledForm):
    """One fact; ``for_fact`` gives it the fields that this fact reads."""


class LostLinkForm(RuledForm):
    email = Text(
        lazy_gettext("Uw e-mailadres"),
        view="email",
        needed=True,
        hint=lazy_gettext("Het adres dat u bij uw aanmelding opgaf."),
        attrs={"autocomplete": "email"},
    )
    reference = Text(
        lazy_gettext("Uw referentie"),
        hint=lazy_gettext("Als u ze nog hebt. Zonder referentie krijgt u de links van uw laatste aanmeldingen."),
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"},
    )


def for_fact(what: What, kind: Kind, **kwargs: Any) -> FactForm:
    """The form of one fact, in the words of this kind of reporter; some facts ask for nothing more."""
    names = [*(["date"] if what in news.DAYS else []), *known.ASKED[what].fields]
    fields = {name: FIELDS[name](what, kind) for name in names}
    form: FactForm = type("FactFormFor", (FactForm,), fields)(**kwargs)
    return form


def _date(what: What, _kind: Kind) -> Text:
    return Text(
        _(news.DAYS[what]),
        view="date",
        hint=_("Dag/maand/jaar."),
        needed=news.day_is_needed(what),
        attrs={"autocomplete": "off"},
    )


def _time(_what: What, _kind: Kind) -> Text:
    question = BY_NAME["hearing_time"]
    return Text(_(question.label), view="time", hint=_(question.hint), attrs={"autocomplete": "off"})


def _amount(_what: What, kind: Kind) -> Text:
    label = BY_NAME["arrears_eur"].label_for(kind)
    return Text(_(label), view="money", needed=True, attrs={"autocomplete": "off", "inputmode": "decimal"})


def _months(_what: What, _kind: Kind) -> Text:
    attrs = {"autocomplete": "off", "inputmode": "decimal"}
    return Text(_("Of het aantal maanden"), view="months", needed=True, attrs=attrs)


def _result(_what: What, _kind: Kind) -> Choice:
    choices = [(result.value, _(label)) for result, label in RESULT_LABELS.items()]
    return Choice(_("Wat was de uitspraak?"), choices=choices)


FIELDS: dict[str, Callable[[What, Kind], Text | Choice]] = {
    "date": _date,
    "time": _time,
    "amount": _amount,
    "months": _months,
    "result": _result,
}
