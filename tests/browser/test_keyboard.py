"""A landlord who uses the keyboard alone comes to the receipt, and always sees where the focus is."""

from __future__ import annotations

from tests.browser import reporters
from tests.browser.keyboard import Keyboard
from tests.browser.visitor import Typed, Visitor


def test_a_landlord_needs_no_mouse(at_desk: Visitor) -> None:
    keyboard = Keyboard(at_desk)
    at_desk.open("/")

    keyboard.press("Verhuurder (particulier)")
    for page in _in_order():
        keyboard.fill(page)
        keyboard.press("Ga verder")
    keyboard.press("Aanmelding versturen")

    assert at_desk.title() == "Wij hebben uw aanmelding"
    keyboard.press("Volg uw aanmelding op uw eigen pagina")
    assert at_desk.title() == "Ontvangen"


def test_a_mistake_is_mended_by_keyboard(at_desk: Visitor) -> None:
    keyboard = Keyboard(at_desk)
    reporters.pass_gate(at_desk)

    keyboard.press("Ga verder")
    keyboard.tab_to(text="Vul de postcode van de woning in.")
    at_desk.page.keyboard.press("Enter")
    at_desk.page.keyboard.type("2800")
    keyboard.press("Ga verder")

    assert at_desk.typed("postcode") == "2800"
    assert at_desk.page.locator("#postcode-error").count() == 0


def _in_order() -> list[Typed]:
    """The landlord's right answers, in the order in which the keyboard passes them."""
    return [
        {
            "informed": "yes",
            "informed_on_shortcut": "yesterday",
            "informed_how": "phone",
            "tenant_reaction": "no_reaction",
        },
        {"postcode": "2800", "street": "Kerkstraat", "house_number": "12 bus 3", "still_lives_there": "yes"},
        {"tenant_first": "Amina", "tenant_last": "El Amrani", "tenant_lang": "ar", "minors": "yes"},
        {"problems": ["rent_arrears", "nuisance"], "arrears_eur": "2.100", "rent_month": "700"},
        {"stage": "petition", "hearing_date": reporters.in_days(28), "hearing_time": "9u"},
        {"reporter_name": "Jan Verhuurder", "reporter_email": "jan@verhuurder.example", "declaration": "yes"},
    ]
