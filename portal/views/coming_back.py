"""Back to the place in the queue from which a step was done, so that the next case is under one's hands."""

from __future__ import annotations

import re

from flask import request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

PLACE = re.compile(r"/staff/queue(\?[!-~]*)?(#at-[0-9A-Z-]{1,11})?")
"""A view of the queue, and perhaps the case to go on with; nothing that leads elsewhere."""


def to_queue(answer: ResponseReturnValue) -> ResponseReturnValue:
    """The answer, leading to the place that the form named when the step was done; a refusal stays what it is."""
    place = request.form.get("next", "")
    if isinstance(answer, Response) and answer.status_code == 303 and PLACE.fullmatch(place):
        answer.location = place
    return answer
