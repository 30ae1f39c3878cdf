"""The way back: reports that are verified or short, drafts that can be taken up again, mails counted per address."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("referral", sa.Column("verified_at", sa.DateTime(timezone=True)))
    op.add_column("referral", sa.Column("suspicions", sa.JSON(), server_default="[]", nullable=False))
    op.add_column("referral", sa.Column("short", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("cases", sa.Column("unverified", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("draft", sa.Column("resume_key", sa.String(32)))
    op.add_column("draft", sa.Column("remind_on", sa.Date()))
    op.add_column("draft", sa.Column("reminders", sa.Integer(), server_default="0", nullable=False))
    op.create_index("ix_draft_resume_key", "draft", ["resume_key"], unique=True)
    op.create_index("ix_draft_remind_on", "draft", ["remind_on"])
    op.create_index("ix_outbox_to", "outbox", ["to_addr", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_outbox_to", "outbox")
    op.drop_index("ix_draft_remind_on", "draft")
    op.drop_index("ix_draft_resume_key", "draft")
    for table, column in (
        ("draft", "reminders"),
        ("draft", "remind_on"),
        ("draft", "resume_key"),
        ("cases", "unverified"),
        ("referral", "short"),
        ("referral", "suspicions"),
        ("referral", "verified_at"),
    ):
        op.drop_column(table, column)
