"""A desk to deliver from, and mails on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from typing import Any, Protocol

import pytest
from flask import Flask
from sqlmodel import Session

from portal import clock, config, db
from portal.models import Outbox
from portal.notify import outbox
from portal.notify.delivery import Desk
from portal.notify.notices import Notice
from portal.notify.post import Postman

EVENING = datetime(2026, 11, 21, 19, 5, tzinfo=UTC)


class MakeDesk(Protocol):
    def __call__(self, port: int, **settings: Any) -> Desk: ...


@pytest.fixture
def make_desk(app: Flask) -> Iterator[MakeDesk]:
    """Desks whose mail server is on a port, with settings of their own; the application's context is open."""
    with app.app_context():
        made: list[Desk] = []

        def make(port: int, **settings: Any) -> Desk:
            own = dataclasses.replace(config.settings(), smtp_port=port, smtp_host="127.0.0.1", **settings)
            opener = partial(db.open_session, db.engine())
            made.append(Desk(open_session=opener, settings=own, sites=config.sites(), postman=Postman(own)))
            return made[-1]

        yield make
        for desk in made:
            desk.postman.close()


@pytest.fixture
def flask_context() -> Iterator[None]:
    """Flask-Mail asks for an application when it has sent something."""
    with Flask("portal").app_context():
        yield


def put_receipt(session: Session, to: str = "melder@voorbeeld.example", **values: Any) -> Outbox:
    """One receipt, committed and due."""
    words: dict[str, Any] = {"reference": "CDFH-JKMN-P", "received_at": EVENING, "follow": "5f" * 16} | values
    row = outbox.put(session, Notice.RECEIPT, to=to, at=clock.now(), domain="portaal.example", **words)
    session.commit()
    return row


def again(session: Session, row: Outbox) -> Outbox:
    """The row as it stands in the database now, and does not change any more."""
    session.rollback()
    found = session.get_one(Outbox, row.id, populate_existing=True)
    session.expunge(found)
    session.rollback()
    return found
