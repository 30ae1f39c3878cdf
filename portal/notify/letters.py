"""From a row of the outbox to the mail that leaves: one subject, and the same words as text and as HTML."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime, timedelta
from email.headerregistry import Address
from email.utils import format_datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from flask import current_app
from flask_babel import force_locale, get_translations
from flask_babel import gettext as _
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from portal import tokens
from portal.clock import BRUSSELS
from portal.config import Settings, Site
from portal.domain import mail_addresses
from portal.models import Outbox
from portal.notify import days, mime, overviews
from portal.notify.notices import LISTS, SUBJECTS, Notice
from portal.notify.reading import next_reading

FOLLOW = "follow"
"""The purpose that the reporter's link is signed for."""
RESUME = "resume"
"""The purpose of the link back to a draft."""
INVITATION = "invite"
"""The purpose of the link with which a new colleague chooses a password."""
RESET = "reset"
"""The purpose of the link with which a colleague chooses another password."""

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
"""Before a colon in French; it does not count as a sign that prints."""


def render(row: Outbox, *, settings: Settings, site: Site, also: Collection[str] = ()) -> str:
    """The whole mail as it leaves; ``also`` are the other notices that were put aside for the same referral."""
    with force_locale(row.language):
        found = words(row, settings=settings, site=site, also=also)
        speaking = {**found, "_": _translator()}
        text, html = (_page(f"email/{row.notice}.{form}", speaking) for form in ("txt", "html"))
    headers = _headers(row, subject=found["subject"], settings=settings, site=site)
    return mime.compose(headers, text=text, html=html)


def words(row: Outbox, *, settings: Settings, site: Site, also: Collection[str]) -> dict[str, Any]:
    """What the templates of a letter are given; in the language that is the current one."""
    notice = Notice(row.notice)
    own = _OWN_WORDS[notice](row, settings, site)
    subject = _(SUBJECTS[notice], **own)
    return {**own, "subject": subject, "language": row.language, "site": site, "also": frozenset(also)}


def _headers(row: Outbox, *, subject: str, settings: Settings, site: Site) -> dict[str, str]:
    return {
        "From": _mailbox(settings.mail_from),
        "To": mail_addresses.bare(row.to_addr),
        "Reply-To": _mailbox(site.mailbox),
        "Subject": _one_line(subject),
        "Date": format_datetime(row.created_at),
        "Message-ID": row.message_id,
        "Auto-Submitted": "auto-generated",
    }


def _one_line(subject: str) -> str:
    """The last look at what stands in a header; ValueError for what could become another one."""
    if not subject.replace(NO_BREAK_SPACE, " ").isprintable() or mail_addresses.ENCODED in subject:
        raise ValueError("a subject is one line of plain text, never another header")
    return subject


@lru_cache(maxsize=16)
def _mailbox(text: str) -> str:
    """One of ours, with its name as a header holds it."""
    name, address = mail_addresses.split(text)
    return str(Address(display_name=name, addr_spec=address))


def _page(template: str, words: Mapping[str, Any]) -> str:
    # Not render_template(): its context processors are made for requests, and the worker has none.
    page = current_app.jinja_env.get_template(template).render(words).strip()
    return re.sub(r"\n\s*\n", "\n\n", page) + "\n"


def _translator() -> Callable[..., str]:
    """What templates call ``_``, with the catalogue found once for a letter and not for each of its sentences."""
    translate = get_translations().ugettext

    @pass_context
    def translated(context: Context, message: str, **values: object) -> str:
        found = translate(message)
        text: str = Markup(found) if context.eval_ctx.autoescape else found  # noqa: S704 - a sentence of our own
        return text % values

    return translated


def _receipt_words(row: Outbox, settings: Settings, site: Site) -> dict[str, Any]:
    received = datetime.fromisoformat(row.context["received_at"]).astimezone(BRUSSELS)
    reading = next_reading(received, hours=site.opening_hours.on, closing_days=site.closing_days)
    return {
        "reference": row.context["reference"],
        "received": days.instant(received, row.language),
        "reading": _reading(reading, row.language, at_once=reading == received),
        "handled_on": days.spelt(received.date() + timedelta(days=site.closing_day), row.language),
        "follow_url": _follow_url(row.context["follow"], settings),
    }


