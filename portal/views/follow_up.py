"""The reporter's own page behind the mailed link: limited by professional secrecy, and the same whatever happened."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import format_date
from flask_babel import gettext as _

from portal import db
from portal.domain.triage import disclosure
from portal.domain.triage.disclosure import Sentence
from portal.domain.vocabulary import Kind
from portal.forms.fields import RuledForm
from portal.forms.follow_up import AnswerForm
from portal.services import follow_up, releases
from portal.store import referrals
from portal.views import follow_page
from portal.views.follow_page import Page, Way
from portal.views.guards import public

bp = Blueprint("follow_up", __name__)


@bp.get("/follow/<token>")
@public
def show(token: str) -> ResponseReturnValue:
    """The status word and its sentence, the question if there is one, and what can be added."""
    return follow_page.reached(token, lambda way: _status(way, released=_disclosed(way)))


@bp.post("/follow/<token>/confirm")
@public
def confirm(token: str) -> ResponseReturnValue:
    """ "This is my report": only who reads the mail of that address can say so."""
    return follow_page.sent(token, CONFIRMATION)


@bp.get("/follow/<token>/thanks")
@public
def thanks(token: str) -> ResponseReturnValue:
    """What was sent is kept, and shown nowhere again."""
    return follow_page.reached(token, lambda way: render_template("follow_up/thanks.html", back_url=way.url(".show")))


def _disclosed(way: Way) -> tuple[Sentence, ...]:
    """What the tenant lets us tell this reporter; the trail says so before the page does.

    In a transaction of its own: the request's began by reading, and SQLite lets no such one write.
    """
    if way.seen.releases:
        with db.open_session(db.engine(), writes=True) as session:
            releases.note_disclosed(session, way.referral, way.seen.releases, at=way.at)
            session.commit()
    return way.seen.releases


def _status(way: Way, _form: RuledForm | None = None, released: tuple[Sentence, ...] = ()) -> str:
    """A form that comes back refused shows nothing that was ``released``: only looking does, and leaves its line."""
    asked = way.seen.asks
    return render_template(
        "follow_up/show.html",
        status=_(way.seen.word),
        text=_(disclosure.to_tenants(way.seen.text) if way.kind is Kind.TENANT else way.seen.text),
        reference=way.referral.reference,
        own_ref=way.referral.own_ref,
        received_on=format_date(way.referral.received_on, "d MMMM yyyy"),
        released=[_(disclosure.SENTENCE_LABELS[sentence]) for sentence in released],
        question=referrals.question(way.session, way.referral) if asked else "",
        answer=AnswerForm() if asked else None,
        answer_url=way.url("follow_forms.answer"),
        confirm_url=way.url(".confirm") if _may_confirm(way) else "",
        links=_links(way) if way.seen.forms_offered else [],
    )


def _may_confirm(way: Way) -> bool:
    return way.seen.forms_offered and way.referral.verified_at is None


def _news(kind: Kind) -> str:
    """What there can be news about: neither a doctor nor an officer is asked about courts and payments."""
    if kind in (Kind.DOCTOR, Kind.NEIGHBOURHOOD_POLICE):
        return str(_("Er is nieuws: een uithuiszetting, een verhuizing"))
    return str(_("Er is nieuws: een zitting, een vonnis, een betaling"))


def _links(way: Way) -> list[tuple[str, str]]:
    return [
        (_news(way.kind), way.url("follow_forms.choosing")),
        (_("Er klopt iets niet in mijn aanmelding"), way.url("follow_forms.correction")),
        (_("Ik wil mijn aanmelding intrekken"), way.url("follow_forms.withdrawal")),
    ]


CONFIRMATION = Page(
    form=follow_page.nothing_to_type,
    step=lambda way, _form: follow_up.confirm(way.session, way.referral, at=way.at),
    show=_status,
)
