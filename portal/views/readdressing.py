"""The mails of a case that did not arrive: to whom, why, and the address to put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime

from portal import db
from portal.domain.access import Action
from portal.domain.errors import Refused
from portal.forms.readdressing import ReaddressForm
from portal.models import Outbox, Referral
from portal.services import readdressing, triage
from portal.store import cases
from portal.views import care_panels, mail_words
from portal.views.case_change import On, change, present, writing
from portal.views.guards import requires
from portal.views.told import WHEN

bp = Blueprint("readdressing", __name__, url_prefix="/staff")


@dataclass(frozen=True, slots=True)
class Unreached:
    """A reporter, what did not arrive and why, and the form with the address that was tried."""

    who: str
    address: str
    mails: tuple[tuple[str, str, str], ...]
    """Notice, why it did not arrive, when it was given up."""
    form: ReaddressForm


@bp.get("/cases/<reference>/unreached")
@requires(Action.TRIAGE)
def show(reference: str) -> ResponseReturnValue:
    """Each reporter to whom a mail did not arrive."""
    return _page(reference)


@bp.post("/cases/<reference>/unreached")
@requires(Action.TRIAGE)
def correct(reference: str) -> ResponseReturnValue:
    form = ReaddressForm()
    try:
        address = readdressing.read(form.email.data or "")
    except Refused as fault:
        form.refuse([fault])
        return _page(reference, form), 422

    def step(on: On) -> None:
        readdressing.readdress(on.session, on.case, form.referral.data or "", address, **on.who)

    return change(reference, form, step, form.shown_version)


def _page(reference: str, failing: ReaddressForm | None = None) -> str:
    with db.transaction() if failing else writing() as session:
        on = present(session, cases.by_reference(session, reference))
        triage.read(on.session, on.case, **on.who)
        found = list(_unreached(on, failing))
        version = on.case.version
    return render_template("triage/unreached.html", reference=reference, version=version, unreached=found, form=failing)


def _unreached(on: On, failing: ReaddressForm | None) -> Iterator[Unreached]:
    by_report: dict[str, list[tuple[Outbox, Referral]]] = {}
    for mail, referral in readdressing.dead(on.session, on.case):
        by_report.setdefault(referral.reference, []).append((mail, referral))
    for reference, mails in by_report.items():
        address = mails[-1][0].to_addr
        form = ReaddressForm(formdata=None, data={"referral": reference, "email": address})
        if failing is not None and failing.referral.data == reference:
            form = failing
        yield Unreached(care_panels.named(mails[0][1]), address, tuple(_line(mail) for mail, _referral in mails), form)


def _line(mail: Outbox) -> tuple[str, str, str]:
    ended = format_datetime(mail.finished_at, WHEN) if mail.finished_at else ""
    return mail_words.notice(mail.notice), mail_words.cause(mail.error) if mail.error else "", ended
