"""What the frame around every page needs: the town's words, the languages, and for staff where they may go."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from portal import config
from portal.domain import access
from portal.domain.access import Action
from portal.domain.vocabulary import N_
from portal.models import Account
from portal.views import languages, saved

NAVIGATION = (
    (N_("Werklijst"), "triage.queue", Action.READ_QUEUE),
    (N_("Nieuwe melding"), "entering.choose", Action.ENTER),
    (N_("Cijfers"), "figures.show", Action.READ_FIGURES),
    (N_("Uitgaande mail"), "mail.outbox", Action.READ_OUTBOX),
    (N_("Collega’s"), "colleagues.everybody", Action.MANAGE_ACCOUNTS),
    (N_("Logboek"), "audit.show", Action.READ_AUDIT),
    (N_("Mijn account"), "accounts.home", Action.OWN_ACCOUNT),
)
FOOTER = ((N_("Privacy"), "legal.privacy"), (N_("Toegankelijkheid"), "legal.accessibility"))


def init_app(app: Flask) -> None:
    app.context_processor(around)


def around() -> dict[str, Any]:
    """The values of every template; ``account`` is none on public pages, without asking the database."""
    account: Account | None = g.get("account")
    locale, places = get_locale(), navigation(account) if account else []
    return {
        "site": config.site(),
        "account": account,
        "staff_nav": places,
        "logout_url": url_for("accounts.logout") if account else "",
        "home_url": places[0][1] if places else _start_of_strangers(),
        "footer_links": footer_links,
        "languages": languages.switch(),
        "lang": locale.language if locale else "nl",
        "direction": locale.text_direction if locale else "ltr",
        "has_errors": False,
        "saved": saved.words,
    }


def footer_links() -> list[tuple[str, str]]:
    """Label and address; asked for once a language, when the foot of the page is rendered."""
    return [(_(label), url_for(name)) for label, name in FOOTER]


def navigation(account: Account) -> list[tuple[str, str, bool]]:
    """Where this person may go: label, address, whether it is the present page."""
    return [
        (_(label), url_for(name), request.endpoint == name)
        for label, name, action in NAVIGATION
        if _exists(name) and access.may(account.role, action)
    ]


def start(account: Account) -> str:
    """The first place where this person may go: the queue for who works with cases."""
    return navigation(account)[0][1]


def _start_of_strangers() -> str:
    """Under the address of staff nobody is led to the public; who is signed in is decided there."""
    home = url_for("accounts.home")
    return home if request.path.startswith(home) else "/"


def _exists(endpoint: str) -> bool:
    return endpoint in current_app.view_functions
