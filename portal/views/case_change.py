"""One change of a case from a form: under its lock, in one transaction, and what is answered when it is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlmodel import Session

from portal import clock, db
from portal.domain.errors import Conflict, DomainError, Forbidden, NotFound, Taken
from portal.forms.triage import StaffForm
from portal.models import Account, Case
from portal.services import escalating
from portal.services.assessing import Policy
from portal.store import audit, cases
from portal.views import case_forms, case_page, coming_back, guards, merging, policies, saved
from portal.views.case_forms import Forms
from portal.views.case_page import CasePage


@dataclass(frozen=True)
class On:
    """A case in this transaction, and what a step needs besides: who, when, and our own terms."""

    session: Session
    case: Case
    by: Account
    at: datetime
    today: date
    policy: Policy

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}

    @property
    def told(self) -> dict[str, Any]:
        return {**self.who, "today": self.today, "mailboxes": policies.mailboxes()}

    @property
    def all(self) -> dict[str, Any]:
        return {**self.who, "today": self.today, "policy": self.policy}


Answer = Callable[[], ResponseReturnValue]
Step = Callable[[On], Answer | None]
"""What is done to a case, and what is answered once that is kept; without an answer it leads back to the case."""
Refusal = Callable[[DomainError], ResponseReturnValue]
"""What comes back for the fault that a rule found."""
TRACES = {Conflict: "case.conflict", Taken: "case.conflict", Forbidden: "access.refused"}
"""What the trail calls a refusal that is none of a rule of the service."""


def present(session: Session, case: Case) -> On:
    """A case, seen now by the person of this request."""
    return On(session, case, guards.account(), clock.now(), clock.today(), policies.policy())


@contextmanager
def writing() -> Iterator[Session]:
    """A session that may write on a GET too: the page and the line that it was read are one transaction.

    The request's own session began by reading, and SQLite lets no such transaction write once another has.
    """
    with db.open_session(db.engine(), writes=True) as session:
        yield session
        session.commit()


def change(
    reference: str, form: StaffForm, step: Step, version: int | None, *, refused: Refusal | None = None
) -> ResponseReturnValue:
    """Do the step and answer; 409 when the page was stale, 422 or 403 when a rule refuses.

    Whatever the step is, whoever else has the case hears at once when it makes it U0, and so does who is on duty.
    ``version`` is the one that the page showed, never without good reason None, which takes the case as it stands: a
    claim, where the first wins, and a note, which only adds. ``refused``: for a form that has a page of its own.
    """
    try:
        with db.transaction() as session:
            on = present(session, cases.for_update(session, reference, version))
            with escalating.rise(session, on.case, **on.told):
                answer = step(on)
    except Conflict as stale:
        return _stale(reference, form, stale)
    except NotFound:
        raise
    except DomainError as fault:
        return refused(fault) if refused else _refused(reference, form, fault)
    if answer:
        return answer()
    saved.note()
    return redirect(url_for("triage.show", reference=reference), code=303)


def shown(page: CasePage, forms: Forms) -> str:
    """The page of a case, with the way back to the list that it was opened from."""
    back = coming_back.to_list(page.reference)
    return render_template("triage/show.html", page=page, forms=forms, form=forms.failing, back=back)


def code_of(fault: DomainError) -> int:
    """403 for what the role may never do, as a guard answers; 422 for what cannot be done now, or not so."""
    return 403 if isinstance(fault, Forbidden) else 422


def leave_trace(on: On, fault: DomainError) -> None:
    """A refusal is a line of the trail too: who was refused what, on which case."""
    action = TRACES.get(type(fault), "case.refused")
    audit.record(
        on.session, at=on.at, action=action, account_id=on.by.id, case_id=on.case.id, endpoint=request.endpoint
    )


def _refused(reference: str, form: StaffForm, fault: DomainError) -> ResponseReturnValue:
    """The page of the case with what was typed, and every fault at its field."""
    with db.transaction() as session:
        on = present(session, cases.by_reference(session, reference))
        leave_trace(on, fault)
        page = case_page.of(on)
    forms = case_forms.of(page, today=clock.today(), failed=form, fault=fault)
    return shown(page, forms), code_of(fault)


def _stale(reference: str, form: StaffForm, told: Conflict) -> ResponseReturnValue:
    """What changed since the page was shown, beside what was typed: to read, and to send again after a comparison."""
    with db.transaction() as session:
        on = present(session, cases.by_reference(session, reference))
        leave_trace(on, told)
        changed = case_page.since(on, form.shown_version)
        merge = merging.of(on, form)
    title = _("Een collega heeft dit dossier") if isinstance(told, Taken) else _("Dit is niet bewaard")
    words = {"title": title, "text": _(told.message, **told.params), "typed": list(merging.typed(form))}
    return render_template("triage/stale.html", reference=reference, changed=changed, merge=merge, **words), 409
