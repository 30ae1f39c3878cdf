"""What pages that set a password share: the link that leads to them, the password itself, and the guesses counted."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from flask import abort, request
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.exceptions import TooManyRequests

from portal import clock, config, db, tokens
from portal.domain.errors import NotFound, Refused
from portal.forms.accounts import PasswordForm
from portal.models import Account
from portal.services import accounts, passwords, sign_in_names, throttling
from portal.services.throttling import Counter


def behind(purpose: str, token: str, *, max_age_days: float) -> Account:
    """The account of a link; one and the same 410 for a link that is wrong, old, used or for nobody."""
    secret = tokens.read(config.settings().secret_keys, purpose, token, max_age_days=max_age_days, now=clock.now())
    with gone_if_used():
        return accounts.of_link(db.session(), secret or "")


@contextmanager
def gone_if_used() -> Iterator[None]:
    try:
        yield
    except NotFound:
        abort(410)


def chosen(form: PasswordForm, account: Account) -> str | None:
    """The hash of a password that will do; None when the form says what is wrong with it."""
    db.session().commit()  # The hash below takes long; nobody else should wait for it.
    if not form.validate() or not _is_good(form, account):
        return None
    return passwords.make_hash(form.password.data)


def counters(email: str) -> Sequence[Counter]:
    """What one attempt with this name counts for; nothing where limits are off."""
    settings = config.settings()
    if not settings.rate_limits:
        return ()
    network = request.remote_addr or ""
    return throttling.counters(
        settings.secret_keys[0], email=sign_in_names.spelt(email), network=network, factor=settings.rate_limits
    )


@contextmanager
def counted(counted_for: Sequence[Counter]) -> Iterator[Session]:
    """A transaction whose block may go on when there were not too many attempts; 429, counted, when there were."""
    with db.transaction() as data:
        wait = throttling.count(data, counted_for, clock.now())
        if wait is None:
            yield data
    if wait is not None:
        raise TooManyRequests(retry_after=math.ceil(wait.total_seconds()))


def _is_good(form: PasswordForm, account: Account) -> bool:
    site = config.site()
    try:
        passwords.require_good(form.password.data, about=(account.email, account.name, site.service_name, site.town))
    except Refused as refusal:
        form.refuse(_(refusal.message, **refusal.params))
        return False
    return True
