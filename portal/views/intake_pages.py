"""What the reporter's pages show: values made ready for the templates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from flask import make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _
from sqlmodel import Session

from portal import clock, config, db, tokens
from portal.domain.errors import DomainError
from portal.domain.intake import checking, layout, statement, warnings
from portal.domain.intake.questions import BY_NAME, Answers, Need, Page, Section, pages, title
from portal.domain.vocabulary import Kind, Reaction
from portal.forms import display
from portal.forms.fields import said
from portal.forms.intake import AnswerField, PageForm
from portal.forms.sending import SendForm
from portal.models import Referral
from portal.notify.letters import FOLLOW
from portal.notify.notices import RECEIPTS
from portal.notify.reading import next_reading
from portal.store import messages, referrals
from portal.views import crisis, kinds, remember

RECEIPT = "receipt"
RECEIPT_DAYS = 30
OTHER_WORDS = (Kind.TENANT, Kind.DOCTOR, Kind.NEIGHBOURHOOD_POLICE)
"""To them a step is not "report a tenant": that is oneself, a patient or somebody who lives there."""


class Group(NamedTuple):
    """A part of a page: what everybody is asked, and folded under it what only some know."""

    heading: str
    fields: list[AnswerField]
    extra: list[AnswerField]
    more: str
    unfolded: bool
    """Something in the folded part was filled in, or is wrong."""


def show(kind: Kind, page: Page, form: PageForm, *, key: str, begun: str = "", known: Answers | None = None) -> str:
    """One page of the form; ``begun`` leads to a report that was begun before, ``known`` is what was answered."""
    number = pages(kind).index(page) + 1
    return render_template(
        "intake/page.html",
        form=form,
        page_title=_(page.title),
        step_line=_step(kind, number),
        groups=groups(page.sections, form),
        submission_key=key,
        action=_url(kind, page),
        back_url=_url(kind, pages(kind)[number - 2]) if number > 1 else url_for("public.home"),
        later_url=url_for("resume.later", slug=kind.slug) if number > 1 else "",
        begun_url=begun,
        urgent_numbers=crisis.numbers(known or {}),
        first=number == 1,
        for_tenants=number == 1 and kind is Kind.TENANT,
        remembers=Section.REPORTER in page.sections and bool(remember.own(kind)),
        forget_url=url_for("public.forget"),
        opening=[_(line) for line in kinds.OPENINGS.get(kind, ())] if number == 1 else [],
        statement=_(statement.ONE_TENANT) if Section.GATE in page.sections else "",
        condition=_(kinds.CONDITIONS[kind]),
        we_ask=_(statement.WE_ASK),
    )


def _step(kind: Kind, number: int) -> str:
    steps = {"number": number, "all": len(pages(kind))}
    if kind in OTHER_WORDS:
        return str(_("Uw aanmelding · stap %(number)s van %(all)s", **steps))
    return str(_("Huurder aanmelden · stap %(number)s van %(all)s", **steps))


def _url(kind: Kind, page: Page) -> str:
    return url_for("intake.show", slug=kind.slug, page_slug=page.slug)


def groups(sections: tuple[Section, ...], form: PageForm) -> list[Group]:
    """The fields as the page shows them; one whose branch is not taken is not there."""
    there = {field.name: field for field in form.answers()}
    return [
        _group(
            _(block.heading) if block.heading else "",
            [there[question.name] for question in block.questions if question.name in there],
            [there[question.name] for question in block.extra if question.name in there],
            more=_(block.more) if block.more else "",
        )
        for block in layout.blocks(form.kind, sections)
    ]


def _group(heading: str, fields: list[AnswerField], extra: list[AnswerField], *, more: str) -> Group:
    return Group(heading, fields, extra, more, unfolded=any(field.typed or field.errors for field in extra))


def check(kind: Kind, known: Answers, *, key: str, refusal: DomainError | None = None) -> str:
    """Everything that will be sent; ``refusal`` is what a rule said to the last try."""
    ready = checking.ready(kind, known)
    return render_template(
        "intake/check.html",
        form=_send_form(kind),
        has_errors=refusal is not None,
        step_line=_("Uw aanmelding · nakijken") if kind in OTHER_WORDS else _("Huurder aanmelden · nakijken"),
        about_oneself=kind is Kind.TENANT,
        urgent_numbers=crisis.numbers(ready),
        sections=[(_(title(kind, s)), *_rows(kind, page, s, ready)) for page in pages(kind) for s in page.sections],
        doubts=[
            (said(doubt.message, doubt.params), _change_url(kind, doubt.field))
            for doubt in warnings.soft(kind, known, today=clock.today())
        ],
        objects=ready.get("tenant_reaction") == Reaction.OBJECTS,
        refused=_refused(kind, refusal) if refusal else None,
        statement=_(statement.text(kind, ready)),
        declares=BY_NAME[layout.DECLARATION].need(kind) is Need.NEVER,
        submission_key=key,
        action=url_for("sending.send", slug=kind.slug),
        back_url=_url(kind, pages(kind)[-1]),
        later_url=url_for("resume.later", slug=kind.slug),
    )


def _send_form(kind: Kind) -> SendForm:
    """A tenant reports once, and often on a borrowed telephone: there nothing is offered to be remembered."""
    form = SendForm(data={"remember": "yes" if remember.kept_kind() == kind else ""})
    if kind is Kind.TENANT:
        del form.remember
    return form


def _rows(kind: Kind, page: Page, section: Section, answers: Answers) -> tuple[list[display.Row], list[display.Row]]:
    """What was answered, and what was left blank; each with the way back to its field."""
    rows = [(label, value, f"{_url(kind, page)}#{name}") for label, value, name in display.rows(kind, section, answers)]
    return [row for row in rows if row[1]], [row for row in rows if not row[1]]


def _change_url(kind: Kind, field: str) -> str:
    section = kinds.section_of(field)
    page = next(page for page in pages(kind) if section in page.sections)
    return f"{_url(kind, page)}#{field}"


def _refused(kind: Kind, refusal: DomainError) -> tuple[str, str]:
    return said(refusal.message, refusal.params), _change_url(kind, refusal.field) if refusal.field else ""


def outside(kind: Kind, whole: Answers) -> str:
    """Nothing was stored: what was typed stands in this page alone, for who goes on after all.

    Whether the tenant is homeless is left out: the button of the page says so.
    """
    site = config.site()
    typed = {name: values for name, values in request.form.lists() if name in BY_NAME or name == "kept"}
    raw = {**checking.as_raw(whole), **typed}
    raw.pop("homeless_now", None)
    return render_template(
        "intake/outside.html",
        where=site.elsewhere_for(str(whole.get("postcode", ""))),
        text=site.elsewhere_text,
        typed=[(name, value) for name, values in raw.items() for value in values],
        submission_key=tokens.random_key(),
        action=url_for("intake.enter", slug=kind.slug),
        back_url=url_for("intake.start", slug=kind.slug),
    )


def two_drafts(current_url: str) -> ResponseReturnValue:
    """Go on with the page's own draft, with what was typed, or at ``current_url`` with the browser's."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in ("csrf_token", "switch")]
    page = render_template("errors/two_drafts.html", action=request.path, typed=typed, current_url=current_url)
    return make_response(page, 409)


