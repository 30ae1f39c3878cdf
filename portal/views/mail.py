"""The outbox as staff may see it, without what is in the mails; and the demo's inbox, which shows them."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from flask import Blueprint, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock, config, db
from portal.domain import access
from portal.domain.access import Action
from portal.notify import sink
from portal.services import resending
from portal.store import messages
from portal.views import guards, outgoing_page
from portal.views.guards import public, requires

bp = Blueprint("mail", __name__)
dev = Blueprint("dev_mail", __name__, url_prefix="/dev/mail")
LONGEST_NUMBER = 7


@bp.get("/staff/outbox")
@requires(Action.READ_OUTBOX)
def outbox() -> ResponseReturnValue:
    """What did not leave and why, who works at it, and what recurs when; never to whom or what."""
    state, after = outgoing_page.asked(request.args) or abort(400)
    with_reference = access.may(guards.account().role, Action.READ_CASE)
    page = outgoing_page.of(db.session(), state, after, now=clock.now(), with_reference=with_reference)
    return render_template("mail/outbox.html", page=page, said=_said_of_resending())


@bp.post("/staff/outbox/<key>/resend")
@requires(Action.RESEND_MAIL)
def resend(key: str) -> ResponseReturnValue:
    """Give a dead mail a new start; the page says so when it is not dead any more, or when its matter is over."""
    with db.transaction() as session:
        row = messages.by_key(session, key) or abort(404)
        number = resending.resend(session, [row], by=guards.account(), at=clock.now())
    return redirect(url_for(".outbox", resent=number), code=303)


@bp.post("/staff/outbox/resend")
@requires(Action.RESEND_MAIL)
def resend_all() -> ResponseReturnValue:
    """The same for those that died of one cause, as after a mail server's outage."""
    error = request.form.get("error", "")
    if not error.isascii() or not error.replace("_", "").isalnum():
        abort(400)
    with db.transaction() as session:
        number = resending.resend_all(session, error, by=guards.account(), at=clock.now())
    return redirect(url_for(".outbox", resent=number), code=303)


def _said_of_resending() -> str:
    """What came of the button that was just pressed, as the address says; nothing without one."""
    resent = request.args.get("resent", "")
    if not (resent.isascii() and resent.isdigit() and len(resent) < LONGEST_NUMBER):
        return ""
    few = {
        0: _("Er vertrekt geen mail: hij is al opnieuw onderweg, of waarover hij ging, is voorbij."),
        1: _("1 mail vertrekt opnieuw."),
    }
    return str(few.get(int(resent)) or _("%(count)s mails vertrekken opnieuw.", count=int(resent)))


@dev.before_request
def only_in_the_demo() -> None:
    """Anywhere else these pages do not exist."""
    if config.settings().env != "demo":
        abort(404)


@dev.get("")
@public
def inbox() -> ResponseReturnValue:
    """The mails sent, the newest first."""
    return render_template("mail/inbox.html", mails=sink.mails(_folder()))


@dev.get("/<name>")
@public
def one(name: str) -> ResponseReturnValue:
    """One mail, as the text that a plain mail program shows."""
    mail = sink.mail(_folder(), name) or abort(404)
    lines = sink.linked(mail.text, config.settings().base_url)
    return render_template("mail/one.html", mail=mail, lines=lines)


@dev.get("/<name>/html")
@public
def one_html(name: str) -> ResponseReturnValue:
    """The same mail as HTML, where nothing may run or load but its own style."""
    mail = sink.mail(_folder(), name) or abort(404)
    response = make_response(mail.html)
    response.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src {_own_styles(mail.html)}; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _folder() -> Path:
    return config.settings().data_dir / "mail"


def _own_styles(html: str) -> str:
    """The style elements of a page as a policy's hashes."""
    found = re.findall(r"<style>(.*?)</style>", html, flags=re.DOTALL)
    hashes = (base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() for style in found)
    return " ".join(f"'sha256-{digest}'" for digest in hashes) or "'none'"
