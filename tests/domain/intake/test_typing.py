"""What people type is read, and what cannot be read is refused with a sentence; nothing else ever happens."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.domain.intake.questions import BY_NAME, QUESTIONS, Question, Value
from portal.domain.intake.typing import BadValue, as_typed, parse
from portal.domain.vocabulary import Kind

TODAY = date(2026, 11, 23)


def read(name: str, *typed: str, kind: Kind = Kind.LANDLORD) -> str | list[str] | None:
    return parse(BY_NAME[name], list(typed), kind=kind, today=TODAY)


def refusal(name: str, *typed: str, kind: Kind = Kind.LANDLORD) -> BadValue:
    with pytest.raises(BadValue) as caught:
        read(name, *typed, kind=kind)
    return caught.value


@pytest.mark.parametrize(
    ("name", "typed", "kept"),
    [
        ("hearing_date", "2026-11-27", "2026-11-27"),
        ("hearing_date", "27/11/2026", "2026-11-27"),
        ("hearing_date", "27-11-2026", "2026-11-27"),
        ("hearing_date", "27.11.2026", "2026-11-27"),
        ("hearing_date", " 7/1/2027 ", "2027-01-07"),
        ("hearing_date", "7 / 1 / 2027", "2027-01-07"),
        ("hearing_date", "29/02/2028", "2028-02-29"),
        ("hearing_time", "9:00", "09:00"),
        ("hearing_time", "9u", "09:00"),
        ("hearing_time", "9u30", "09:30"),
        ("hearing_time", "09:00", "09:00"),
        ("hearing_time", "9.30", "09:30"),
        ("hearing_time", "9 u 30", "09:30"),
        ("hearing_time", "14 uur", "14:00"),
        ("hearing_time", "14:30 uur", "14:30"),
        ("hearing_time", "09:15:00", "09:15"),
        ("hearing_time", "0:00", "00:00"),
        ("arrears_eur", "1.234,56", "1234.56"),
        ("arrears_eur", "1234,56", "1234.56"),
        ("arrears_eur", "1234.56", "1234.56"),
        ("arrears_eur", "€ 1 234,56", "1234.56"),
        ("arrears_eur", "€\u00a01\u202f234,56", "1234.56"),
        ("arrears_eur", "1.234", "1234.00"),
        ("arrears_eur", "1234 euro", "1234.00"),
        ("arrears_eur", "1234,-", "1234.00"),
        ("arrears_eur", "0,5", "0.50"),
        ("arrears_eur", "0", "0.00"),
        ("arrears_eur", "12.345.6" + "78", None),
        ("rent_month", "5000", "5000.00"),
        ("arrears_months", "2", "2"),
        ("arrears_months", "2,5", "2.5"),
        ("arrears_months", "2.5", "2.5"),
        ("arrears_months", "2,0", "2"),
        ("arrears_months", "60", "60"),
        ("arrears_months", "0", "0"),
        ("tenant_phone", "0470 12 34 56", "+32470123456"),
        ("tenant_phone", "0470/12.34.56", "+32470123456"),
        ("tenant_phone", "+32 (0)470 12 34 56", "+32470123456"),
        ("tenant_phone", "0032 470 12 34 56", "+32470123456"),
        ("tenant_phone", "015 29 80 00", "+3215298000"),
        ("tenant_phone", "\u202a+32 470 12 34 56\u202c", "+32470123456"),
        ("tenant_phone", "+31 6 12345678", "+31612345678"),
        ("tenant_email", "jan@voorbeeld.be", "jan@voorbeeld.be"),
        ("tenant_email", " Jan.Peeters@Voorbeeld.BE ", "Jan.Peeters@voorbeeld.be"),
        ("tenant_email", "jan@post.test", "jan@post.test"),
        ("tenant_email", "jan@ocmw.local", "jan@ocmw.local"),
        ("tenant_email", "jan@münchen.de", "jan@xn--mnchen-3ya.de"),
        ("tenant_email", "jan+huur@voorbeeld.be", "jan+huur@voorbeeld.be"),
        ("postcode", "2800", "2800"),
        ("postcode", " 2800 ", "2800"),
        ("postcode", "B-2800", "2800"),
        ("tenant_last", "  Peeters  ", "Peeters"),
        ("tenant_last", "Yıldız", "Yıldız"),
        ("tenant_last", "Andre\u0301", "André"),
        ("tenant_last", "é" * 80, "é" * 80),
        ("tenant_last", "e\u0301" * 80, "é" * 80),
        ("tenant_last", "\u200bPeeters\ufeff", "Peeters"),
        ("description", "een\r\ntwee\rdrie\u2028vier", "een\ntwee\ndrie\nvier"),
        ("description", "a\tb", "a b"),
        ("description", "é\r\n" * 400, "é\n" * 399 + "é"),
        ("description", "سلام", "سلام"),
        ("informed", "yes", "yes"),
        ("single_name", "yes", "yes"),
    ],
)
def test_what_people_type_is_read(name: str, typed: str, kept: str | None) -> None:
    if kept is None:
        refusal(name, typed)
    else:
        assert read(name, typed) == kept


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("hearing_date", "27/11/26"),
        ("hearing_date", "2026/11/27"),
        ("hearing_date", "27/11-2026"),
        ("hearing_date", "31/11/2026"),
        ("hearing_date", "29/02/2027"),
        ("hearing_date", "0/0/2026"),
        ("hearing_date", "00/00/0000"),
        ("hearing_date", "27 november"),
        ("hearing_date", "27/11/2206"),
        ("hearing_date", "27/11/0026"),
        ("hearing_date", "٢٧/١١/٢٠٢٦"),
        ("hearing_date", "9" * 5000),
        ("hearing_date", "2026-11-27" + " " * 5000 + "x"),
        ("hearing_date", "2026-11-27\x00"),
        ("served_date", "24/11/2026"),
        ("filing_date", "24/11/2026"),
        ("lease_start", "24/11/2026"),
        ("informed_on", "24/11/2026"),
        ("tenant_birth", "24/11/2010"),
        ("tenant_birth", "22/11/1915"),
        ("hearing_time", "24:00"),
        ("hearing_time", "9:60"),
        ("hearing_time", "9"),
        ("hearing_time", "-1:00"),
        ("hearing_time", "negen uur"),
        ("arrears_eur", "NaN"),
        ("arrears_eur", "Infinity"),
        ("arrears_eur", "1e5"),
        ("arrears_eur", "-5"),
        ("arrears_eur", "1,234.56"),
        ("arrears_eur", "12.34.56"),
        ("arrears_eur", "1.2345"),
        ("arrears_eur", "1 2 3"),
        ("arrears_eur", "€"),
        ("arrears_eur", "1000000"),
        ("arrears_eur", "0x10"),
        ("arrears_eur", "9" * 300),
        ("rent_month", "5000,01"),
        ("arrears_months", "2,3"),
        ("arrears_months", "60,5"),
        ("arrears_months", "-1"),
        ("arrears_months", "1e1"),
        ("tenant_phone", "12"),
        ("tenant_phone", "0470 12 34 56 en 0471 00 00 00"),
        ("tenant_phone", "0800 BLOEMEN"),
        ("tenant_phone", "+999 123456"),
        ("tenant_phone", "+"),
        ("tenant_email", "jan"),
        ("tenant_email", "jan@"),
        ("tenant_email", "jan@voorbeeld"),
        ("tenant_email", "jan@test"),
        ("tenant_email", "jan@localhost"),
        ("tenant_email", "jan@.local"),
        ("tenant_email", "jän@voorbeeld.be"),
        ("tenant_email", "jan@voorbeeld.be, piet@voorbeeld.be"),
        ("tenant_email", "Jan <jan@voorbeeld.be>"),
        ("tenant_email", "jan@voorbeeld.be\nBcc: piet@voorbeeld.be"),
        ("tenant_email", "a" * 250 + "@voorbeeld.be"),
        ("postcode", "280"),
        ("postcode", "28000"),
        ("postcode", "0280"),
        ("postcode", "２８００"),
        ("postcode", "2800 Mechelen"),
        ("tenant_last", "é" * 81),
        ("tenant_last", "Pee\x00ters"),
        ("tenant_last", "Pee\x07ters"),
        ("tenant_last", "\x00"),
        ("tenant_last", "Pee\nters"),
        ("tenant_last", "Pee\tters"),
        ("tenant_last", "Pee\u2028ters"),
        ("tenant_last", "Pee\ud800ters"),
        ("tenant_last", "\u202esreteeP"),
        ("tenant_last", "Pee\u2066ters"),
        ("tenant_last", "Pee\uffffters"),
        ("description", "a" * 1001),
        ("description", "a\x1bb"),
        ("description", "a\u202eb"),
        ("informed", "no"),
        ("informed", "YES"),
        ("informed", "yes\x00"),
        ("tenure", "social, maybe"),
        ("single_name", "no"),
        ("single_name", "on"),
        ("single_name", "1"),
        ("single_name", "yes\x00"),
        ("problems", "rent"),
        ("problems", "\x00"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_field(name: str, typed: str) -> None:
    bad = refusal(name, typed)

    assert bad.field == name
    assert (bad.message % bad.params).endswith((".", "?"))


@pytest.mark.parametrize(
    "blank", ["", " ", "\u00a0", "\u2003\u3000", "\t\r\n", "\u200b", "\ufeff", "\u2800", "\u3164", "\u2028"]
)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_blank_is_blank_whatever_kind_of_space_it_is(question: Question, blank: str) -> None:
    assert parse(question, [blank], kind=Kind.SERVICE_PROVIDER, today=TODAY) is None
    assert parse(question, [], kind=Kind.SERVICE_PROVIDER, today=TODAY) is None


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("tenant_birth", "1915-11-24", "2010-11-23"),
        ("filing_date", "2016-11-23", "2026-11-23"),
        ("served_date", "2016-11-23", "2026-11-23"),
        ("hearing_date", "2016-11-23", "2036-11-23"),
        ("lease_start", "1926-11-23", "2026-11-23"),
        ("informed_on", "2016-11-23", "2026-11-23"),
    ],
)
def test_a_date_has_its_limits(name: str, first: str, last: str) -> None:
    before = date.fromordinal(date.fromisoformat(first).toordinal() - 1).isoformat()
    after = date.fromordinal(date.fromisoformat(last).toordinal() + 1).isoformat()

    assert (read(name, first), read(name, last)) == (first, last)
    assert refusal(name, before).message
    assert refusal(name, after).message


def test_a_leap_day_does_not_break_the_limits_of_a_birth_date() -> None:
    question = BY_NAME["tenant_birth"]

    assert parse(question, ["01/01/1990"], kind=Kind.BAILIFF, today=date(2028, 2, 29)) == "1990-01-01"


@pytest.mark.parametrize("typed", ["0404616494", "0404.616.494", "BE 0404.616.494", "404616494"])
def test_an_enterprise_number_is_read(typed: str) -> None:
    assert read("org_kbo", typed, kind=Kind.BAILIFF) == "0404616494"


@pytest.mark.parametrize("typed", ["0404616495", "0404", "abc", "４０４６１６４９４", "9" * 40])
def test_a_wrong_enterprise_number_is_refused(typed: str) -> None:
    assert refusal("org_kbo", typed, kind=Kind.BAILIFF).field == "org_kbo"


def test_a_police_zone_has_four_digits() -> None:
    assert read("police_zone", "5906", kind=Kind.NEIGHBOURHOOD_POLICE) == "5906"
    assert refusal("police_zone", "59", kind=Kind.NEIGHBOURHOOD_POLICE).field == "police_zone"


def test_several_choices_are_kept_once_in_the_order_of_the_list() -> None:
    assert read("problems", "upkeep", "", "rent_arrears", "upkeep") == ["rent_arrears", "upkeep"]


def test_none_of_these_stands_alone() -> None:
    assert read("signals", "none_of_these", kind=Kind.BAILIFF) == ["none_of_these"]
    assert refusal("signals", "none_of_these", "no_heating", kind=Kind.BAILIFF).field == "signals"


def test_one_question_has_one_answer() -> None:
    assert read("informed", "yes", "yes") == "yes"
    assert refusal("informed", "yes", "no").field == "informed"


@pytest.mark.parametrize(
    ("name", "value", "kind", "accepted"),
    [
        ("tenure", "private", Kind.SOCIAL_LANDLORD, False),
        ("tenure", "social", Kind.SOCIAL_LANDLORD, True),
        ("informed_how", "letter", Kind.DOCTOR, False),
        ("informed_how", "phone", Kind.DOCTOR, True),
        ("informed_how", "service", Kind.BAILIFF, False),
        ("stage", "petition", Kind.NEIGHBOURHOOD_POLICE, False),
        ("stage", "evicted", Kind.NEIGHBOURHOOD_POLICE, True),
        ("homeless_now", "no", Kind.NEIGHBOURHOOD_POLICE, False),
        ("homeless_now", "yes", Kind.NEIGHBOURHOOD_POLICE, True),
    ],
)
def test_a_kind_chooses_from_its_own_list(name: str, value: str, kind: Kind, accepted: bool) -> None:
    if accepted:
        assert read(name, value, kind=kind) == value
    else:
        assert refusal(name, value, kind=kind).field == name


@pytest.mark.parametrize(
    ("name", "kept", "shown"),
    [
        ("hearing_date", "2026-11-27", "27/11/2026"),
        ("arrears_eur", "1234.56", "1.234,56"),
        ("arrears_eur", "750.00", "750,00"),
        ("arrears_months", "2.5", "2,5"),
        ("hearing_time", "09:00", "09:00"),
        ("tenant_phone", "+32470123456", "0470 12 34 56"),
        ("tenant_phone", "+31612345678", "+31 6 12345678"),
        ("org_kbo", "0404616494", "0404.616.494"),
        ("tenant_last", "Peeters", "Peeters"),
        ("tenant_last", None, ""),
        ("problems", ["upkeep"], ["upkeep"]),
        ("problems", None, ""),
    ],
)
def test_an_answer_goes_back_into_its_field_as_people_write_it(
    name: str, kept: str | list[str] | None, shown: str | list[str]
) -> None:
    assert as_typed(BY_NAME[name], kept) == shown


TYPED = st.one_of(
    st.text(),
    st.text(alphabet=st.characters(categories=["Nd", "Cs", "Cc", "Cf", "Zs", "Mn", "Lo"])),
    st.text(alphabet="0123456789.,/-: +()eE€uhNaInf@\x00\u202e\u0661", max_size=30),
    st.from_regex(r"[0-9]{1,3}[./-][0-9]{1,3}[./-][0-9]{1,5}", fullmatch=True),
    st.from_regex(r"[a-z.+\"]{1,9}@[a-z0-9.\[\]:-]{1,12}(\.local|\.test)?", fullmatch=True),
    st.text(max_size=3).map(lambda text: text * 3000),
)


@pytest.mark.parametrize("value", Value)
@settings(deadline=None)
@given(raw=st.lists(TYPED, max_size=3), today=st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_no_input_of_any_kind_does_anything_but_be_read_or_refused(value: Value, raw: list[str], today: date) -> None:
    for question in [question for question in QUESTIONS if question.value is value][:3]:
        answer = read_or_refused(question, raw, today)
        again = as_typed(question, answer)
        typed = [again] if isinstance(again, str) else again
        assert read_or_refused(question, typed, today) == answer
        assert all(one == unicodedata.normalize("NFC", one) for one in typed)


def read_or_refused(question: Question, raw: list[str], today: date) -> str | list[str] | None:
    """The answer, or None when it was refused with a message that can be shown."""
    try:
        return parse(question, raw, kind=Kind.SERVICE_PROVIDER, today=today)
    except BadValue as bad:
        refused = bad
    assert refused.field == question.name
    assert refused.message % refused.params
    return None
