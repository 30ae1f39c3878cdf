"""Two panels of a case: what the tenant lets us tell a reporter, and who was told what we keep (GDPR art. 14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import format_date
from flask_babel import gettext as _
from sqlmodel import Session

from portal.domain.triage import releases as rules
from portal.domain.triage.asked import HOW
from portal.domain.triage.disclosure import SENTENCE_LABELS, Sentence
from portal.domain.vocabulary import CaseStatus
from portal.forms.fields import day
from portal.forms.releases import InformingForm, RefusalForm, ReleaseForm
from portal.models import Case, Entry, Informing, Referral, Release
from portal.services import informing, releases
from portal.store import cases
from portal.store import releases as stored
from portal.views import queue_rows

LONG = "d MMMM yyyy"


@dataclass(frozen=True, slots=True)
class Released:
    """One sentence to one reporter, how and when the tenant gave it, and whether it can still be read."""

    reporter: str
    reference: str
    sentence: str
    label: str
    given: str
    state: str
    stands: bool


@dataclass(frozen=True, slots=True)
class Releases:
    """``reporters`` and ``sentences`` are the choices of the form; without one of each nothing can be released."""

    rows: tuple[Released, ...]
    refused: tuple[str, ...]
    """That the tenant was asked and said no, about whom, when and how, the newest first."""
    reporters: tuple[tuple[str, str], ...]
    sentences: tuple[Sentence, ...]
    until: str
    today: str
    may_give: bool

    def form(self, typed: ReleaseForm | None) -> ReleaseForm:
        """As it was typed, or empty but for the usual end."""
        form = typed or ReleaseForm(formdata=None, data={"release_until": self.until})
        return form.offer(self.reporters, self.sentences)

    def refusal(self, typed: RefusalForm | None) -> RefusalForm:
        """As it was typed, or for all of them today, which is what mostly is so."""
        usual = {"refused_to": rules.EVERYBODY, "refused_on": self.today}
        return (typed or RefusalForm(formdata=None, data=usual)).offer(self.reporters)


@dataclass(frozen=True, slots=True)
class Informed:
    """By when, in words, who was told, and who was not yet."""

    due: str
    late: str
    rows: tuple[str, ...]
    untold: tuple[str, ...]

    def form(self, typed: InformingForm | None) -> InformingForm:
        return (typed or InformingForm(formdata=None)).offer([(name, name) for name in self.untold])


def releases_of(session: Session, case: Case, past: Sequence[Entry], *, today: date) -> Releases:
    """What was released on this case, the newest first, what was not, and to whom more can be."""
    reports = {report.id: report for report in cases.referrals_of(session, case.id or 0)}
    return Releases(
        rows=tuple(_released(row, reports[row.referral_id], today) for row in stored.of_case(session, case.id or 0)),
        refused=tuple(_refused(past, {report.reference: report for report in reports.values()})),
        reporters=tuple((one.reference, named(one)) for one in releases.reporters(session, case)),
        sentences=rules.true_ones(releases.course(session, case)),
        until=day(rules.usual_end(today)),
        today=day(today),
        may_give=case.status is not CaseStatus.RECEIVED,
    )


def informed_of(session: Session, case: Case, *, today: date) -> Informed:
    """Whom we told and whom we did not; the day is stored with the case."""
    told = informing.told(session, case)
    names = cases.names(session, {row.given_by_id for row in told})
    due_on = case.art14_due_on
    is_late = due_on is not None and due_on < today
    return Informed(
        due=_("Uiterlijk op %(day)s.", day=format_date(due_on, LONG)) if due_on else "",
        late=_("Te laat.") if is_late else "",
        rows=tuple(_told(told, names)),
        untold=informing.untold(session, case),
    )


def named(referral: Referral) -> str:
    """A reporter, as staff tell them apart."""
    parts = (queue_rows.reporter(referral.kind), referral.reporter_org, referral.reporter_name, referral.reference)
    return " · ".join(part for part in parts if part)


def _released(row: Release, referral: Referral, today: date) -> Released:
    sentence = Sentence(row.sentence)
    return Released(
        reporter=named(referral),
        reference=referral.reference,
        sentence=sentence.value,
        label=_(SENTENCE_LABELS[sentence]),
        given=_("Gegeven op %(day)s, %(how)s.", day=format_date(row.given_on, LONG), how=_(HOW[row.given_how])),
        state=_state(row, referral, today),
        stands=row.revoked_at is None and today <= row.until_on,
    )


def _refused(past: Sequence[Entry], reports: Mapping[str, Referral]) -> Iterator[str]:
    for data in (entry.data for entry in reversed(past) if entry.what == "release_refused"):
        on, way = format_date(date.fromisoformat(data["asked_on"]), LONG), HOW[data["how"]]
        whom = named(reports[data["referral"]]) if data.get("referral") in reports else _("Alle melders")
        yield _("%(whom)s: gevraagd op %(day)s, %(how)s. De huurder laat niets toe.", whom=whom, day=on, how=_(way))


def _state(row: Release, referral: Referral, today: date) -> str:
    if row.revoked_at is not None:
        return str(_("Ingetrokken op %(day)s.", day=format_date(row.revoked_at, LONG)))
    until = format_date(row.until_on, LONG)
    if today > row.until_on:
        return str(_("Voorbij sinds %(day)s.", day=until))
    if referral.withdrawn_at is not None:
        return str(_("De melder trok de aanmelding in en leest dit niet meer."))
    return str(_("De melder leest dit tot en met %(day)s.", day=until))


def _told(rows: Iterable[Informing], names: dict[int, str]) -> Iterable[str]:
    for row in rows:
        yield _(
            "%(name)s: op %(day)s, %(how)s. Versie %(version)s, door %(by)s.",
            name=row.adult,
            day=format_date(row.given_on, LONG),
            how=_(HOW[row.given_how]),
            version=row.version,
            by=names.get(row.given_by_id, ""),
        )
