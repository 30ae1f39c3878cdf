"""Fields rendered once: what nobody filled in comes from memory, what somebody typed is never in it."""

from __future__ import annotations

import pytest
from flask import Flask, render_template

from portal import clock
from portal.domain.intake.questions import COLUMNS, Page, pages
from portal.domain.vocabulary import Kind
from portal.forms.intake import page_form
from portal.views.markup import Drawer
from tests.answers import KEPT, TYPED

SECRET = "Quackelbeen"
EVERY_PAGE = [(kind, page) for kind in COLUMNS for page in pages(kind)]


@pytest.fixture
def drawer(page_app: Flask) -> Drawer:
    found: Drawer = page_app.extensions["portal.drawer"]
    found.kept.clear()
    return found


def drawn(page_app: Flask, drawer: Drawer, kind: Kind, page: Page, language: str = "nl", **known: str) -> str:
    with page_app.test_request_context(f"/?lang={language}"):
        return "".join(drawer.field(field) for field in page_form(kind, page.sections, known).answers())


@pytest.mark.parametrize(("kind", "page"), EVERY_PAGE, ids=lambda value: getattr(value, "slug", ""))
def test_a_kept_page_is_the_page_that_was_rendered(page_app: Flask, drawer: Drawer, kind: Kind, page: Page) -> None:
    for language in ("nl", "fr", "en"):
        rendered = drawn(page_app, drawer, kind, page, language)
        size = len(drawer.kept)

        assert size
        assert drawn(page_app, drawer, kind, page, language) == rendered
        assert len(drawer.kept) == size
        drawer.kept.clear()


def test_what_was_typed_known_or_refused_is_shown_and_never_kept(page_app: Flask, drawer: Drawer) -> None:
    for kind, page in EVERY_PAGE:
        drawn(page_app, drawer, kind, page)
        with page_app.test_request_context(method="POST", data={**TYPED, "tenant_first": "<b>", "minors": SECRET}):
            form = page_form(kind, page.sections, {})
            form.read(known={}, today=clock.today())
            typed = "".join(drawer.field(field) for field in form.answers())
        with page_app.test_request_context():
            known = "".join(drawer.field(field) for field in page_form(kind, page.sections, KEPT).answers())

        assert ("tenant_last" in typed) is (f'value="{SECRET}"' in typed) is (f'value="{SECRET}"' in known)
        assert drawer.kept
        assert not any(mark in one for one in drawer.kept.values() for mark in (SECRET, "&lt;b&gt;", "failing"))


def test_a_refused_blank_shows_its_error_and_the_next_person_sees_none(page_app: Flask, drawer: Drawer) -> None:
    kind, page = Kind.LANDLORD, pages(Kind.LANDLORD)[1]
    before = drawn(page_app, drawer, kind, page)

    with page_app.test_request_context(method="POST"):
        form = page_form(kind, page.sections, {})
        form.read(known={}, today=clock.today())
        failing = "".join(drawer.field(field) for field in form.answers())

    assert "failing" in failing
    assert drawn(page_app, drawer, kind, page) == before


def test_each_language_keeps_its_own(page_app: Flask, drawer: Drawer) -> None:
    kind, page = Kind.LANDLORD, pages(Kind.LANDLORD)[0]

    drawn(page_app, drawer, kind, page, "nl")
    dutch = len(drawer.kept)
    drawn(page_app, drawer, kind, page, "fr")

    assert len(drawer.kept) == 2 * dutch


def test_memory_has_an_end(page_app: Flask) -> None:
    small = Drawer(lambda field: field.name, most=5)

    for kind, page in EVERY_PAGE:
        drawn(page_app, small, kind, page)

        assert 0 < len(small.kept) <= 5


def test_a_part_that_hangs_on_the_language_alone_is_kept_for_each(page_app: Flask, drawer: Drawer) -> None:
    seen = {}
    for language in ("nl", "fr", "nl", "fr"):
        with page_app.test_request_context(f"/?lang={language}"):
            page_app.preprocess_request()
            rendered = render_template("layout/footer.html")
            seen[language] = drawer.fixed("layout/footer.html")

            assert seen[language] == rendered

    assert seen["nl"] != seen["fr"]
    assert len(drawer.kept) == 2
