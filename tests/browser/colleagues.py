"""Colleagues at their desk in a browser, and the cases that they find there."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import time, timedelta
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext
from sqlmodel import Session

from portal import clock, db
from portal.models import Account
from tests import people
from tests.browser.conftest import Live
from tests.factories import make_case

NOTHING: Mapping[str, Any] = MappingProxyType({})


def colleague(live: Live, **values: Any) -> Account:
    """Somebody of the team with an account."""
    with stored(live) as session:
        return people.make_account(session, **{"email": f"{secrets.token_hex(4)}@portaal.example", **values})


def let_in(context: BrowserContext, live: Live, account: Account) -> None:
    """This browser is the one in which the colleague signed in."""
    name = live.app.config["SESSION_COOKIE_NAME"]
    cookie = people.browser_of(live.app, account).get_cookie(name, urlsplit(live.url).hostname or "")
    assert cookie
    context.add_cookies([{"name": name, "value": cookie.value, "url": live.url}])


def waiting_case(live: Live, *, in_days: int | None = None, report: Mapping[str, Any] = NOTHING, **values: Any) -> str:
    """The reference of a case that came in today: arrears, with a hearing when days are given."""
    today = clock.today()
    hearing = {"stage": "petition", "hearing_date": today + timedelta(days=in_days or 0), "hearing_time": time(9)}
    came = {"received_at": clock.now(), "received_on": today, **(hearing if in_days is not None else {})}
    with stored(live) as session:
        return make_case(session, referral={**came, **report}, **values).reference


@contextmanager
def stored(live: Live) -> Iterator[Session]:
    """A session of the portal's own database; what is made in it stays."""
    with live.app.app_context(), db.open_session(db.engine(), writes=True) as session:
        yield session
        session.commit()
