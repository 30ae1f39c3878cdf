"""The demo's staff: one account per role, with passwords that are made once and kept beside the demo's data."""

from __future__ import annotations

import secrets
from pathlib import Path

from sqlmodel import Session

from portal import clock, db
from portal.domain.vocabulary import Role
from portal.services import accounts, passwords
from portal.store import accounts as stored

NAMES = {
    Role.INTAKE_WORKER: "Noor Peeters",
    Role.TEAM_LEAD: "Karim Claes",
    Role.ADMIN: "Ilse Wouters",
    Role.AUDITOR: "Jonas De Smet",
}


def ensure_staff(folder: Path) -> list[tuple[str, str, str]]:
    """Role, address and password of each, created where missing."""
    file = folder / "staff"
    kept = dict(line.split(" ", 1) for line in file.read_text(encoding="utf-8").splitlines()) if file.exists() else {}
    found = {role.value: kept.get(role.value) or secrets.token_urlsafe(15) for role in NAMES}
    with db.transaction() as session:
        for role in NAMES:
            _ensure(session, role, found[role.value], renew=role.value not in kept)
    _keep(file, found)
    return [(role.value, _address(role), found[role.value]) for role in NAMES]


def _ensure(session: Session, role: Role, password: str, *, renew: bool) -> None:
    at = clock.now()
    account = stored.by_email(session, _address(role))
    if account and not renew:
        return
    if account is None:
        account = accounts.create(session, email=_address(role), name=NAMES[role], role=role, at=at)
    accounts.accept_invitation(session, account, passwords.make_hash(password), at)


def _address(role: Role) -> str:
    return f"{role.value.replace('_', '-')}@portaal.example"


def _keep(file: Path, found: dict[str, str]) -> None:
    file.touch(mode=0o600)
    file.write_text("".join(f"{role} {password}\n" for role, password in found.items()), encoding="utf-8")
