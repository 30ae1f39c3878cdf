"""What is asked of very many cases: whole pages, and each query of queue, search, case and follow page alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from itertools import cycle
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from bench.queue_site import Site
from portal import clock, config, tokens
from portal.cli.seeding import people as invented
from portal.domain.matching import keys
from portal.domain.triage import filters
from portal.models import Case, Referral
from portal.notify.letters import FOLLOW
from portal.services import lost_links, saved_views
from portal.store import (
    cases,
    episodes,
    informed,
    messages,
    news,
    queue,
    queue_counts,
    referrals,
    releases,
    search,
    tallies,
)
from portal.store.queue import Listing, View
from portal.views import paging

PAGES = 1000
"""How deep the deep page lies, or as deep as half of the cases allow."""
A_WHILE = 200
"""So many cases came in since a page was made."""
FOUND = 10
"""So many examples of each sort are looked for on the page, and their findings put in order."""

Act = Callable[[], object]

FILTERED: Mapping[str, tuple[View, filters.Chosen]] = {
    "many": (View.TODO, {"problem": "rent_arrears"}),
    "many open": (View.ALL, {"received": "month"}),
    "few": (View.TODO, {"problem": "nuisance", "due": "late", "safety": "yes"}),
    "no open": (View.ALL, {"channel": "post"}),
}
"""Filters that most of the first cases pass, and filters for which a page looks through all that it may."""
KEPT: Sequence[filters.Chosen] = (
    {"problem": "rent_arrears"},
    {"safety": "yes"},
    {"level": "U3", "problem": "nuisance"},
    {"claimed": "free", "due": "week"},
    {"channel": "post"},
)
"""The filters of lists that somebody keeps, as many as one may."""


def pages(site: Site) -> dict[str, Act]:
    """Whole requests; that of a case writes that it was read, and waits until that is durable."""
    words = _words(site.reports)
    typed = [words[sort][number % len(words[sort])] for number in range(FOUND) for sort in words]
    lists = {name: f"/staff/queue?{filters.spell(*one)}" for name, one in FILTERED.items()}
    return {
        "page of many": site.page,
        "deep page": partial(site.page, _deep(site.reading)),
        **{f"page filtered to {name}": partial(site.page, address) for name, address in lists.items()},
        "search page": in_turns(site.find, words["rare name"]),
        "search page, anything typed": in_turns(site.find, typed),
        "case page": in_turns(site.page, [f"/staff/cases/{one.reference}" for one in site.reports]),
        "follow page": in_turns(site.follow, _links(site)),
    }


def queries(site: Site) -> dict[str, Act]:
    """Each query alone."""
    parts = (_of_lists, _of_counts, _of_filters, _of_search, _of_case, _of_follow)
    return {f"query {name}": act for part in parts for name, act in part(site)}


def in_turns(act: Callable[[Any], object], values: Sequence[Any]) -> Act:
    """Each time with the next one, so that nothing is answered out of what was read for it the time before."""
    turns = cycle(values)
    return lambda: act(next(turns))


def rare_names(site: Site) -> list[str]:
    return _words(site.reports)["rare name"]


def _of_lists(site: Site) -> Iterator[tuple[str, Act]]:
    for view in View:
        yield view.value, partial(queue.page, site.reading, _listing(site, view))


def _of_counts(site: Site) -> Iterator[tuple[str, Act]]:
    reading, few = site.reading, _listing(site, *FILTERED["few"])
    yield "counts", partial(tallies.counts, reading, site.account)
    yield "how many are late", partial(queue_counts.count_late, reading, clock.today())
    yield "how many are due outside mine", partial(queue_counts.count_outside, reading, _listing(site, View.MINE))
    yield "how many are due outside few", partial(queue_counts.count_outside, reading, few)
    for name, views in (("one view", [View.TODO]), ("all views", [*View])):
        lists = [_listing(site, views[n % len(views)], KEPT[n % len(KEPT)]) for n in range(saved_views.MOST)]
        yield f"counts of own lists of {name}", partial(queue_counts.counts_of, reading, lists)
    yield "newest", partial(news.newest, reading)
    yield "news since a while", partial(news.unread_since, reading, _came_in(reading, A_WHILE))
    yield "news since the first case", partial(news.unread_since, reading, "")


def _of_filters(site: Site) -> Iterator[tuple[str, Act]]:
    for name, one in FILTERED.items():
        yield f"filtered to {name}", partial(queue.page, site.reading, _listing(site, *one))


def _of_search(site: Site) -> Iterator[tuple[str, Act]]:
    reading = site.reading
    for name, words in _words(site.reports).items():
        asked = [keys.asked(one) for one in words]
        found = [search.hits(reading, terms)[: search.MOST] for terms in asked[:FOUND]]
        yield f"search {name}", in_turns(partial(search.hits, reading), asked)
        yield f"rows of {name}", in_turns(partial(search.rows, reading, limit=queue.PAGE, offset=0), found)


def _of_case(site: Site) -> Iterator[tuple[str, Act]]:
    yield "case", in_turns(partial(cases.by_reference, site.reading), [one.reference for one in site.reports])
    asked: Mapping[str, Callable[[Session, int], object]] = {
        "reports": cases.referrals_of,
        "history": cases.entries,
        "mails": messages.of_case,
        "episodes": episodes.of_case,
        "releases": releases.of_case,
        "art. 14": informed.of_case,
    }
    for name, act in asked.items():
        yield f"case, its {name}", in_turns(partial(act, site.reading), [one.case_id for one in site.reports])


def _of_follow(site: Site) -> Iterator[tuple[str, Act]]:
    reading, reports = site.reading, site.reports
    yield "follow", in_turns(partial(referrals.by_follow_key, reading), [one.follow_key for one in reports])
    yield "follow, its course", in_turns(partial(referrals.course, reading), [one.case_id for one in reports])
    yield "follow, its question", in_turns(partial(referrals.question, reading), reports)
    yield "follow, its releases", in_turns(partial(releases.standing, reading), [one.id for one in reports])
    since = clock.today() - timedelta(days=90)
    lost = partial(referrals.mailed_to, reading, reference="", since=since, limit=lost_links.MOST)
    yield "follow, a lost link", in_turns(lost, [f"{one.reference}@voorbeeld.example" for one in reports])


def _words(reports: Sequence[Referral]) -> Mapping[str, list[str]]:
    """What somebody types, by its sort."""
    names, flats = [one.tenant_last for one in reports], [one for one in reports if one.box]
    numbers = [f"0{one.tenant_phone[3:]}" for one in reports if one.tenant_phone]
    return {
        "rare name": [name for name in names if name not in invented.LAST],
        "frequent name": list(invented.LAST),
        "beginning of a name": [name[:3] for name in names],
        "name and postcode": [f"{one.tenant_last} {one.postcode}" for one in reports],
        "reporter": [one.reporter_name for one in reports if one.reporter_name],
        "postcode": sorted({one.postcode for one in reports}),
        "address with its box": [f"{one.street} {one.house_number}/{one.box}" for one in flats],
        "phone": numbers,
        "beginning of a phone": sorted({number[:length] for number in numbers for length in (3, 4)}),
        "half a phone": [f"{number[:4]} {number[4:6]}" for number in numbers],
        "reference": [one.reference for one in reports],
        "nothing": ["zzyzx"],
    }


def _listing(site: Site, view: View, chosen: filters.Chosen | None = None) -> Listing:
    account = site.account
    return Listing(view=view, account_id=account.id or 0, team=account.team, today=clock.today(), filters=chosen or {})


def _links(site: Site) -> list[str]:
    with site.app.app_context():
        secrets = config.settings().secret_keys
    return [f"/follow/{tokens.sign(secrets, FOLLOW, one.follow_key)}" for one in site.reports]


def _deep(session: Session) -> str:
    """The address of the page so many pages on."""
    todo = sa.select(*queue.QUEUE_KEY).where(col(Case.desk) == "todo")
    number = session.execute(sa.select(sa.func.count()).select_from(todo.subquery())).scalar_one()
    ordered = todo.order_by(*queue.QUEUE_KEY).offset(min(PAGES * queue.PAGE, number // 2)).limit(1)
    return f"/staff/queue?view=todo&after={paging.encode(tuple(session.execute(ordered).one()))}"


def _came_in(session: Session, ago: int) -> str:
    """The reference of the newest case but so many."""
    newest = sa.select(col(Case.reference)).order_by(col(Case.id).desc())
    return str(session.execute(newest.offset(ago).limit(1)).scalar_one())
