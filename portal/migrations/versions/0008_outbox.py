"""Mail in its states and lanes, the schedule of what recurs, and how each receiver wants to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

BEFORE = ("pending", "sent", "dead")
STATES = ("pending", "leased", "sent", "deferred", "dead", "cancelled")
WAITING = sa.text("state IN ('pending', 'leased', 'deferred')")
ESCALATE = sa.text("escalate_at IS NOT NULL")


def upgrade() -> None:
    op.drop_index("ix_outbox_waiting", "outbox")
    _allow(STATES)
    op.add_column("outbox", sa.Column("lane", sa.SmallInteger(), server_default="1", nullable=False))
    op.add_column("outbox", sa.Column("resent_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE outbox SET lane = 0 WHERE notice = 'acute'")
    op.execute("UPDATE outbox SET state = 'deferred' WHERE state = 'pending' AND attempt > 0")
    op.create_index(
        "ix_outbox_waiting", "outbox", ["lane", "due_at", "id"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_index("ix_outbox_state", "outbox", ["state", "created_at"])
    op.add_column("account", sa.Column("language", sa.String(5), server_default="nl", nullable=False))
    op.add_column("cases", sa.Column("escalate_at", sa.DateTime(timezone=True)))
    op.add_column("cases", sa.Column("unreached", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.create_index("ix_cases_escalate", "cases", ["escalate_at"], sqlite_where=ESCALATE, postgresql_where=ESCALATE)
    op.execute("DELETE FROM heartbeat")
    _tables()


def downgrade() -> None:
    for table in ("digest_item", "preference", "schedule"):
        op.drop_table(table)
    op.drop_index("ix_cases_escalate", "cases")
    for table, column in (("cases", "unreached"), ("cases", "escalate_at"), ("account", "language")):
        op.drop_column(table, column)
    op.drop_index("ix_outbox_state", "outbox")
    op.drop_index("ix_outbox_waiting", "outbox")
    op.execute("UPDATE outbox SET state = 'pending' WHERE state IN ('leased', 'deferred')")
    op.execute("UPDATE outbox SET state = 'dead' WHERE state = 'cancelled'")
    op.drop_column("outbox", "resent_at")
    op.drop_column("outbox", "lane")
    _allow(BEFORE)
    op.create_index("ix_outbox_waiting", "outbox", ["state", "due_at"])


def _allow(states: tuple[str, ...]) -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("ck_outbox_state"), type_="check")
        words = ", ".join(f"'{state}'" for state in states)
        outbox.create_check_constraint(op.f("ck_outbox_state"), sa.text(f"state IN ({words})"))


def _tables() -> None:
    op.create_table(
        "schedule",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("name", name="pk_schedule"),
    )
    op.create_table(
        "preference",
        sa.Column("receiver", sa.String(20), nullable=False),
        sa.Column("notice", sa.String(40), nullable=False),
        sa.Column("how", sa.String(10), nullable=False),
        sa.PrimaryKeyConstraint("receiver", "notice", name="pk_preference"),
    )
    op.create_table(
        "digest_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("receiver", sa.String(20), nullable=False),
        sa.Column("notice", sa.String(40), nullable=False),
        sa.Column("case_id", sa.Integer()),
        sa.Column("context", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_digest_item"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_digest_item_case_id")),
    )
    op.create_index(op.f("ix_digest_item_receiver"), "digest_item", ["receiver"])
    op.create_index(op.f("ix_digest_item_case_id"), "digest_item", ["case_id"])
