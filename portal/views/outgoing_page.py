"""The page of the outgoing mail, ready to be shown: what stands in which state, why, and whether somebody sends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask import url_for
from flask_babel import format_datetime
from flask_babel import gettext as _
from sqlmodel import Session

from portal.models import MailState
from portal.store import messages, outgoing, schedule
from portal.store.messages import Line
from portal.store.outgoing import Place
from portal.views import mail_words, paging
from portal.views.health import LATE, LATELY, SILENT

FIRST = 12
"""Of each state, on the page of them all."""
WHEN = "EEE d/M, H:mm"
OVERVIEW = (MailState.DEAD, MailState.DEFERRED, MailState.PENDING, MailState.LEASED)
ENDED = frozenset({MailState.SENT, MailState.CANCELLED})


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail: its notice, where it stands, why; the reference for who may read cases, the key if it can be resent."""

    notice: str
    reference: str
    since: str
    """Since when it stands there, or when it was sent, in words."""
    tries: int
    cause: str
    next: str
    is_over: bool
    key: str


@dataclass(frozen=True, slots=True)
class Section:
    """The mails of one state; ``all_url`` when there are more than are shown."""

    state: str
    lately: int | None
    """So many days back goes the list; none: it is whole."""
    mails: tuple[Mail, ...]
    all_url: str
    next_url: str
    first_url: str


@dataclass(frozen=True, slots=True)
class OutgoingPage:
    tabs: tuple[tuple[str, str, int | None, bool], ...]
    sections: tuple[Section, ...]
    causes: tuple[tuple[str, str, int], ...]
    """What dead mails died of: in words, as a code, how many."""
    workers: tuple[tuple[str, str, bool], ...]
    """Each worker's name, when it was seen last, whether that is too long ago."""
    jobs: tuple[tuple[str, str, str, bool], ...]
    """What recurs: when last, when next, whether it is late."""
    is_overview: bool


def asked(given: Mapping[str, str]) -> tuple[MailState | None, Place | None] | None:
    """The state and the place in its list that an address names; None when it names what there is not."""
    said, word = given.get("state", ""), given.get("after", "")
    place = paging.read(paging.MAILS, word) if word else None
    known = not said or said in set(MailState)
    if not known or (word and (place is None or not said)):
        return None
    return MailState(said) if said else None, (place[0], place[1]) if place else None


def of(
    session: Session, state: MailState | None, after: Place | None, *, now: datetime, with_reference: bool
) -> OutgoingPage:
    """The list of one state; without one the first mails of each that is not at its end, and who works at them."""
    counts = messages.figures(session, since=now - LATELY).counts
    shown = [one for one in OVERVIEW if counts[one]] if state is None else [state]
    overview = state is None
    section = partial(_section, session, since=now - LATELY, overview=overview, with_reference=with_reference)
    return OutgoingPage(
        tabs=tuple(_tabs(counts, state)),
        sections=tuple(section(one, after) for one in shown),
        causes=tuple(_causes(session)) if counts[MailState.DEAD] and state in {None, MailState.DEAD} else (),
        workers=tuple(_workers(session, now)) if overview else (),
        jobs=tuple(_jobs(session, now)) if overview else (),
        is_overview=overview,
    )


def _tabs(counts: Mapping[MailState, int], present: MailState | None) -> Iterator[tuple[str, str, int | None, bool]]:
    yield _("Overzicht"), url_for("mail.outbox"), None, present is None
    for state, word in mail_words.STATES.items():
        yield _(word), _url(state), counts[state], state is present


def _section(
    session: Session,
    state: MailState,
    after: Place | None,
    *,
    overview: bool,
    since: datetime,
    with_reference: bool,
) -> Section:
    limit = FIRST if overview else outgoing.PAGE
    found = outgoing.page(session, state, since=since, after=after, limit=limit)
    following = paging.encode(found.following) if found.following else ""
    return Section(
        state=_(mail_words.STATES[state]),
        lately=LATELY.days if state in ENDED else None,
        mails=tuple(_mail(line, with_reference=with_reference) for line in found.lines),
        all_url=_url(state) if overview and following else "",
        next_url=_url(state, following) if following and not overview else "",
        first_url=_url(state) if after else "",
    )


def _url(state: MailState, after: str = "") -> str:
    return url_for("mail.outbox", state=state.value, after=after or None)


def _mail(line: Line, *, with_reference: bool) -> Mail:
    waits = line.state in {MailState.PENDING, MailState.DEFERRED}
    return Mail(
        notice=mail_words.notice(line.notice),
        reference=(line.reference or "") if with_reference else "",
        since=_since(line),
        tries=line.tries,
        cause=mail_words.cause(line.error) if line.error and line.state not in ENDED else "",
        next=format_datetime(line.due_at, WHEN) if waits and line.tries else "",
        is_over=line.is_over,
        key=line.key if line.state is MailState.DEAD and not line.is_over else "",
    )


def _since(line: Line) -> str:
    when = format_datetime(line.finished_at or line.created_at, WHEN)
    if line.state is MailState.SENT:
        return str(_("verstuurd op %(when)s", when=when))
    return str(_("sinds %(when)s", when=when))


def _causes(session: Session) -> Iterator[tuple[str, str, int]]:
    for code, number in outgoing.causes(session).items():
        yield mail_words.cause(code), code, number


def _workers(session: Session, now: datetime) -> Iterator[tuple[str, str, bool]]:
    for name, seen_at in messages.workers(session):
        yield name.partition(":")[2], format_datetime(seen_at, WHEN), now - seen_at >= SILENT


def _jobs(session: Session, now: datetime) -> Iterator[tuple[str, str, str, bool]]:
    for name, next_at, done_at in schedule.planned(session):
        done = format_datetime(done_at, WHEN) if done_at else ""
        yield mail_words.job(name), done, format_datetime(next_at, WHEN), now - next_at > LATE
