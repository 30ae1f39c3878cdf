"""Which adults of a household were told what we keep of them, and by when the others must be (GDPR art. 14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from sqlmodel import Session

from portal.domain.errors import Refused
from portal.domain.triage import informing
from portal.domain.triage.informing import NOTICE_VERSION, Informed
from portal.domain.vocabulary import N_, Kind
from portal.models import Account, Case, Informing, Referral
from portal.services import history
from portal.store import cases, informed


def due_on(referrals: Iterable[Referral]) -> date | None:
    """The last day on which the adults of new reports are told; None when each of them told us themselves."""
    return min((informing.due_on(one.received_on) for one in referrals if any(adults_of(one))), default=None)


def adults_of(referral: Referral) -> Iterator[str]:
    """Whom it is about and who was not told by filling it in: a tenant who reports themselves read it there."""
    if referral.kind is not Kind.TENANT:
        yield _name(referral.tenant_first, referral.tenant_last)
    if name := _name(referral.answers.get("co_tenant_first"), referral.answers.get("co_tenant_last")):
        yield name


def told(session: Session, case: Case) -> Sequence[Informing]:
    """Who was told, the first one first."""
    return informed.of_case(session, case.id or 0)


def untold(session: Session, case: Case) -> tuple[str, ...]:
    """The adults whom reports name and nobody told yet."""
    found = [name for report in cases.referrals_of(session, case.id or 0) for name in adults_of(report)]
    return informing.untold(found, [row.adult for row in told(session, case)])


def give(session: Session, case: Case, done: Informed, *, by: Account, at: datetime) -> None:
    """Keep that one adult was told; nothing is due any more once everybody was. It never touches the level."""
    if done.adult in {row.adult for row in told(session, case)}:
        raise Refused(N_("Deze persoon werd al ingelicht."), field="adult")
    row = Informing(
        case_id=case.id or 0,
        adult=done.adult,
        given_on=done.given_on,
        given_how=done.given_how,
        version=NOTICE_VERSION,
        given_by_id=by.id or 0,
    )
    session.add(row)
    session.flush()
    if not untold(session, case):
        case.art14_due_on = None
    data = {"adult": row.adult, "given_on": row.given_on.isoformat(), "how": row.given_how, "version_told": row.version}
    history.record(session, case, "informed", data, by=by, at=at)


def _name(first: object, last: object) -> str:
    return " ".join(str(part) for part in (first, last) if part)
