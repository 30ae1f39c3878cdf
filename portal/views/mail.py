"""The outbox as staff may see it, without what is in the mails; and the demo's inbox, which shows them."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from flask import Blueprint, abort, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import format_datetime
from flask_babel import gettext as _

from portal import clock, config, db
from portal.domain import access
from portal.domain.access import Action
from portal.models import MailState
from portal.notify import sink
from portal.notify.notices import LABELS, Notice
from portal.store import audit, messages
from portal.store.messages import Line
from portal.views import guards
from portal.views.guards import public, requires

bp = Blueprint("mail", __name__)
dev = Blueprint("dev_mail", __name__, url_prefix="/dev/mail")
WHEN = "EEE d MMM, HH.mm"


@bp.get("/staff/outbox")
@requires(Action.READ_OUTBOX)
def outbox() -> ResponseReturnValue:
    """What is dead and what waits: the notice, its state and the error's code, never to whom or what."""
    with_reference = access.may(guards.account().role, Action.READ_CASE)
    lines = [_shown(line, with_reference=with_reference) for line in messages.unfinished(db.session())]
    return render_template("mail/outbox.html", lines=lines)


@bp.post("/staff/outbox/<key>/resend")
@requires(Action.RESEND_MAIL)
def resend(key: str) -> ResponseReturnValue:
    """Give a dead mail a new start; one that is not dead any more is left alone."""
    with db.transaction() as session:
        row = messages.by_key(session, key)
        if row is None:
            abort(404)
        if row.state is MailState.DEAD:
            messages.revive(row, at=clock.now())
            by = guards.account().id
            audit.record(
                session, at=clock.now(), action="outbox.resent", account_id=by, case_id=row.case_id, mail=row.id
            )
    return redirect(url_for(".outbox"), code=303)


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


def _shown(line: Line, *, with_reference: bool) -> dict[str, object]:
    dead = line.state is MailState.DEAD
    return {
        "key": line.key,
        "dead": dead,
        "notice": _(LABELS[Notice(line.notice)]),
        "reference": line.reference if with_reference else None,
        "put_aside": format_datetime(line.created_at, WHEN),
        "tries": line.tries,
        "error": line.error,
        "next": None if dead else format_datetime(line.due_at, WHEN),
    }
