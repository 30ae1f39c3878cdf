"""Back to the place in the queue from which somebody came, so that the next case is under one's hands."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

from flask import request, session, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

PLACE = re.compile(r"/staff/queue(\?[!-~]*)?(#at-[0-9A-Z-]{1,11})?")
"""A view of the queue, and perhaps the case to go on with; nothing that leads elsewhere."""
LIST = "list"
"""Where the cookie keeps the list that a case was opened from: filters name nobody, and a search has no address."""
LONGEST = 1000


def to_queue(answer: ResponseReturnValue) -> ResponseReturnValue:
    """The answer, leading to the place that the form named when the step was done; a refusal stays what it is."""
    place = request.form.get("next", "")
    if isinstance(answer, Response) and answer.status_code == 303 and PLACE.fullmatch(place):
        answer.location = place
    return answer


def remember_list() -> None:
    """Keep the list that this page was opened from, as the browser says it; steps on the page do not change it."""
    came = _came_from()
    place = f"{came.path}?{came.query}" if came.query else came.path
    if came.netloc == request.host and len(place) <= LONGEST and PLACE.fullmatch(place):
        session[LIST] = place


def to_list(reference: str = "") -> str:
    """The address of that list, at the row of this case; the queue itself for who came from nowhere."""
    place = session.get(LIST) or url_for("triage.queue")
    return f"{place}#at-{reference}" if reference else place


def _came_from() -> SplitResult:
    """The address that the browser says it comes from; an empty one when that is none at all."""
    try:
        return urlsplit(request.referrer or "")
    except ValueError:
        return urlsplit("")
