"""What is shown when something goes wrong: the house's page, in the reader's language, with a number to ask by.

Nothing here touches the database: it may be what failed. What is logged names code, never what somebody typed.
"""

from __future__ import annotations

import math
import secrets
import traceback
from collections.abc import Iterator
from itertools import islice
from types import MappingProxyType, TracebackType
from typing import Any

import sqlalchemy as sa
from flask import Flask, Response, current_app, g, make_response, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, SecurityError, Unauthorized

from portal.db import DatabaseUnavailable
from portal.domain import access
from portal.domain.access import Action
from portal.domain.errors import Conflict, NotFound, TooMany
from portal.domain.intake import questions
from portal.domain.vocabulary import N_, Role
from portal.forms import labels

RETRY_SECONDS = 30
TEXTS = MappingProxyType(
    {
        400: (N_("Dat konden wij niet lezen"), N_("Ga terug naar de vorige pagina en probeer het opnieuw.")),
        403: (N_("Deze pagina is niet voor u"), N_("Uw account mag dit niet openen. Vraag het aan uw beheerder.")),
        404: (N_("Deze pagina bestaat niet"), N_("Kijk het adres na. Misschien is de link niet volledig gekopieerd.")),
        405: (N_("Dit kan niet op deze manier"), N_("Ga terug naar de vorige pagina en gebruik de knop.")),
        409: (N_("Iemand was u voor"), N_("Intussen is er iets gewijzigd. Open de pagina opnieuw.")),
        410: (N_("Deze link werkt niet meer"), N_("De link is al gebruikt, te oud of niet volledig gekopieerd.")),
        413: (N_("Dit is te groot"), N_("Maak de tekst korter of het bestand kleiner en probeer het opnieuw.")),
        422: (N_("Kijk dit even na"), N_("Er klopt iets niet in wat u invulde. Ga terug en kijk het na.")),
        429: (N_("Te veel pogingen"), N_("Wacht een kwartier en probeer het dan opnieuw.")),
        500: (N_("Er ging iets mis bij ons"), N_("Probeer het straks opnieuw of bel ons. Wij kijken het na.")),
        503: (N_("Even niet bereikbaar"), N_("Probeer het over een halve minuut opnieuw of bel ons.")),
    }
)
OF_ADMIN = N_("Met de rol beheerder kunt u dit niet openen. Dat hoort zo.")
BUSY = N_("Dit is nog niet bewaard. Wat u typte, staat hieronder. Wacht een halve minuut en verstuur het opnieuw.")
WAIT = N_("Er is niets verloren: wat u invulde, blijft staan. Wacht %(minutes)s minuten en verstuur het dan opnieuw.")
DATABASE_FAILED = (DatabaseUnavailable, sa.exc.OperationalError, sa.exc.InterfaceError, sa.exc.TimeoutError)
STAFF = "/staff/"
SECRETS = frozenset().union(*(labels.secrets(module) for module in labels.OF_STAFF))
"""The fields of passwords, which are never shown again."""
OURS = frozenset({"same-origin", "none"})
"""What a browser says of a form that stood on a page of ours: what another site made it send is not sent again."""
MOST_FIELDS = 400
"""No form of ours has more fields; sixty thousand of somebody else's would make an answer of megabytes."""
SENT_AGAIN = "sent_again"
"""The field of the page that offers to send once more: who comes back to it without a cookie will never get past it."""
SIGNED_OUT = (
    N_("U bent niet meer ingelogd"),
    N_(
        "Wat u typte, is niet verloren, maar nog niet bewaard. Log eerst opnieuw in."
        " Kom dan terug naar deze pagina en verstuur het nog één keer."
    ),
)
WITHOUT_COOKIES = (
    N_("Uw browser bewaart onze cookie niet"),
    N_("Zonder cookie kunnen wij uw antwoorden niet bijhouden. Laat cookies toe, of bel ons. Begin dan opnieuw."),
)


def init_app(app: Flask) -> None:
    """Answer every error in the house's layout, and give every request a number."""
    app.before_request(request_id)
    app.after_request(_number)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(Unauthorized, _signed_out)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(Conflict, _conflict)
    app.register_error_handler(TooMany, _too_many)
    for failure in DATABASE_FAILED:
        app.register_error_handler(failure, _unavailable)
    app.log_exception = _log  # type: ignore[method-assign] # Flask's own logs the path, which may hold a token


def request_id() -> None:
    """Number the request; ``g.request_id`` is what people read out and what the log says."""
    g.setdefault("request_id", secrets.token_hex(8))


def page(code: int, words: tuple[str, str] | None = None) -> Response:
    """The house's page for this code; ``words`` are its title and text when the usual ones do not say it."""
    request_id()
    title, text = words or _usual(code)
    html = render_template(
        "errors/error.html", title=_(title), text=_(text), code=code, request_id=g.request_id, back=_back(code)
    )
    return make_response(html, code)


