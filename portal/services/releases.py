"""The only way past the reporter's whitelist: a tenant lets us tell one reporter one sentence, for a while."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlmodel import Session

from portal.domain.errors import Refused
from portal.domain.triage import releases as rules
from portal.domain.triage.disclosure import Sentence
from portal.domain.triage.releases import EVERYBODY, Course, Permission, Refusal
from portal.domain.vocabulary import N_, CaseStatus, Kind
from portal.models import Account, Case, Referral, Release
from portal.services import history
from portal.store import audit, cases, episodes, releases

NOT_OF_THIS_CASE = N_("Kies een melder van dit dossier.")


def reporters(session: Session, case: Case) -> Sequence[Referral]:
    """Whom a tenant may let us tell something: who reported somebody else, and did not withdraw it."""
    found = cases.referrals_of(session, case.id or 0)
    return [one for one in found if one.kind is not Kind.TENANT and one.withdrawn_at is None]


def course(session: Session, case: Case) -> Course:
    """What the case has behind it."""
    ways = episodes.of_case(session, case.id or 0)
    return Course(
        lines=tuple((entry.what, entry.data) for entry in cases.entries(session, case.id or 0)),
        guided=any(way.started_on is not None for way in ways),
        agreed=any(way.agreements or way.ends_on for way in ways),
    )


def give(session: Session, case: Case, permission: Permission, *, by: Account, at: datetime, today: date) -> None:
    """Keep the tenant's permission to tell what is so; what is released already is revoked before it is given anew."""
    referral = _reporter(session, case, permission.reference, field="release_to")
    _require_read(case)
    rules.require_true(permission.sentence, course(session, case))
    before = releases.unrevoked(session, referral.id or 0, permission.sentence)
    if any(today <= one.until_on for one in before):
        raise Refused(N_("Deze zin is al vrijgegeven aan deze melder. Trek dat eerst in."), field="sentence")
    row = Release(
        case_id=case.id or 0,
        referral_id=referral.id or 0,
        sentence=permission.sentence.value,
        given_on=permission.given_on,
        given_how=permission.given_how,
        until_on=permission.until,
        given_by_id=by.id or 0,
    )
    session.add(row)
    days = {"given_on": permission.given_on.isoformat(), "until": permission.until.isoformat()}
    data = {"referral": referral.reference, "sentence": row.sentence, "how": row.given_how, **days}
    history.record(session, case, "released", data, by=by, at=at)


def note_refusal(session: Session, case: Case, refusal: Refusal, *, by: Account, at: datetime, today: date) -> None:
    """Keep that the tenant was asked and said no; what was allowed before is revoked first."""
    _require_read(case)
    about = reporters(session, case)
    if refusal.reference != EVERYBODY:
        about = [_reporter(session, case, refusal.reference, field="refused_to")]
    if any(_tells_something(session, one, today) for one in about):
        raise Refused(N_("Er is nog een zin vrijgegeven. Trek die eerst in."), field="refused_to")
    to = {} if refusal.reference == EVERYBODY else {"referral": refusal.reference}
    data = {**to, "asked_on": refusal.asked_on.isoformat(), "how": refusal.asked_how}
    history.record(session, case, "release_refused", data, by=by, at=at)


def revoke(session: Session, case: Case, reference: str, sentence: Sentence, *, by: Account, at: datetime) -> None:
    """From now on the sentence is not told any more; what was read cannot be unread."""
    referral = _of_case(session, case, reference, field=None)
    rows = releases.unrevoked(session, referral.id or 0, sentence)
    if not rows:
        raise Refused(N_("Deze zin is niet meer vrijgegeven."))
    for row in rows:
        row.revoked_at, row.revoked_by_id = at, by.id
    data = {"referral": referral.reference, "sentence": sentence.value}
    history.record(session, case, "revoked", data, by=by, at=at)


def note_disclosed(session: Session, referral: Referral, sentences: Collection[Sentence], *, at: datetime) -> None:
    """Leave a line in the trail of what a reporter is about to read; only codes."""
    about = {"case_id": referral.case_id, "referral_id": referral.id}
    codes = [sentence.value for sentence in sentences]
    audit.record(session, at=at, action="release.disclosed", **about, sentences=codes)


def _require_read(case: Case) -> None:
    if case.status is CaseStatus.RECEIVED:
        raise Refused(N_("Neem het dossier eerst in behandeling."))


def _tells_something(session: Session, referral: Referral, today: date) -> bool:
    return any(today <= one.until for one in releases.standing(session, referral.id or 0))


def _reporter(session: Session, case: Case, reference: str, *, field: str) -> Referral:
    found = _of_case(session, case, reference, field=field)
    if found not in reporters(session, case):
        raise Refused(NOT_OF_THIS_CASE, field=field)
    return found


def _of_case(session: Session, case: Case, reference: str, *, field: str | None) -> Referral:
    found = {one.reference: one for one in cases.referrals_of(session, case.id or 0)}.get(reference)
    if found is None:
        raise Refused(NOT_OF_THIS_CASE, field=field)
    return found
