"""A page as a person without JavaScript meets it: its title, forms, fields with what stands in them, errors, links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"input", "br", "img", "link", "meta", "hr", "wbr"})


@dataclass
class Page:
    """What a page holds; ``values`` are the controls as a browser would send them, button and hidden ones left out."""

    title: str = ""
    text: str = ""
    hidden: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, list[str]] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    ids: set[str] = field(default_factory=set)
    errors: dict[str, str] = field(default_factory=dict)
    """The error text by the id of its field."""
    summary: list[str] = field(default_factory=list)
    """The field ids that the error summary links to."""
    links: dict[str, str] = field(default_factory=dict)
    """Addresses by the text of the link."""
    actions: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return dict(self.hidden).get("submission_key", "")

    def value(self, name: str) -> str:
        return next(iter(self.values.get(name, [])), "")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.link = self.area = self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.page.ids.add(given["id"])
        if tag not in VOID:
            self.open.append((tag, given))
        if tag in READERS:
            READERS[tag](self, given)

    def input(self, given: dict[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name", "")
        if kind == "hidden":
            self.page.hidden.append((name, given.get("value", "")))
            return
        self.page.names.add(name)
        if kind not in ("radio", "checkbox") or "checked" in given:
            self.page.values.setdefault(name, []).append(given.get("value", ""))

    def textarea(self, given: dict[str, str]) -> None:
        self.area = given["name"]
        self.page.names.add(self.area)
        self.page.values[self.area] = [""]

    def choose(self, given: dict[str, str]) -> None:
        self.select = given["name"]
        self.page.names.add(self.select)

    def option(self, given: dict[str, str]) -> None:
        if "selected" in given:
            self.page.values[self.select] = [given["value"]]

    def form(self, given: dict[str, str]) -> None:
        self.page.actions.append(given.get("action", ""))

    def anchor(self, given: dict[str, str]) -> None:
        self.link = given.get("href", "")
        if self._inside("error-summary"):
            self.page.summary.append(self.link.removeprefix("#"))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass
        self.area = "" if tag == "textarea" else self.area
        self.link = "" if tag == "a" else self.link

    def handle_data(self, data: str) -> None:
        self.page.text += data
        if self.area:
            self.page.values[self.area][0] += data
        if self.open and self.open[-1][0] == "title":
            self.page.title += data
        if self.link:
            words = " ".join(data.split())
            self.page.links.setdefault(words, self.link)
        for _, given in self.open:
            if "error" in given.get("class", "").split():
                self._failing(given.get("id", "").removesuffix("-error"), data)

    def _failing(self, name: str, data: str) -> None:
        self.page.errors[name] = self.page.errors.get(name, "") + data

    def _inside(self, css_class: str) -> bool:
        return any(css_class in given.get("class", "").split() for _, given in self.open)


READERS = {
    "input": _Reader.input,
    "textarea": _Reader.textarea,
    "select": _Reader.choose,
    "option": _Reader.option,
    "form": _Reader.form,
    "a": _Reader.anchor,
}


def read(html: str) -> Page:
    """The page in this HTML."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    page = reader.page
    page.values = {name: [_typed(value) for value in values] for name, values in page.values.items()}
    page.text = re.sub(r"\s+", " ", page.text)
    return page


def _typed(value: str) -> str:
    """A browser drops the line break that opens a textarea."""
    return value.removeprefix("\n")
