"""Ways over the staff pages that stop at each page in each state, and have it looked at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from portal import clock, config, tokens
from portal.domain.vocabulary import CaseStatus, Pathway, Stage
from portal.models import Account, Episode, Informing, MailState, Release, SavedView, Schedule, SignIn
from portal.notify import outbox
from portal.notify.letters import INVITATION, RESET
from portal.notify.notices import Notice
from portal.services import accounts
from portal.store import messages, search
from portal.store.cases import referrals_of
from tests.browser import colleagues
from tests.browser.conftest import Live
from tests.browser.inspection import EVERY_PAGE, Inspector
from tests.browser.visitor import Typed, Visitor
from tests.factories import make_case, make_referral

UNFOLD = "document.querySelectorAll('details').forEach((one) => { one.open = true })"
GUIDED: dict[str, Any] = {"status": CaseStatus.IN_GUIDANCE, "pathway": Pathway.DW}
NEW = "form[action^='/staff/new/']"
QUESTION = "form[method=post][action$='/question']"


@dataclass(frozen=True)
class Desk:
    """A team lead at work, and who looks over their shoulder."""

    visitor: Visitor
    inspector: Inspector
    live: Live
    lead: Account

    def at(self, path: str, code: int = 200) -> None:
        """Go there, unfold everything, and look."""
        assert self.visitor.open(path) == code, path
        self.see(path)

    def press(self, form: str, code: int, typed: Typed | None = None, button: str = "button") -> None:
        """Send this form of the page, and look at what comes."""
        self.visitor.form = form
        self.visitor.fill(typed or {})
        assert self.visitor.send(button) == code, (form, self.visitor.page.inner_text("main"))
        self.see(f"{form} of {self.visitor.path()}")

    def refused(self, form: str, typed: Typed | None = None, *, button: str = "button", code: int = 422) -> None:
        """The same for what is refused: only in the long run, for failing pages are built alike."""
        if EVERY_PAGE:
            self.press(form, code, typed, button)

    def see(self, name: str) -> None:
        self.visitor.page.evaluate(UNFOLD)
        (self.inspector.look if EVERY_PAGE else self.inspector.look_again)(name)


def queue(desk: Desk) -> None:
    """Filters that are on, lists of one's own, the keys, and several cases at once."""
    with colleagues.stored(desk.live) as session:
        given: dict[str, Any] = {"account_id": desk.lead.id, "created_at": clock.now()}
        session.add(SavedView(name="Wijk en veilig", query="view=all&safety=yes", **given))
    colleagues.waiting_case(desk.live, in_days=1, safety_mark=True)
    desk.at("/staff/queue?view=all&safety=yes")
    desk.visitor.page.keyboard.press("?")
    desk.see("the keys, over the queue")
    desk.visitor.page.keyboard.press("Escape")
    desk.refused("form[action$='/queue/views']")
    desk.at("/staff/queue/views")
    desk.at("/staff/keys")
    desk.visitor.open("/staff/queue?view=all&safety=yes")
    desk.refused("form#bulk", button="button[value=claim]")
    desk.visitor.open("/staff/queue?view=all&safety=yes")
    desk.visitor.page.locator("#bulk [name=case]").first.check()
    desk.press("form#bulk", 200, button="button[value=assign]")
    desk.refused("form[action$='/bulk']")


def searching(desk: Desk) -> None:
    """Nothing asked, nothing typed, nothing found, something found."""
    with colleagues.stored(desk.live) as session:
        search.index(session, make_referral(session, tenant_last="Zeldzaamers", stage=Stage.NONE))
    form = ".page form[action='/staff/search']"
    desk.at("/staff/search")
    desk.refused(form)
    desk.press(form, 200, {"words": "Onvindbaars"})
    desk.press(form, 200, {"words": "Zeldzaamers"})
    assert desk.visitor.page.locator(".case").count()


def cases(desk: Desk) -> None:
    """A case that is worked on, with everything on its page open, in guidance, and over; a question; on paper."""
    mine = {"claimed_by_id": desk.lead.id, "claimed_at": clock.now()}
    busy = _busy(desk, status=CaseStatus.CONTACTING, **mine)
    desk.at(f"/staff/cases/{busy}")
    desk.refused("form[action$='/attempt']")
    desk.refused("form[action$='/releases']")
    desk.at(f"/staff/cases/{_busy(desk, **mine, **GUIDED)}")
    ended = {"status": CaseStatus.CLOSED, "outcome": "payment_plan", "closed_at": clock.now()}
    desk.at(f"/staff/cases/{_busy(desk, **ended)}")
    desk.at(f"/staff/cases/{busy}/print")
    desk.at(f"/staff/cases/{busy}/question")
    desk.refused(QUESTION, {"question": ""}, button="button.primary")
    desk.press(QUESTION, 200, {"question": "Woont Fatima Testers daar nog? Nummer 0470 99 98 88."}, "button.primary")


