"""Mail in its states and lanes, the schedule of what recurs, and how each receiver wants to be told."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

BEFORE = ("pending", "sent", "dead")
STATES = ("pending", "leased", "sent", "deferred", "dead", "cancelled")
WAITING = sa.text("state IN ('pending', 'leased', 'deferred')")
HAS_MATTER = sa.text("matter IS NOT NULL")
MATTERS = {"resume": ("resume", "reminder"), "account": ("invitation", "reset")}
PARTIAL = (
    ("ix_cases_escalate", ["escalate_at"], sa.text("escalate_at IS NOT NULL")),
    ("ix_cases_art14", ["art14_due_on"], sa.text("art14_due_on IS NOT NULL AND status <> 'closed'")),
    ("ix_cases_guided", ["term_ends_on", "pathway_until"], sa.text("status = 'in_guidance'")),
)
OWN_EMAIL = sa.text(
    "lower(coalesce(corrected_email, CASE WHEN kind = 'tenant' THEN tenant_email ELSE reporter_email END))"
)
UNRECKONED = "3000-01-01 00:00:00.000000"
"""The worker's first minute says of these cases when the team leads hear that nobody has them."""


def upgrade() -> None:
    op.drop_index("ix_outbox_waiting", "outbox")
    _allow(STATES)
    op.add_column("outbox", sa.Column("lane", sa.SmallInteger(), server_default="1", nullable=False))
    op.add_column("outbox", sa.Column("lapsed", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("outbox", sa.Column("resent_at", sa.DateTime(timezone=True)))
    op.add_column("outbox", sa.Column("cancelled_at", sa.DateTime(timezone=True)))
    _add_matter()
    op.execute("UPDATE outbox SET attempt = attempt / 100 * 1000000 + attempt % 100")
    op.execute("UPDATE outbox SET lane = 0 WHERE notice = 'acute'")
    op.execute("UPDATE outbox SET state = 'deferred' WHERE state = 'pending' AND attempt % 1000000 > 0")
    op.execute("UPDATE outbox SET rendered = NULL WHERE state <> 'deferred' OR notice IN ('invitation', 'reset')")
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["lane", "state", "due_at", "id"],
        sqlite_where=WAITING,
        postgresql_where=WAITING,
    )
    op.create_index("ix_outbox_state", "outbox", ["state", "created_at"])
    op.add_column("account", sa.Column("language", sa.String(5), server_default="nl", nullable=False))
    op.add_column("referral", sa.Column("corrected_email", sa.String(254)))
    op.create_index("ix_referral_own_email", "referral", [OWN_EMAIL, "received_on"])
    op.add_column("cases", sa.Column("escalate_at", sa.DateTime(timezone=True)))
    op.add_column("cases", sa.Column("unreached", sa.Boolean(), server_default=sa.false(), nullable=False))
    for name, columns, held in PARTIAL:
        op.create_index(name, "cases", columns, sqlite_where=held, postgresql_where=held)
    op.execute(f"UPDATE cases SET escalate_at = '{UNRECKONED}' WHERE desk = 'todo' AND claimed_by_id IS NULL")  # noqa: S608
    op.execute("DELETE FROM heartbeat")
    _tables()


def downgrade() -> None:
    for table in ("digest_item", "preference", "schedule", "pace"):
        op.drop_table(table)
    op.drop_index("ix_referral_own_email", "referral")
    for name, _columns, _held in PARTIAL:
        op.drop_index(name, "cases")
    for table, column in (
        ("cases", "unreached"),
        ("cases", "escalate_at"),
        ("referral", "corrected_email"),
        ("account", "language"),
    ):
        op.drop_column(table, column)
    for name in ("ix_outbox_matter", "ix_outbox_state", "ix_outbox_waiting"):
        op.drop_index(name, "outbox")
    op.execute("UPDATE outbox SET state = 'pending' WHERE state IN ('leased', 'deferred')")
    op.execute("UPDATE outbox SET state = 'dead' WHERE state = 'cancelled'")
    op.execute("UPDATE outbox SET attempt = attempt - attempt % 1000000 + 99 WHERE attempt % 1000000 > 99")
    op.execute("UPDATE outbox SET attempt = attempt / 1000000 * 100 + attempt % 1000000")
    for column in ("matter", "cancelled_at", "resent_at", "lapsed"):
        op.drop_column("outbox", column)
    op.drop_column("outbox", "lane")
    _allow(BEFORE)
    op.create_index("ix_outbox_waiting", "outbox", ["state", "due_at"])


def _add_matter() -> None:
    """What waits about drafts and links for staff is found when these are over; each database reads JSON in its way."""
    op.add_column("outbox", sa.Column("matter", sa.String(40)))
    outbox = sa.table("outbox", sa.column("notice"), sa.column("matter"), sa.column("context", sa.JSON()))
    for word, notices in MATTERS.items():
        about = outbox.c.context[word].as_string()
        op.execute(outbox.update().where(outbox.c.notice.in_(notices)).values(matter=about))
    op.create_index("ix_outbox_matter", "outbox", ["matter"], sqlite_where=HAS_MATTER, postgresql_where=HAS_MATTER)


def _allow(states: tuple[str, ...]) -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_constraint(op.f("ck_outbox_state"), type_="check")
        words = ", ".join(f"'{state}'" for state in states)
        outbox.create_check_constraint(op.f("ck_outbox_state"), sa.text(f"state IN ({words})"))


def _tables() -> None:
    op.create_table(
        "pace",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("free_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_pace"),
    )
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