def _usual(code: int) -> tuple[str, str]:
    """An admin who may not open something has nobody to ask for it."""
    account = g.get("account")
    if code == 403 and account and account.role is Role.ADMIN:
        return TEXTS[403][0], OF_ADMIN
    return TEXTS.get(code, TEXTS[400 if code < 500 else 500])


def _back(code: int) -> tuple[str, str]:
    """Where to go on, and its words; who works with cases goes on at the queue."""
    if not _is_of_staff():
        return "/", _("Naar de startpagina")
    if code == 400:
        return request.path, _("Open de pagina opnieuw")
    account = g.get("account")
    if account and access.may(account.role, Action.READ_QUEUE):
        return url_for("triage.queue"), _("Naar de werklijst")
    return STAFF, _("Naar mijn account")


def _http(error: HTTPException) -> Response:
    if isinstance(error, SecurityError):
        return Response("400 Bad Request\n", 400, mimetype="text/plain")
    response = page(error.code or 500)
    for name in ("Allow", "Retry-After"):
        if name in (given := error.get_response().headers):
            response.headers[name] = given[name]
    return response


def _not_found(_error: NotFound) -> Response:
    return page(404)


def _conflict(_error: Conflict) -> Response:
    return page(409)


def _too_many(error: TooMany) -> Response:
    """Nothing typed is lost: the page offers to send it again, and says from when."""
    seconds = math.ceil(error.wait.total_seconds())
    wait = _(WAIT, minutes=max(math.ceil(seconds / 60), 2))
    text = f"{_(error.message, **error.params)} {wait}"
    response = page(429) if _holds_a_password() else _resend(429, text=text, title=_(TEXTS[429][0]))
    response.headers["Retry-After"] = str(seconds)
    return response


def _stale_form(_error: CSRFError) -> Response:
    """A form comes back with what was typed, to be sent again on purpose; not one that holds a password."""
    if _holds_a_password() or not _is_of_ours():
        return page(400)
    has_cookie = current_app.config["SESSION_COOKIE_NAME"] in request.cookies
    return _resend(400) if has_cookie or SENT_AGAIN not in request.form else page(410, WITHOUT_COOKIES)


def _signed_out(_error: Unauthorized) -> Response:
    """What was typed stands in this page alone: to be sent again after signing in beside it."""
    if not _is_of_ours():
        return page(403)
    title, text = SIGNED_OUT
    return _resend(401, title=_(title), text=_(text), sign_in_url=url_for("accounts.login"))


def _unavailable(error: Exception) -> Response:
    _say("database unavailable", type(error).__name__)
    is_kept = request.method == "POST" and not _holds_a_password()  # Its token was looked at: it is of ours.
    response = _resend(503, text=_(BUSY)) if is_kept else page(503)
    response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _holds_a_password() -> bool:
    return not SECRETS.isdisjoint(request.form)


def _is_of_ours() -> bool:
    return not _is_of_staff() or request.headers.get("Sec-Fetch-Site", "none") in OURS


def _is_of_staff() -> bool:
    return request.path.startswith(STAFF)


def _resend(code: int, **words: str) -> Response:
    html = render_template(
        "errors/resend.html", action=request.path, typed=list(_typed()), of_staff=_is_of_staff(), **words
    )
    return make_response(html, code)


def _typed() -> Iterator[tuple[str, str, str]]:
    """What was sent, as (name, label, value); what the page carries for itself has no label."""
    names = {name: _(question.label) if question.label else "" for name, question in questions.BY_NAME.items()}
    if _is_of_staff():
        names = {**labels.of_staff(), **names}
    left_out = SECRETS | {current_app.config["WTF_CSRF_FIELD_NAME"], SENT_AGAIN}
    for name, value in islice(request.form.items(multi=True), MOST_FIELDS):
        if name not in left_out:
            yield name, names.get(name, ""), value


def _number(response: Response) -> Response:
    request_id()
    response.headers["X-Request-Id"] = g.request_id
    return response


def _log(exc_info: tuple[type, BaseException, TracebackType] | tuple[None, None, None] | Any) -> None:
    """Where it went wrong in our code; an exception's message may hold what somebody typed."""
    kind, _message, trace = exc_info
    frames = traceback.extract_tb(trace)[-4:]
    places = " < ".join(f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in reversed(frames))
    _say("unexpected error", f"{kind.__name__ if kind else '?'} at {places}")


def _say(what: str, about: str) -> None:
    request_id()
    current_app.logger.error(
        "%s request=%s method=%s endpoint=%s %s", what, g.request_id, request.method, request.endpoint, about
    )
