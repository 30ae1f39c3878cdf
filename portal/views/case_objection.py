"""An objection of the tenant on the page of a case: may we contact them, who decides, and who may decide anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_date
from flask_babel import gettext as _

from portal.domain import access
from portal.domain.access import Action
from portal.domain.triage import objections
from portal.domain.triage.state import OBJECTION_LABELS, Objection
from portal.models import Account, Case, Entry
from portal.services import chronicle
from portal.views.care_panels import LONG


@dataclass(frozen=True, slots=True)
class Panel:
    """``label`` is "" without an objection, ``barred`` when the tenant may be contacted."""

    label: str
    undecided: bool
    warns: bool
    """Undecided, or decided so that the tenant is not to be called."""
    barred: str
    decides: str
    """Who decides, and by when, or who can decide anew."""
    may_decide: bool
    may_revise: bool


def of(case: Case, past: Sequence[Entry], *, by: Account) -> Panel:
    objection = Objection(case.objection) if case.objection else None
    undecided, decided = objection is Objection.UNDECIDED, objection not in {None, Objection.UNDECIDED}
    leads = case.is_open and access.may(by.role, Action.LEAD)
    return Panel(
        label=_(OBJECTION_LABELS[objection]) if objection else "",
        undecided=undecided,
        warns=objection is not None and objection is not Objection.GO_ON,
        barred=_barred(objection) if case.is_open else "",
        decides=_decides(case, past, objection) if case.is_open else "",
        may_decide=leads and undecided,
        may_revise=leads and decided,
    )


def _barred(objection: Objection | None) -> str:
    if objection is Objection.UNDECIDED:
        return str(_("Neem nog geen contact op met de huurder."))
    return str(_("Neem geen contact op met de huurder.")) if objection is Objection.NO_CONTACT else ""


def _decides(case: Case, past: Sequence[Entry], objection: Objection | None) -> str:
    if objection is Objection.UNDECIDED:
        last_day = objections.decide_by(chronicle.objected_on(past) or case.received_on)
        return str(_("Een teamverantwoordelijke beslist uiterlijk op %(day)s.", day=format_date(last_day, LONG)))
    return str(_("Een teamverantwoordelijke kan deze beslissing herzien.")) if objection is Objection.NO_CONTACT else ""
