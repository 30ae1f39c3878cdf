"""Cases and their history."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

KINDS = (
    "landlord",
    "social_landlord",
    "bailiff",
    "neighbourhood_police",
    "doctor",
    "estate_agency",
    "service_provider",
    "tenant",
    "court_registry",
)
CASE_STATUSES = (
    "received",
    "in_triage",
    "waiting_for_reporter",
    "contacting",
    "assigned",
    "in_guidance",
    "referred_on",
    "tenant_declined",
    "not_reached",
    "out_of_area",
    "closed",
)
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


def words(name: str, values: tuple[str, ...]) -> sa.Enum:
    """The column of fixed words as it was at this revision."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(11), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", words("kind", KINDS), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("status", words("status", CASE_STATUSES), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("desk", sa.String(10), nullable=False),
        sa.Column("came_from", words("came_from", CASE_STATUSES)),
        sa.Column("question", sa.Text()),
        sa.Column("asked_reference", sa.String(11)),
        sa.Column("pathway", words("pathway", PATHWAYS)),
        sa.Column("pathway_until", sa.Date()),
        sa.Column("outcome", words("outcome", OUTCOMES)),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.Column("joined_to_id", sa.Integer()),
        sa.Column("claimed_by_id", sa.Integer()),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("safety_mark", sa.Boolean(), nullable=False),
        sa.Column("objection", sa.String(20)),
        sa.Column("new_fact", sa.Boolean(), nullable=False),
        sa.Column("level", sa.SmallInteger(), nullable=False),
        sa.Column("computed_level", sa.SmallInteger(), nullable=False),
        sa.Column("override_reason", sa.Text()),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("key_date", sa.Date()),
        sa.Column("key_time", sa.Time()),
        sa.Column("key_rule", sa.String(5)),
        sa.Column("contact_by", sa.Date(), nullable=False),
        sa.Column("contacted_on", sa.Date()),
        sa.Column("next_action_on", sa.Date()),
        sa.Column("next_action", sa.String(200)),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("queue_on", sa.Date(), nullable=False),
        sa.Column("next_change_on", sa.Date()),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.CheckConstraint("status <> 'received' OR claimed_by_id IS NULL", name=op.f("ck_cases_claiming_is_triage")),
        sa.CheckConstraint("is_open = (status <> 'closed')", name=op.f("ck_cases_open_until_closed")),
        sa.ForeignKeyConstraint(["claimed_by_id"], ["account.id"], name=op.f("fk_cases_claimed_by_id")),
        sa.ForeignKeyConstraint(["joined_to_id"], ["cases.id"], name=op.f("fk_cases_joined_to_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
    )
    op.create_index(op.f("ix_cases_closed"), "cases", ["is_open", "closed_at", "reference"])
    op.create_index(
        op.f("ix_cases_desk_queue"), "cases", ["desk", "queue_on", "level", "due_on", "received_at", "reference"]
    )
    op.create_index(
        op.f("ix_cases_mine_queue"),
        "cases",
        ["claimed_by_id", "is_open", "queue_on", "level", "due_on", "received_at", "reference"],
    )
    op.create_index(op.f("ix_cases_next_change"), "cases", ["is_open", "next_change_on"])
    op.create_index(
        op.f("ix_cases_open_queue"), "cases", ["is_open", "queue_on", "level", "due_on", "received_at", "reference"]
    )
    op.create_table(
        "entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer()),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_entry_account_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_entry_case_id")),
    )
    op.create_index(op.f("ix_entry_case_id"), "entry", ["case_id"])


def downgrade() -> None:
    op.drop_table("entry")
    op.drop_table("cases")
