"""The queue: one list of cases at a time, in the order of the time that is left, narrowed by filters in the address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from portal import clock, db
from portal.domain.access import Action
from portal.domain.errors import Refused
from portal.domain.triage import filters
from portal.forms.queue import KeepForm
from portal.store import news, queue_counts, saved_views
from portal.store import queue as lists
from portal.store.queue import Key, Listing, View
from portal.views import clock_words, guards, paging, queue_rows, triage
from portal.views.guards import requires
from portal.views.queue_lists import NOTHING, Narrowed, address, readable, without
from portal.views.said import dated

bp = triage.bp
BESIDE = frozenset({"view", "after", "lang", "off"})
"""What else may stand in the address of a list."""


@bp.get("/queue")
@requires(Action.READ_QUEUE)
def queue() -> ResponseReturnValue:
    if not request.query_string and (start := _start()):
        return redirect(start)
    listing = asked(request.args.get("view", View.TODO.value), request.args.items(multi=True))
    if off := request.args.get("off"):
        return redirect(address(listing.view, without(listing.filters, off)))
    return render(listing, _place(listing.view))


def asked(view: str, pairs: Iterable[tuple[str, str]]) -> Listing:
    """The list that a view and its filters make for who asks; anything that is none of ours is a 400."""
    account = guards.account()
    try:
        chosen = filters.read(pair for pair in pairs if pair[0] not in BESIDE)
        return Listing(
            view=View(view), account_id=account.id or 0, team=account.team, today=clock.today(), filters=chosen
        )
    except (Refused, ValueError):
        abort(400)


def render(listing: Listing, after: Key | None = None, form: KeepForm | None = None) -> str:
    """The page of a list, from the place after ``after``; ``form`` is the one that was refused."""
    session, account, view = db.session(), guards.account(), listing.view
    found = lists.page(session, listing, after)
    narrowed = Narrowed(listing, saved_views.of(session, listing.account_id))
    return render_template(
        "triage/queue.html",
        title=narrowed.title,
        lead=_lead(queue_counts.count_late(session, listing.today), listing.today),
        outside=_outside(listing),
        todo_url=address(View.TODO, {}),
        views=[*narrowed.tabs(queue_counts.counts(session, account)), *narrowed.own_tabs(session)],
        form=form or KeepForm(formdata=None, query=filters.spell(view.value, listing.filters)),
        narrowed=narrowed,
        newest=news.newest(session),
        groups=queue_rows.groups(view, found.rows, today=listing.today, account_id=listing.account_id),
        nothing=_nothing(listing, stopped=found.stopped),
        stopped=found.stopped,
        scanned=lists.SCAN,
        next_url=address(view, listing.filters, paging.encode(found.following)) if found.following else "",
        first_url=address(view, listing.filters) if after else "",
    )


def _start() -> str:
    """Where this person's queue begins; nowhere of its own when the words of that list have changed since."""
    kept = saved_views.start(db.session(), guards.account().id or 0)
    return f"{request.path}?{kept.query}" if kept and readable(kept.query) else ""


def _place(view: View) -> Key | None:
    """The place in the list that the address names; a word that nobody made is a 400."""
    word = request.args.get("after", "")
    after = paging.decode(view, word) if word else None
    if word and after is None:
        abort(400)
    return after


def _nothing(listing: Listing, *, stopped: bool) -> str:
    if stopped:
        return str(_("Nog niets gevonden."))
    return str(_("Geen dossier past bij deze filters.") if listing.filters else _(NOTHING[listing.view]))


def _outside(listing: Listing) -> str:
    """How much of what cannot wait is not in this list; "" when all of it is."""
    if listing.view is View.TODO and not listing.filters:
        return ""
    number, whole = queue_counts.count_outside(db.session(), listing)
    if not whole:
        return str(_("Meer dan %(number)s dossiers zijn vandaag te doen of te laat.", number=queue_counts.MANY))
    said = ngettext(
        "%(num)s dossier buiten deze lijst is vandaag te doen of te laat.",
        "%(num)s dossiers buiten deze lijst zijn vandaag te doen of te laat.",
        number,
    )
    return str(said) if number else ""


def _lead(late: int, today: date) -> str:
    """The day, and how much is late, with the way there."""
    said = ngettext("%(num)s dossier te laat", "%(num)s dossiers te laat", late) if late else _("niets te laat")
    if late > queue_counts.MANY:
        said = _("meer dan %(number)s dossiers te laat", number=queue_counts.MANY)
    day = clock_words.capital(dated(today, "EEEE d MMMM"))
    link = Markup('<a href="{}">{}</a>').format(address(View.TODO, {"due": "late"}), said) if late else said
    return Markup("{} · {}").format(day, link)
