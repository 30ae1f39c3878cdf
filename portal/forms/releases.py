"""What staff type when a tenant lets us tell a reporter something, and when an adult was told what we keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.domain.triage import informing, releases
from portal.domain.triage.asked import HOW
from portal.domain.triage.disclosure import SENTENCE_LABELS, Sentence
from portal.forms.fields import Choice, Choices, Hidden, Text
from portal.forms.triage import StaffForm

A_DAY = lazy_gettext("Dag/maand/jaar.")


def _translated(labels: Mapping[Any, str]) -> list[tuple[str, str]]:
    return [(str(word), _(label)) for word, label in labels.items()]


class ReleaseForm(StaffForm):
    """``offer`` names the reporters of the case, and what is true of it."""

    release_to = Choice(lazy_gettext("Aan welke melder?"), needed=True, id="release-to")
    sentence = Choice(
        lazy_gettext("Welke zin?"),
        needed=True,
        id="release-sentence",
        hint=lazy_gettext("De melder leest de zin meteen. Kies alleen wat al zo is."),
    )
    release_on = Text(
        lazy_gettext("Wanneer liet de huurder dit toe?"), needed=True, view="date", hint=A_DAY, id="release-on"
    )
    release_how = Choice(lazy_gettext("Hoe liet de huurder dit toe?"), needed=True, id="release-how")
    release_until = Text(
        lazy_gettext("Tot en met wanneer?"),
        needed=True,
        view="date",
        hint=lazy_gettext("Hoogstens een jaar."),
        id="release-until",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.release_how.choices = _translated(HOW)

    def offer(self, reporters: Choices, sentences: Iterable[Sentence]) -> ReleaseForm:
        self.release_to.choices = list(reporters)
        self.sentence.choices = _translated({sentence: SENTENCE_LABELS[sentence] for sentence in sentences})
        return self


class RefusalForm(StaffForm):
    """The tenant was asked, and said no; ``offer`` names the reporters of the case."""

    refused_to = Choice(lazy_gettext("Aan welke melder?"), needed=True, id="refused-to")
    refused_on = Text(lazy_gettext("Wanneer vroeg u dit?"), needed=True, view="date", hint=A_DAY, id="refused-on")
    refused_how = Choice(lazy_gettext("Hoe vroeg u dit?"), needed=True, id="refused-how")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.refused_how.choices = _translated(HOW)

    def offer(self, reporters: Choices) -> RefusalForm:
        self.refused_to.choices = [(releases.EVERYBODY, _("Aan geen enkele melder")), *reporters]
        return self


class RevokeForm(StaffForm):
    """A button beside a released sentence."""

    release_to = Hidden("")
    sentence = Hidden("")


class InformingForm(StaffForm):
    """``offer`` names the adults of the case who were not told yet."""

    adult = Choice(lazy_gettext("Wie werd ingelicht?"), needed=True, id="informing-adult")
    other_adult = Text(
        lazy_gettext("Naam van de andere volwassene"),
        needed=True,
        id="informing-other",
        when=f"adult:{informing.OTHER}",
    )
    informing_on = Text(lazy_gettext("Wanneer?"), needed=True, view="date", hint=A_DAY, id="informing-on")
    informing_how = Choice(lazy_gettext("Hoe?"), needed=True, id="informing-how")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.informing_how.choices = _translated(HOW)

    def offer(self, adults: Choices) -> InformingForm:
        self.adult.choices = [*adults, (informing.OTHER, _("Een andere volwassene"))]
        return self
