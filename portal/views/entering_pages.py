"""What staff see while they type in a report: values made ready for the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from flask import render_template, request, url_for
from flask_babel import gettext as _

from portal import clock, config
from portal.domain.errors import DomainError
from portal.domain.intake import channels, checking, statement, telling, warnings
from portal.domain.intake.gate import Exit
from portal.domain.intake.questions import Answers, Section, title
from portal.domain.labels import CHANNEL_LABELS
from portal.domain.vocabulary import N_, Channel, Kind, Reaction
from portal.forms import display, entering
from portal.forms.entering import CallerForm, SendForm
from portal.forms.fields import said
from portal.forms.intake import PageForm
from portal.views import intake_pages, journey, kinds, queue_rows

ASK = {
    Channel.PHONE: N_("Vraag dit aan de melder. De vragen staan hier zoals de melder ze zelf zou lezen."),
    Channel.DESK: N_("Vraag dit aan de melder. De vragen staan hier zoals de melder ze zelf zou lezen."),
    Channel.POST: N_("Neem dit over uit de brief. Staat iets er niet in? Vraag het dan aan de melder."),
    Channel.COURT: N_("Neem dit over uit het verzoekschrift. Staat iets er niet in? Vraag het dan aan de griffie."),
}
"""How to go about it, in one line."""
SPOKEN = (Channel.PHONE, Channel.DESK)
TELL = {
    Exit.NOT_SAFE: N_(
        "Zeg aan de melder: licht de huurder niet in als dat niet veilig is. Dan zoeken wij samen een veilige weg."
    ),
    Exit.OPPOSED: N_("De huurder heeft zich verzet. Dan mogen wij deze kennisgeving niet aannemen."),
}
"""What an exit of the gate says at its field; the others say what each kind is told."""


class Place(NamedTuple):
    """Who reports, and how the report came."""

    kind: Kind
    channel: Channel

    @property
    def url(self) -> str:
        return url_for("entering.enter", slug=self.kind.slug, channel=self.channel)


class Help(NamedTuple):
    """What to say to whoever reports, and where it stands ready."""

    title: str
    sentences: tuple[str, ...]
    url: str


def choose() -> str:
    """Every kind with its channels; one click for both."""
    rows = [
        (
            queue_rows.reporter(kind),
            [(_(CHANNEL_LABELS[channel]), Place(kind, channel).url) for channel in channels.of(kind)],
        )
        for kind in Kind
    ]
    return render_template("entering/choose.html", rows=rows)


def show(place: Place, form: PageForm, *, key: str, way_out: Exit | None = None) -> str:
    """The page with every question; ``way_out`` is the exit of the gate at which the reporter was sent back."""
    if way_out is not None:
        form.refuse({"tenant_opposed" if way_out is Exit.OPPOSED else "informed": _tell(place.kind, way_out)})
    form.warned = form.warned or tuple(request.form.getlist("kept"))
    return render_template(
        "entering/show.html",
        form=form,
        step_line=_step(place),
        reporter=queue_rows.reporter(place.kind),
        lead=_(ASK[place.channel]),
        statement=_(statement.ONE_TENANT) if place.kind not in (Kind.TENANT, Kind.COURT_REGISTRY) else "",
        we_ask=_(statement.WE_ASK),
        condition=_(kinds.CONDITIONS[place.kind]),
        help=_help(place.kind, way_out) if way_out else None,
        groups=intake_pages.groups(entering.sections(place.kind), form),
        submission_key=key,
        action=place.url,
        back_url=url_for("entering.choose"),
        short_url=_short_url(place) if place.kind is Kind.TENANT else "",
    )


def check(place: Place, form: PageForm, answers: Answers, *, key: str, same: Sequence[str]) -> str:
    """Everything that will be stored; ``same`` are petitions with the same number."""
    kind, ready = place.kind, checking.ready(place.kind, answers)
    return render_template(
        "entering/check.html",
        form=SendForm(),
        step_line=_step(place),
        parts=[(_(title(kind, section)), _rows(kind, section, ready)) for section in entering.sections(kind)],
        doubts=[said(one.message, one.params) for one in warnings.soft(kind, answers, today=clock.today())],
        same=[(reference, url_for("triage.show", reference=reference)) for reference in same],
        statement=_(statement.text(kind, ready)) if kind is not Kind.COURT_REGISTRY else "",
        objects=ready.get("tenant_reaction") == Reaction.OBJECTS,
        read_out=place.channel in SPOKEN and kind is not Kind.TENANT,
        typed=[*entering.typed(_sent()), *(("kept", name) for name in form.warned)],
        submission_key=key,
        action=place.url,
    )


def caller(place: Place, form: CallerForm, *, key: str) -> str:
    return render_template(
        "entering/caller.html",
        form=form.translate(),
        step_line=_step(place),
        submission_key=key,
        action=_short_url(place),
        back_url=place.url,
    )


def refuse_outside(form: PageForm, postcode: str) -> None:
    """Who lives elsewhere is helped elsewhere, unless the tenant is homeless here now."""
    where = config.site().elsewhere_for(postcode)
    form.refuse(
        {
            "postcode": _(
                "Deze woning ligt buiten ons werkingsgebied. Verwijs de melder door: %(name)s, %(url)s. "
                "Is de huurder nu dakloos in ons werkingsgebied? Duid dat dan aan.",
                name=where.name,
                url=where.url,
            )
        }
    )


def words(refusal: DomainError) -> str:
    return said(refusal.message, refusal.params)


def _step(place: Place) -> str:
    return str(_("Nieuwe melding · %(channel)s", channel=_(CHANNEL_LABELS[place.channel])))


def _tell(kind: Kind, way_out: Exit) -> str:
    if way_out in TELL:
        return str(_(TELL[way_out]))
    return str(_("Zeg aan de melder: %(words)s", words=_(telling.advice(kind).ask)))


def _help(kind: Kind, way_out: Exit) -> Help | None:
    """The sentences and the ready text that reporters get too; a notice that was opposed has none."""
    if kind not in telling.KINDS or way_out is Exit.OPPOSED:
        return None
    advice = telling.advice(kind)
    url = url_for("exits.show", slug=kind.slug, name=journey.EXIT_SLUGS[way_out])
    if way_out is Exit.NOT_SAFE:
        return Help(_("Bel eerst: zo blijft iedereen veilig"), (), url)
    return Help(_(advice.title), tuple(_(sentence) for sentence in advice.sentences), url)


def _rows(kind: Kind, section: Section, ready: Answers) -> list[display.Row]:
    """What was answered; a way back to one field there is not, but one to the page."""
    return [(label, value, "") for label, value, _name in display.rows(kind, section, ready) if value]


def _sent() -> Mapping[str, list[str]]:
    return dict(request.form.lists())


def _short_url(place: Place) -> str:
    return str(url_for("entering.caller", channel=place.channel))