def typing_in(desk: Desk) -> None:
    """Who reports and how, a page and what it refuses; a petition to its end is in test_entering."""
    desk.at("/staff/new")
    desk.at("/staff/new/landlord/phone")
    desk.refused(NEW, button="button.primary")
    desk.at("/staff/new/tenant/phone/short")
    desk.refused(NEW, button="button.primary")


def team(desk: Desk) -> None:
    """The accounts, one of them, its form that came too late, inviting, cases that go to another, and one's own."""
    name = "Bo Maes-Tester"
    colleagues.colleague(desk.live, name=name)
    desk.at("/staff/accounts")
    desk.visitor.follow(name)
    desk.see("one account")
    away = ".page form[action$='/away']"
    desk.refused(away, {"away_until": "morgen"})
    desk.visitor.page.locator(f"{away} [name=version]").evaluate("field => { field.value = 0 }")
    desk.press(away, 409, {"away_until": ""})
    desk.at("/staff/accounts/new")
    desk.refused(".page form[action$='/new']")
    desk.at("/staff/handover")
    desk.refused(".page form[action$='/handover']")
    desk.visitor.open("/staff/")
    desk.refused(away, {"away_until": "morgen"})


def mails(desk: Desk) -> None:
    """What did not leave and who works at it, a reporter whom no mail reached, and how colleagues are told."""
    reference = _unreached(desk)
    desk.at("/staff/outbox")
    desk.at("/staff/outbox?state=sent")
    desk.at(f"/staff/cases/{reference}")
    desk.at(f"/staff/cases/{reference}/unreached")
    desk.refused(".page form[action$='/unreached']", {"email": "jän@voorbeeld.example"})
    desk.at("/staff/notices?kept=yes")
    desk.at("/staff/notices/team")
    desk.visitor.open("/staff/outbox")
    desk.press("form[action$='/outbox/resend']", 200)


def outside(desk: Desk) -> None:
    """What somebody meets who is not signed in any more, lost the password, or has none yet."""
    desk.at("/staff/new/tenant/phone/short")
    with colleagues.stored(desk.live) as session:
        session.execute(sa.delete(SignIn).where(col(SignIn.account_id) == desk.lead.id))
    desk.press(NEW, 401, {"tenant_last": "Quackelbeen"}, "button.primary")
    desk.at("/staff/reset")
    desk.refused(".page form")
    desk.press(".page form", 200, {"email": "niemand@portaal.example"})
    desk.at(_link(desk, RESET))
    desk.refused(".page form")
    desk.at(_link(desk, INVITATION))
    desk.refused(".page form")


def _busy(desk: Desk, **values: Any) -> str:
    """A case with a line in each of its panels."""
    today = clock.today()
    until = today + timedelta(days=90)
    with colleagues.stored(desk.live) as session:
        case = make_case(session, art14_due_on=today - timedelta(days=1), term_ends_on=until, **values)
        own: dict[str, Any] = {"case_id": case.id, "given_on": today, "given_by_id": desk.lead.id}
        report = referrals_of(session, case.id or 0)[0].id or 0
        session.add(Informing(adult="Ali Testers", given_how="letter", version="1", **own))
        session.add(Release(referral_id=report, sentence="contact", given_how="phone", until_on=until, **own))
        session.add(_way(case.id or 0, today, until))
        return case.reference


def _unreached(desk: Desk) -> str:
    """A case whose reporter got no mail, mails in other states, two workers, and two jobs of which one is late."""
    now = clock.now()
    with colleagues.stored(desk.live) as session:
        case = make_case(session, unreached=True)
        report = referrals_of(session, case.id or 0)[0]
        about: dict[str, Any] = {"referral_id": report.id, "case_id": case.id, "reference": report.reference}
        about |= {"received_at": now, "follow": "5f" * 16}
        for state, error in ((MailState.DEAD, "550"), (MailState.DEFERRED, "timeout"), (MailState.PENDING, None)):
            to: dict[str, Any] = {"to": "jan@voorbeedl.example", "at": now, "domain": "portaal.example"}
            row = outbox.put(session, Notice.RECEIPT, **to, **about)
            row.state, row.error, row.attempt = state, error, 0 if error is None else 2
        for name, late in (("fris", 0), ("stil", 9)):
            messages.beat(session, f"{messages.WORKER}:{name}", at=now - timedelta(minutes=late))
        for job, days in (("digest", -1), ("recompute", 1)):
            session.merge(Schedule(name=job, next_at=now + timedelta(days=days), done_at=now if days > 0 else None))
        return case.reference


def _way(case_id: int, today: date, until: date) -> Episode:
    return Episode(case_id=case_id, pathway=Pathway.DW, assigned_on=today, started_on=today, term_ends_on=until)


def _link(desk: Desk, purpose: str) -> str:
    """The address that is mailed for this purpose."""
    with colleagues.stored(desk.live):
        return f"/staff/{purpose}/" + tokens.sign(
            config.settings().secret_keys, purpose, accounts.link_secret(desk.lead)
        )
