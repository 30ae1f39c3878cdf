"""Every date that is typed on the page of a case has its bounds: no absurd day is kept, and none breaks the page."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from portal import clock
from portal.domain.deadlines.calendar import days_after
from portal.domain.errors import DomainError
from portal.domain.triage import asked, contact, informing, releases
from portal.domain.triage import given as fields
from portal.domain.triage.given import Value
from portal.domain.triage.state import CaseState
from portal.domain.vocabulary import CaseStatus, Pathway, Role
from portal.models import Case, Entry
from portal.services import triage
from portal.services.assessing import Policy
from tests import pages
from tests.factories import MONDAY, make_account, make_case
from tests.people import signed_in

S = CaseStatus
STATE = CaseState(status=S.ASSIGNED, pathway=Pathway.DW, since=MONDAY)
DATED = [
    one
    for part in (asked.DECLINED, asked.AGREEMENTS, asked.END_OF_STAY, contact.ATTEMPT, contact.EXTENSION)
    for one in part
    if one.kind is Value.DATE
]
EARLIEST, LATEST = days_after(MONDAY, -31), days_after(MONDAY, 5 * 365)


@given(typed=st.dates().map(date.isoformat) | st.text(max_size=12))
def test_no_date_that_is_typed_breaks_a_rule_or_lies_out_of_bounds(typed: str) -> None:
    assert len(DATED) == 6
    for one in DATED:
        assert _read(fields.read, one, {one.name: typed}, STATE, today=MONDAY)
    told = {"sentence": "contact", "release_to": "x", "release_how": "phone", "release_on": "23/11/2026"}
    until = {**told, "release_until": typed}
    since = {**told, "release_on": typed, "release_until": "24/11/2026"}
    to = {"adult": "An", "informing_on": typed, "informing_how": "phone"}
    now = {"received_on": MONDAY, "today": MONDAY}
    assert _read(lambda: releases.read(until, **now).until)
    assert _read(lambda: releases.read(since, **now).given_on)
    assert _read(lambda: informing.read(to, adults=["An"], **now).given_on)


def _read(read: Any, *args: Any, **kwargs: Any) -> bool:
    """Refused, or within what is sensible."""
    try:
        found = read(*args, **kwargs)
    except DomainError as refusal:
        return bool(refusal.field)
    return found is None or EARLIEST <= found <= LATEST


@pytest.mark.usefixtures("monday")
def test_an_absurd_date_is_refused_at_its_field_on_every_form_of_a_case(app: Flask, session: Session) -> None:
    asking = make_case(session, status=S.CONTACTING)
    living = make_case(session, status=S.ASSIGNED, pathway=Pathway.DW)
    stay = {"ends_on": "1/6/2027"}
    now: dict[str, Any] = {"at": clock.now(), "today": MONDAY, "policy": Policy()}
    triage.move(session, living, S.IN_GUIDANCE, stay, by=make_account(session), **now)
    starting = make_case(session, status=S.ASSIGNED, pathway=Pathway.PW)
    session.commit()
    staff, spoken = signed_in(app, Role.INTAKE_WORKER), {"channel": "phone", "reached": "yes", "tenant_knew": "yes"}
    sides = {f"{side}_agreed_{part}": "phone" for side in ("tenant", "landlord") for part in ("by", "how")}
    begun = {"to": "in_guidance", **sides}
    told = {"sentence": "contact", "release_to": asking.reference, "release_how": "phone"}
    forms: list[tuple[Case, str, dict[str, str], str, str]] = [
        (asking, "attempt", spoken, "tried_on", "23/11/2026"),
        (asking, "next", {"next_action": "Bellen."}, "next_action_on", "24/11/2026"),
        (asking, "fact", {"fact": "hearing"}, "date", "25/11/2026"),
        (asking, "releases", {**told, "release_until": "1/12/2026"}, "release_on", "23/11/2026"),
        (asking, "informing", {"adult": "Fatima Testers", "informing_how": "phone"}, "informing_on", "23/11/2026"),
        (starting, "move", {**begun, "landlord_agreed_on": "23/11/2026"}, "tenant_agreed_on", "23/11/2026"),
        (living, "extension", {"reason": "Nog geen woning."}, "ends_on", "1/7/2027"),
        (asking, "move", {"to": "tenant_declined", "declined_how": "phone"}, "declined_on", "23/11/2026"),
    ]
    for case, path, typed, field, fine in forms:
        at = f"/staff/cases/{case.reference}"
        carried = {**dict(pages.read(staff.get(at).text).hidden), **typed}
        for wrong in ("01/01/0001", "31/12/9999"):
            answer = staff.post(f"{at}/{path}", data={**carried, field: wrong})
            assert answer.status_code == 422, (path, wrong)
            page = pages.read(answer.text)
            assert (len(page.errors), page.value(field)) == (1, wrong), (path, wrong)
        assert staff.post(f"{at}/{path}", data={**carried, field: fine}).status_code == 303, path

    session.rollback()
    days = [value for entry in session.exec(select(Entry)) for value in entry.data.values() if _is_day(value)]
    assert days and all(2026 <= date.fromisoformat(day).year <= 2031 for day in days)


def _is_day(value: object) -> bool:
    return isinstance(value, str) and len(value) == 10 and value[4:8:3] == "--"
