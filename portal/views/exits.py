"""The ways out of the gate besides yes: help instead of a wall, and nothing stored about a tenant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import quote

from flask import Blueprint, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import config, db, tokens
from portal.config import Site
from portal.domain.intake import telling
from portal.domain.intake.ready_texts import NAMES
from portal.domain.intake.telling import Advice, Piece, ReadyText
from portal.domain.vocabulary import Kind
from portal.models import Draft
from portal.views import drafts, journey, resume_pages
from portal.views.guards import public

bp = Blueprint("exits", __name__)
WITHOUT_FORM = ("101", "1712")
"""Whom to call when informing the tenant is not safe, besides the service itself."""
NEUTRAL_PAGE = "https://www.meteo.be"
"""Where nobody who looks over a shoulder sees anything: the weather."""


class Shown(NamedTuple):
    """A ready text as the page shows it."""

    language: str
    direction: str
    name: str
    pieces: Sequence[Piece]
    draft: bool
    """Nobody has reviewed it yet."""
    translated: bool
    sms_url: str
    mail_url: str


@bp.get("/refer/<slug>/exit/<name>")
@public
def show(slug: str, name: str) -> ResponseReturnValue:
    """What to do instead."""
    kind = journey.open_kind(slug)
    if kind not in telling.KINDS or name not in journey.EXIT_SLUGS.values():
        abort(404)
    draft = drafts.current_of(db.session(), kind)
    if name == "not-yet":
        return _not_yet(kind, draft)
    return render_template(
        f"intake/{name}.html",
        back_url=journey.gate_url(kind, draft),
        advice=_advice(kind),
        telling_url=url_for(".show", slug=slug, name="not-yet"),
        lines=_lines(),
        neutral_url=NEUTRAL_PAGE,
    )


def _not_yet(kind: Kind, draft: Draft | None) -> str:
    """A link to come back belongs to the draft that just closed, never to another one of this browser."""
    key = tokens.random_key() if draft is None or draft.passed_gate else draft.submission_key
    return render_template(
        "intake/not-yet.html",
        advice=_advice(kind),
        days=config.site().retention.draft_days,
        languages_offered=_languages(),
        ready=_shown(kind, _chosen()),
        original=_shown(kind, telling.ORIGINAL),
        back_url=journey.gate_url(kind, draft),
        **resume_pages.link_form(kind, key=key),
    )


def _advice(kind: Kind) -> Advice:
    """In the reader's language."""
    said = telling.advice(kind)
    first, second, third = (_(sentence) for sentence in said.sentences)
    return Advice(
        title=_(said.title),
        why=_(said.why),
        sentences=(first, second, third),
        how=_(said.how),
        ask=_(said.ask),
        come_back=_(said.come_back),
        told=_(said.told),
    )


def _lines() -> list[object]:
    site = config.site()
    return [line for line in site.safety_lines if line.number in {*WITHOUT_FORM, site.phone}]


def _offered() -> list[str]:
    """The reviewed texts; in the demo the others too, marked as drafts."""
    reviewed, demo = config.site().reviewed_texts, config.settings().env == "demo"
    return [code for code in NAMES if demo or code in reviewed]


def _chosen() -> str:
    asked = request.args.get("text", "")
    return asked if asked in _offered() else telling.ORIGINAL


def _languages() -> list[tuple[str, str, str, bool]]:
    """Code, name, address, whether it is the one shown."""
    return [(code, NAMES[code], f"?{_query(code)}#ready", code == _chosen()) for code in _offered()]


def _query(code: str) -> str:
    """What the address has to keep: a language that was chosen for the page only just now."""
    page = request.args.get("lang", "")
    return f"text={code}" + (f"&lang={page}" if page in config.settings().languages else "")


def _shown(kind: Kind, language: str) -> Shown:
    ready = telling.ready_text(kind, language, values=_values(config.sites()[telling.ORIGINAL]))
    return Shown(
        language=language,
        direction=ready.direction,
        name=ready.name,
        pieces=ready.pieces,
        draft=language not in config.site().reviewed_texts,
        translated=language != telling.ORIGINAL,
        sms_url=sms_url(ready),
        mail_url=mail_url(ready),
    )


def _values(site: Site) -> dict[str, str]:
    """In Dutch in every language: it is what stands on the door."""
    return {"service": site.service_name, "house": site.logo_text, "phone": site.phone}


def sms_url(ready: ReadyText) -> str:
    """Opens the text as a message to nobody yet; with "?&" both kinds of phones take it."""
    return f"sms:?&body={quote(ready.text, safe='')}"


def mail_url(ready: ReadyText) -> str:
    """Opens the text as a mail to nobody yet; line breaks as RFC 6068 wants them."""
    body = ready.text.replace("\n", "\r\n")
    return f"mailto:?subject={quote(ready.subject, safe='')}&body={quote(body, safe='')}"
