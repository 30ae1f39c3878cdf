"""What a person does with a page: open it, fill it in, send it; and what every page must never do to them."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Locator, Page, expect

Typed = Mapping[str, str | list[str]]
"""What is filled in, by field name; several values tick several boxes."""

WIDTHS = "[document.scrollingElement.scrollWidth, innerWidth]"

LOOSE_ENDS = """() => [...document.querySelectorAll("#error-summary a")].filter((link) => {
  const id = link.hash.slice(1);
  const describes = document.querySelectorAll(`[aria-describedby~="${id}-error"]`).length;
  return !document.getElementById(id) || describes !== 1 || !document.getElementById(`${id}-error`);
}).map((link) => link.hash)"""
"""Links of the summary that have no field, or whose error is not said with one."""


class Visitor:
    """One person in one browser window; ``url`` is the portal's."""

    def __init__(self, page: Page, url: str) -> None:
        self.page = page
        self.url = url
        self.form = "form"
        """Which form of the page is used, where there are several."""
        self.failed_scripts: list[str] = []
        page.on("pageerror", lambda error: self.failed_scripts.append(str(error)))

    def open(self, path: str) -> int:
        """The status of the page at this path."""
        response = self.page.goto(self.url + path)
        assert response
        self.must_fit()
        return response.status

    def fill(self, typed: Typed) -> None:
        """Type, choose and tick, in this order."""
        for name, value in typed.items():
            for one in [value] if isinstance(value, str) else value:
                self._fill(name, one)

    def send(self, button: str = "button.primary") -> int:
        """Press the button of the form; the status of the page that comes."""
        with self.page.expect_navigation() as came:
            self.page.click(f"{self.form} {button}")
        self.must_fit()
        return came.value.status

    def follow(self, link: str) -> None:
        """Click the link with this text."""
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=link).first.click()
        self.must_fit()

    def title(self) -> str:
        return self.page.locator("h1").inner_text()

    def path(self) -> str:
        return self.page.url.removeprefix(self.url)

    def field(self, name: str) -> Locator:
        """The controls of a field; the first one is where a link in the summary leads."""
        return self.page.locator(f"{self.form} [name={name}]:not([type=hidden])")

    def typed(self, name: str) -> str | list[str]:
        """What stands in a field: its text, the value chosen, or the values ticked."""
        field = self.field(name)
        kind = field.first.get_attribute("type")
        if kind not in ("radio", "checkbox"):
            return field.input_value()
        chosen = [str(one.get_attribute("value")) for one in field.all() if one.is_checked()]
        return chosen if kind == "checkbox" else "".join(chosen)

    def must_be_refused(self, **kept: str | list[str]) -> None:
        """The failing page: it says so, its summary has focus and leads to each field, and nothing typed is lost."""
        assert self.page.title().startswith("Fout:")
        expect(self.page.locator("#error-summary")).to_be_focused()
        assert self.page.evaluate(LOOSE_ENDS) == [], f"{self.path()} has errors that lead or describe nowhere"
        links = self.page.locator("#error-summary a")
        if links.count():
            self._must_lead_to_its_field(links.last)
        found = {name: self.typed(name) for name in kept}
        assert found == kept, f"{found} is not {kept}"

    def must_fit(self) -> None:
        """No page scrolls sideways."""
        content, window = self.page.evaluate(WIDTHS)
        assert content <= window, f"{self.path()} is {content} wide in {window}"

    def _must_lead_to_its_field(self, link: Locator) -> None:
        target = str(link.get_attribute("href"))
        link.click()
        field = self.page.locator(target)
        expect(field).to_be_focused()
        expect(field).to_be_in_viewport()
        expect(self.page.locator(f"{target}-error")).to_contain_text("Fout: " + link.inner_text())

    def _fill(self, name: str, value: str) -> None:
        field = self.field(name)
        for fold in field.first.locator("xpath=ancestor::details[not(@open)]").all():
            if (summary := fold.locator("> summary")).is_visible():  # A desk shows what a phone folds.
                summary.click()
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            self.page.check(f"{self.form} [name={name}][value={value}]")
        elif field.first.evaluate("control => control.localName") == "select":
            field.select_option(value)
        else:
            field.fill(value)
