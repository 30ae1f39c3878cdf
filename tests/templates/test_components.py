"""The field macros, rendered alone: what ties a label, a hint and an error to its control."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

TEMPLATES = Path(__file__).parents[2] / "portal" / "templates"
VIEWS = ("text", "textarea", "radios", "ticks", "tick", "date", "time", "money", "months", "email", "tel", "select")
GROUPS = ("radios", "ticks")


@pytest.mark.parametrize("view", VIEWS)
def test_a_failing_field_points_at_its_hint_and_its_error(view: str) -> None:
    html = shown(make_field(view=view, hint="Zo doet u het.", errors=["Kies iets."]))

    assert 'aria-describedby="problem-hint problem-error"' in html
    assert 'id="problem-hint">Zo doet u het.<' in html
    assert 'id="problem-error"><p>Fout: Kies iets.</p>' in html
    assert 'class="field failing"' in html or 'class="field group failing"' in html


@pytest.mark.parametrize("view", VIEWS)
def test_a_field_without_hint_or_error_points_nowhere(view: str) -> None:
    html = shown(make_field(view=view))

    assert "aria-describedby" not in html
    assert "aria-invalid" not in html
    assert "failing" not in html


@pytest.mark.parametrize("view", VIEWS)
def test_the_link_of_the_error_summary_finds_one_control(view: str) -> None:
    html = shown(make_field(view=view, errors=["Kies iets."]))

    assert html.count('id="problem"') == 1


@pytest.mark.parametrize("view", GROUPS)
def test_a_group_has_a_legend_and_keeps_what_was_chosen(view: str) -> None:
    html = shown(make_field(view=view))

    assert "<fieldset" in html and "<legend>Wat is er?</legend>" in html
    assert 'value="b" checked' in html
    assert 'value="a" checked' not in html


@pytest.mark.parametrize("view", [view for view in VIEWS if view not in (*GROUPS, "select", "tick")])
def test_what_was_typed_comes_back_without_becoming_markup(view: str) -> None:
    html = shown(make_field(view=view, typed='<b> & "twee"'))

    assert "&lt;b&gt; &amp; &#34;twee&#34;" in html
    assert "<b>" not in html


def test_a_password_never_comes_back() -> None:
    html = shown(make_field(view="password", typed="geheim"))

    assert 'type="password"' in html
    assert "geheim" not in html


@pytest.mark.parametrize(("typed", "checked"), [("yes", True), ("0", False), ("on", False), ("", False)])
def test_a_tick_is_a_yes_and_nothing_else(typed: str, checked: bool) -> None:
    html = shown(make_field(view="tick", typed=typed))

    assert (" checked" in html) is checked


@pytest.mark.parametrize("view", [view for view in VIEWS if view != "tick"])
def test_only_an_optional_field_says_so(view: str) -> None:
    optional, needed = shown(make_field(view=view, required=False)), shown(make_field(view=view))

    assert "(niet verplicht)" in optional
    assert "(niet verplicht)" not in needed


@pytest.mark.parametrize("view", VIEWS)
def test_a_branch_is_told_to_the_browser(view: str) -> None:
    html = shown(make_field(view=view, when="stage:petition,summons"))

    assert 'data-when="stage:petition,summons"' in html


def test_a_select_does_not_choose_for_anybody() -> None:
    html = shown(make_field(view="select", chosen=""))

    assert '<option value="">' in html
    assert " selected" not in html


def make_field(*, view: str, chosen: str = "b", **values: Any) -> SimpleNamespace:
    options = [
        SimpleNamespace(
            id=f"problem-{value}", value=value, label=value.upper(), hint="", picture="", checked=value == chosen
        )
        for value in ("a", "b")
    ]
    given = {"hint": "", "errors": [], "required": True, "typed": "", "attrs": {}, "when": "", "options": options}
    label = SimpleNamespace(text="Wat is er?")
    return SimpleNamespace(id="problem", name="problem", label=label, view=view, **(given | values))


def shown(field: SimpleNamespace) -> str:
    """The field as a page would hold it, in Dutch."""
    page = components().from_string('{% from "components/field.html" import field %}{{ field(it) }}')
    return page.render(it=field)


@cache
def components() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return environment
