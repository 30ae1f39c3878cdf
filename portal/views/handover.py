"""Who has a case, changed from its page; and the page on which all the cases of one person go to another."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlmodel import Session

from portal import clock, db
from portal.domain import access
from portal.domain.access import Action
from portal.domain.errors import DomainError, Refused
from portal.domain.vocabulary import N_
from portal.forms.handover import ColleagueForm, HandoverForm, TakeOverForm
from portal.models import Account
from portal.services import claims
from portal.store import accounts, owners
from portal.views import colleagues, guards, owner_panel
from portal.views.case_change import On, change, code_of
from portal.views.guards import requires

bp = Blueprint("handover", __name__, url_prefix="/staff")
CHOOSE = N_("Kies een collega.")


@bp.post("/cases/<reference>/assign")
@requires(Action.TRIAGE)
def assign(reference: str) -> ResponseReturnValue:
    return _give(reference, claims.assign)


@bp.post("/cases/<reference>/handover")
@requires(Action.TRIAGE)
def hand_over(reference: str) -> ResponseReturnValue:
    return _give(reference, claims.hand_over)


@bp.post("/cases/<reference>/takeover")
@requires(Action.TRIAGE)
def take_over(reference: str) -> ResponseReturnValue:
    form = TakeOverForm()

    def step(on: On) -> None:
        claims.take_over(on.session, on.case, form.take_over_reason.data or "", **on.who, today=on.today)

    return change(reference, form, step, form.shown_version)


@bp.get("/handover")
@requires(Action.TRIAGE)
def everything() -> ResponseReturnValue:
    session = db.session()
    giver = _giver(session, request.args.get("giver", "")) if _leads() else guards.account()
    return _page(_form(session, giver), giver=giver)


@bp.post("/handover")
@requires(Action.TRIAGE)
def hand_over_everything() -> ResponseReturnValue:
    """The answer is a page: sent a second time, it finds nothing left to hand over and says so."""
    session = db.session()
    form = _form(session)
    try:
        with db.transaction():
            by = guards.account()
            giver = chosen(session, form.giver_id, "giver") if _leads() else by
            to = chosen(session, form.account_id)
            count = claims.hand_over_all(session, giver, to, by=by, at=clock.now(), today=clock.today())
    except DomainError as fault:
        form.refuse([fault])
        return _page(form), code_of(fault)
    return _page(form, _told(count, giver.name, to.name))


def chosen(session: Session, account_id: int | None, field: str = "colleague") -> Account:
    """The colleague who was picked from the list; Refused at its field when that is nobody."""
    found = accounts.by_id(session, account_id) if account_id is not None else None
    if found is None:
        raise Refused(CHOOSE, field=field)
    return found


def _give(reference: str, verb: Callable[..., None]) -> ResponseReturnValue:
    """Let the colleague who was chosen have the case, by one verb of ``claims`` or the other."""
    form = _to_colleague()

    def step(on: On) -> None:
        verb(on.session, on.case, chosen(on.session, form.account_id), **on.who, today=on.today)

    return change(reference, form, step, form.shown_version)


def _to_colleague() -> ColleagueForm:
    """With the names to choose from, also on the page that says that it came too late."""
    return ColleagueForm(tuple(owner_panel.choices(owners.colleagues(db.session()), clock.today())))


def _giver(session: Session, key: str) -> Account | None:
    """From whose page a team lead came."""
    return next((one for one in owners.with_cases(session) if colleagues.key_of(one) == key), None)


def _form(session: Session, giver: Account | None = None) -> HandoverForm:
    """A colleague hands over the own cases, a team lead anybody's, also of who left; nobody gets the own ones."""
    today = clock.today()
    able = tuple(owner_panel.choices(owners.colleagues(session), today, without=giver))
    givers = tuple(owner_panel.choices(owners.with_cases(session), today)) if _leads() else ()
    return HandoverForm(givers, able, data={"giver": str(giver.id) if giver else ""})


def _page(form: HandoverForm, done: str = "", *, giver: Account | None = None) -> str:
    count = owners.count_open(db.session(), guards.account().id or 0)
    return render_template(
        "triage/handover.html",
        form=form,
        done=done,
        intro=_theirs(giver) if giver and giver.id != guards.account().id else _mine(count),
        leads=_leads(),
        may_send=bool(count) or _leads(),
    )


def _mine(count: int) -> str:
    mine = ngettext("U hebt %(num)s open dossier.", "U hebt %(num)s open dossiers.", count) if count else ""
    more = _("Bent u een tijd weg? Geef al uw open dossiers aan een collega. Termijnen veranderen niet.")
    none = _("U hebt geen dossiers open.")
    return f"{mine or none} {more}"


def _theirs(giver: Account) -> str:
    count = owners.count_open(db.session(), giver.id or 0)
    said = ngettext(
        "%(name)s heeft %(num)s open dossier.", "%(name)s heeft %(num)s open dossiers.", count, name=giver.name
    )
    more = _("Kies wie ze krijgt. Termijnen veranderen niet.")
    return f"{said} {more}"


def _told(count: int, giver: str, to: str) -> str:
    if not count:
        return str(_("%(name)s had geen open dossiers. Er is niets gewijzigd.", name=giver))
    said = ngettext(
        "%(num)s dossier ging van %(giver)s naar %(to)s.",
        "%(num)s dossiers gingen van %(giver)s naar %(to)s.",
        count,
        giver=giver,
        to=to,
    )
    return str(said)


def _leads() -> bool:
    return access.may(guards.account().role, Action.LEAD)
