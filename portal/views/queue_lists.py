"""The lists around the queue, ready to be shown: tabs, the filters to choose from, and those that are on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from flask import url_for
from flask_babel import get_locale
from sqlmodel import Session

from portal.domain.errors import Refused
from portal.domain.triage import filters
from portal.domain.triage.filters import FILTERS, Chosen, Filter
from portal.domain.vocabulary import N_
from portal.models import SavedView
from portal.store import queue_counts
from portal.store.queue import Listing, View
from portal.views.said import said as _

VIEW_LABELS = {
    View.TODO: N_("Te doen"),
    View.MINE: N_("Van mij"),
    View.WAITING: N_("Wacht op melder"),
    View.OBJECTIONS: N_("Verzet te beslissen"),
    View.NEW_FACTS: N_("Nieuwe feiten"),
    View.UNREAD: N_("Ongelezen"),
    View.TEAM: N_("Mijn team"),
    View.ALL: N_("Alle open"),
    View.CLOSED: N_("Afgesloten"),
}
NOTHING = {
    View.TODO: N_("Niets te doen en niets te laat."),
    View.MINE: N_("U hebt geen dossiers open."),
    View.WAITING: N_("Er wacht geen dossier op een melder."),
    View.OBJECTIONS: N_("Er is geen verzet te beslissen."),
    View.NEW_FACTS: N_("Er zijn geen nieuwe feiten."),
    View.UNREAD: N_("Alles is gelezen."),
    View.TEAM: N_("Uw team heeft geen dossiers open."),
    View.ALL: N_("Er zijn geen open dossiers."),
    View.CLOSED: N_("Er is nog niets afgesloten."),
}

Tab = tuple[str, str, object, bool]
"""Label, address, count, whether it is the present one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter in the form: the word that is on, and each word as sent and as read."""

    name: str
    label: str
    word: str
    words: tuple[tuple[str, str], ...]

    @property
    def is_tick(self) -> bool:
        """It is on or off, and no more."""
        return len(self.words) == 1


def without(chosen: Chosen, name: str) -> Chosen:
    return {key: word for key, word in chosen.items() if key != name}


def address(view: View, chosen: Chosen, after: str = "") -> str:
    """Where a list stands; ``after`` is the place in it."""
    place = f"&after={after}" if after else ""
    return f"{url_for('triage.queue')}?{filters.spell(view.value, chosen)}{place}"


def readable(query: str) -> tuple[View, Chosen] | None:
    """The view and the filters of a list that was kept; None when its words have changed since."""
    try:
        view, chosen = filters.unspell(query)
        return View(view), chosen
    except (Refused, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A list as its page names it, among those that its reader keeps."""

    listing: Listing
    kept: Sequence[SavedView]

    @property
    def title(self) -> str:
        own = self._present()
        return own.name if own else _(VIEW_LABELS[self.listing.view])

    @property
    def view(self) -> str:
        return self.listing.view.value

    @property
    def number(self) -> int:
        """How many filters are on."""
        return len(self.listing.filters)

    @property
    def clear_url(self) -> str:
        return address(self.listing.view, {})

    def tabs(self, counts: Mapping[View, int]) -> list[Tab]:
        """The fixed lists with these filters; who is in no team has no list of one."""
        shown = [view for view in View if view is not View.TEAM or self.listing.team]
        chosen, present = self.listing.filters, None if self._present() else self.listing.view
        return [(_(VIEW_LABELS[view]), address(view, chosen), counts[view], view is present) for view in shown]

    def own_tabs(self, session: Session) -> list[Tab]:
        """The lists that somebody keeps; counting one of them stops at a bound, and then says so."""
        read = [(one, found) for one in self.kept if (found := self._listing_of(one))]
        numbers = queue_counts.counts_of(session, [found for _one, found in read])
        present = self._present()
        return [
            (one.name, url_for("saved_views.show", number=one.id), _counted(number), one is present)
            for (one, _found), number in zip(read, numbers, strict=True)
        ]

    def chips(self) -> list[tuple[str, str]]:
        """Each filter that is on: what is read, and its name."""
        return [(_chip(filters.BY_NAME[name], word), name) for name, word in self.listing.filters.items()]

    def choices(self) -> list[Choice]:
        """Every filter that there is, as this list has it."""
        on = self.listing.filters
        return [Choice(name, label, on.get(name, ""), words) for name, label, words in _offered(str(get_locale()))]

    def _present(self) -> SavedView | None:
        """The list that was kept and is this one."""
        here = filters.spell(self.listing.view.value, self.listing.filters)
        return next((one for one in self.kept if one.query == here), None)

    def _listing_of(self, one: SavedView) -> Listing | None:
        read = readable(one.query)
        return replace(self.listing, view=read[0], filters=read[1]) if read else None


def _counted(found: tuple[int, bool]) -> str | None:
    """None when it is not known: among the first cases there was none, and not all were looked at."""
    number, whole = found
    if number > queue_counts.MANY:
        return f"{queue_counts.MANY}+"
    if whole:
        return str(number)
    return _("minstens %(number)s", number=number) if number else None


def _chip(one: Filter, word: str) -> str:
    return f"{_(one.label)}: {_said(one, word)}"


def _said(one: Filter, word: str) -> str:
    label = _(one.words[word])
    return f"{word} {label}" if one.name == "level" else label


@lru_cache
def _offered(_language: str) -> tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]:
    """Name, label and words of each filter; the same for everybody in a language."""
    return tuple((one.name, _(one.label), tuple((word, _said(one, word)) for word in one.words)) for one in FILTERS)
