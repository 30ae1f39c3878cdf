"""Hands that use the keyboard alone: Tab, space, arrows, Enter; at every stop the focus must be in sight."""

from __future__ import annotations

import pytest

from tests.browser.visitor import Typed, Visitor

WHERE = """() => {
  const here = document.activeElement;
  const shown = getComputedStyle(here.closest(".choice") ?? here);
  const edge = here.getBoundingClientRect();
  return {
    name: here.name ?? "",
    value: here.value ?? "",
    type: here.type ?? "",
    tag: here.localName,
    text: here.innerText ?? "",
    visible: shown.outlineStyle !== "none" && parseFloat(shown.outlineWidth) >= 2,
    seen: edge.bottom > 0 && edge.top < innerHeight,
  };
}"""
STOPS = 150


class Keyboard:
    """Hands that touch nothing else."""

    def __init__(self, visitor: Visitor) -> None:
        self.page = visitor.page

    def tab_to(self, **wanted: str) -> None:
        """Press Tab until the focus is on what was asked for; at every stop it must be in sight."""
        for _stop in range(STOPS):
            self.page.keyboard.press("Tab")
            here = self.page.evaluate(WHERE)
            assert here["tag"] == "body" or (here["visible"] and here["seen"]), f"no focus to be seen: {here}"
            if wanted.items() <= here.items():
                return
        pytest.fail(f"the keyboard does not come to {wanted}")

    def fill(self, typed: Typed) -> None:
        """Each field in the order of the page."""
        for name, value in typed.items():
            for one in [value] if isinstance(value, str) else value:
                self._fill(name, one)

    def press(self, text: str) -> None:
        """Go to the button or the link with this text, and press Enter."""
        self.tab_to(text=text)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def _fill(self, name: str, value: str) -> None:
        kind = self.page.locator(f"form [name={name}]").first.evaluate("one => one.type")
        if kind == "checkbox":
            self.tab_to(name=name, value=value)
            self.page.keyboard.press("Space")
            return
        self.tab_to(name=name)
        if kind == "radio":
            self._choose(value)
        elif kind == "select-one":
            self.page.keyboard.type(self.page.locator(f"[name={name}] option[value={value}]").inner_text())
        else:
            self.page.keyboard.type(value)

    def _choose(self, value: str) -> None:
        self.page.keyboard.press("Space")
        for _stop in range(STOPS):
            if self.page.evaluate(WHERE)["value"] == value:
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"the arrows do not come to {value}")
