"""One line on the page after something was kept: that it was, in words of ours; nothing of what was typed."""

from __future__ import annotations

from flask import Flask, Response, g, request, session
from flask_babel import gettext as _

from portal.domain.vocabulary import N_

KEY = "saved"
USUAL = N_("Bewaard.")
SAID = {
    "triage.claim": N_("U hebt dit dossier nu."),
    "triage.release": N_("Dit dossier is teruggegeven aan het team."),
    "triage.note": N_("Uw notitie is bewaard."),
    "triage.fact": N_("Het feit is bewaard."),
    "triage.plan": N_("De volgende stap is bewaard."),
    "questions.send": N_("Uw vraag is bewaard."),
    "care.attempt": N_("De contactpoging is bewaard."),
    "colleagues.invite": N_("De uitnodiging is onderweg."),
    "colleagues.invite_again": N_("De uitnodiging is onderweg."),
    "colleagues.disable": N_("Dit account is gesloten."),
    "colleagues.enable": N_("Dit account is weer open."),
    "colleagues.end_sessions": N_("Deze collega is overal uitgelogd."),
}
"""By the endpoint that kept it."""
READ_OUT = N_("Bewaard. Lees deze referentie voor: %(reference)s")


def init_app(app: Flask) -> None:
    app.after_request(_carry)


def note(reference: str = "") -> None:
    """Have the next page say that this request kept something; ``reference``: the one to read out to who called."""
    g.kept = [request.endpoint, reference]


def words() -> str:
    """What there is to say, once."""
    if KEY not in session:
        return ""
    endpoint, reference = session.pop(KEY)
    if reference:
        return str(_(READ_OUT, reference=reference))
    return str(_(SAID.get(endpoint, USUAL)))


def _carry(response: Response) -> Response:
    """To the next page, once it is certain: what was not committed in the end leads nowhere."""
    kept = g.pop("kept", None)
    if kept and response.status_code == 303:
        session[KEY] = kept
    return response
