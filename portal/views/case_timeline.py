"""What happened to a case, the newest first: its history, and the mails about it with how they fared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from flask_babel import format_datetime
from flask_babel import gettext as _

from portal.domain.vocabulary import N_
from portal.models import Entry, MailState
from portal.notify.notices import TO_REPORTER
from portal.store.messages import Line
from portal.views import mail_words, told
from portal.views.told import WHEN, Told

DEAD, DEFERRED = MailState.DEAD, MailState.DEFERRED
STATES = {
    MailState.PENDING: N_("wacht om verstuurd te worden"),
    MailState.LEASED: N_("wordt nu verstuurd"),
    MailState.SENT: N_("verstuurd"),
    MailState.DEFERRED: N_("nog niet gelukt: wij proberen het opnieuw"),
    MailState.DEAD: N_("niet aangekomen: vraag uw teamverantwoordelijke om de mail opnieuw te sturen"),
    MailState.CANCELLED: N_("niet meer nodig, niet verstuurd"),
}
UNREACHED = N_("niet aangekomen")


def of(entries: Sequence[Entry], mails: Sequence[Line], names: Mapping[int, str], today: date) -> tuple[Told, ...]:
    """Both together by their moment; a mail stands above the step that it tells of."""
    happened = [(entry.at, 0, line) for entry, line in zip(entries, told.lines(entries, names, today), strict=True)]
    mailed = [(mail.created_at, 1, line) for mail, line in zip(mails, _lines(mails), strict=True)]
    ordered = sorted([*happened, *mailed], key=lambda one: one[:2])
    return tuple(line for _at, _kind, line in reversed(ordered))


def _lines(mails: Sequence[Line]) -> Iterator[Told]:
    for mail in mails:
        mendable = mail.state is DEAD and mail.notice in TO_REPORTER and not mail.is_over
        yield Told(
            when=str(format_datetime(mail.created_at, WHEN)),
            who="",
            what=str(_("Mail: %(what)s", what=mail_words.notice(mail.notice))),
            details=tuple(_details(mail)),
            text="",
            mend=mendable,
        )


def _details(mail: Line) -> Iterator[tuple[str, str]]:
    needs_no_lead = mail.state is DEAD and (mail.is_over or mail.notice in TO_REPORTER)
    yield _("Toestand"), _(UNREACHED) if needs_no_lead else _(STATES[mail.state])
    if mail.error and mail.state in {DEAD, DEFERRED}:
        yield _("Reden"), mail_words.cause(mail.error)
    if mail.finished_at is not None and mail.state is MailState.SENT:
        yield _("Verstuurd op"), str(format_datetime(mail.finished_at, WHEN))
    if mail.state is DEFERRED:
        yield _("Pogingen"), str(mail.tries)
        yield _("Volgende poging"), str(format_datetime(mail.due_at, WHEN))
