"""Who may use which endpoint, written by hand: a new page is listed here before it is reachable in a test."""

from __future__ import annotations

ANYBODY = frozenset({"anonymous", "intake_worker", "team_lead", "admin", "auditor"})
STAFF = ANYBODY - {"anonymous"}
CASE_WORK = frozenset({"intake_worker", "team_lead"})
MAIL = frozenset({"team_lead", "admin"})

MAY = {
    "static": ANYBODY,
    "health.alive": ANYBODY,
    "health.ready": ANYBODY,
    "dev_mail.inbox": ANYBODY,
    "dev_mail.one": ANYBODY,
    "dev_mail.one_html": ANYBODY,
    "public.home": ANYBODY,
    "public.theme": ANYBODY,
    "legal.privacy": ANYBODY,
    "legal.accessibility": ANYBODY,
    "legal.security": ANYBODY,
    "intake.start": ANYBODY,
    "intake.enter": ANYBODY,
    "intake.show": ANYBODY,
    "intake.save": ANYBODY,
    "intake.way_out": ANYBODY,
    "sending.check": ANYBODY,
    "sending.send": ANYBODY,
    "sending.done": ANYBODY,
    "sending.again": ANYBODY,
    "follow_up.show": ANYBODY,
    "accounts.login": ANYBODY,
    "accounts.sign_in": ANYBODY,
    "accounts.invitation": ANYBODY,
    "accounts.accept": ANYBODY,
    "accounts.home": STAFF,
    "accounts.logout": STAFF,
    "accounts.end_sessions": STAFF,
    "mail.outbox": MAIL,
    "mail.resend": MAIL,
    "triage.queue": CASE_WORK,
    "triage.show": CASE_WORK,
    "triage.claim": CASE_WORK,
    "triage.release": CASE_WORK,
    "triage.move": CASE_WORK,
    "triage.note": CASE_WORK,
    "triage.fact": CASE_WORK,
    "triage.plan": CASE_WORK,
    "triage.seen": CASE_WORK,
    "triage.level": CASE_WORK,
    "triage.objection": frozenset({"team_lead"}),
}
