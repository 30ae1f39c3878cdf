"""Who may do what: one table from role to actions, which every guarded endpoint names an action of."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from portal.domain.vocabulary import Role


class Action(StrEnum):
    OWN_ACCOUNT = "own_account"
    """Sign out, one's own password and sign-ins."""
    READ_QUEUE = "read_queue"
    READ_CASE = "read_case"
    TRIAGE = "triage"
    """Claim, release, move, note, fact, next action."""
    LEAD = "lead"
    """Reopen a closed case, decide on an objection, release somebody else's claim."""
    ENTER = "enter"
    """Type in a report that came by phone, at the desk, by post or from the court."""
    READ_FIGURES = "read_figures"
    READ_AUDIT = "read_audit"
    READ_OUTBOX = "read_outbox"
    """The state of the mails, never what is in them."""
    RESEND_MAIL = "resend_mail"
    MANAGE_ACCOUNTS = "manage_accounts"


CASE_CONTENT = frozenset({Action.READ_QUEUE, Action.READ_CASE, Action.TRIAGE, Action.LEAD, Action.ENTER})
"""Actions that show or change what is known about a household; no admin and no auditor has one of them."""

_WORK = frozenset({Action.OWN_ACCOUNT, Action.READ_QUEUE, Action.READ_CASE, Action.TRIAGE, Action.ENTER})
_OUTBOX = frozenset({Action.READ_OUTBOX, Action.RESEND_MAIL})

ALLOWED: Mapping[Role, frozenset[Action]] = MappingProxyType(
    {
        Role.INTAKE_WORKER: _WORK,
        Role.TEAM_LEAD: _WORK | _OUTBOX | {Action.LEAD, Action.READ_FIGURES, Action.MANAGE_ACCOUNTS},
        Role.ADMIN: _OUTBOX | {Action.OWN_ACCOUNT, Action.MANAGE_ACCOUNTS},
        Role.AUDITOR: frozenset({Action.OWN_ACCOUNT, Action.READ_AUDIT, Action.READ_FIGURES}),
    }
)

MANAGES: Mapping[Role, frozenset[Role]] = MappingProxyType(
    {
        Role.INTAKE_WORKER: frozenset(),
        Role.TEAM_LEAD: frozenset({Role.INTAKE_WORKER, Role.TEAM_LEAD}),
        Role.ADMIN: frozenset(Role),
        Role.AUDITOR: frozenset(),
    }
)
"""Whose accounts somebody manages: a team lead never makes or changes who watches over the portal itself."""


def may(role: Role, action: Action) -> bool:
    return action in ALLOWED[role]


def may_manage(role: Role, other: Role) -> bool:
    return other in MANAGES[role]
