"""The table of roles and actions, against a copy written from the design."""

from __future__ import annotations

import pytest

from portal.domain import access
from portal.domain.access import Action
from portal.domain.vocabulary import Role

CASE_WORK = {"own_account", "read_queue", "read_case", "triage", "enter"}
DESIGN = {
    "intake_worker": CASE_WORK,
    "team_lead": CASE_WORK | {"lead", "read_figures", "read_outbox", "resend_mail", "manage_accounts"},
    "admin": {"own_account", "manage_accounts", "read_outbox", "resend_mail"},
    "auditor": {"own_account", "read_audit", "read_figures"},
}


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("action", Action)
def test_the_table_is_that_of_the_design(role: Role, action: Action) -> None:
    assert access.may(role, action) == (action.value in DESIGN[role.value])


@pytest.mark.parametrize("role", [Role.ADMIN, Role.AUDITOR])
def test_admin_and_auditor_read_no_case_content(role: Role) -> None:
    assert not access.ALLOWED[role] & access.CASE_CONTENT
    assert access.ALLOWED[Role.TEAM_LEAD] >= access.CASE_CONTENT


@pytest.mark.parametrize("action", Action)
def test_every_action_is_somebody_s(action: Action) -> None:
    assert any(access.may(role, action) for role in Role)


def test_only_a_team_lead_leads() -> None:
    assert [role for role in Role if access.may(role, Action.LEAD)] == [Role.TEAM_LEAD]
