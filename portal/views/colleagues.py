"""The accounts of the team: who may sign in, as what, and who is away; for team leads and admins."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from portal import clock, config, db, tokens
from portal.domain import access
from portal.domain.access import MANAGES, Action
from portal.domain.errors import Conflict, DomainError
from portal.domain.labels import ROLE_LABELS
from portal.domain.vocabulary import N_, Role
from portal.forms import fields
from portal.forms.accounts import AbsenceForm, AccountForm, ColleagueForm, InviteForm
from portal.models import Account
from portal.services import colleagues
from portal.services.colleagues import Newcomer, State
from portal.store import accounts, owners
from portal.views import absence, guards, languages, policies, saved
from portal.views.guards import requires

bp = Blueprint("colleagues", __name__, url_prefix="/staff/accounts")
PAGE_OF = "account"

STATE_LABELS = {
    State.INVITED: (N_("uitgenodigd"), "waiting"),
    State.ACTIVE: (N_("actief"), "done"),
    State.AWAY: (N_("afwezig"), "waiting"),
    State.DISABLED: (N_("gesloten"), "alert"),
}
"""The word and its tone."""

Step = Callable[[Session, Account, datetime], None]


@bp.get("")
@requires(Action.MANAGE_ACCOUNTS)
def everybody() -> ResponseReturnValue:
    session = db.session()
    signed_in = colleagues.signed_in(session, clock.now())
    rows = [_shown(account, signed_in.get(account.id or 0, 0)) for account in accounts.everybody(session)]
    return render_template("accounts/everybody.html", rows=rows)


@bp.get("/new")
@requires(Action.MANAGE_ACCOUNTS)
def inviting() -> ResponseReturnValue:
    return render_template("accounts/new.html", form=InviteForm(_may_give()))


@bp.post("/new")
@requires(Action.MANAGE_ACCOUNTS)
def invite() -> ResponseReturnValue:
    form = InviteForm(_may_give())
    try:
        with db.transaction() as session:
            newcomer = Newcomer(form.email.data or "", form.name.data or "", form.chosen, form.team.data or "")
            made = colleagues.invite(
                session,
                newcomer,
                by=guards.account(),
                at=clock.now(),
                domain=policies.mailboxes().domain,
                language=languages.chosen(),
            )
    except DomainError as fault:
        form.refuse(form.all_faults(fault))
        return render_template("accounts/new.html", form=form), 422
    saved.note()
    return redirect(url_for(".show", key=key_of(made)), code=303)


@bp.get("/<key>")
@requires(Action.MANAGE_ACCOUNTS)
def show(key: str) -> ResponseReturnValue:
    return _page(_account(key))


@bp.post("/<key>/change")
@requires(Action.MANAGE_ACCOUNTS)
def change(key: str) -> ResponseReturnValue:
    form = ColleagueForm(_may_give())

    def step(session: Session, account: Account, at: datetime) -> None:
        colleagues.change(session, account, form.chosen, form.team.data or "", by=guards.account(), at=at)

    return _do(key, form, step)


@bp.post("/<key>/away")
@requires(Action.MANAGE_ACCOUNTS)
def away(key: str) -> ResponseReturnValue:
    form = AbsenceForm()

    def step(session: Session, account: Account, at: datetime) -> None:
        today = clock.day_of(at)
        until = absence.read(form.away_until.data or "", today=today)
        colleagues.set_away(session, account, until, by=guards.account(), at=at, today=today)

    return _do(key, form, step)


@bp.post("/<key>/invitation")
@requires(Action.MANAGE_ACCOUNTS)
def invite_again(key: str) -> ResponseReturnValue:
    def step(session: Session, account: Account, at: datetime) -> None:
        colleagues.invite_again(
            session,
            account,
            by=guards.account(),
            at=at,
            today=clock.day_of(at),
            domain=policies.mailboxes().domain,
            language=languages.chosen(),
        )

    return _do(key, AccountForm(), step)


@bp.post("/<key>/disable")
@requires(Action.MANAGE_ACCOUNTS)
def disable(key: str) -> ResponseReturnValue:
    return _do(key, AccountForm(), lambda data, one, at: colleagues.disable(data, one, by=guards.account(), at=at))


@bp.post("/<key>/enable")
@requires(Action.MANAGE_ACCOUNTS)
def enable(key: str) -> ResponseReturnValue:
    return _do(key, AccountForm(), lambda data, one, at: colleagues.enable(data, one, by=guards.account(), at=at))


@bp.post("/<key>/sessions")
@requires(Action.MANAGE_ACCOUNTS)
def end_sessions(key: str) -> ResponseReturnValue:
    return _do(key, AccountForm(), lambda data, one, at: colleagues.end_sessions(data, one, by=guards.account(), at=at))


def _do(key: str, form: AccountForm, step: Step) -> ResponseReturnValue:
    """One change of an account; 409 when the page was stale, 422 when a rule refuses."""
    account_id = _account(key).id or 0
    try:
        with db.transaction() as session:
            account = colleagues.for_change(session, account_id, form.version.data or "", by=guards.account())
            step(session, account, clock.now())
    except Conflict as stale:
        return _stale(key, form, stale), 409
    except DomainError as fault:
        form.refuse((fault,))
        return _page(_account(key), form), 422
    saved.note()
    return redirect(url_for(".show", key=key), code=303)


def _account(key: str) -> Account:
    return next((one for one in accounts.everybody(db.session()) if key_of(one) == key), None) or abort(404)


def key_of(account: Account) -> str:
    """What stands in an address for an account."""
    return tokens.pseudonym(config.settings().secret_keys, PAGE_OF, str(account.id))


def _may_give() -> list[Role]:
    """The roles that this person may give, in the order of the table."""
    return [role for role in ROLE_LABELS if role in MANAGES[guards.account().role]]


def _page(account: Account, form: AccountForm | None = None) -> str:
    session, by = db.session(), guards.account()
    state = colleagues.state_of(account, clock.today())
    work = owners.count_open(session, account.id or 0)
    may_hand_over = access.may(by.role, Action.LEAD)
    return render_template(
        "accounts/colleague.html",
        one=_shown(account, colleagues.signed_in(session, clock.now()).get(account.id or 0, 0)),
        key=key_of(account),
        form=form,
        details=form if type(form) is ColleagueForm else _details(account),
        absence=form if type(form) is AbsenceForm else _absence(account),
        version=colleagues.version_of(account),
        may_change=access.may_manage(by.role, account.role),
        oneself=account.id == by.id,
        invited=state is State.INVITED,
        closed=state is State.DISABLED,
        work=work,
        hand_over_url=url_for("handover.everything", giver=key_of(account)) if work and may_hand_over else "",
    )


def _details(account: Account) -> ColleagueForm:
    return ColleagueForm(_may_give(), formdata=None, data={"role": account.role.value, "team": account.team})


def _absence(account: Account) -> AbsenceForm:
    return AbsenceForm(formdata=None, data={"away_until": absence.shown(account)})


def _stale(key: str, form: AccountForm, stale: Conflict) -> str:
    typed = [(field.label.text, field.typed, "") for field in form if field.view != "hidden"]
    return render_template("accounts/stale.html", text=_(stale.message), typed=typed, key=key)


def _shown(account: Account, signed_in: int) -> dict[str, object]:
    word, tone = STATE_LABELS[colleagues.state_of(account, clock.today())]
    until = fields.day(account.away_until) if tone == "waiting" and account.password_hash else ""
    return {
        "url": url_for(".show", key=key_of(account)),
        "name": account.name,
        "email": account.email,
        "role": _(ROLE_LABELS[account.role]),
        "team": account.team or "",
        "state": _("%(word)s tot en met %(day)s", word=_(word), day=until) if until else _(word),
        "tone": tone,
        "signed_in": signed_in,
    }