def start_over(kind: Kind) -> ResponseReturnValue:
    """The draft of this page is gone: it was sent on, withdrawn, or left alone for too long."""
    page = render_template("intake/gone.html", start_url=url_for("intake.start", slug=kind.slug))
    return make_response(page, 410)


def receipt_token(referral: Referral) -> str:
    return tokens.sign(config.settings().secret_keys, RECEIPT, referral.reference)


def receipt_url(referral: Referral) -> str:
    return url_for("sending.done", receipt=receipt_token(referral))


def of_receipt(session: Session, receipt: str) -> Referral | None:
    """The referral of a receipt's link, while the link is young."""
    keys = config.settings().secret_keys
    reference = tokens.read(keys, RECEIPT, receipt, max_age_days=RECEIPT_DAYS, now=clock.now())
    return referrals.by_reference(session, reference) if reference else None


def receipt(referral: Referral, token: str) -> str:
    """The page with the reference: from here on the report cannot be lost."""
    site = config.site()
    reading = next_reading(referral.received_at, hours=site.opening_hours.on, closing_days=site.closing_days)
    at_once = reading == referral.received_at.astimezone(clock.BRUSSELS)
    return render_template(
        "intake/receipt.html",
        reference=referral.reference,
        about_oneself=referral.kind is Kind.TENANT,
        wants_a_call=referral.short,
        urgent_numbers=crisis.of(referral),
        mailed=messages.was_mailed(db.session(), referral.id or 0, RECEIPTS),
        has_address=bool(referral.own_email),
        received=_moment(referral.received_at),
        reading=_day(reading.date()) if at_once else _from(reading),
        handled_on=_day(referral.received_on + timedelta(days=site.closing_day)),
        follow_url=url_for("follow_up.show", token=follow_token(referral)),
        again_url=url_for("sending.again", receipt=token),
        site=site,
    )


def follow_token(referral: Referral) -> str:
    """The token of the mailed link, made again."""
    return tokens.sign(config.settings().secret_keys, FOLLOW, referral.follow_key)


def _day(day: date) -> str:
    return str(format_date(day, "EEEE d MMMM yyyy"))


def _moment(moment: datetime) -> str:
    local = moment.astimezone(clock.BRUSSELS)
    return str(_("%(day)s om %(hour)s\u00a0u", day=_day(local.date()), hour=_hour(local)))


def _from(moment: datetime) -> str:
    return str(_("%(day)s vanaf %(hour)s\u00a0u", day=_day(moment.date()), hour=_hour(moment)))


def _hour(local: datetime) -> str:
    return f"{local.hour}.{local.minute:02}" if local.minute else str(local.hour)
