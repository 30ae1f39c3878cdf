"""The gate lets nothing around it: each rule with what it refuses and the same report that it accepts."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.errors import Refused
from portal.domain.intake import gate
from portal.domain.intake.checking import ready
from portal.domain.intake.gate import Exit
from portal.domain.intake.questions import Answer
from portal.domain.vocabulary import BOUND_BY_SECRECY, Kind, LegalBasis, OrgKind
from tests.domain.intake.answers import COMPLETE, TODAY, make_answers

LP, GD, DR, DV, CR, HU = (
    Kind.LANDLORD,
    Kind.BAILIFF,
    Kind.DOCTOR,
    Kind.SERVICE_PROVIDER,
    Kind.COURT_REGISTRY,
    Kind.TENANT,
)
VOLUNTARY_BAILIFF: dict[str, Answer | None] = {
    "notice_kind": "voluntary",
    "tenant_opposed": None,
    "informed": "yes",
    "informed_on": "2026-11-20",
    "informed_how": "phone",
    "tenant_reaction": "agrees",
}
FORGED: dict[str, Answer] = {
    "notice_kind": "claim",
    "informed_how": "service",
    "informed_on": "2026-11-20",
    "tenant_opposed": "no",
}


def fields(kind: Kind, changes: dict[str, Answer | None], *, entered_by: str = "") -> list[str]:
    sent = ready(kind, make_answers(kind, **changes))
    return [breach.field for breach in gate.verdict(kind, sent, received_on=TODAY, entered_by=entered_by)]


@pytest.mark.parametrize("kind", Kind)
def test_a_complete_report_of_every_kind_passes(kind: Kind) -> None:
    sent = ready(kind, COMPLETE[kind])

    basis = gate.require(kind, sent, received_on=TODAY, entered_by="An De Smet")

    assert (basis is LegalBasis.SELF) == (kind is HU)
    assert (basis is LegalBasis.LEGAL_NOTICE) == (kind in (GD, CR))


@pytest.mark.parametrize(
    ("kind", "changes", "broken"),
    [
        (LP, {"informed": None}, {"informed"}),
        (LP, {"informed": "not_yet"}, {"informed"}),
        (LP, {"informed": "unknown"}, {"informed"}),
        (LP, {"informed_on": None}, {"informed_on"}),
        (LP, {"informed_on": "2026-09-23"}, {"informed_on"}),
        (LP, {"informed_on": "2026-11-24"}, {"informed_on"}),
        (LP, {"informed_how": None}, {"informed_how"}),
        (LP, {"informed_how": "service"}, {"informed_how"}),
        (LP, {"reporter_name": None}, {"informed_by"}),
        (LP, {"tenant_reaction": None}, {"tenant_reaction"}),
        (GD, {"notice_kind": None}, {"notice_kind", "informed"}),
        (GD, {"informed_on": "2026-11-24"}, {"informed_on"}),
        (GD, {"informed_on": None}, {"informed_on"}),
        (GD, {"tenant_opposed": "yes"}, {"tenant_opposed"}),
        (GD, {"tenant_opposed": None}, {"tenant_opposed"}),
        (GD, {**VOLUNTARY_BAILIFF, "informed_on": "2026-08-03"}, {"informed_on"}),
        (GD, {**VOLUNTARY_BAILIFF, "informed": "not_safe"}, {"informed"}),
        (CR, {}, {"entered_by"}),
        (DR, {"patient_consent": None}, {"patient_consent"}),
        (DR, {"informed_how": "letter"}, {"informed_how"}),
        (DV, {"client_weighed": None}, {"client_weighed"}),
        (DV, {"org_kind": None}, {"org_kind"}),
        (DV, {"tenant_reaction": "objects"}, {"tenant_reaction"}),
        (LP, {"tenant_email": "Bart@voorbeeld.be"}, {"tenant_email"}),
        (LP, {"tenant_phone": "+32470123456", "reporter_phone": "+32470123456"}, {"tenant_phone"}),
    ],
)
def test_each_rule_refuses_at_its_field(kind: Kind, changes: dict[str, Answer | None], broken: set[str]) -> None:
    assert broken <= set(fields(kind, changes))
    with pytest.raises(Refused):
        gate.require(kind, ready(kind, make_answers(kind, **changes)), received_on=TODAY)


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (LP, {"informed_on": "2026-09-24"}),
        (LP, {"informed_on": "2026-11-23"}),
        (LP, {"tenant_reaction": "objects"}),
        (LP, {"informed_by": "Els Maes", "reporter_name": None}),
        (GD, {"informed_on": "2020-01-06"}),
        (GD, {"notice_kind": "eviction_order"}),
        (GD, VOLUNTARY_BAILIFF),
        (DV, {"org_kind": "home_care", "client_weighed": None, "tenant_reaction": "objects"}),
        (HU, {"reporter_phone": "+32470123456"}),
        (LP, {"tenant_email": "amina@voorbeeld.be", "tenant_phone": "+32470123456"}),
    ],
)
def test_what_the_rules_allow_passes(kind: Kind, changes: dict[str, Answer | None]) -> None:
    assert fields(kind, changes) == []


@pytest.mark.parametrize("org_kind", OrgKind)
def test_services_bound_by_secrecy_weigh_it_and_respect_an_objection(org_kind: OrgKind) -> None:
    unweighed = fields(DV, {"org_kind": org_kind, "client_weighed": None})
    objecting = fields(DV, {"org_kind": org_kind, "tenant_reaction": "objects"})

    assert unweighed == ["client_weighed"] * (org_kind in BOUND_BY_SECRECY)
    assert objecting == ["tenant_reaction"] * (org_kind in BOUND_BY_SECRECY)


def test_the_registry_needs_a_member_of_staff() -> None:
    assert fields(CR, {}, entered_by="  ") == ["entered_by"]
    assert fields(CR, {}, entered_by="An De Smet") == []


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind not in (GD, CR, HU)])
def test_no_other_kind_can_pretend_to_give_a_legal_notice(kind: Kind) -> None:
    breaches = gate.verdict(kind, {**make_answers(kind, informed=None), **FORGED}, received_on=TODAY)

    assert gate.legal_basis(kind, FORGED) is LegalBasis.VOLUNTARY
    assert "informed" in [breach.field for breach in breaches]


def test_only_tenants_report_themselves() -> None:
    assert {kind for kind in Kind if gate.legal_basis(kind, {}) is LegalBasis.SELF} == {HU}


@pytest.mark.parametrize(
    ("answers", "taken"),
    [
        ({"informed": "not_yet"}, Exit.NOT_YET),
        ({"informed": "not_safe"}, Exit.NOT_SAFE),
        ({"informed": "unknown"}, Exit.UNKNOWN),
        ({"tenant_opposed": "yes"}, Exit.OPPOSED),
        ({"informed": "yes"}, None),
        ({"tenant_opposed": "no"}, None),
        ({}, None),
    ],
)
def test_the_gate_has_its_exits(answers: dict[str, Answer], taken: Exit | None) -> None:
    assert gate.exit_of(answers) is taken


@pytest.mark.parametrize(
    ("answers", "marked"),
    [
        ({"relation": "yes"}, True),
        ({"contact_pref": ["call", "no_letters_to_address"]}, True),
        ({"contact_pref": ["not_through_partner_or_housemate"]}, True),
        ({"relation": "no", "contact_pref": ["call", "not_alone_at_door"]}, False),
        ({}, False),
    ],
)
def test_family_and_bold_preferences_set_the_safety_mark(answers: dict[str, Answer], marked: bool) -> None:
    assert gate.safety_mark(answers) is marked


def test_an_objection_is_seen() -> None:
    assert gate.objection({"tenant_reaction": "objects"})
    assert not gate.objection({"tenant_reaction": "agrees"})


RECORD = ("informed", "informed_on", "informed_how", "informed_by", "tenant_reaction")


@settings(deadline=None)
@given(
    kind=st.sampled_from([kind for kind in Kind if kind not in (GD, CR, HU)]),
    lost=st.sampled_from(RECORD),
    instead=st.one_of(st.none(), st.text(max_size=8), st.lists(st.text(max_size=5), max_size=2)),
    day=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
def test_no_voluntary_report_passes_without_its_whole_record(
    kind: Kind, lost: str, instead: Answer | None, day: date
) -> None:
    sent = {**ready(kind, COMPLETE[kind]), "informed_by": "Bart Claes", "informed_on": day.isoformat()}
    assert gate.verdict(kind, sent, received_on=day) == ()

    damaged = {name: answer for name, answer in {**sent, lost: instead}.items() if answer is not None}
    accepted = lost == "informed_by" and isinstance(instead, str) and instead.strip()

    assert bool(gate.verdict(kind, damaged, received_on=day)) is not bool(accepted)
