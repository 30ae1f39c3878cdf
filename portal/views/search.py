"""Helps around the queue: looking for cases, which is only ever posted, what came in since, and the keys."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal import clock, db
from portal.domain import reference
from portal.domain.access import Action
from portal.domain.errors import Refused
from portal.domain.vocabulary import CaseStatus
from portal.forms.search import SearchForm
from portal.services import searching
from portal.services.searching import Found
from portal.store import news, search
from portal.views import coming_back, guards, queue_rows
from portal.views.guards import requires, unattended
from portal.views.queue_rows import Group
from portal.views.referral_rows import household

bp = Blueprint("search", __name__, url_prefix="/staff")


@bp.get("/search")
@requires(Action.READ_QUEUE)
def start() -> ResponseReturnValue:
    coming_back.remember_list()
    return _page(SearchForm())


@bp.post("/search")
@requires(Action.READ_QUEUE)
def find() -> ResponseReturnValue:
    form = SearchForm()
    found = _found(form) if form.validate() else None
    if found is None:
        return _page(form), 422
    with db.transaction() as session:
        searching.record(session, found, by=guards.account(), at=clock.now())
    if sought := _sought(form, found):
        return redirect(url_for("triage.show", reference=sought), code=303)
    return _page(form, found, said=_said(found), groups=_groups(found), words=form.words.data)


@bp.get("/keys")
@requires(Action.READ_QUEUE)
def keys() -> ResponseReturnValue:
    coming_back.remember_list()
    return render_template("triage/search_keys.html", back=coming_back.to_list())


@bp.get("/queue/news")
@requires(Action.READ_QUEUE)
@unattended
def unread() -> ResponseReturnValue:
    """How many cases came in since a page was made; asked for by the page itself, so nobody is at work for it."""
    since = request.args.get("since", "")
    number = news.unread_since(db.session(), reference.parse(since) or since)
    return {"unread": number} if number is not None else abort(400)


def _page(form: SearchForm, found: Found | None = None, **values: object) -> str:
    return render_template("triage/search.html", form=form, found=found, back=coming_back.to_list(), **values)


def _found(form: SearchForm) -> Found | None:
    """What was found, looked for without keeping anybody from writing; None when it was refused."""
    db.session().commit()  # On a POST it holds SQLite's one write lock.
    with db.open_session(db.engine(), writes=False) as session:
        try:
            return searching.find(session, form.words.data or "", form.asked_page)
        except Refused as refused:
            form.refuse([refused])
            return None


def _sought(form: SearchForm, found: Found) -> str:
    """The whole reference that was typed, of a case or of one of its reports: it leads there at once."""
    typed = reference.parse(form.words.data or "") or ""
    return typed if any(typed in {case, report.reference} for case, report in found.reports) else ""


def _said(found: Found) -> str:
    if found.more:
        return str(
            _(
                "Meer dan %(most)s dossiers gevonden. U ziet de %(most)s nieuwste. Typ meer om minder te vinden.",
                most=search.MOST,
            )
        )
    if not found.hits:
        return str(_("Niets gevonden. Kijk na wat u typte, of typ alleen het begin."))
    return str(ngettext("%(num)s dossier gevonden.", "%(num)s dossiers gevonden.", found.hits))


def _groups(found: Found) -> list[Group]:
    """The open cases, then the closed ones."""
    today, account_id = clock.today(), guards.account().id or 0
    who = _who(found)
    shown = [queue_rows.row_of(row, today=today, account_id=account_id) for row in found.rows]
    rows = [
        (row.status is CaseStatus.CLOSED, replace(one, who=who.get(row.reference, "")))
        for row, one in zip(found.rows, shown, strict=True)
    ]
    groups = [
        Group(_("Open"), tuple(row for closed, row in rows if not closed)),
        Group(_("Afgesloten"), tuple(row for closed, row in rows if closed)),
    ]
    return [group for group in groups if group.rows]


def _who(found: Found) -> dict[str, str]:
    """Who each case is about, once for each way in which its reports say it."""
    households: dict[str, dict[str, None]] = {}
    for case, report in found.reports:
        households.setdefault(case, {})[household(report)] = None
    return {case: " / ".join(ways) for case, ways in households.items()}
