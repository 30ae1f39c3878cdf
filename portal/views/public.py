"""The first page: who are you, with the numbers to call first."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import config, db
from portal.domain.intake.questions import COLUMNS
from portal.domain.labels import KIND_LABELS
from portal.domain.vocabulary import Kind
from portal.views import drafts, journey
from portal.views.guards import public

bp = Blueprint("public", __name__)
CACHED = "public, max-age=3600"


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    draft = drafts.current(db.session())
    return render_template(
        "public/home.html",
        lines=config.site().safety_lines,
        kinds=[(_(KIND_LABELS[kind]), url_for("intake.start", slug=kind.slug)) for kind in COLUMNS],
        begun_url=journey.next_url(Kind(draft.kind), drafts.known(draft)) if draft is not None else "",
    )


@bp.get("/theme.css")
@public
def theme() -> ResponseReturnValue:
    """The town's own accent, as the one token that it sets."""
    colours = config.site().colours
    return Response(
        f":root{{--town-accent:{colours.accent}}}\n", mimetype="text/css", headers={"Cache-Control": CACHED}
    )
