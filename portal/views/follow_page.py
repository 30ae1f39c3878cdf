"""What all pages behind the mailed link share: who may pass, when forms are offered, and how one is answered.

Nothing here, and nothing that it answers, depends on what the team did, but for the status word and the question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from portal import clock, config, db, tokens
from portal.domain.errors import DomainError, TooMany
from portal.domain.triage.disclosure import ReporterStatus
from portal.domain.vocabulary import Kind
from portal.forms.fields import RuledForm
from portal.models import Referral
from portal.notify.letters import FOLLOW
from portal.services import follow_up, limits
from portal.store import referrals
from portal.views import policies

DAYS = 400
"""A link works until well after the closing day; a new one revokes it earlier."""
REFERRER = "strict-origin"
"""The address holds the token and is told to nobody; "no-referrer" would make the portal refuse its own forms."""


@dataclass(frozen=True)
class Way:
    """A referral reached over its link, in this transaction, and what its reporter may see of it."""

    session: Session
    token: str
    referral: Referral
    seen: ReporterStatus
    at: datetime
    today: date

    @property
    def kind(self) -> Kind:
        return Kind(self.referral.kind)

    @property
    def now(self) -> dict[str, Any]:
        rules = {"policy": policies.policy(), "mailboxes": policies.mailboxes()}
        return {"at": self.at, "today": self.today, **rules}

    def url(self, endpoint: str, **values: Any) -> str:
        return url_for(endpoint, token=self.token, **values)


def only_the_first(_way: Way, _form: Any, fault: DomainError) -> Iterable[DomainError]:
    return (fault,)


@dataclass(frozen=True)
class Page:
    """One form: how it is made, what sending it does, how it is shown, what it is told when a rule refuses."""

    form: Callable[[Way], Any]
    step: Callable[[Way, Any], None]
    show: Callable[[Way, Any], str]
    faults: Callable[[Way, Any, DomainError], Iterable[DomainError]] = only_the_first
    leads_to: str = "follow_up.thanks"

    def opened(self, way: Way) -> str:
        return self.show(way, self.form(way))


def nothing_to_type(_way: Way) -> RuledForm:
    """The form of a button."""
    return RuledForm()


def reached(token: str, show: Callable[[Way], ResponseReturnValue]) -> Response:
    """A page for whoever holds a link; a wrong, old or revoked one gets one identical page."""
    way = _find(db.session(), token)
    return _private(_unknown() if way is None else show(way))


def while_open(token: str, show: Callable[[Way], ResponseReturnValue]) -> Response:
    """A page with a form, as long as forms are offered."""
    way = _open(db.session(), token)
    return _private(way if isinstance(way, Response) else show(way))


def sent(token: str, page: Page) -> Response:
    """Do what the form asks, in one transaction, and say thank you; refused, it comes back as typed."""
    try:
        with db.transaction() as session:
            way = _open(session, token)
            if isinstance(way, Response):
                return _private(way)
            page.step(way, page.form(way))
            policies.count(session, limits.FOLLOW, address=way.referral.follow_key)
    except TooMany:
        raise
    except DomainError as fault:
        return _refused(token, page, fault)
    return _private(redirect(url_for(page.leads_to, token=token), code=303))


def _refused(token: str, page: Page, fault: DomainError) -> Response:
    way = _open(db.session(), token)
    if isinstance(way, Response):
        return _private(way)
    form = page.form(way)
    form.refuse(page.faults(way, form, fault))
    return _private((page.show(way, form), 422))


def _open(session: Session, token: str) -> Way | Response:
    """The way to the forms; without one, the page that says why, which is the same whatever was sent."""
    way = _find(session, token)
    if way is None:
        return _unknown()
    return way if way.seen.forms_offered else make_response(render_template("follow_up/over.html"), 410)


def _find(session: Session, token: str) -> Way | None:
    now = clock.now()
    key = tokens.read(config.settings().secret_keys, FOLLOW, token, max_age_days=DAYS, now=now)
    referral = referrals.by_follow_key(session, key) if key else None
    if referral is None:
        return None
    site, today = config.site(), clock.day_of(now)
    seen = follow_up.status(session, referral, today=today, closing_days=site.closing_day, serves=site.serves)
    return Way(session, token, referral, seen, now, today)


def _unknown() -> Response:
    return make_response(render_template("follow_up/unknown.html"), 404)


def _private(answer: ResponseReturnValue) -> Response:
    response = make_response(answer)
    response.headers["Referrer-Policy"] = REFERRER
    return response
