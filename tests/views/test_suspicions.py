"""Signs of a machine: the report is taken all the same, and staff see them on the case."""

from __future__ import annotations

import pytest
import time_machine
from flask import Flask

from portal.domain.vocabulary import Role
from portal.models import Draft, Referral
from portal.views.sending import SHORTEST
from tests import people
from tests.reporters import Reporter, bailiff_at, landlord_at, rows

pytestmark = pytest.mark.usefixtures("monday")
TRAP = {"website": "https://seo.example"}


def sent_after(app: Flask, seconds: float, typed: dict[str, str]) -> list[str]:
    reporter = landlord_at(app, "check")
    begun = rows(app, Draft)[0].created_at
    with time_machine.travel(begun.timestamp() + seconds, tick=False):
        answer = reporter.press(dict.fromkeys(TRAP, "") | typed)
    assert answer.status_code == 200 and reporter.at.startswith("/refer/done/")
    return rows(app, Referral)[0].suspicions


def test_whoever_takes_the_time_and_leaves_the_trap_alone_is_no_machine(app: Flask) -> None:
    assert sent_after(app, SHORTEST.total_seconds() + 1, {}) == []


def test_a_trap_and_haste_are_noted_and_refuse_nothing(app: Flask) -> None:
    assert sent_after(app, SHORTEST.total_seconds() - 1, TRAP) == ["honeypot", "fast"]


def test_people_neither_see_the_trap_nor_come_to_it_with_the_keyboard(app: Flask) -> None:
    reporter = bailiff_at(app, "check")

    html = reporter.client.get(reporter.at).text
    (trap,) = [line for line in html.splitlines() if 'name="website"' in line]
    for words in ('class="hidden"', 'aria-hidden="true"', 'tabindex="-1"', 'autocomplete="off"', "Laat dit veld leeg"):
        assert words in trap


def test_staff_see_the_signs_on_the_case(app: Flask) -> None:
    sent_after(app, 1, TRAP)
    worker = people.signed_in(app, Role.INTAKE_WORKER)
    (referral,) = rows(app, Referral)

    page = worker.get(f"/staff/cases/{referral.reference}").text

    assert "Mogelijk geen mens: een verborgen veld was ingevuld, binnen 10 seconden ingevuld en verstuurd." in page


def test_call_me_has_the_trap_too(app: Flask) -> None:
    tenant = Reporter(app, "tenant")
    tenant.open("/refer/tenant/call")

    tenant.press({"tenant_last": "Quackelbeen", "tenant_phone": "0470 98 76 54", **TRAP})

    assert [one.suspicions for one in rows(app, Referral)] == [["honeypot"]]
