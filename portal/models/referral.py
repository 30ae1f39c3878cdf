"""What one reporter sent. It does not change after sending, and cannot exist without the informed record."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from portal.domain import vocabulary as v
from portal.models.columns import document, words

# Each arm ends in IS TRUE: a CHECK that comes out NULL would pass (intake.md, "The gate", rule 1).
_BOUND = ", ".join(sorted(f"'{kind}'" for kind in v.BOUND_BY_SECRECY))
GATE = (
    sa.CheckConstraint("((legal_basis = 'self') = (kind = 'tenant')) IS TRUE", name="only_tenants_report_themselves"),
    sa.CheckConstraint(
        "legal_basis <> 'legal_notice' OR (kind IN ('bailiff', 'court_registry') AND informed_how = 'service'"
        " AND informed_on <= received_on AND tenant_opposed = 'no') IS TRUE",
        name="a_legal_notice_was_served",
    ),
    sa.CheckConstraint(
        "legal_basis <> 'voluntary' OR (kind <> 'court_registry' AND informed = 'yes' AND informed_on <= received_on"
        " AND informed_how <> 'service' AND trim(informed_by) <> '' AND tenant_reaction IS NOT NULL"
        " AND trim(statement_version) <> '' AND trim(statement_language) <> '') IS TRUE",
        name="the_tenant_was_informed",
    ),
    sa.CheckConstraint(
        "legal_basis <> 'voluntary' OR (informed_on >= received_on - 60) IS TRUE",
        name="informed_in_the_last_60_days",
    ).ddl_if(dialect="postgresql"),
    sa.CheckConstraint(
        "informed_on IS NULL OR (informed_on = date(informed_on) AND received_on = date(received_on)"
        " AND (legal_basis <> 'voluntary' OR informed_on >= date(received_on, '-60 days'))) IS TRUE",
        name="informed_in_the_last_60_days",
    ).ddl_if(dialect="sqlite"),
    sa.CheckConstraint(
        "kind <> 'doctor' OR (patient_consent = 'yes' AND tenant_reaction = 'agrees') IS TRUE",
        name="a_patient_consents",
    ),
    sa.CheckConstraint("kind <> 'service_provider' OR org_kind IS NOT NULL", name="a_service_says_its_kind"),
    sa.CheckConstraint(
        f"org_kind IS NULL OR org_kind NOT IN ({_BOUND})"
        " OR (client_weighed = 'yes' AND tenant_reaction <> 'objects') IS TRUE",
        name="bound_services_weigh_secrecy",
    ),
    sa.CheckConstraint("kind <> 'court_registry' OR entered_by_id IS NOT NULL", name="the_registry_is_typed_by_staff"),
)


OWN_EMAIL = sa.text(
    "lower(coalesce(corrected_email, CASE WHEN kind = 'tenant' THEN tenant_email ELSE reporter_email END))"
)
"""Where a reporter reads mail (``Referral.own_email``), as its index holds it; a query must spell it alike."""
PETITIONS = sa.text("kind = 'court_registry'")


class Referral(SQLModel, table=True):
    """Columns are what a rule, a query or a CHECK reads; every other answer stands in ``answers``."""

    __tablename__ = "referral"
    __table_args__ = (
        *GATE,
        sa.Index("ix_referral_petitions", "received_on", sqlite_where=PETITIONS, postgresql_where=PETITIONS),
        sa.Index("ix_referral_own_email", OWN_EMAIL, "received_on"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reference: str = Field(sa_type=sa.String(11), unique=True)
    case_id: int = Field(foreign_key="cases.id", index=True)
    submission_key: str = Field(sa_type=sa.String(32), unique=True)
    follow_key: str = Field(sa_type=sa.String(32), unique=True)
    """The random part of the mailed link; a new one revokes every link made before."""
    channel: v.Channel = Field(default=v.Channel.WEB, sa_type=words(v.Channel, "channel"))
    entered_by_id: int | None = Field(default=None, foreign_key="account.id")
    language: str = Field(default="nl", sa_type=sa.String(5))
    received_at: datetime
    received_on: date
    withdrawn_at: datetime | None = None
    verified_at: datetime | None = None
    """When its reporter said "this is my report" behind the mailed link."""
    suspicions: list[str] = Field(default_factory=list, sa_type=document(), sa_column_kwargs={"server_default": "[]"})
    """Signs of a machine (``honeypot``, ``fast``); staff see them, nothing is refused for them."""
    short: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    """A tenant asked to be called and left a number: the address is blank."""

    kind: v.Kind = Field(sa_type=words(v.Kind, "kind"))
    legal_basis: v.LegalBasis = Field(sa_type=words(v.LegalBasis, "legal_basis"))
    statement_version: str = Field(sa_type=sa.String(20))
    statement_language: str = Field(sa_type=sa.String(5))
    notice_kind: v.NoticeKind | None = Field(default=None, sa_type=words(v.NoticeKind, "notice_kind"))
    informed: str | None = Field(default=None, sa_type=sa.String(10))
    tenant_opposed: str | None = Field(default=None, sa_type=sa.String(10))
    informed_on: date | None = None
    informed_how: v.InformedHow | None = Field(default=None, sa_type=words(v.InformedHow, "informed_how"))
    informed_by: str | None = Field(default=None, sa_type=sa.String(100))
    tenant_reaction: v.Reaction | None = Field(default=None, sa_type=words(v.Reaction, "tenant_reaction"))
    patient_consent: str | None = Field(default=None, sa_type=sa.String(10))
    client_weighed: str | None = Field(default=None, sa_type=sa.String(10))
    org_kind: v.OrgKind | None = Field(default=None, sa_type=words(v.OrgKind, "org_kind"))

    postcode: str = Field(sa_type=sa.String(4))
    street: str = Field(sa_type=sa.String(100))
    house_number: str = Field(sa_type=sa.String(20))
    box: str | None = Field(default=None, sa_type=sa.String(20))
    tenure: v.Tenure | None = Field(default=None, sa_type=words(v.Tenure, "tenure"))

    tenant_first: str | None = Field(default=None, sa_type=sa.String(60))
    tenant_last: str = Field(sa_type=sa.String(80))
    tenant_birth: date | None = None
    tenant_phone: str | None = Field(default=None, sa_type=sa.String(20))
    tenant_email: str | None = Field(default=None, sa_type=sa.String(254))

    problems: list[str] = Field(default_factory=list, sa_type=document())
    minors: v.YesNoUnknown | None = Field(default=None, sa_type=words(v.YesNoUnknown, "minors"))
    vulnerable: v.YesNoUnsaid | None = Field(default=None, sa_type=words(v.YesNoUnsaid, "vulnerable"))
    unusable_home: v.YesNo | None = Field(default=None, sa_type=words(v.YesNo, "unusable_home"))
    homeless_now: v.YesNoUnknown | None = Field(default=None, sa_type=words(v.YesNoUnknown, "homeless_now"))
    utilities_off: v.YesNoUnknown | None = Field(default=None, sa_type=words(v.YesNoUnknown, "utilities_off"))
    arrears_eur: Decimal | None = Field(default=None, max_digits=9, decimal_places=2)
    rent_month: Decimal | None = Field(default=None, max_digits=9, decimal_places=2)
    arrears_months: Decimal | None = Field(default=None, max_digits=5, decimal_places=2)
    payment_plan: v.PaymentPlan | None = Field(default=None, sa_type=words(v.PaymentPlan, "payment_plan"))

    stage: v.Stage | None = Field(default=None, sa_type=words(v.Stage, "stage"))
    filing_date: date | None = None
    hearing_date: date | None = None
    hearing_time: time | None = None
    served_date: date | None = None
    leave_by: date | None = None
    eviction_date: date | None = None
    must_leave_on: date | None = None

    reporter_name: str | None = Field(default=None, sa_type=sa.String(100))
    reporter_org: str | None = Field(default=None, sa_type=sa.String(120))
    reporter_email: str | None = Field(default=None, sa_type=sa.String(254))
    reporter_phone: str | None = Field(default=None, sa_type=sa.String(20))
    own_ref: str | None = Field(default=None, sa_type=sa.String(30))
    corrected_email: str | None = Field(default=None, sa_type=sa.String(254))
    """Where its reporter reads mail after all; what was sent stays as it was sent."""

    answers: dict[str, Any] = Field(default_factory=dict, sa_type=document())

    @property
    def own_email(self) -> str | None:
        """Where its reporter reads mail; tenants give theirs where others give the tenant's."""
        given = self.tenant_email if self.kind is v.Kind.TENANT else self.reporter_email
        return self.corrected_email or given

    @property
    def is_unconfirmed(self) -> bool:
        """Its reporter was mailed a link, and has not said behind it that the report is theirs."""
        return self.channel is v.Channel.WEB and bool(self.own_email) and self.verified_at is None
