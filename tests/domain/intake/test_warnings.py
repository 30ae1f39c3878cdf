"""The soft warnings: each with the answers that call for it and the nearest that do not."""

from __future__ import annotations

import pytest

from portal.domain.intake import warnings
from portal.domain.intake.questions import Answer
from portal.domain.vocabulary import Kind
from tests.domain.intake.answers import TODAY, make_answers

LP, GD = Kind.LANDLORD, Kind.BAILIFF
ARREARS: dict[str, Answer] = {"problems": ["rent_arrears"], "arrears_eur": "1500.00", "rent_month": "750.00"}
ORDER: dict[str, Answer] = {"notice_kind": "eviction_order", "informed_on": "2026-10-31", "stage": "eviction_planned"}


@pytest.mark.parametrize(
    ("kind", "changes", "doubted"),
    [
        (LP, {}, []),
        (LP, {**ARREARS, "arrears_months": "3.5"}, ["arrears_months"]),
        (LP, {**ARREARS, "arrears_months": "0.5"}, ["arrears_months"]),
        (LP, {**ARREARS, "arrears_months": "3"}, []),
        (LP, ARREARS, []),
        (LP, {**ARREARS, "rent_month": "0.00", "arrears_months": "3"}, []),
        (LP, {"informed_how": "letter", "informed_on": "2026-11-23"}, ["informed_on"]),
        (LP, {"informed_how": "registered_letter", "informed_on": "2026-11-23"}, ["informed_on"]),
        (LP, {"informed_how": "letter", "informed_on": "2026-11-22"}, []),
        (LP, {"informed_how": "phone", "informed_on": "2026-11-23"}, []),
        (LP, {"stage": "petition", "hearing_date": "2026-11-22"}, ["stage"]),
        (LP, {"stage": "petition", "hearing_date": "2026-11-23"}, []),
        (LP, {"street": "Kerkstraat 12"}, ["street"]),
        (LP, {"street": "Kerkstraat 12A bus 3"}, ["street"]),
        (LP, {"street": "Kerkstraat12"}, ["street"]),
        (LP, {"street": "Laan van 8 mei"}, []),
        (LP, {"street": "1 Meistraat"}, []),
        (LP, {"tenant_phone": "+3247012345"}, ["tenant_phone"]),
        (LP, {"tenant_phone": "+32470123456"}, []),
        (LP, {"tenant_phone": "+33612345"}, []),
        (LP, {"reporter_phone": "+321512345"}, ["reporter_phone"]),
        (LP, {"reporter_phone": "+3215998877"}, []),
        (LP, {"own_ref": "VERBEKE 12"}, ["own_ref"]),
        (LP, {"own_ref": "2026/12"}, []),
        (LP, {"own_ref": "Ho-12", "tenant_last": "Ho"}, []),
        (LP, {"still_lives_there": "no"}, ["still_lives_there"]),
        (LP, {"still_lives_there": "unknown"}, []),
        (GD, {**ORDER, "eviction_date": "2026-11-29"}, ["eviction_date"]),
        (GD, {**ORDER, "eviction_date": "2026-11-30"}, []),
        (GD, {**ORDER, "notice_kind": "claim", "eviction_date": "2026-11-29"}, []),
    ],
)
def test_a_warning_asks_to_look_again(kind: Kind, changes: dict[str, Answer | None], doubted: list[str]) -> None:
    doubts = warnings.soft(kind, make_answers(kind, **changes), today=TODAY)

    assert [doubt.field for doubt in doubts] == doubted
    assert all(doubt.message for doubt in doubts)
