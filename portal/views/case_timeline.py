"""What happened to a case, the newest first: its history, and the mails about it with how they fared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from flask_babel import format_datetime
from flask_babel import gettext as _

from portal.domain.vocabulary import N_
from portal.models import Entry, MailState
from portal.notify.notices import LABELS, Notice
from portal.store.messages import Line
from portal.views import told
from portal.views.told import WHEN, Told

STATES = {
    MailState.PENDING: N_("wacht om verstuurd te worden"),
    MailState.SENT: N_("verstuurd"),
    MailState.DEAD: N_("niet aangekomen: vraag uw teamverantwoordelijke om de mail opnieuw te sturen"),
}


def of(entries: Sequence[Entry], mails: Sequence[Line], names: Mapping[int, str], today: date) -> tuple[Told, ...]:
    """Both together by their moment; a mail stands above the step that it tells of."""
    happened = [(entry.at, 0, line) for entry, line in zip(entries, told.lines(entries, names, today), strict=True)]
    mailed = [(mail.created_at, 1, line) for mail, line in zip(mails, _lines(mails), strict=True)]
    ordered = sorted([*happened, *mailed], key=lambda one: one[:2])
    return tuple(line for _at, _kind, line in reversed(ordered))


def _lines(mails: Sequence[Line]) -> Iterator[Told]:
    for mail in mails:
        yield Told(
            when=str(format_datetime(mail.created_at, WHEN)),
            who="",
            what=str(_("Mail: %(what)s", what=_(LABELS[Notice(mail.notice)]))),
            details=tuple(_details(mail)),
            text="",
        )


def _details(mail: Line) -> Iterator[tuple[str, str]]:
    yield _("Toestand"), _(STATES[mail.state])
    if mail.finished_at is not None and mail.state is MailState.SENT:
        yield _("Verstuurd op"), str(format_datetime(mail.finished_at, WHEN))
    if mail.state is MailState.PENDING and mail.tries:
        yield _("Pogingen"), str(mail.tries)
