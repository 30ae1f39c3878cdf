"""The pages of every kind, made from the questions: what they take, leave out, and say when they refuse."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from flask import Flask

from portal import create_app
from portal.domain.intake import checking
from portal.domain.intake.questions import BY_NAME, Need, pages
from portal.domain.vocabulary import Kind
from portal.forms.intake import page_form
from tests.answers import KEPT, NOT_TAKEN, WALKS, walk
from tests.factories import MONDAY

LAWYER: dict[str, object] = {"org_kind": "landlord_lawyer", "on_behalf_of": ""}
WRONG: tuple[tuple[str, Kind, dict[str, object], str], ...] = (
    ("no kind of notice", Kind.BAILIFF, {"notice_kind": ""}, "notice_kind"),
    ("informed in another word", Kind.LANDLORD, {"informed": "1"}, "informed"),
    ("informed twice", Kind.LANDLORD, {"informed": ["yes", "not_yet"]}, "informed"),
    ("informed 61 days ago", Kind.LANDLORD, {"informed_on": "23/09/2026"}, "informed_on"),
    ("informed tomorrow", Kind.LANDLORD, {"informed_on": "24/11/2026"}, "informed_on"),
    ("informed by a service", Kind.LANDLORD, {"informed_how": "service"}, "informed_how"),
    ("a doctor's letter", Kind.DOCTOR, {"informed_how": "letter"}, "informed_how"),
    ("no consent", Kind.DOCTOR, {"patient_consent": ""}, "patient_consent"),
    ("consent in another word", Kind.DOCTOR, {"patient_consent": "on"}, "patient_consent"),
    ("secrecy not weighed", Kind.SERVICE_PROVIDER, {"client_weighed": ""}, "client_weighed"),
    ("a bound service's client objects", Kind.SERVICE_PROVIDER, {"tenant_reaction": "objects"}, "tenant_reaction"),
    ("a landlord's lawyer for nobody", Kind.SERVICE_PROVIDER, LAWYER, "on_behalf_of"),
    ("a private tenancy", Kind.SOCIAL_LANDLORD, {"tenure": "private"}, "tenure"),
    ("no steps", Kind.SOCIAL_LANDLORD, {"steps_taken": []}, "steps_taken"),
    ("nothing seen, and something", Kind.NEIGHBOURHOOD_POLICE, {"signals": ["none_of_these", "no_heating"]}, "signals"),
    ("a zone of letters", Kind.NEIGHBOURHOOD_POLICE, {"police_zone": "zone"}, "police_zone"),
    (
        "no way to reach the tenant",
        Kind.TENANT,
        {"tenant_phone": "", "tenant_email": "", "walk_in": ""},
        "tenant_phone",
    ),
    ("no way to reach the landlord", Kind.LANDLORD, {"reporter_phone": "", "reporter_email": ""}, "reporter_email"),
    ("one's own number as the tenant's", Kind.LANDLORD, {"reporter_phone": "+32 470 987654"}, "reporter_phone"),
    (
        "one's own address as the tenant's",
        Kind.LANDLORD,
        {"reporter_email": "Wendelien@huurder.example"},
        "reporter_email",
    ),
    ("an enterprise number that is none", Kind.ESTATE_AGENCY, {"org_kbo": "0123.456.748"}, "org_kbo"),
    ("a birth date of a child", Kind.BAILIFF, {"tenant_birth": "01/01/2020"}, "tenant_birth"),
    ("an identity number", Kind.ESTATE_AGENCY, {"description": "nr. 85.07.30-033.28"}, "description"),
    ("an identity number as a name", Kind.LANDLORD, {"reporter_name": "85073003328"}, "reporter_name"),
    ("an account number", Kind.ESTATE_AGENCY, {"description": "BE68 5390 0754 7034"}, "description"),
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """Forms need no database."""
    folder = tmp_path_factory.mktemp("forms")
    made = create_app({"env": "test", "database_url": f"sqlite:///{folder}/none.db", "data_dir": folder})
    yield made
    made.extensions["engine"].dispose()


@pytest.mark.parametrize("name", WALKS)
def test_every_kind_is_asked_its_own_questions_and_nothing_else_is_kept(app: Flask, name: str) -> None:
    kind, changes = WALKS[name]
    known, errors = walk(app, kind, changes)

    assert errors == {}
    assert {one for one in known if BY_NAME[one].needs[kind] in (Need.NEVER, Need.FIXED)} == set()
    assert known.keys().isdisjoint(NOT_TAKEN)
    expected = {**KEPT, **changes}
    assert {one: known[one] for one in known} == {one: expected[one] for one in known}


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_required_of_a_kind_was_kept(app: Flask, kind: Kind) -> None:
    known, _ = walk(app, kind, {})

    required = {one.name for one in BY_NAME.values() if one.needs[kind] is Need.R and not one.when}
    assert required - known.keys() == set()


@pytest.mark.parametrize(("kind", "changes", "field"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_wrong_answer_is_named_at_its_own_field(
    app: Flask, kind: Kind, changes: dict[str, object], field: str
) -> None:
    _, errors = walk(app, kind, changes)

    assert list(errors) == [field]


def test_a_bailiffs_notice_needs_no_reaction_but_its_service(app: Flask) -> None:
    known, errors = walk(
        app, Kind.BAILIFF, {"notice_kind": "claim", "informed": "not_yet", "informed_on": "02/01/2020"}
    )

    assert errors == {}
    assert known.keys().isdisjoint({"informed", "informed_how", "informed_by", "tenant_reaction"})
    assert known["informed_on"] == "2020-01-02"


BODIES: dict[str, Any] = {
    "a file in the place of text": {"data": {"street": (BytesIO(b"x"), "a.txt")}},
    "JSON": {"json": {"street": "Zwaluwenhof"}},
    "a number": {"json": 5},
    "bytes that are no text": {"data": b"\xff\xfe=", "content_type": "application/x-www-form-urlencoded"},
}


@pytest.mark.parametrize("body", BODIES)
def test_what_is_no_form_is_read_as_a_form_left_blank(app: Flask, body: str) -> None:
    with app.test_request_context(method="POST", **BODIES[body]):
        form = page_form(Kind.LANDLORD, pages(Kind.LANDLORD)[1].sections, {})
        form.read(known={}, today=MONDAY)

    assert set(form.errors) == {"postcode", "street", "house_number", "still_lives_there"}


def test_a_warned_text_may_stay_when_it_is_sent_once_more(app: Flask) -> None:
    page = next(page for page in pages(Kind.LANDLORD) if page.slug == "procedure")
    typed = {"stage": "none", "description": "Rekening BE68 5390 0754 7034"}

    def read(**more: object) -> tuple[object, tuple[str, ...]]:
        with app.test_request_context(method="POST", data=typed):
            form = page_form(Kind.LANDLORD, page.sections, {})
            form.read(known={}, today=MONDAY, **more)  # type: ignore[arg-type]
            return form.errors, form.warned

    assert read()[1] == ("description",) and read()[0]
    assert read(kept=["description"])[0] == {}


def test_a_warned_text_that_is_known_is_not_warned_about_again(app: Flask) -> None:
    known = {"stage": "none", "description": "Rekening BE68 5390 0754 7034"}
    page = next(page for page in pages(Kind.LANDLORD) if page.slug == "procedure")

    with app.test_request_context(method="POST", data={**known, "lease_start": "01/09/2021"}):
        form = page_form(Kind.LANDLORD, page.sections, known)
        form.read(known=known, today=MONDAY)

    assert form.errors == {}


@pytest.mark.parametrize("kind", list(Kind))
def test_what_is_known_stands_in_the_fields_and_reads_back_the_same(app: Flask, kind: Kind) -> None:
    known, _ = walk(app, kind, {})
    again = dict(known)
    for page in pages(kind):
        with app.test_request_context():
            form = page_form(kind, page.sections, known)
            shown = {field.name: field.typed for field in form.answers()}
        with app.test_request_context(method="POST", data=shown):
            form = page_form(kind, page.sections, again)
            again = form.read(known=again, today=MONDAY).whole
            assert form.errors == {}

    assert again == known
    assert checking.complete(kind, again, today=MONDAY) is None
