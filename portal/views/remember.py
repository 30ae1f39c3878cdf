"""A reporter's own data on the reporter's own device: asked for, signed, for one kind, and forgotten with one tap."""

from __future__ import annotations

import json
from datetime import timedelta

from flask import request
from werkzeug.wrappers import Response

from portal import clock, config, tokens
from portal.domain.intake import checking
from portal.domain.intake.questions import Answer, Answers, Section
from portal.domain.vocabulary import Kind
from portal.models import Draft

COOKIE = "own"
PURPOSE = "own data"
DAYS = 365
LONGEST = 3_000
"""Browsers refuse a cookie above 4,096 with its name and attributes; a real one has a few hundred."""
SECTIONS = (Section.GATE, Section.REPORTER)
"""Where a reporter's own fields stand."""


def kept_kind() -> Kind | None:
    """The kind of reports that this browser keeps data for; none when it keeps nothing that is ours."""
    found = _kept()
    return found[0] if found else None


def own(kind: Kind) -> dict[str, Answer]:
    """What a report of this kind begins with, checked as if it was typed just now."""
    found = _kept()
    if found is None or found[0] != kind:
        return {}
    raw = checking.as_raw(checking.own(found[1]))
    checked = checking.check(kind, raw, sections=SECTIONS, known={}, today=clock.today())
    return {name: answer for name, answer in checking.own(checked.answers).items() if name not in checked.errors}


def follow_wish(response: Response, kind: Kind, answers: Answers, *, wished: bool) -> Response:
    """Keep the sender's own data, or no longer; what another kind of report keeps here is left alone."""
    if wished and kind is not Kind.TENANT:
        _keep(response, kind, checking.own(answers))
    elif kept_kind() == kind:
        response.delete_cookie(COOKIE, path="/")
    return response


def forget(response: Response, draft: Draft | None) -> Response:
    """Keep nothing on this device, nor in the report that is being filled in with it."""
    if draft is not None:
        kept = own(Kind(draft.kind))
        draft.own = {name: answer for name, answer in draft.own.items() if kept.get(name) != answer}
    response.delete_cookie(COOKIE, path="/")
    return response


def _keep(response: Response, kind: Kind, answers: Answers) -> None:
    settings = config.settings()
    token = tokens.sign(settings.secret_keys, PURPOSE, json.dumps({"kind": kind.value, "own": dict(answers)}))
    if len(token) > LONGEST:
        return
    age = timedelta(days=DAYS)
    response.set_cookie(COOKIE, token, max_age=age, path="/", secure=settings.secure, httponly=True, samesite="Lax")


def _kept() -> tuple[Kind, Answers] | None:
    """What the cookie says, if it is ours, young and of a shape that we write."""
    token = request.cookies.get(COOKIE, "")
    if not token or len(token) > LONGEST:
        return None
    text = tokens.read(config.settings().secret_keys, PURPOSE, token, max_age_days=DAYS, now=clock.now())
    try:
        found = json.loads(text or "")
        kind = Kind(found["kind"])
        answers = {str(name): _answer(value) for name, value in found["own"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return None if kind is Kind.TENANT else (kind, answers)


def _answer(value: object) -> Answer:
    return [str(one) for one in value] if isinstance(value, list) else str(value)
