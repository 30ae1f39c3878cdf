"""The queue as staff see it: what stands where, in which words, and what a bad address gets."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from portal.domain.triage import filters
from portal.domain.vocabulary import CaseStatus, Kind, Pathway, Role, Urgency
from portal.services import saved_views
from portal.store.queue import View
from portal.views import paging
from tests import pages, people
from tests.factories import A_DAY, MONDAY, make_account, make_case

pytestmark = pytest.mark.usefixtures("monday")

THIRTY_EIGHT_KILOBYTES = 38_000
EXISTING = "NMCJ-D3D7-Y"
"""A reference whose check character is right."""


@pytest.fixture
def worker(app: Flask) -> FlaskClient:
    return people.signed_in(app, Role.INTAKE_WORKER)


def test_a_case_is_two_lines_of_words(worker: FlaskClient, session: Session) -> None:
    case = make_case(
        session,
        referral={
            "stage": "petition",
            "hearing_date": date(2026, 11, 25),
            "hearing_time": time(9),
            "minors": "yes",
            "kind": Kind.BAILIFF,
        },
        safety_mark=True,
    )
    session.commit()

    page = pages.read(worker.get("/staff/queue").text)

    assert f"U0 acuut vrij {case.reference} Zitting wo 25/11, 9:00 · over 2 werkdagen" in _spaced(worker)
    assert "Eerste contact vandaag. Huurachterstal, bedrag niet bekend, minderjarige kinderen. " in page.text
    assert "Gerechtsdeurwaarder. ! opgelet bij contact" in page.text
    assert page.links[case.reference] == f"/staff/cases/{case.reference}"


def test_what_is_late_says_so_in_words(worker: FlaskClient, session: Session) -> None:
    make_case(session, due_on=date(2026, 11, 20), queue_on=MONDAY, contact_by=date(2026, 11, 20))
    session.commit()

    page = pages.read(worker.get("/staff/queue").text)

    assert "3 dagen te laat. Eerste contact uiterlijk vr 20/11." in page.text
    assert "Maandag 23 november · 1 dossier te laat" in page.text
    assert page.links["1 dossier te laat"] == "/staff/queue?view=todo&due=late"


def test_a_term_that_ends_is_a_reason_and_art_14_does_not_shout(worker: FlaskClient, session: Session) -> None:
    guided: dict[str, Any] = {"status": CaseStatus.IN_GUIDANCE, "pathway": Pathway.CRISIS}
    make_case(session, **guided, term_ends_on=date(2026, 12, 4))
    make_case(session, **guided, pathway_until=date(2026, 11, 20), art14_due_on=date(2026, 11, 20))
    make_case(session, **guided, term_ends_on=date(2026, 12, 24))
    session.commit()

    page = worker.get("/staff/queue?view=all").text

    assert page.count("Maximumtermijn l") == 1
    assert "Maximumtermijn loopt af op vr 4/12. Verhuurder (particulier)." in page
    assert "Het verblijf liep af op vr 20/11. Verhuurder (particulier). In begeleiding. Art. 14 te laat.</p>" in page


def test_a_day_that_is_over_is_not_today(worker: FlaskClient, session: Session) -> None:
    ended: dict[str, Any] = {"key_rule": "A10", "key_date": date(2026, 11, 20)}
    make_case(session, **ended)
    make_case(session, **{**ended, "key_date": MONDAY})
    make_case(session, **ended, status=CaseStatus.CLOSED, desk="closed", closed_at=A_DAY)
    session.commit()

    open_ones, closed_ones = (worker.get(f"/staff/queue?view={view}").text for view in ("todo", "closed"))

    assert "Huur eindigt <b>vr 20/11</b> · voorbij</p>" in open_ones
    assert "Huur eindigt <b>ma 23/11</b> · vandaag</p>" in open_ones
    assert "Huur eindigt <b>vr 20/11</b></p>" in closed_ones


def test_who_has_a_case_stands_at_the_right(app: Flask, session: Session) -> None:
    an, jo = make_account(session, name="An Peeters"), make_account(session, name="Jo Maes")
    for owner in (an, jo):
        make_case(session, status=CaseStatus.IN_TRIAGE, claimed_by_id=owner.id)
    session.commit()

    page = people.browser_of(app, an).get("/staff/queue").text

    assert '<span class="owner">bij u</span>' in page
    assert '<span class="owner">Jo Maes</span>' in page


def test_a_colleague_who_is_away_is_shown_so(worker: FlaskClient, session: Session) -> None:
    away = make_account(session, name="Noor Peeters", away_until=date(2026, 12, 4))
    back = make_account(session, name="Jo Maes", away_until=date(2026, 11, 22))
    gone = make_account(session, name="Els Claes", disabled_at=A_DAY)
    for owner in (away, back, gone):
        make_case(session, status=CaseStatus.IN_TRIAGE, claimed_by_id=owner.id)
    session.commit()

    page = worker.get("/staff/queue").text

    assert '<span class="owner">Noor Peeters, afwezig tot en met vr 4/12</span>' in page
    assert '<span class="owner">Jo Maes</span>' in page
    assert '<span class="owner">Els Claes, niet meer in dienst</span>' in page


def test_where_nothing_is_urgent_the_problems_say_what_it_is_about(worker: FlaskClient, session: Session) -> None:
    make_case(session, referral={"problems": ["nuisance", "conflict"]})
    make_case(session, referral={"problems": ["other"]})
    session.commit()

    text = pages.read(worker.get("/staff/queue").text).text

    assert "Overlast, burenconflict, conflict huurder-verhuurder" in text
    assert "Geen dringende feiten bekend" in text


def test_today_and_later_are_two_groups(worker: FlaskClient, session: Session) -> None:
    today = make_case(session, due_on=MONDAY, queue_on=MONDAY)
    later = make_case(session, due_on=date(2026, 12, 1), queue_on=date(2026, 12, 1), level=Urgency.U0)
    session.commit()

    text = pages.read(worker.get("/staff/queue").text).text

    assert text.index("Vandaag en te laat") < text.index(today.reference) < text.index("Later")
    assert text.index("Later") < text.index(later.reference)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("todo", "Niets te doen en niets te laat."),
        ("mine", "U hebt geen dossiers open."),
        ("all", "Er zijn geen open dossiers."),
        ("waiting", "Er wacht geen dossier op een melder."),
        ("objections", "Er is geen verzet te beslissen."),
        ("new_facts", "Er zijn geen nieuwe feiten."),
        ("unread", "Alles is gelezen."),
        ("closed", "Er is nog niets afgesloten."),
    ],
)
def test_an_empty_list_says_what_is_good_about_it(worker: FlaskClient, view: str, words: str) -> None:
    assert words in worker.get(f"/staff/queue?view={view}").text


def test_a_closed_case_says_when_and_how_it_ended(worker: FlaskClient, session: Session) -> None:
    make_case(
        session,
        status=CaseStatus.CLOSED,
        desk="closed",
        closed_at=datetime(2026, 11, 20, 10, tzinfo=UTC),
        outcome="payment_plan",
    )
    session.commit()

    assert "Afgesloten op vr 20/11. Afbetalingsplan afgesproken." in worker.get("/staff/queue?view=closed").text


def test_fifty_rows_are_a_page_of_less_than_thirty_eight_kilobytes(app: Flask, session: Session) -> None:
    an, jo = make_account(session, name="Anne-Charlotte Vandenbroucke"), make_account(session, team="noord")
    for name in ("Zittingen van deze week", "Wijkpolitie", "Van mij en te laat"):
        saved_views.keep(session, jo, name, "view=todo&level=U0&safety=yes", start=False, at=A_DAY)
    for _ in range(51):
        make_case(
            session,
            status=CaseStatus.IN_TRIAGE,
            claimed_by_id=an.id,
            safety_mark=True,
            referral={"stage": "petition", "hearing_date": date(2026, 11, 25), "minors": "yes"},
        )
    session.commit()
    worker = people.browser_of(app, jo)

    answer = worker.get("/staff/queue?level=U0&safety=yes")
    page = pages.read(answer.text)

    assert answer.text.count('class="case"') == 50
    assert len(answer.data) < THIRTY_EIGHT_KILOBYTES
    following = worker.get(page.links["Volgende"])
    assert following.text.count('class="case"') == 1
    assert "Naar het begin" in following.text


@pytest.mark.parametrize(
    "query",
    [
        "view=others",
        "level=U9",
        "level=&level=U9",
        "kind=nobody",
        "name=Testers",
        "view=",
        "after=x",
        "after=%00",
        "after=bnVsbA",
        "after=W10",
        "after=" + "A" * 5000,
        "view=closed&after=" + paging.encode((date(2026, 11, 23), 0, date(2026, 11, 23), "x", "y")),
        "after="
        + paging.encode((date(2026, 11, 23), 9, date(2026, 11, 23), "2026-11-23T09:00:00+00:00", "CCCC-CCCC-C")),
        "after=" + paging.encode((date(2026, 11, 23), 1, date(2026, 11, 23), "2026-11-23T09:00:00", "CCCC-CCCC-C")),
        "view=closed&after=" + paging.encode(("0001-01-01T00:00:00+14:00", EXISTING)),
        "view=closed&after=" + paging.encode(("9999-12-31T23:59:59-14:00", EXISTING)),
    ],
)
def test_an_address_that_nobody_made_is_refused(worker: FlaskClient, query: str) -> None:
    made = paging.encode(("2026-11-23T09:00:00+01:00", EXISTING))
    assert worker.get(f"/staff/queue?view=closed&after={made}").status_code == 200
    assert worker.get(f"/staff/queue?{query}").status_code == 400


WORDS = st.sampled_from([(one.name, word) for one in filters.FILTERS for word in ("", *one.words)])
STRAY = st.tuples(
    st.sampled_from(["view", "after", "lang", "level", "due", "page", "", "team"]),
    st.sampled_from(["", "todo", "team", "closed", "nl", "U0", "u0", "yes", "9", "\x00", "\ud7ff", "x" * 999])
    | st.text(max_size=8),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(WORDS | STRAY, max_size=14))
def test_any_address_of_the_queue_gives_a_page_or_is_refused(worker: FlaskClient, pairs: list[tuple[str, str]]) -> None:
    answer = worker.get("/staff/queue", query_string=urlencode(pairs, errors="replace"))

    ours = all(name in filters.BY_NAME and (not word or word in filters.BY_NAME[name].words) for name, word in pairs)
    assert answer.status_code == 200 if ours else answer.status_code in {200, 302, 303, 400}


def test_filters_stay_with_the_tabs_and_the_next_page(app: Flask, session: Session) -> None:
    an = make_account(session, name="An Peeters", team="noord")
    for number in range(52):
        make_case(session, safety_mark=number > 0, level=Urgency.U1)
    session.commit()
    worker = people.browser_of(app, an)

    page = pages.read(worker.get("/staff/queue?safety=yes&level=U1").text)
    following = worker.get(page.links["Volgende"])

    assert page.links["Mijn team"] == "/staff/queue?view=team&level=U1&safety=yes"
    assert page.links["Volgende"].startswith("/staff/queue?view=todo&level=U1&safety=yes&after=")
    assert page.links["Alle filters weghalen"] == "/staff/queue?view=todo"
    assert (page.value("level"), page.value("safety")) == ("U1", "yes")
    assert following.text.count('class="case"') == 1
    assert "Geen dossier past bij deze filters." in worker.get("/staff/queue?level=U0").text
    assert "Uw team heeft geen dossiers open." in worker.get("/staff/queue?view=team").text
    assert "Mijn team" not in people.signed_in(app, Role.TEAM_LEAD).get("/staff/queue").text


def test_a_place_in_the_list_survives_the_address(session: Session) -> None:
    key = (
        date(2026, 11, 23),
        Urgency.U1,
        date(2026, 11, 24),
        datetime(2026, 11, 23, 9, 1, 2, 3, tzinfo=UTC),
        "DDDD-DDDD-7",
    )
    valid = (*key[:4], make_case(session).reference)

    assert paging.decode(View.TODO, paging.encode(valid)) == valid


def _spaced(client: FlaskClient) -> str:
    text = client.get("/staff/queue").text.replace("<", " <")
    return pages.read(text).text.replace(" ,", ",")
