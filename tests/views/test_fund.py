"""The eviction fund of the site file, as the case suggests it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from portal import create_app
from portal.config.environment import SITE_FILE
from portal.domain.vocabulary import Role
from tests import pages, people
from tests.factories import make_case

pytestmark = pytest.mark.usefixtures("monday")
FUND = "Fonds ter bestrijding van uithuiszettingen"
TENANT: dict[str, Any] = {"tenure": "private", "arrears_months": 7}


@pytest.mark.parametrize(
    ("fund", "told", "amount"),
    [
        ("from_months = 2\nto_months = 6", False, ""),
        ("from_months = 2\nto_months = 8", True, ""),
        ("from_months = 7\nto_months = 7\nhighest_eur = 2500", True, ": hoogstens 2.500,00 euro"),
        ("from_months = 8\nto_months = 9\nhighest_eur = 2500", False, ""),
    ],
)
def test_the_fund_is_suggested_as_the_site_file_says(
    database_url: str, session: Session, tmp_path: Path, fund: str, told: bool, amount: str
) -> None:
    case = make_case(session, referral=TENANT)
    session.commit()
    settings = {"env": "test", "database_url": database_url, "data_dir": tmp_path}
    app = create_app({**settings, "site_file": site_with(tmp_path, fund)})

    worker = people.signed_in(app, Role.INTAKE_WORKER)
    text = pages.read(worker.get(f"/staff/cases/{case.reference}").text).text
    app.extensions["engine"].dispose()

    assert (FUND in text, f"{FUND}{amount}" in text) == (told, told)
    assert ("hoogstens 2.500" in text) is bool(amount)


def site_with(folder: Path, fund: str) -> Path:
    sample, ours = SITE_FILE.read_text(encoding="utf-8"), "from_months = 2\nto_months = 6"
    assert sample.count(ours) == 1
    file = folder / "site.toml"
    file.write_text(sample.replace(ours, fund), encoding="utf-8")
    return file
