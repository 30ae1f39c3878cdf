"""What every page must be for everyone: axe's rules in light and dark, and what axe does not ask; findings in words."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.browser.visitor import WIDTHS, Visitor

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([tags, rules]) => {
  const runOnly = rules ? {type: "rule", values: rules} : {type: "tag", values: tags};
  const found = await axe.run({runOnly, resultTypes: ["violations"], preload: false});
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""
BEYOND = """() => {
  const found = [];
  const must = (holds, what) => holds || found.push(what);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const ids = all("[id]").map((one) => one.id);
  must(document.documentElement.lang === "nl", "no language");
  must(all("h1").length === 1 && all("main").length === 1, "not one h1 in one main");
  must(new Set(ids).size === ids.length, "an id twice");
  must(all("a.skip[href='#main']")[0] === all("a, button, input")[0], "the skip link is not first");
  for (const one of all("input:not([type=hidden]), select, textarea")) {
    const named = [...one.labels].some((label) => label.textContent.trim()) || one.ariaLabel;
    must(named || one.hasAttribute("aria-labelledby"), `${one.name} has no label`);
    must(one.type !== "radio" || one.closest("fieldset")?.querySelector("legend")?.textContent.trim(),
      `${one.name} has no legend`);
  }
  for (const one of all("[aria-describedby], [aria-labelledby]")) {
    const named = [one.getAttribute("aria-describedby"), one.getAttribute("aria-labelledby")].join(" ").match(/\\S+/g);
    must((named ?? []).every((id) => document.getElementById(id)), `${one.name ?? one.id} is described by nothing`);
  }
  const errors = all(".error");
  for (const error of errors) {
    must(document.querySelector(`[aria-describedby~="${error.id}"]`), `${error.id} describes no field`);
    must(error.textContent.startsWith("Fout:"), `${error.id} does not say that it is an error`);
  }
  const failing = errors.length > 0 || all(".error-summary").length > 0;
  must(failing === document.title.startsWith("Fout:"), `the title of the page is ${document.title}`);
  for (const one of all("a, button, input:not([type=hidden]), select, textarea")) {
    const target = (one.closest(".choice") ?? one).getBoundingClientRect();
    const inText = one.localName === "a" && getComputedStyle(one).display === "inline";
    must(inText || !target.width || one.matches(".skip") || target.height >= 24,
      `${one.textContent || one.name} is ${target.height} px high`);
  }
  return found;
}"""


class Inspector:
    """Looks at the pages that a visitor comes to; ``findings`` holds what is wrong, with the name of the page."""

    def __init__(self, visitor: Visitor) -> None:
        self.page: Page = visitor.page
        self.findings: list[str] = []
        self.looked_at: list[str] = []

    def look(self, name: str) -> None:
        """At the page as it stands: light and dark, by its markup, and at the width of a small phone."""
        self.looked_at.append(name)
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found = [*self._axe(tags=RULES), *self.page.evaluate(BEYOND), *self._in_the_dark(), *self._on_a_phone()]
        self.findings += [f"{name}: {one}" for one in found]

    def _axe(self, *, tags: list[str] | None = None, rules: list[str] | None = None) -> list[str]:
        found: list[str] = self.page.evaluate(RUN, [tags, rules])
        return found

    def _in_the_dark(self) -> list[str]:
        self.page.emulate_media(color_scheme="dark")
        found = self._axe(rules=["color-contrast"])
        self.page.emulate_media(color_scheme="light")
        return [f"dark: {one}" for one in found]

    def _on_a_phone(self) -> list[str]:
        before: Any = self.page.viewport_size
        self.page.set_viewport_size({"width": 320, "height": 640})
        content, window = self.page.evaluate(WIDTHS)
        self.page.set_viewport_size(before)
        return [f"{content} wide in {window}"] if content > window else []
