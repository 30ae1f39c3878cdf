"""The tables, one module for each aggregate; imported here so that the metadata is whole."""

from portal.domain.mailing import MailState
from portal.models.account import Account, SignIn, Throttle
from portal.models.audit import Audit
from portal.models.care import Episode, Informing, Release
from portal.models.case import Case, Entry
from portal.models.draft import Draft
from portal.models.outbox import DigestItem, Heartbeat, Outbox, Pace, Preference, Schedule
from portal.models.queue import SavedView, Tally
from portal.models.referral import Referral

__all__ = [
    "Account",
    "Audit",
    "Case",
    "DigestItem",
    "Draft",
    "Entry",
    "Episode",
    "Heartbeat",
    "Informing",
    "MailState",
    "Outbox",
    "Pace",
    "Preference",
    "Referral",
    "Release",
    "SavedView",
    "Schedule",
    "SignIn",
    "Tally",
    "Throttle",
]
