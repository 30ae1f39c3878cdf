"""Ways through the public pages that stop at each page in each state, and have it looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from portal import clock, config, tokens
from portal.domain import reference
from portal.domain.triage import news
from portal.domain.vocabulary import CaseStatus, Kind
from portal.models import Case, Draft, Entry
from portal.notify.letters import FOLLOW, RESUME
from tests.browser import colleagues
from tests.browser.conftest import Live
from tests.browser.inspection import Inspector
from tests.browser.visitor import Typed, Visitor
from tests.factories import make_referral
from tests.reports import steps_of

WRONG: Mapping[tuple[Kind, str], Typed] = {
    (Kind.TENANT, "procedure"): {"stage": "petition", "hearing_date": "morgen"},
    (Kind.TENANT, "reporter"): {"landlord_contact": "Nummer 85.07.30-033.28"},
}
"""What to type on a page that may stay blank, for it to be refused."""
EXITS = ("not-yet", "not-safe", "ask-first", "opposed")
OTHER_WORDS = (Kind.DOCTOR, Kind.NEIGHBOURHOOD_POLICE)
ASKED = (CaseStatus.IN_TRIAGE, CaseStatus.WAITING_FOR_REPORTER)
TO_FOLLOW = ".page a[href*='/follow/']"


@dataclass(frozen=True)
class Tour:
    """Somebody with a language, and who looks over their shoulder."""

    visitor: Visitor
    inspector: Inspector

    def at(self, path: str, code: int = 200) -> None:
        """Go there and look."""
        assert self.visitor.open(path) == code, path
        self.inspector.look(path)

    def send(self, name: str, code: int, typed: Typed | None = None, button: str = ".actions button") -> None:
        """Press the button of the page, and look at what comes."""
        self.visitor.fill(typed or {})
        assert self.visitor.send(button) == code, (name, self.visitor.page.inner_text("main"))
        self.inspector.look(name)


def report(tour: Tour, kind: Kind) -> None:
    """A whole report of this kind, up to the reporter's own page."""
    tour.at(f"/refer/{kind.slug}")
    for slug, typed in steps_of(kind, today=clock.today()):
        wrong = WRONG.get((kind, slug), {})
        tour.visitor.fill(wrong)
        assert tour.visitor.send() == 422, slug
        tour.inspector.look_again(f"{slug}, failing")
        tour.visitor.fill({**dict.fromkeys(wrong, ""), **typed})
        tour.inspector.look_again(f"{slug}, filled")
        tour.send(f"after {slug}", 200, button="button.primary")
    if tour.visitor.field("remember").count():
        tour.visitor.fill({"remember": "yes"})
    tour.send("receipt", 200)
    tour.visitor.page.click(TO_FOLLOW)
    tour.inspector.look("follow")
    tour.at(f"{tour.visitor.path()}/fact")


def exits(tour: Tour) -> None:
    """Every way out of the gate, and the texts to tell a tenant with."""
    for name in EXITS:
        tour.at(f"/refer/landlord/exit/{name}")
    for kind in OTHER_WORDS:
        tour.at(f"/refer/{kind.slug}/exit/not-yet?text=fr")
    tour.send("not yet, failing", 422, {"reporter_email": "naam@"}, "button")


def outside(tour: Tour) -> None:
    """A home that is not served."""
    (gate, right), (details, typed) = steps_of(Kind.NEIGHBOURHOOD_POLICE, today=clock.today())
    tour.visitor.open(f"/refer/{Kind.NEIGHBOURHOOD_POLICE.slug}")
    tour.visitor.fill(right)
    tour.visitor.send()
    tour.send(f"{details} outside, past {gate}", 200, {**typed, "postcode": "9000"}, "button.primary")


def coming_back(tour: Tour, live: Live) -> None:
    """A link to go on later, and all that it may lead to."""
    tour.at("/refer/landlord/later")
    tour.send("later, failing", 422, {"reporter_email": "naam@"})
    tour.send("later, mailed", 200, {"reporter_email": "odilon@verhuurder.example"})
    with colleagues.stored(live) as session:
        key = session.exec(select(Draft.resume_key).where(col(Draft.resume_key) != "").order_by(col(Draft.id).desc()))
        link, sent = _link(RESUME, key.first() or ""), _link(RESUME, make_referral(session).follow_key)
    tour.at(f"/resume/{link}/stop")
    tour.send("stopped", 200)
    tour.at(f"/resume/{link}")
    tour.at(f"/resume/{sent}")
    tour.at("/resume/abc", 404)


def following(tour: Tour, live: Live) -> None:
    """All behind the mailed link: the question, each fact, a correction, and the withdrawal that ends it."""
    link = _asked(live)
    tour.at(link)
    tour.at(f"{link}/answer")
    tour.send("answer, failing", 422)
    tour.send("thanks", 200, {"words": "Huisnummer 14."})
    tour.at(f"{link}/fact")
    for what in news.open_to(Kind.LANDLORD):
        tour.at(f"{link}/fact/{what.replace('_', '-')}")
    for slug in ("hearing", "arrears"):
        tour.visitor.open(f"{link}/fact/{slug}")
        tour.send(f"{slug}, failing", 422)
    tour.at(f"{link}/correct")
    tour.send("correct, in doubt", 422, {"words": "Stort op BE68 5390 0754 7034."})
    tour.at(f"{link}/withdraw")
    tour.send("withdrawn", 200)
    tour.at(f"{link}/correct", 410)


def lost(tour: Tour) -> None:
    """The mailed link, asked for once more."""
    tour.at("/follow")
    tour.send("lost, failing", 422, {"email": "naam@", "reference": "CDFH"})
    tour.send("lost, mailed", 200, {"email": "niemand@verhuurder.example", "reference": ""})
    tour.at("/follow/abc", 404)


def short_ways(tour: Tour) -> None:
    """The doors for tenants alone."""
    tour.at("/refer/tenant/call")
    tour.send("call, failing", 422, {"tenant_phone": "12"})
    tour.send("call, received", 200, {"tenant_last": "Quackelbeen", "tenant_phone": "0470 98 76 54"})
    tour.at("/reported")
    tour.send("reported, failing", 422, {"reference": "CDFH"})
    tour.send("heard", 200, {"reference": reference.new(), "says": "no_contact"})


def _asked(live: Live) -> str:
    """The link of a reporter whom the team asked something."""
    with colleagues.stored(live) as session:
        now = clock.now()
        made = make_referral(session, received_at=now, received_on=clock.today(), own_ref="dossier 7")
        for status in ASKED:
            data = {"to": status, "on": made.received_on.isoformat()}
            session.add(Entry(case_id=made.case_id, at=now, what="move", data=data))
        row = {"status": ASKED[-1], "asked_reference": made.reference, "question": "Nr. 12 of 14?"}
        session.execute(sa.update(Case).where(col(Case.id) == made.case_id).values(row))
        return "/follow/" + _link(FOLLOW, made.follow_key)


def _link(purpose: str, key: str) -> str:
    return tokens.sign(config.settings().secret_keys, purpose, key)
