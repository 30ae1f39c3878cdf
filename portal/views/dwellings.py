"""The dwellings of the service on the page of a case, where a pathway is chosen and where a stay begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from sqlmodel import Session

from portal.domain.labels import PATHWAY_LABELS
from portal.domain.triage.lifecycle import Move
from portal.domain.triage.state import CaseState
from portal.domain.vocabulary import CaseStatus, Pathway
from portal.services.assessing import Policy
from portal.store import episodes
from portal.store.episodes import Lodging
from portal.views import clock_words

LODGED = (Pathway.CRISIS, Pathway.DW)


@dataclass(frozen=True, slots=True)
class Taken:
    """A dwelling in which somebody lives: until when, in words, and which case that is."""

    place: str
    until: str
    reference: str


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is for one pathway, and which of it is taken."""

    title: str
    taken: tuple[Taken, ...]


Stocks = Mapping[str, tuple[Stock, ...]]
"""By the status to which a move leads, the dwellings that whoever makes it wants to know of."""


def of(session: Session, moves: Iterable[Move], state: CaseState, policy: Policy, today: date) -> Stocks:
    """Of the pathways whose dwellings have names."""
    about = {move.to.value: _about(move.to, state) for move in moves}
    wanted = {pathway for pathways in about.values() for pathway in pathways if policy.places.get(pathway)}
    lived_in = episodes.lodgings(session, [place for pathway in wanted for place in policy.places[pathway]])
    stocks = {pathway: _stock(pathway, policy.places[pathway], lived_in, today) for pathway in wanted}
    return {to: tuple(stocks[pathway] for pathway in pathways if pathway in stocks) for to, pathways in about.items()}


def _about(to: CaseStatus, state: CaseState) -> tuple[Pathway, ...]:
    if to is CaseStatus.ASSIGNED:
        return LODGED
    return tuple(one for one in LODGED if to is CaseStatus.IN_GUIDANCE and one is state.pathway)


def _stock(pathway: Pathway, places: Sequence[str], lived_in: Iterable[Lodging], today: date) -> Stock:
    here = sorted((one for one in lived_in if one.place in places), key=lambda one: places.index(one.place))
    count = _("%(taken)s van %(all)s bezet", taken=len(here), all=len(places))
    return Stock(
        title=f"{_(PATHWAY_LABELS[pathway])}: {count}",
        taken=tuple(Taken(one.place, _until(one.ends_on, today), one.reference) for one in here),
    )


def _until(ends_on: date | None, today: date) -> str:
    if ends_on is None:
        return str(_("bezet, zonder einddatum"))
    day = clock_words.day(ends_on, today)
    return str(_("bezet tot %(day)s", day=day) if ends_on >= today else _("bezet, moest vrij zijn op %(day)s", day=day))
