"""What staff read of a mail and of the worker: where it stands, why it did not leave, and what recurs when."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from portal.domain.vocabulary import N_
from portal.models import MailState
from portal.notify.notices import LABELS, Notice
from portal.views.said import said as _

STATES: Mapping[MailState, str] = MappingProxyType(
    {
        MailState.DEAD: N_("Niet aangekomen"),
        MailState.DEFERRED: N_("Later opnieuw"),
        MailState.PENDING: N_("Te versturen"),
        MailState.LEASED: N_("Wordt verstuurd"),
        MailState.CANCELLED: N_("Niet meer nodig"),
        MailState.SENT: N_("Verstuurd"),
    }
)
"""In the order in which somebody wants to see them."""

CAUSES: Mapping[str, str] = MappingProxyType(
    {
        "421": N_("De mailserver had even geen tijd."),
        "450": N_("De mailbox was even niet bereikbaar."),
        "451": N_("De mailserver vroeg om later terug te komen."),
        "452": N_("De mailserver had te weinig plaats."),
        "535": N_("De mailserver weigerde onze naam of ons wachtwoord."),
        "550": N_("Dit adres bestaat niet of neemt onze mail niet aan."),
        "551": N_("Dit adres bestaat niet of neemt onze mail niet aan."),
        "552": N_("De mailbox van de ontvanger is vol."),
        "553": N_("Dit adres is niet juist geschreven."),
        "554": N_("De mailserver weigerde deze mail."),
        "certificate": N_("Het certificaat van de mailserver klopt niet."),
        "tls": N_("Er kwam geen veilige verbinding met de mailserver."),
        "unsupported": N_("De mailserver kan geen veilige verbinding of geen wachtwoord aan."),
        "timeout": N_("De mailserver antwoordde niet op tijd."),
        "refused": N_("De mailserver nam de verbinding niet aan."),
        "dns": N_("De naam van de mailserver is niet gevonden."),
        "disconnected": N_("De mailserver verbrak de verbinding."),
        "network": N_("Het netwerk was er niet."),
        "letter": N_("Wij konden de mail niet maken."),
        "unforeseen": N_("Bij ons ging er iets mis bij het verzenden."),
        "given_up": N_("Het verzenden brak telkens af."),
        "stopped": N_("Het verzenden werd onderbroken."),
        "unclear": N_("De mailserver gaf een onduidelijk antwoord."),
    }
)
LATER, NEVER = N_("De mailserver kon de mail nu niet aannemen."), N_("De mailserver weigerde de mail.")

JOBS: Mapping[str, str] = MappingProxyType(
    {
        "escalation": N_("Waarschuwen als niemand een dossier neemt"),
        "questions": N_("Vragen zonder antwoord afsluiten"),
        "recompute": N_("Niveaus en termijnen opnieuw berekenen"),
        "drafts": N_("Oude kladversies wissen"),
        "counters": N_("Oude tellers van pogingen wissen"),
        "tallies": N_("De aantallen van de werklijst nakijken"),
        "due_today": N_("Mail: wat vandaag moet gebeuren"),
        "overdue": N_("Mail: wat te laat is"),
        "objections": N_("Mail: verzet dat te beslissen is"),
        "unanswered": N_("Mail: vragen zonder antwoord"),
        "terms": N_("Mail: termijnen die eindigen"),
        "art14": N_("Mail: wie nog in te lichten is"),
        "dead_letters": N_("Mail: wat niet aankwam"),
        "digest": N_("Mail: overzichten"),
        "draft_reminders": N_("Melders herinneren aan hun kladversie"),
        "question_reminders": N_("Melders herinneren aan onze vraag"),
    }
)


def cause(code: str) -> str:
    """What a failure's code means, with the code itself for whoever runs the mail server."""
    words = CAUSES.get(code) or (LATER if code.startswith("4") else NEVER)
    return f"{_(words)} ({_('fout: %(code)s', code=code)})"


def notice(word: str) -> str:
    """What a mail tells; the word itself where a newer version of the portal put it aside."""
    return _(LABELS[Notice(word)]) if word in set(Notice) else word


def job(name: str) -> str:
    """What a recurring job does; its name where it has no words of its own."""
    return _(JOBS[name]) if name in JOBS else name
