"""The first page: who are you, with the numbers to call first."""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import config, db
from portal.domain.labels import KIND_LABELS
from portal.domain.vocabulary import N_, Kind
from portal.views import drafts, journey, remember
from portal.views.guards import public

bp = Blueprint("public", __name__)
GROUPS = (
    (N_("U verhuurt"), (Kind.LANDLORD, Kind.SOCIAL_LANDLORD, Kind.ESTATE_AGENCY)),
    (
        N_("U werkt met huurders"),
        (Kind.BAILIFF, Kind.NEIGHBOURHOOD_POLICE, Kind.DOCTOR, Kind.SERVICE_PROVIDER),
    ),
)
"""Who reports somebody else, so that each finds the own door at a glance; tenants come first, and apart."""
CACHED = "public, max-age=3600"


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    return render_template(
        "public/home.html",
        lines=config.site().safety_lines,
        own_url=url_for("intake.start", slug=Kind.TENANT.slug),
        groups=[(_(title), [_door(kind) for kind in kinds]) for title, kinds in GROUPS],
        begun_url=_begun_url(),
        remembers=remember.kept_kind() is not None,
        forget_url=url_for(".forget"),
    )


@bp.post("/forget")
@public
def forget() -> ResponseReturnValue:
    """The reporter's own data that are kept on this device go, wherever the tap was."""
    with db.transaction() as session:
        return remember.forget(redirect(url_for(".forgotten"), code=303), drafts.current(session))


@bp.get("/forgotten")
@public
def forgotten() -> ResponseReturnValue:
    return render_template("public/forgotten.html", begun_url=_begun_url())


@bp.get("/theme.css")
@public
def theme() -> ResponseReturnValue:
    """The town's own accent, as the one token that it sets."""
    colours = config.site().colours
    return Response(
        f":root{{--town-accent:{colours.accent}}}\n", mimetype="text/css", headers={"Cache-Control": CACHED}
    )


def _door(kind: Kind) -> tuple[str, str]:
    return _(KIND_LABELS[kind]), url_for("intake.start", slug=kind.slug)


def _begun_url() -> str:
    draft = drafts.current(db.session())
    return journey.next_url(Kind(draft.kind), drafts.known(draft)) if draft is not None else ""
