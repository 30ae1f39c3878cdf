"""The lists that somebody keeps: under a name of one's own, one of them to begin with."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from portal import clock, db
from portal.domain.access import Action
from portal.domain.errors import DomainError, Refused
from portal.domain.triage import filters
from portal.forms.queue import KeepForm
from portal.models import Account
from portal.services import saved_views as keeping
from portal.store import saved_views
from portal.store.queue import Listing
from portal.views import guards, queue
from portal.views.guards import requires
from portal.views.queue_lists import address, readable

bp = Blueprint("saved_views", __name__, url_prefix="/staff/queue/views")


@bp.get("")
@requires(Action.READ_QUEUE)
def mine() -> ResponseReturnValue:
    """All of them, to begin with another or to drop."""
    kept = saved_views.of(db.session(), guards.account().id or 0)
    rows = [(one.name, f"{url_for('triage.queue')}?{one.query}", one.is_start) for one in kept]
    return render_template("triage/saved_views.html", rows=rows, starts=any(start for *_, start in rows))


@bp.get("/<int:number>")
@requires(Action.READ_QUEUE)
def show(number: int) -> ResponseReturnValue:
    """One of them, at the address that says its filters; a short way there, as the queue names all of them."""
    kept = saved_views.of(db.session(), guards.account().id or 0)
    read = next((readable(one.query) for one in kept if one.id == number), None)
    return redirect(address(*read)) if read else abort(404)


@bp.post("")
@requires(Action.READ_QUEUE)
def keep() -> ResponseReturnValue:
    form = KeepForm()
    listing = _asked(form.query.data or "")
    query, start = filters.spell(listing.view.value, listing.filters), form.start.data == "yes"
    try:
        with db.transaction() as session:
            keeping.keep(session, guards.account(), form.name.data or "", query, start=start, at=clock.now())
    except DomainError as fault:
        form.refuse((fault,))
        return queue.render(listing, form=form), 422
    return redirect(address(listing.view, listing.filters), code=303)


@bp.post("/start")
@requires(Action.READ_QUEUE)
def begin() -> ResponseReturnValue:
    return _do(keeping.begin_with)


@bp.post("/delete")
@requires(Action.READ_QUEUE)
def drop() -> ResponseReturnValue:
    return _do(keeping.drop)


def _do(step: Callable[[Session, Account, str], None]) -> ResponseReturnValue:
    with db.transaction() as session:
        step(session, guards.account(), request.form.get("name", ""))
    return redirect(url_for(".mine"), code=303)


def _asked(query: str) -> Listing:
    """The list that the page carried; what no page carries is a 400."""
    try:
        view, chosen = filters.unspell(query)
    except Refused:
        abort(400)
    return queue.asked(view, chosen.items())
