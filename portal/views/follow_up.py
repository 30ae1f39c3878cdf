"""The reporter's own page behind the mailed link: limited by professional secrecy, and the same whatever happened."""

from __future__ import annotations

from flask import Blueprint, Response, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from portal import clock, config, db, tokens
from portal.models import Referral
from portal.notify.letters import FOLLOW
from portal.services import follow_up
from portal.store import referrals
from portal.views.guards import public

bp = Blueprint("follow_up", __name__)
DAYS = 400
"""A link works until well after the closing day; a new one revokes it earlier."""


@bp.get("/follow/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The status word and its sentence; a wrong, old or revoked link gets one identical page."""
    referral = _referral(token)
    response = make_response(render_template("follow_up/unknown.html"), 404) if referral is None else _status(referral)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _status(referral: Referral) -> Response:
    site = config.site()
    seen = follow_up.status(
        db.session(), referral, today=clock.today(), closing_days=site.closing_day, serves=site.serves
    )
    page = render_template(
        "follow_up/show.html",
        status=_(seen.word),
        text=_(seen.text),
        reference=referral.reference,
        own_ref=referral.own_ref,
        received_on=format_date(referral.received_on, "d MMMM yyyy"),
    )
    return make_response(page)


def _referral(token: str) -> Referral | None:
    keys = config.settings().secret_keys
    key = tokens.read(keys, FOLLOW, token, max_age_days=DAYS, now=clock.now())
    return referrals.by_follow_key(db.session(), key) if key else None