def _question_words(row: Outbox, settings: Settings, _site: Site) -> dict[str, Any]:
    return {"reference": row.context["reference"], "follow_url": _follow_url(row.context["follow"], settings)}


def _links_words(row: Outbox, settings: Settings, _site: Site) -> dict[str, Any]:
    pairs = [line.split() for line in row.context["links"].splitlines()]
    return {"links": [(reference, _follow_url(key, settings)) for reference, key in pairs]}


def _follow_url(key: str, settings: Settings) -> str:
    return f"{settings.base_url}/follow/{tokens.sign(settings.secret_keys, FOLLOW, key)}"


def _team_words(row: Outbox, settings: Settings, _site: Site) -> dict[str, Any]:
    reference = row.context["reference"]
    return {
        "reference": reference,
        "level": overviews.level(row.context["level"]),
        "due": days.spelt(date.fromisoformat(row.context["due_on"]), row.language),
        "case_url": f"{settings.base_url}/staff/cases/{reference}",
    }


def _resume_words(row: Outbox, settings: Settings, site: Site) -> dict[str, Any]:
    token = tokens.sign(settings.secret_keys, RESUME, row.context["resume"])
    resume_url = f"{settings.base_url}/resume/{token}"
    return {"resume_url": resume_url, "stop_url": f"{resume_url}/stop", "days": site.retention.draft_days}


def _invitation_words(row: Outbox, settings: Settings, _site: Site) -> dict[str, Any]:
    return {"password_url": _password_url(INVITATION, row, settings)}


def _reset_words(row: Outbox, settings: Settings, _site: Site) -> dict[str, Any]:
    return {"password_url": _password_url(RESET, row, settings)}


def _password_url(purpose: str, row: Outbox, settings: Settings) -> str:
    """Signed when the letter is written: its age counts from there, and the row itself opens nothing."""
    return f"{settings.base_url}/staff/{purpose}/{tokens.sign(settings.secret_keys, purpose, row.context['account'])}"


def _list_words(row: Outbox, settings: Settings, _site: Site) -> dict[str, Any]:
    return overviews.of_cases(row.context, Notice(row.notice), language=row.language, base_url=settings.base_url)


def _digest_words(row: Outbox, settings: Settings, _site: Site) -> dict[str, Any]:
    return overviews.digest(row.context, language=row.language, base_url=settings.base_url)


def _dead_words(row: Outbox, settings: Settings, _site: Site) -> dict[str, Any]:
    return {"count": row.context["count"], "outbox_url": f"{settings.base_url}/staff/outbox"}


def _reading(moment: datetime, language: str, *, at_once: bool) -> str:
    """The day, and the hour too unless it is read at once."""
    if at_once:
        return days.spelt(moment.date(), language)
    return str(_("%(day)s vanaf %(hour)s", day=days.spelt(moment.date(), language), hour=days.hour(moment)))


_OWN_WORDS: Mapping[Notice, Callable[[Outbox, Settings, Site], dict[str, Any]]] = MappingProxyType(
    {
        Notice.RECEIPT: _receipt_words,
        Notice.SELF_RECEIPT: _receipt_words,
        Notice.NEW_REFERRAL: _team_words,
        Notice.ACUTE: _team_words,
        Notice.QUESTION: _question_words,
        Notice.QUESTION_REMINDER: _question_words,
        Notice.LINKS: _links_words,
        Notice.RESUME: _resume_words,
        Notice.REMINDER: _resume_words,
        Notice.INVITATION: _invitation_words,
        Notice.RESET: _reset_words,
        Notice.UNCLAIMED: _team_words,
        **dict.fromkeys(LISTS, _list_words),
        Notice.DEAD_LETTERS: _dead_words,
        Notice.DIGEST: _digest_words,
    }
)
