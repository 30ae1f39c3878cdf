"""What a reporter can do behind the mailed link: answer, add a fact, correct, withdraw; nothing is shown back."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.errors import DomainError
from portal.domain.triage import known, news
from portal.domain.triage.known import What
from portal.domain.triage.news import Doubt
from portal.domain.vocabulary import Kind
from portal.forms.fields import RuledForm
from portal.forms.follow_up import AnswerForm, CorrectionForm, FactForm, WordsForm, for_fact
from portal.services import follow_up
from portal.store import referrals
from portal.views import follow_page
from portal.views.follow_page import Page, Way
from portal.views.guards import public

bp = Blueprint("follow_forms", __name__)


@bp.get("/follow/<token>/answer")
@public
def answering(token: str) -> ResponseReturnValue:
    return follow_page.while_open(token, ANSWER.opened)


@bp.post("/follow/<token>/answer")
@public
def answer(token: str) -> ResponseReturnValue:
    """It is taken also when the question was closed a moment ago: whoever answers is told nothing of that."""
    return follow_page.sent(token, ANSWER)


@bp.get("/follow/<token>/fact")
@public
def choosing(token: str) -> ResponseReturnValue:
    """Which facts this kind of reporter can add."""
    return follow_page.while_open(token, _choices)


@bp.get("/follow/<token>/fact/<slug>")
@public
def fact(token: str, slug: str) -> ResponseReturnValue:
    return follow_page.while_open(token, _fact(slug).opened)


@bp.post("/follow/<token>/fact/<slug>")
@public
def add_fact(token: str, slug: str) -> ResponseReturnValue:
    return follow_page.sent(token, _fact(slug))


@bp.get("/follow/<token>/correct")
@public
def correction(token: str) -> ResponseReturnValue:
    return follow_page.while_open(token, CORRECTION.opened)


@bp.post("/follow/<token>/correct")
@public
def correct(token: str) -> ResponseReturnValue:
    return follow_page.sent(token, CORRECTION)


@bp.get("/follow/<token>/withdraw")
@public
def withdrawal(token: str) -> ResponseReturnValue:
    """What it means; the button is what withdraws."""
    return follow_page.while_open(token, WITHDRAWAL.opened)


@bp.post("/follow/<token>/withdraw")
@public
def withdraw(token: str) -> ResponseReturnValue:
    return follow_page.sent(token, WITHDRAWAL)


def _answer_page(way: Way, form: WordsForm) -> str:
    question = referrals.question(way.session, way.referral) if way.seen.asks else ""
    return _page("answer", way, form, action=way.url(".answer"), question=question)


def _choices(way: Way) -> str:
    facts = [(_(news.label(what, way.kind)), way.url(".fact", slug=_slug(what))) for what in news.open_to(way.kind)]
    return _page("choose", way, None, facts=facts)


def _correction_page(way: Way, form: WordsForm) -> str:
    return _page("correct", way, form, action=way.url(".correct"))


def _withdrawal_page(way: Way, form: RuledForm) -> str:
    return _page("withdraw", way, form, action=way.url(".withdraw"), about_oneself=way.kind is Kind.TENANT)


def _page(template: str, way: Way, form: RuledForm | None, **values: object) -> str:
    return render_template(f"follow_up/{template}.html", form=form, back_url=way.url("follow_up.show"), **values)


def _doubts(_way: Way, form: WordsForm, fault: DomainError) -> Iterable[DomainError]:
    return news.doubts(form.words.data or "", "words") if isinstance(fault, Doubt) else (fault,)


def _fact(slug: str) -> Page:
    """The page of one fact; a fact that this kind cannot know has none."""

    def what(way: Way) -> What:
        found = next((what for what in news.open_to(way.kind) if _slug(what) == slug), None)
        return found or abort(404)

    def typed(way: Way, form: FactForm) -> dict[str, str]:
        return {**form.typed, "fact": what(way)}

    def add(way: Way, form: FactForm) -> None:
        learned = known.read(typed(way, form), today=way.today)
        follow_up.add_fact(way.session, way.referral, learned, **way.now)

    def show(way: Way, form: FactForm) -> str:
        label, action = _(news.label(what(way), way.kind)), way.url(".add_fact", slug=slug)
        return _page("fact", way, form, label=label, action=action)

    return Page(
        form=lambda way: for_fact(what(way), way.kind),
        step=add,
        show=show,
        faults=lambda way, form, fault: known.faults(typed(way, form), today=way.today) or (fault,),
    )


def _slug(what: What) -> str:
    return what.replace("_", "-")


ANSWER = Page(
    form=lambda _way: AnswerForm(),
    step=lambda way, form: follow_up.answer(
        way.session, way.referral, form.words.data or "", kept=form.keeps, **way.now
    ),
    show=_answer_page,
    faults=_doubts,
)
CORRECTION = Page(
    form=lambda _way: CorrectionForm(),
    step=lambda way, form: follow_up.correct(
        way.session, way.referral, form.words.data or "", kept=form.keeps, **way.now
    ),
    show=_correction_page,
    faults=_doubts,
)
WITHDRAWAL = Page(
    form=follow_page.nothing_to_type,
    step=lambda way, _form: follow_up.withdraw(way.session, way.referral, **way.now),
    show=_withdrawal_page,
    leads_to="follow_up.show",
)
