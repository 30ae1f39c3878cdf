"""Which draft a request belongs to: the browser's by its cookie, the page's by the key that it carries."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import request
from sqlmodel import Session
from werkzeug.wrappers import Response

from portal import clock, config, tokens
from portal.domain.errors import Conflict
from portal.domain.intake import checking
from portal.domain.intake.questions import Answer
from portal.domain.vocabulary import N_, Kind
from portal.models import Draft, Referral
from portal.store import drafts, referrals
from portal.views import languages

COOKIE = "draft"
RECEIPT_COOKIE = "receipt"
KEY = re.compile("[0-9a-f]{32}")
GONE = N_("Deze aanmelding is intussen verstuurd of weggegaan.")


@dataclass(frozen=True)
class Place:
    """What a posted page belongs to: at most one of a draft and a referral that was sent already."""

    draft: Draft | None
    sent: Referral | None
    elsewhere: bool
    """The browser is busy with another draft than the page's own."""


def current(session: Session) -> Draft | None:
    """The draft that this browser is filling in."""
    token = request.cookies.get(COOKIE, "")
    return drafts.by_token(session, tokens.fingerprint(token), alive_since=alive_since()) if token else None


def current_of(session: Session, kind: Kind) -> Draft | None:
    """The same, when it is a report of this kind."""
    draft = current(session)
    return draft if draft is not None and draft.kind == kind else None


def place(session: Session, submission_key: str) -> Place:
    """Find what the page belongs to, locking its draft so that the same form sent twice is handled in turn."""
    draft = drafts.for_update(session, submission_key, alive_since=alive_since())
    if draft is None:
        return Place(draft=None, sent=referrals.by_submission_key(session, submission_key), elsewhere=False)
    held = tokens.fingerprint(request.cookies.get(COOKIE, "")) == draft.token_hash
    return Place(draft=draft, sent=None, elsewhere=not held and current(session) is not None)


def begin(session: Session, kind: Kind, submission_key: str, own: dict[str, Answer]) -> tuple[Draft, str]:
    """A new draft that holds nothing about a tenant, and the token for the browser.

    The page sent twice at once makes one draft: who comes second goes on with what the first one wrote.
    """
    token = _token(submission_key)
    new = Draft(
        token_hash=tokens.fingerprint(token),
        submission_key=submission_key,
        kind=kind,
        own=own,
        created_at=clock.now(),
        active_at=clock.now(),
    )
    drafts.insert_once(session, new.model_dump(exclude={"id"}), alive_since=alive_since())
    draft = drafts.for_update(session, submission_key, alive_since=alive_since())
    if draft is None:
        raise Conflict(GONE)
    return draft, token


def token_for(draft: Draft) -> str:
    """The token of the browser that holds this draft; one that holds the page's key alone gets it now."""
    mine = request.cookies.get(COOKIE, "")
    if tokens.fingerprint(mine) == draft.token_hash:
        return mine
    token = _token(draft.submission_key)
    draft.token_hash = tokens.fingerprint(token)
    return token


def submission_key(session: Session) -> str:
    """The key that the posted page carries; a page without one belongs to the browser's own draft, or to none."""
    key = request.form.get("submission_key", "")
    if KEY.fullmatch(key):
        return key
    mine = current(session)
    return mine.submission_key if mine is not None else tokens.random_key()


def known(draft: Draft | None) -> dict[str, Answer]:
    """Everything the draft holds, as one set of answers."""
    return {} if draft is None else {**draft.own, **(draft.answers or {})}


def keep(draft: Draft, answers: dict[str, Answer]) -> None:
    """Store the answers: the reporter's own, and past the gate those about the tenant."""
    draft.own = checking.own(answers)
    rest = {name: answer for name, answer in answers.items() if name not in draft.own}
    draft.answers = rest if draft.passed_gate else None
    draft.language = languages.chosen()
    draft.active_at = clock.now()


def close_gate(draft: Draft) -> None:
    """Erase everything about a tenant who turns out not to be informed."""
    draft.passed_gate = False
    draft.answers = None
    draft.active_at = clock.now()


def hold(response: Response, token: str) -> Response:
    """Let the browser come back to its draft, also after it was closed."""
    _set(response, COOKIE, token, _life())
    response.delete_cookie(RECEIPT_COOKIE, path="/")
    return response


def let_go(response: Response, receipt: str) -> Response:
    """The browser's draft was sent: its pages lead to the receipt from now on."""
    response.delete_cookie(COOKIE, path="/")
    _set(response, RECEIPT_COOKIE, receipt, timedelta(days=1))
    return response


def alive_since() -> datetime:
    """A draft in which nothing was done since is dead, whether or not it was removed yet."""
    return clock.now() - _life()


def _set(response: Response, name: str, value: str, age: timedelta) -> None:
    secure = config.settings().secure
    response.set_cookie(name, value, max_age=age, path="/", secure=secure, httponly=True, samesite="Lax")


def _token(submission_key: str) -> str:
    """Made of our secret and the draft's random key, so that both answers to a double click agree on the cookie."""
    secret = config.settings().secret_keys[0].encode()
    return hmac.new(secret, f"draft {submission_key}".encode(), hashlib.sha256).hexdigest()


def _life() -> timedelta:
    """A draft dies this long after the last thing done in it; the site file says how long."""
    return timedelta(days=config.site().retention.draft_days)
