"""A report, the link that its reporter was mailed, and a team that moves the case as if nobody watched."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import Session

from portal import config, tokens
from portal.domain.vocabulary import CaseStatus
from portal.models import Case, Entry
from tests.factories import A_DAY, MONDAY, make_referral
from tests.people import csrf_of

PATHS: dict[str, tuple[CaseStatus, ...]] = {
    "assigned": (CaseStatus.IN_TRIAGE, CaseStatus.ASSIGNED),
    "in guidance": (CaseStatus.IN_TRIAGE, CaseStatus.ASSIGNED, CaseStatus.IN_GUIDANCE),
    "declined": (CaseStatus.IN_TRIAGE, CaseStatus.CONTACTING, CaseStatus.TENANT_DECLINED),
    "not reached": (CaseStatus.IN_TRIAGE, CaseStatus.CONTACTING, CaseStatus.NOT_REACHED),
    "referred on": (CaseStatus.IN_TRIAGE, CaseStatus.REFERRED_ON),
    "closed": (CaseStatus.IN_TRIAGE, CaseStatus.REFERRED_ON, CaseStatus.CLOSED),
    "opened again": (CaseStatus.IN_TRIAGE, CaseStatus.REFERRED_ON, CaseStatus.CLOSED, CaseStatus.IN_TRIAGE),
}
OF_EVERY_ANSWER = ("X-Request-Id", "Date", "Content-Length")
TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]+')
Seen = tuple[int, str, list[tuple[str, str]]]


class Desk:
    """One referral, its link, and a team that moves its case."""

    def __init__(self, app: Flask, session: Session) -> None:
        self.app, self.session = app, session
        self.client: FlaskClient = app.test_client()
        self.token = {"csrf_token": csrf_of(self.client.get("/follow").text)}
        self.referral = make_referral(session, own_ref="dossier 7")
        session.commit()

    def link(self, key: str = "", purpose: str = "follow") -> str:
        with self.app.app_context():
            return "/follow/" + tokens.sign(config.settings().secret_keys, purpose, key or self.referral.follow_key)

    def move(self, *path: CaseStatus, **values: Any) -> None:
        """As if the case had gone this way and no other."""
        session, case_id = self.session, self.referral.case_id
        session.execute(sa.delete(Entry).where(sa.column("case_id") == case_id))
        for before, status in pairwise((CaseStatus.RECEIVED, *path)):
            what = "claim" if status is CaseStatus.IN_TRIAGE else "move"
            data = {"from": before, "to": status, "on": MONDAY.isoformat(), "reason": "Geheim"}
            session.add(Entry(case_id=case_id, at=A_DAY, what=what, data=data))
        status = path[-1] if path else CaseStatus.RECEIVED
        row = {"status": status, "is_open": status is not CaseStatus.CLOSED, "joined_to_id": None, **values}
        session.execute(sa.update(Case).where(sa.column("id") == case_id).values(row))
        session.commit()

    def seen(self, link: str, typed: dict[str, str] | None = None) -> Seen:
        """What comes back, to the byte, for a GET or for what was typed; its address and form token are left out."""
        answer = self.client.get(link) if typed is None else self.client.post(link, data={**self.token, **typed})
        headers = [(name, value) for name, value in answer.headers if name not in OF_EVERY_ANSWER]
        return answer.status_code, TOKEN.sub("", answer.text.replace(link, "LINK")), headers
