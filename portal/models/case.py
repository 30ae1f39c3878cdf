"""A household in trouble: where it stands, who has it, and how much legal time is left."""

from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

from portal.domain import vocabulary as v
from portal.models.columns import Ranked, document, words

ORDER = ("queue_on", "level", "due_on", "received_at", "reference")
"""The order of the queue (triage.md): what is due or overdue first, the most urgent before the rest."""


def _part(name: str, *where: str, columns: tuple[str, ...] = ORDER) -> sa.Index:
    """An index of the few cases that a view is about; the words stand in it, so that a query must spell them alike."""
    condition = sa.text(" AND ".join(where))
    return sa.Index(name, *columns, sqlite_where=condition, postgresql_where=condition)


class Case(SQLModel, table=True):
    """The queue's stored columns are what the last assessment gave; ``version`` guards against lost updates."""

    __tablename__ = "cases"
    __table_args__ = (
        sa.Index("ix_cases_desk_queue", "desk", *ORDER),
        sa.Index("ix_cases_open_queue", "is_open", *ORDER),
        sa.Index("ix_cases_mine_queue", "claimed_by_id", "is_open", *ORDER),
        sa.Index("ix_cases_closed", "is_open", "closed_at", "reference"),
        sa.Index("ix_cases_next_change", "is_open", "next_change_on"),
        _part("ix_cases_unread", "status = 'received'"),
        _part("ix_cases_waiting", "status = 'waiting_for_reporter'"),
        _part("ix_cases_objection", "objection = 'undecided'", "status <> 'closed'"),
        _part("ix_cases_new_fact", "new_fact"),
        _part("ix_cases_escalate", "escalate_at IS NOT NULL", columns=("escalate_at",)),
        _part("ix_cases_art14", "art14_due_on IS NOT NULL", "status <> 'closed'", columns=("art14_due_on",)),
        _part("ix_cases_guided", "status = 'in_guidance'", columns=("term_ends_on", "pathway_until")),
        _part("ix_cases_team_queue", "team IS NOT NULL", "status <> 'closed'", columns=("team", *ORDER)),
        sa.CheckConstraint("is_open = (status <> 'closed')", name="open_until_closed"),
        sa.CheckConstraint("status <> 'received' OR claimed_by_id IS NULL", name="claiming_is_triage"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(sa_type=sa.String(11), unique=True)
    version: int = Field(default=1)
    kind: v.Kind = Field(sa_type=words(v.Kind, "kind"))
    received_at: datetime
    received_on: date

    status: v.CaseStatus = Field(default=v.CaseStatus.RECEIVED, sa_type=words(v.CaseStatus, "status"))
    is_open: bool = True
    desk: str = Field(default="todo", sa_type=sa.String(10))
    came_from: v.CaseStatus | None = Field(default=None, sa_type=words(v.CaseStatus, "came_from"))
    """The state to which a waiting case returns."""
    question: str | None = Field(default=None, sa_type=sa.Text())
    asked_reference: str | None = Field(default=None, sa_type=sa.String(11))
    """The referral whose reporter was asked; no other reporter may learn of it."""
    asked_on: date | None = None
    reminded_on: date | None = None
    """The day on which the reporter was reminded of the open question."""
    pathway: v.Pathway | None = Field(default=None, sa_type=words(v.Pathway, "pathway"))
    pathway_until: date | None = None
    term_ends_on: date | None = None
    """The day on which the longest term of the present pathway is over."""
    outcome: v.Outcome | None = Field(default=None, sa_type=words(v.Outcome, "outcome"))
    closed_at: datetime | None = None
    joined_to_id: int | None = Field(default=None, foreign_key="cases.id")
    claimed_by_id: int | None = Field(default=None, foreign_key="account.id")
    claimed_at: datetime | None = None
    escalate_at: datetime | None = None
    """When the team lead is told that nobody has it yet; None once somebody has, or was told."""
    team: str | None = Field(default=None, sa_type=sa.String(60))
    """The label of the team of whoever has it."""

    channel: str = Field(default="web", sa_type=sa.String(10), sa_column_kwargs={"server_default": "web"})
    problems: str = Field(default="", sa_type=sa.String(200), sa_column_kwargs={"server_default": ""})
    """Every problem that a report of this case names, as words with a blank before and after each."""
    short: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """Its report is a number to call, and no more."""
    safety_mark: bool = False
    objection: str | None = Field(default=None, sa_type=sa.String(20))
    """``undecided`` when the tenant objects, then the team lead's decision."""
    new_fact: bool = False
    unreached: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """A mail to a reporter of this case could not be delivered."""
    unverified: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """The reporter was mailed a link, and has not said yet behind it that the report is theirs."""

    level: v.Urgency = Field(sa_type=Ranked(v.Urgency))
    computed_level: v.Urgency = Field(sa_type=Ranked(v.Urgency))
    override_reason: str | None = Field(default=None, sa_type=sa.Text())
    reasons: list[dict[str, Any]] = Field(default_factory=list, sa_type=document())
    key_date: date | None = None
    key_time: time | None = None
    key_rule: str | None = Field(default=None, sa_type=sa.String(5))
    contact_by: date
    contacted_on: date | None = None
    """The day on which the clock of the first contact was answered."""
    tenant_knew: str | None = Field(default=None, sa_type=sa.String(10))
    """Whether the tenant knew of the report at the first contact: ``yes``, ``no`` or ``unknown``."""
    art14_due_on: date | None = None
    """By when the adults must be told what we keep of them (GDPR art. 14); None once all were."""
    next_action_on: date | None = None
    next_action: str | None = Field(default=None, sa_type=sa.String(200))
    due_on: date
    queue_on: date
    next_change_on: date | None = None

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        """Every update names the version that was read, so that a second writer fails instead of overwriting."""
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]


class Entry(SQLModel, table=True):
    """One line of a case's history: a move, a note, a fact; kept for ever beside the referral, which never changes."""

    __tablename__ = "entry"

    id: int | None = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    at: datetime
    account_id: int | None = Field(default=None, foreign_key="account.id")
    what: str = Field(sa_type=sa.String(20))
    """``received``, ``claim``, ``release``, ``move``, ``note``, ``fact``, ``next``, ``objection``, ``clock``."""
    data: dict[str, Any] = Field(default_factory=dict, sa_type=document())
