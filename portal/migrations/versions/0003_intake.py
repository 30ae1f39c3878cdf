"""Referrals with the gate as CHECKs, and drafts."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

CHANNELS = ("web", "phone", "desk", "post", "court", "list")
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
LEGAL_BASISES = ("voluntary", "legal_notice", "self")
NOTICE_KINDS = ("voluntary", "claim", "eviction_order")
INFORMED_HOWS = ("conversation", "phone", "letter", "registered_letter", "email", "message", "service")
REACTIONS = ("agrees", "no_reaction", "objects")
ORG_KINDS = (
    "caw",
    "health_insurer",
    "home_care",
    "school",
    "family_centre",
    "mental_health",
    "hospital",
    "poverty_association",
    "utility_company",
    "tenant_lawyer",
    "landlord_lawyer",
    "tenants_union",
    "other_ocmw",
    "other",
)
TENURES = ("private", "social", "social_sublet", "room", "shared", "owner_or_none", "unknown")
YES_NO_UNKNOWNS = ("yes", "no", "unknown")
YES_NO_UNSAIDS = ("yes", "no", "unsaid")
YES_NOS = ("yes", "no")
PAYMENT_PLANS = ("none", "running", "broken", "unknown")
STAGES = (
    "none",
    "formal_notice",
    "conciliation",
    "petition",
    "summons",
    "conditional",
    "judgment",
    "served",
    "eviction_planned",
    "evicted",
    "unknown",
)


def words(name: str, values: tuple[str, ...]) -> sa.Enum:
    """The column of fixed words as it was at this revision."""
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "referral",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(11), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("submission_key", sa.String(32), nullable=False),
        sa.Column("follow_key", sa.String(32), nullable=False),
        sa.Column("channel", words("channel", CHANNELS), nullable=False),
        sa.Column("entered_by_id", sa.Integer()),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True)),
        sa.Column("kind", words("kind", KINDS), nullable=False),
        sa.Column("legal_basis", words("legal_basis", LEGAL_BASISES), nullable=False),
        sa.Column("statement_version", sa.String(20), nullable=False),
        sa.Column("statement_language", sa.String(5), nullable=False),
        sa.Column("notice_kind", words("notice_kind", NOTICE_KINDS)),
        sa.Column("informed", sa.String(10)),
        sa.Column("tenant_opposed", sa.String(10)),
        sa.Column("informed_on", sa.Date()),
        sa.Column("informed_how", words("informed_how", INFORMED_HOWS)),
        sa.Column("informed_by", sa.String(100)),
        sa.Column("tenant_reaction", words("tenant_reaction", REACTIONS)),
        sa.Column("patient_consent", sa.String(10)),
        sa.Column("client_weighed", sa.String(10)),
        sa.Column("org_kind", words("org_kind", ORG_KINDS)),
        sa.Column("postcode", sa.String(4), nullable=False),
        sa.Column("street", sa.String(100), nullable=False),
        sa.Column("house_number", sa.String(20), nullable=False),
        sa.Column("box", sa.String(20)),
        sa.Column("tenure", words("tenure", TENURES)),
        sa.Column("tenant_first", sa.String(60)),
        sa.Column("tenant_last", sa.String(80), nullable=False),
        sa.Column("tenant_birth", sa.Date()),
        sa.Column("tenant_phone", sa.String(20)),
        sa.Column("tenant_email", sa.String(254)),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("minors", words("minors", YES_NO_UNKNOWNS)),
        sa.Column("vulnerable", words("vulnerable", YES_NO_UNSAIDS)),
        sa.Column("unusable_home", words("unusable_home", YES_NOS)),
        sa.Column("homeless_now", words("homeless_now", YES_NO_UNKNOWNS)),
        sa.Column("utilities_off", words("utilities_off", YES_NO_UNKNOWNS)),
        sa.Column("arrears_eur", sa.Numeric(9, 2)),
        sa.Column("rent_month", sa.Numeric(9, 2)),
        sa.Column("arrears_months", sa.Numeric(5, 2)),
        sa.Column("payment_plan", words("payment_plan", PAYMENT_PLANS)),
        sa.Column("stage", words("stage", STAGES)),
        sa.Column("filing_date", sa.Date()),
        sa.Column("hearing_date", sa.Date()),
        sa.Column("hearing_time", sa.Time()),
        sa.Column("served_date", sa.Date()),
        sa.Column("leave_by", sa.Date()),
        sa.Column("eviction_date", sa.Date()),
        sa.Column("must_leave_on", sa.Date()),
        sa.Column("reporter_name", sa.String(100)),
        sa.Column("reporter_org", sa.String(120)),
        sa.Column("reporter_email", sa.String(254)),
        sa.Column("reporter_phone", sa.String(20)),
        sa.Column("own_ref", sa.String(30)),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_referral"),
        sa.CheckConstraint(
            "legal_basis <> 'legal_notice' OR (kind IN ('bailiff', 'court_registry') AND informed_how = 'service' AND informed_on <= received_on AND tenant_opposed = 'no') IS TRUE",
            name=op.f("ck_referral_a_legal_notice_was_served"),
        ),
        sa.CheckConstraint(
            "kind <> 'doctor' OR (patient_consent = 'yes' AND tenant_reaction = 'agrees') IS TRUE",
            name=op.f("ck_referral_a_patient_consents"),
        ),
        sa.CheckConstraint(
            "kind <> 'service_provider' OR org_kind IS NOT NULL", name=op.f("ck_referral_a_service_says_its_kind")
        ),
        sa.CheckConstraint(
            "org_kind IS NULL OR org_kind NOT IN ('caw', 'family_centre', 'health_insurer', 'hospital', 'mental_health', 'school', 'tenant_lawyer') OR (client_weighed = 'yes' AND tenant_reaction <> 'objects') IS TRUE",
            name=op.f("ck_referral_bound_services_weigh_secrecy"),
        ),
        sa.CheckConstraint(
            "informed_on IS NULL OR (informed_on = date(informed_on) AND received_on = date(received_on) AND (legal_basis <> 'voluntary' OR informed_on >= date(received_on, '-60 days'))) IS TRUE",
            name=op.f("ck_referral_informed_in_the_last_60_days"),
        ).ddl_if(dialect="sqlite"),
        sa.CheckConstraint(
            "legal_basis <> 'voluntary' OR (informed_on >= received_on - 60) IS TRUE",
            name=op.f("ck_referral_informed_in_the_last_60_days"),
        ).ddl_if(dialect="postgresql"),
        sa.CheckConstraint(
            "((legal_basis = 'self') = (kind = 'tenant')) IS TRUE",
            name=op.f("ck_referral_only_tenants_report_themselves"),
        ),
        sa.CheckConstraint(
            "kind <> 'court_registry' OR entered_by_id IS NOT NULL",
            name=op.f("ck_referral_the_registry_is_typed_by_staff"),
        ),
        sa.CheckConstraint(
            "legal_basis <> 'voluntary' OR (kind <> 'court_registry' AND informed = 'yes' AND informed_on <= received_on AND informed_how <> 'service' AND trim(informed_by) <> '' AND tenant_reaction IS NOT NULL AND trim(statement_version) <> '' AND trim(statement_language) <> '') IS TRUE",
            name=op.f("ck_referral_the_tenant_was_informed"),
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_referral_case_id")),
        sa.ForeignKeyConstraint(["entered_by_id"], ["account.id"], name=op.f("fk_referral_entered_by_id")),
        sa.UniqueConstraint("follow_key", name=op.f("uq_referral_follow_key")),
        sa.UniqueConstraint("reference", name=op.f("uq_referral_reference")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_referral_submission_key")),
    )
    op.create_index(op.f("ix_referral_case_id"), "referral", ["case_id"])
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("submission_key", sa.String(32), nullable=False),
        sa.Column("kind", words("kind", KINDS), nullable=False),
        sa.Column("language", sa.String(5), nullable=False),
        sa.Column("passed_gate", sa.Boolean(), nullable=False),
        sa.Column("own", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("active_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draft"),
        sa.CheckConstraint(
            "kind = 'tenant' OR passed_gate OR answers IS NULL", name=op.f("ck_draft_nothing_before_the_gate")
        ),
        sa.UniqueConstraint("submission_key", name=op.f("uq_draft_submission_key")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_draft_token_hash")),
    )
    op.create_index(op.f("ix_draft_active_at"), "draft", ["active_at"])


def downgrade() -> None:
    op.drop_table("draft")
    op.drop_table("referral")
