"""What no person sends: a form that is not ours, too much of it, on a wrong way, or with anything in its fields."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.intake.layout import in_page_order
from portal.domain.intake.questions import BY_NAME, COLUMNS, Need, Value, asked, pages
from portal.domain.vocabulary import Kind
from portal.models import Draft, Referral
from portal.services import intake
from tests.answers import TYPED
from tests.reporters import (
    DETAILS,
    DWELLING,
    LANDLORD_STEPS,
    TENANT,
    Reporter,
    bailiff_at,
    landlord_at,
    rows,
)
from tests.reports import Typed, steps_of
from tests.wrong_answers import WRONG, Try

CHOSEN = (Value.CHOICE, Value.CHOICES, Value.TICK)

pytestmark = pytest.mark.usefixtures("monday")


@pytest.mark.parametrize("token", ["", "wrong", "foreign"])
def test_a_form_that_is_not_ours_keeps_what_was_typed_and_can_be_sent_again(app: Flask, token: str) -> None:
    reporter = landlord_at(app, "tenant")
    stranger = Reporter(app)
    stranger.open("/refer/landlord")
    foreign = dict(stranger.page.hidden)["csrf_token"]
    hidden = [pair for pair in reporter.page.hidden if pair[0] != "csrf_token"]
    reporter.page.hidden = [*hidden, ("csrf_token", foreign if token == "foreign" else token)]

    answer = reporter.press({**TENANT, "tenant_last": "Quackel & <Been>"})

    assert answer.status_code == 400
    assert "Quackel & <Been>" in reporter.page.text
    assert ("tenant_last", "Quackel & <Been>") in reporter.page.hidden
    assert [value for name, value in reporter.page.hidden if name == "contact_pref"] == ["call", "mornings"]
    assert "tenant_last" not in (rows(app, Draft)[0].answers or {})
    reporter.press({})
    assert reporter.at.endswith("/problem")
    assert (rows(app, Draft)[0].answers or {})["tenant_last"] == "Quackel & <Been>"


def test_sending_with_a_foreign_token_sends_nothing_until_it_is_sent_again(app: Flask) -> None:
    reporter = landlord_at(app, "check")
    reporter.page.hidden = [pair for pair in reporter.page.hidden if pair[0] != "csrf_token"]

    assert reporter.press({}).status_code == 400
    assert rows(app, Referral) == []
    reporter.press({})

    assert reporter.at.startswith("/refer/done/")
    assert len(rows(app, Referral)) == 1


def test_too_much_is_too_much(app: Flask) -> None:
    reporter = landlord_at(app, "procedure")

    assert reporter.send({"description": "x" * 2_000_000}).status_code == 413
    assert reporter.send({"description": "x" * 100_000}).status_code == 422


@pytest.mark.parametrize("method", ["put", "patch", "delete", "post"])
def test_a_way_that_is_not_offered_is_said_so(app: Flask, method: str) -> None:
    reporter = landlord_at(app, "check")
    paths = ["/", "/refer/landlord/exit/not-yet", "/follow/x"]
    paths += [] if method == "post" else ["/refer/landlord", "/refer/landlord/check", "/refer/done/x"]
    token = {"X-CSRFToken": dict(reporter.page.hidden)["csrf_token"]}

    assert {getattr(reporter.client, method)(path, headers=token).status_code for path in paths} == {405}


@pytest.mark.parametrize("body", ["5", "[]", '"x"', "{", "null", '{"informed": "yes"}', json.dumps({"a": [1, {}]})])
def test_json_is_no_form(app: Flask, body: str) -> None:
    reporter = landlord_at(app, "tenant")
    token = {"X-CSRFToken": dict(reporter.page.hidden)["csrf_token"]}

    answer = reporter.client.post(reporter.page.actions[-1], data=body, content_type="application/json", headers=token)

    assert answer.status_code == 422


@pytest.mark.parametrize(("page", "name"), [("tenant", "tenant_last"), ("tenant", "minors"), ("dwelling", "postcode")])
def test_a_character_that_cannot_be_read_is_refused_at_its_field_and_loses_nothing_else(
    app: Flask, page: str, name: str
) -> None:
    reporter, typed = landlord_at(app, page), dict(LANDLORD_STEPS)[page]
    kept = "street" if page == "dwelling" else "tenant_first"

    answer = reporter.press({**typed, name: "Pee\0ters"})

    assert answer.status_code == 422
    assert list(reporter.page.errors) == [name]
    assert reporter.page.value(kept) == typed[kept]
    assert reporter.press(typed).status_code == 200


def test_an_address_or_a_staff_form_with_a_character_that_cannot_be_stored_is_refused_outright(app: Flask) -> None:
    reporter = landlord_at(app, "tenant")
    form = {"csrf_token": dict(reporter.page.hidden)["csrf_token"], "password": "x"}
    client = reporter.client

    assert client.get("/refer/landlord?lang=n%00l").status_code == 400
    assert client.get("/refer/land%00lord").status_code == 404
    assert client.post("/staff/login", data={**form, "email": "a\0@b.be"}).status_code == 400
    assert client.post("/staff/login", data={**form, "email": "a@b.be"}).status_code == 422


SOME_TEXT = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["\0", "\ud800", "\u202e", "%s%(x)s", "{{7*7}}", "<script>", "'--", "NaN", "1e9", "٣", "²", "-0"]),
    st.from_regex(r"\A[0-9][0-9./: -]{0,12}\Z"),
)
ANYTHING = settings(max_examples=40, deadline=None, derandomize=True, database=None)
PROTOCOL = ("submission_key", "kept", "switch", "outside", "correct", "homeless_now", "strange")
NAMES = st.sampled_from([*BY_NAME, *PROTOCOL])
TAKEN = (200, 303, 400, 409, 410, 422)


def as_bytes(typed: dict[str, list[str]]) -> Any:
    return {name: [one.encode("utf-8", "surrogatepass") for one in texts] for name, texts in typed.items()}


def test_nothing_in_any_fields_is_an_error_of_ours(app: Flask) -> None:
    reporters = [landlord_at(app, page) for page, _ in LANDLORD_STEPS]
    reporters += [bailiff_at(app, page) for page in ("gate", "details")]

    @ANYTHING
    @given(number=st.integers(0, 7), typed=st.dictionaries(NAMES, st.lists(SOME_TEXT, max_size=2), max_size=12))
    def anything(number: int, typed: dict[str, list[str]]) -> None:
        reporter = reporters[number]
        assert reporter.send(as_bytes(typed)).status_code in TAKEN
        assert reporter.client.get(f"/refer/{reporter.kind}/check").status_code in TAKEN

    anything()


def test_nothing_in_every_field_at_once_is_an_error_of_ours(app: Flask) -> None:
    reporters = {kind: Reporter(app, kind.slug) for kind in COLUMNS}
    for kind, reporter in reporters.items():
        reporter.go(steps_of(kind), until=pages(kind)[-1].slug)

    @ANYTHING
    @given(kind=st.sampled_from(list(reporters)), texts=st.lists(SOME_TEXT, min_size=80, max_size=80))
    def anything(kind: Kind, texts: list[str]) -> None:
        typed = {question.name: [text] for question, text in zip(asked(kind), texts, strict=False)}
        assert reporters[kind].send(as_bytes(typed)).status_code in TAKEN

    anything()


def test_one_odd_answer_among_right_ones_loses_nothing_of_the_rest(app: Flask) -> None:
    reporter = bailiff_at(app, "details")

    @ANYTHING
    @given(text=SOME_TEXT, name=st.sampled_from(sorted(BY_NAME)))
    def odd(text: str, name: str) -> None:
        answer = reporter.send({**DETAILS, **as_bytes({name: [text]})})
        assert answer.status_code in TAKEN
        assert answer.status_code != 422 or name == "street" or "Zwaluwenhof" in answer.text

    odd()


@pytest.mark.parametrize("kind", WRONG)
def test_each_wrong_answer_is_named_in_its_kinds_words_and_the_right_ones_are_sent(app: Flask, kind: Kind) -> None:
    reporter = Reporter(app, kind.slug)
    reporter.open("/refer/" + kind.slug)

    for (_, typed), page in zip(steps_of(kind), pages(kind), strict=True):
        for one in [one for one in WRONG[kind] if BY_NAME[next(iter(one))].section in page.sections]:
            must_refuse(reporter, kind, typed, one)
        assert reporter.press({**foreign_to(kind), **typed}).status_code == 200
    assert rows(app, Referral) == []

    reporter.press({})
    (referral,) = rows(app, Referral)
    assert (referral.kind, referral.tenant_last, reporter.page.errors) == (kind, "Quackelbeen", {})
    assert intake.answers_of(referral).keys().isdisjoint(foreign_to(kind))


def foreign_to(kind: Kind) -> Typed:
    """Right answers to the questions of other kinds."""
    return {name: typed for name, typed in TYPED.items() if BY_NAME[name].needs[kind] is Need.NEVER}


def must_refuse(reporter: Reporter, kind: Kind, typed: Typed, one: Try) -> None:
    """The right answers with these in their place: each is told at its field, in the order of the page, and kept."""
    wrong = {name: value for name, (value, _) in one.items()}
    said = {name: words for name, (_, words) in one.items() if words}
    order = [question.name for page in pages(kind) for question in in_page_order(kind, page.sections)]

    assert reporter.press({**typed, **wrong}).status_code == 422
    assert reporter.page.summary == sorted(said, key=order.index)
    assert {name: words for name, words in said.items() if words not in reporter.page.errors[name]} == {}
    typed_wrong = {name: value for name, value in wrong.items() if BY_NAME[name].value not in CHOSEN and value}
    assert {name: reporter.page.value(name) for name in typed_wrong} == typed_wrong


def test_the_right_answers_are_taken(app: Flask) -> None:
    reporter = landlord_at(app, "dwelling")

    assert reporter.send(DWELLING).status_code == 303
