"""Where a reporter goes next: the kinds, their pages, the exits, and what lies outside the area."""

from __future__ import annotations

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from portal import clock, config, db
from portal.domain.intake import checking
from portal.domain.intake.gate import Exit
from portal.domain.intake.questions import COLUMNS, Answers, Page, asked_in, pages
from portal.domain.vocabulary import Kind
from portal.models import Draft
from portal.views import drafts, intake_pages

CHECK = "check"
KINDS = {kind.slug: kind for kind in Kind}
EXIT_SLUGS = {
    Exit.NOT_YET: "not-yet",
    Exit.NOT_SAFE: "not-safe",
    Exit.UNKNOWN: "ask-first",
    Exit.OPPOSED: "opposed",
}


def open_kind(slug: str) -> Kind:
    """The kind of this address; what the registry sends is typed in by staff, and has no page here."""
    kind = KINDS.get(slug)
    if kind is None or kind not in COLUMNS:
        abort(404)
    return kind


def page(kind: Kind, slug: str) -> Page:
    """The page of this address among those of the kind."""
    found = next((page for page in pages(kind) if page.slug == slug), None)
    return found or abort(404)


def next_url(kind: Kind, known: Answers, *, after: Page | None = None) -> str:
    """The first page that still needs an answer, or the check of them all.

    Coming from a page, nobody is led past the one behind it unasked, though that may need no answer at all.
    """
    slug = checking.complete(kind, known, today=clock.today()) or CHECK
    slugs = [page.slug for page in pages(kind)] + [CHECK]
    if after is not None:
        following = slugs[slugs.index(after.slug) + 1]
        slug = following if slugs.index(following) < slugs.index(slug) and _is_blank(kind, following, known) else slug
    if slug == CHECK:
        return url_for("sending.check", slug=kind.slug)
    return url_for("intake.show", slug=kind.slug, page_slug=slug)


def gate_url(kind: Kind, draft: Draft | None) -> str:
    """The first page: of this draft while its gate is closed, else of a new report."""
    if draft is None or draft.passed_gate:
        return url_for("intake.start", slug=kind.slug)
    return url_for("intake.show", slug=kind.slug, page_slug=pages(kind)[0].slug)


def _is_blank(kind: Kind, slug: str, known: Answers) -> bool:
    sections = next(page.sections for page in pages(kind) if page.slug == slug)
    return not any(question.name in known for section in sections for question in asked_in(kind, section))


def lies_outside(kind: Kind, answers: Answers) -> bool:
    """Whether the reporter is sent on; a tenant never is, and the place of actual stay decides (intake.md)."""
    postcode = str(answers.get("postcode", ""))
    if kind is Kind.TENANT or not postcode or answers.get("homeless_now") == "yes":
        return False
    return not config.site().serves(postcode)


def without_draft(kind: Kind) -> ResponseReturnValue:
    """Pages of a sent draft lead to its receipt; the others say that there is nothing to go on with."""
    receipt = request.cookies.get(drafts.RECEIPT_COOKIE, "")
    if receipt and intake_pages.of_receipt(db.session(), receipt) is not None:
        return redirect(url_for("sending.done", receipt=receipt), code=303)
    return intake_pages.start_over(kind)


def two_drafts(session: Session) -> ResponseReturnValue:
    """The page belongs to another draft than this browser's current one: offer both, mix nothing."""
    mine = drafts.current(session)
    return intake_pages.two_drafts(next_url(Kind(mine.kind), drafts.known(mine)) if mine is not None else "")
