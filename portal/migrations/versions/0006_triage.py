"""A queue to live in and a case to work on: views with their counters, episodes, releases, what tenants were told."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.migrations import filling

revision = "0006"
down_revision = "0005"

PATHWAYS = ("PW", "PRE_OGP", "OGP", "DW", "CRISIS")
OUTCOMES = (
    "eviction_prevented",
    "payment_plan",
    "eviction_fund",
    "referred_to_help",
    "taken_into_transition_home",
    "taken_into_crisis_shelter",
    "moved_to_regular_market",
    "declined",
    "not_reached",
    "evicted",
    "moved",
    "unfounded",
    "mistake",
)
ORDER = ("queue_on", "level", "due_on", "received_at", "reference")
PARTS = (
    ("ix_cases_unread", "status = 'received'", ORDER),
    ("ix_cases_waiting", "status = 'waiting_for_reporter'", ORDER),
    ("ix_cases_objection", "objection = 'undecided' AND status <> 'closed'", ORDER),
    ("ix_cases_new_fact", "new_fact", ORDER),
    ("ix_cases_team_queue", "team IS NOT NULL AND status <> 'closed'", ("team", *ORDER)),
)
TALLIES = (
    ("todo", "desk = 'todo'"),
    ("waiting", "status = 'waiting_for_reporter'"),
    ("objection", "objection = 'undecided' AND status <> 'closed'"),
    ("new_fact", "new_fact"),
    ("unread", "status = 'received'"),
    ("open", "status <> 'closed'"),
    ("closed", "status = 'closed'"),
)


def words(name: str, values: tuple[str, ...]) -> sa.Enum:
    """The column of fixed words as it was at this revision."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def of_cases() -> tuple[sa.Column[Any], ...]:
    """Made anew each time: a column belongs to one table."""
    return (
        sa.Column("asked_on", sa.Date()),
        sa.Column("reminded_on", sa.Date()),
        sa.Column("term_ends_on", sa.Date()),
        sa.Column("team", sa.String(60)),
        sa.Column("channel", sa.String(10), server_default="web", nullable=False),
        sa.Column("problems", sa.String(200), server_default="", nullable=False),
        sa.Column("short", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("tenant_knew", sa.String(10)),
        sa.Column("art14_due_on", sa.Date()),
    )


def upgrade() -> None:
    for column in of_cases():
        op.add_column("cases", column)
    op.add_column("account", sa.Column("team", sa.String(60)))
    op.add_column("account", sa.Column("away_until", sa.Date()))
    for name, condition, columns in PARTS:
        where = sa.text(condition)
        op.create_index(name, "cases", list(columns), sqlite_where=where, postgresql_where=where)
    petitions = sa.text("kind = 'court_registry'")
    op.create_index(
        "ix_referral_petitions", "referral", ["received_on"], sqlite_where=petitions, postgresql_where=petitions
    )
    _queue()
    _care()
    _fill()


def downgrade() -> None:
    for table in ("informing", "release", "episode", "saved_view", "tally"):
        op.drop_table(table)
    op.drop_index("ix_referral_petitions", "referral")
    for name, _condition, _columns in PARTS:
        op.drop_index(name, "cases")
    for column in ("away_until", "team"):
        op.drop_column("account", column)
    for column in reversed(of_cases()):
        op.drop_column("cases", column.name)


def _queue() -> None:
    op.create_table(
        "tally",
        sa.Column("key", sa.String(80), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_tally"),
    )
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("query", sa.String(500), nullable=False),
        sa.Column("is_start", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_saved_view"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_view_account_id_name")),
    )
    op.create_index(op.f("ix_saved_view_account_id"), "saved_view", ["account_id"])


def _care() -> None:
    op.create_table(
        "episode",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("pathway", words("pathway", PATHWAYS), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("assigned_on", sa.Date(), nullable=False),
        sa.Column("started_on", sa.Date()),
        sa.Column("ends_on", sa.Date()),
        sa.Column("term_ends_on", sa.Date()),
        sa.Column("place", sa.String(60)),
        sa.Column("agreements", sa.JSON(), nullable=False),
        sa.Column("ended_on", sa.Date()),
        sa.Column("outcome", words("outcome", OUTCOMES)),
        sa.PrimaryKeyConstraint("id", name="pk_episode"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_episode_case_id")),
    )
    op.create_index(op.f("ix_episode_case_id"), "episode", ["case_id"])
    lived_in = sa.text("ended_on IS NULL")
    op.create_index(
        *("uq_episode_place_taken", "episode", ["place"]),
        unique=True,
        sqlite_where=lived_in,
        postgresql_where=lived_in,
    )
    op.create_table(
        "release",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("referral_id", sa.Integer(), nullable=False),
        sa.Column("sentence", sa.String(20), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_how", sa.String(20), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.Column("revoked_by_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_release"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_release_case_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_release_referral_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["account.id"], name=op.f("fk_release_given_by_id")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["account.id"], name=op.f("fk_release_revoked_by_id")),
    )
    op.create_index(op.f("ix_release_case_id"), "release", ["case_id"])
    op.create_index(op.f("ix_release_referral_id"), "release", ["referral_id"])
    op.create_table(
        "informing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("adult", sa.String(160), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_how", sa.String(20), nullable=False),
        sa.Column("version", sa.String(20), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_informing"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_informing_case_id")),
        sa.ForeignKeyConstraint(["given_by_id"], ["account.id"], name=op.f("fk_informing_given_by_id")),
    )
    op.create_index(op.f("ix_informing_case_id"), "informing", ["case_id"])


def _fill() -> None:
    """What cases that exist already would hold, had they come in today."""
    op.execute(
        "UPDATE cases SET short = EXISTS (SELECT 1 FROM referral r WHERE r.case_id = cases.id AND r.short),"
        " channel = COALESCE((SELECT r.channel FROM referral r WHERE r.reference = cases.reference), 'web')"
    )
    filling.fill(op.get_bind())
    for key, condition in TALLIES:
        op.execute(f"INSERT INTO tally (key, cases) SELECT '{key}', count(*) FROM cases WHERE {condition}")
    op.execute(
        "INSERT INTO tally (key, cases) SELECT 'mine:' || claimed_by_id, count(*) FROM cases"
        " WHERE claimed_by_id IS NOT NULL AND status <> 'closed' GROUP BY claimed_by_id"
    )
