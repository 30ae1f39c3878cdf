"""The lists around the queue, ready to be shown: tabs, the filters to choose from, and those that are on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from portal.domain.triage import filters
from portal.domain.triage.filters import FILTERS, Chosen, Filter
from portal.domain.vocabulary import N_
from portal.store.queue import Listing, View

VIEW_LABELS = {
    View.TODO: N_("Te doen"),
    View.MINE: N_("Van mij"),
    View.WAITING: N_("Wacht op melder"),
    View.OBJECTIONS: N_("Verzet te beslissen"),
    View.NEW_FACTS: N_("Nieuwe feiten"),
    View.UNREAD: N_("Ongelezen"),
    View.TEAM: N_("Mijn team"),
    View.ALL: N_("Alle"),
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


def address(view: View, chosen: Chosen, after: str = "") -> str:
    """Where a list stands; ``after`` is the place in it."""
    place = f"&after={after}" if after else ""
    return f"{url_for('triage.queue')}?{filters.spell(view.value, chosen)}{place}"


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A list as its page names it."""

    listing: Listing

    @property
    def title(self) -> str:
        return str(_(VIEW_LABELS[self.listing.view]))

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
        here = self.listing
        return [(_(VIEW_LABELS[view]), address(view, here.filters), counts[view], view is here.view) for view in shown]

    def chips(self) -> list[tuple[str, str]]:
        """Each filter that is on, and where it is off."""
        return [(f"{_(filters.BY_NAME[name].label)}: {word}", url) for name, word, url in self._chosen()]

    def choices(self) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
        """Name and label of each filter, and its words: as sent, as read, whether it is the present one."""
        chosen = self.listing.filters
        return [
            (one.name, _(one.label), [(word, _said(one, word), chosen.get(one.name) == word) for word in one.words])
            for one in FILTERS
        ]

    def _chosen(self) -> list[tuple[str, str, str]]:
        here = self.listing
        return [
            (name, _said(filters.BY_NAME[name], word), address(here.view, _without(here.filters, name)))
            for name, word in here.filters.items()
        ]


def _said(one: Filter, word: str) -> str:
    label = str(_(one.words[word]))
    return f"{word} {label}" if one.name == "level" else label


def _without(chosen: Chosen, name: str) -> Chosen:
    return {key: word for key, word in chosen.items() if key != name}
