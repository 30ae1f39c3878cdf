"""What every page must be for everyone, in its language: axe's rules, and what axe does not ask; findings in words."""

from __future__ import annotations

import os
from gettext import translation
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

import portal
from tests.browser.visitor import WIDTHS, Visitor

ORIGINAL = "nl"
"""The language that is looked at in the dark too: colours are the same in all."""
EVERY_PAGE = "EVERY_PAGE" in os.environ
"""Set by `make access`: every page in every language and state is looked at, which takes minutes."""
CATALOGUES = Path(portal.__file__).parent / "translations"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([tags, rules, colours]) => {
  const runOnly = rules ? {type: "rule", values: rules} : {type: "tag", values: tags};
  const others = {"color-contrast": {enabled: colours}};
  const found = await axe.run({runOnly, rules: others, resultTypes: ["violations"], preload: false});
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}"""
BEYOND = """([language, fault, original]) => {
  const found = [];
  const must = (holds, what) => holds || found.push(what);
  const all = (selector) => [...document.querySelectorAll(selector)];
  const ids = all("[id]").map((one) => one.id);
  must(document.documentElement.lang === language, `the language is ${document.documentElement.lang}`);
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
    must(error.textContent.startsWith(fault), `${error.id} does not say that it is an error`);
  }
  const failing = errors.length > 0 || all(".error-summary").length > 0;
  must(failing === document.title.startsWith(fault), `the title of the page is ${document.title}`);
  for (const one of all("a, button, input:not([type=hidden]), select, textarea")) {
    const target = (one.closest(".choice") ?? one).getBoundingClientRect();
    const inText = one.localName === "a" && getComputedStyle(one).display === "inline";
    must(inText || !target.width || one.matches(".skip") || target.height >= 24,
      `${one.textContent || one.name} is ${target.height} px high`);
  }
  const dutch = /(?<![\\p{L}@])(het(?! Kind)|een|niet|geen|wij|uw|zijn|wordt|huurder|aanmelding)(?!\\.?\\p{L})/iu;
  const speaks = (one) => one.closest("[lang]").lang;
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (language !== original && texts.nextNode()) {
    const {data, parentElement: one} = texts.currentNode;
    must(one.localName === "textarea" || speaks(one) === original || !dutch.test(data), `Dutch: ${data.trim()}`);
  }
  for (const one of language === original ? [] : all("[aria-label], [alt], [title], [placeholder]")) {
    const said = ["aria-label", "alt", "title", "placeholder"].map((name) => one.getAttribute(name)).join(" ");
    must(speaks(one) === original || !dutch.test(said), `Dutch: ${said.trim()}`);
  }
  return found;
}"""


class Inspector:
    """Looks at the pages that a visitor comes to; ``findings`` holds what is wrong, with the name of the page."""

    def __init__(self, visitor: Visitor, language: str = ORIGINAL) -> None:
        self.page: Page = visitor.page
        self.language = language
        self.findings: list[str] = []
        self.looked_at: list[str] = []

    def look(self, name: str) -> None:
        """At the page as it stands: its markup, its words, at the width of a small phone, and once in the dark."""
        self._note(name, [*self._axe(tags=RULES), *self._beyond(), *self._in_the_dark(), *self._on_a_phone()])

    def look_again(self, name: str) -> None:
        """At a page in another state: its markup for axe is the same in every language, its words are not."""
        axe = self._axe(tags=RULES) if self.language == ORIGINAL else []
        self._note(name, [*axe, *self._beyond(), *self._on_a_phone()])

    def _note(self, name: str, found: list[str]) -> None:
        self.looked_at.append(name)
        self.findings += [f"{name}: {one}" for one in found]

    def _beyond(self) -> list[str]:
        found: list[str] = self.page.evaluate(BEYOND, [self.language, said_in(self.language, "Fout:"), ORIGINAL])
        return found

    def _axe(self, *, tags: list[str] | None = None, rules: list[str] | None = None) -> list[str]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        found: list[str] = self.page.evaluate(RUN, [tags, rules, self.language == ORIGINAL])
        return found

    def _in_the_dark(self) -> list[str]:
        if self.language != ORIGINAL:
            return []
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


def said_in(language: str, message: str) -> str:
    """What a page in this language says for the Dutch message."""
    return translation("messages", CATALOGUES, [language], fallback=language == ORIGINAL).gettext(message)
