"""The filters of the queue as data: the words that each takes. They name nobody, so that they may stand in a URL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from portal.domain.errors import Refused
from portal.domain.labels import (
    CHANNEL_LABELS,
    KIND_LABELS,
    PATHWAY_LABELS,
    PROBLEM_LABELS,
    STATUS_LABELS,
    URGENCY_LABELS,
)
from portal.domain.vocabulary import N_, Kind


@dataclass(frozen=True, slots=True)
class Filter:
    """One thing by which a list can be narrowed: its label, and the label of each word that it takes."""

    name: str
    label: str
    words: Mapping[str, str]


AS_STAFF_SAY = {**KIND_LABELS, Kind.TENANT: N_("Huurder zelf")}
YES = {"yes": N_("ja")}

FILTERS = (
    Filter("level", N_("Niveau"), {level.name: label for level, label in URGENCY_LABELS.items()}),
    Filter("kind", N_("Soort melder"), {kind.value: label for kind, label in AS_STAFF_SAY.items()}),
    Filter("pathway", N_("Traject"), {pathway.value: label for pathway, label in PATHWAY_LABELS.items()}),
    Filter("status", N_("Stand"), {status.value: label for status, label in STATUS_LABELS.items()}),
    Filter("claimed", N_("Wie heeft het"), {"me": N_("ik"), "free": N_("niemand"), "somebody": N_("iemand")}),
    Filter("problem", N_("Probleem"), {problem.value: label for problem, label in PROBLEM_LABELS.items()}),
    Filter(
        "received",
        N_("Ontvangen"),
        {"today": N_("vandaag"), "week": N_("de laatste 7 dagen"), "month": N_("de laatste 30 dagen")},
    ),
    Filter("due", N_("Te doen"), {"late": N_("te laat"), "today": N_("vandaag"), "week": N_("binnen 7 dagen")}),
    Filter("question", N_("Open vraag aan de melder"), YES),
    Filter("unverified", N_("Melder niet bevestigd"), YES),
    Filter("safety", N_("Opgelet bij contact"), YES),
    Filter("channel", N_("Hoe het binnenkwam"), {channel.value: label for channel, label in CHANNEL_LABELS.items()}),
)
BY_NAME = {filter_.name: filter_ for filter_ in FILTERS}

Chosen = Mapping[str, str]
"""The word that was chosen for each filter that is on, in the order of ``FILTERS``."""


def read(pairs: Iterable[tuple[str, str]]) -> Chosen:
    """The filters that are on: an empty word is none, and of a name that comes twice the first word stands.

    Refused when a name or a word is none of ours.
    """
    given: dict[str, str] = {}
    for name, word in pairs:
        if name not in BY_NAME or (word and word not in BY_NAME[name].words):
            raise Refused(N_("Deze filter kennen wij niet."))
        if word:
            given.setdefault(name, word)
    return {name: given[name] for name in BY_NAME if name in given}


def spell(view: str, chosen: Chosen) -> str:
    """A view and its filters as they stand in the URL: one spelling for one meaning; no word needs an escape."""
    return "&".join(f"{name}={word}" for name, word in (("view", view), *chosen.items()))


def unspell(query: str) -> tuple[str, Chosen]:
    """The view and the filters of what ``spell`` wrote; Refused when the words have changed since."""
    (_, _, view), *pairs = (part.partition("=") for part in query.split("&"))
    return view, read((name, word) for name, _, word in pairs)


def spaced(words: Iterable[str]) -> str:
    """Words with a blank before and after each, so that a search for one of them finds it whole."""
    text = " ".join(words)
    return f" {text} " if text else ""
