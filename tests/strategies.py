"""What somebody may type into the form, made from the questions' own data: right answers, and hostile ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from portal.domain.intake import checking
from portal.domain.intake.questions import BY_NAME, QUESTIONS, Question, Section, Value, asked
from portal.domain.vocabulary import Kind
from tests.factories import MONDAY
from tests.reports import REPORTS

Raw = dict[str, list[str]]
Texts = st.SearchStrategy[list[str]]

HOSTILE = (
    *("\0", "a\0b", "\ud800", "ja \udfff", "\uffff", "\x1b[31m", "\u202eomgekeerd", "\u2067x\u2069", "\u200fx"),
    *("\u00a0", "\u2003\u200b", "\u2800", "\ufeff2800\ufeff", "28\u00a000", "2\u200b8\u200b0\u200b0", "x" * 99_999),
    *(
        "e\u0301" * 60,
        "\u0344" * 60,
        "\u1e9b\u0323",
        "ﬁ",
        "İ",
        "２８００",
        "٣٤٥٦",
        "²",
        "🏠🔥" * 40,
        "👩\u200d👩\u200d👧",
        "e" + "\u0301" * 90,
    ),
    *("30/02/2026", "29/02/2027", "2026-13-01", "31/12/9999", "1/1/0001", "0000-00-00", "9999-12-31", "0001-01-01"),
    *(
        "NaN",
        "-NaN",
        "sNaN",
        "Infinity",
        "1e9",
        "1E-9",
        "-0",
        "-5",
        "+5",
        "1_000",
        "0x10",
        "9" * 13,
        "0,001",
        "9" * 400,
    ),
    *(
        "24:00",
        "9:60",
        "9u",
        "00:00:00",
        "23:59:59.9",
        "a\r\nb",
        "a\x85b",
        "a\u2028b",
        "\tx",
        "yes\n",
        "YES",
        "on",
        "1",
    ),
    *(
        "%s%(x)s",
        "{{7*7}}",
        "<script>",
        "'; DROP TABLE referral;--",
        "null",
        "[]",
        '{"a": 1}',
        "\\u0000",
        "a\\",
        "True",
    ),
    *(
        "a@b",
        "a@b.example\nBcc: c@d.example",
        '"a b"@c.example',
        "a@[127.0.0.1]",
        "é@b.example",
        "x@" + "a." * 120 + "be",
    ),
    *(
        "12 bus 3",
        "12/3/4",
        "bus",
        "0",
        "12 A",
        "1" * 20 + " bus 3",
        "12 bus " + "3" * 13,
        "/",
        "b3",
        "85.07.30-033.28",
    ),
)
SHOWN = st.characters(exclude_categories=["C", "Z"], include_characters=" \u200d\u200f\u00ad")
LINES = st.characters(exclude_categories=["C", "Z"], include_characters=" \n\u00a0\u200d\u200f")


def right(question: Question, kind: Kind) -> Texts:
    """An answer to this question as this kind may mean it, in any notation that is read."""
    if question.value is Value.CHOICES:
        return _several(question, kind)
    return _one(question, kind).map(lambda typed: [typed])


def hostile(question: Question, kind: Kind) -> Texts:
    """What does not belong there: no text at all, past the limit, another question's answer, several for one."""
    other = st.sampled_from(QUESTIONS).flatmap(lambda another: right(another, kind))
    return st.one_of(
        st.sampled_from(HOSTILE).map(lambda text: [text]),
        st.text(max_size=12).map(lambda text: [text]),
        st.just(["x" * question.max_length]),
        st.just(["x" * (question.max_length + 1)]),
        other,
        st.tuples(right(question, kind), other).map(lambda both: [*both[0], *both[1]]),
        st.sampled_from(_edges(question)).map(lambda text: [text]),
    )


@st.composite
def reports(draw: st.DrawFn, kind: Kind) -> Raw:
    """A whole report with some answers replaced by other right ones and a few by hostile ones.

    What was replaced opens other branches; what they ask for is filled in, so that most are still to be accepted.
    """
    typed = {name: [value] if isinstance(value, str) else list(value) for name, value in REPORTS[kind].items()}
    for name in draw(st.lists(st.sampled_from(list(BY_NAME)), max_size=20, unique=True)):
        typed[name] = draw(right(BY_NAME[name], kind))
    for _ in range(3):
        _mend(draw, kind, typed)
    for question in draw(st.lists(st.sampled_from(asked(kind)), max_size=draw(st.sampled_from([0, 0, 1, 2, 4])))):
        typed[question.name] = draw(hostile(question, kind))
    return typed


def _mend(draw: st.DrawFn, kind: Kind, typed: Raw) -> None:
    """Answer what is missed, and take out what is refused."""
    for name in checking.check(kind, typed, sections=tuple(Section), known={}, today=MONDAY).errors:
        if typed.pop(name, None) is None:
            typed[name] = draw(right(BY_NAME[name], kind))


def _one(question: Question, kind: Kind) -> st.SearchStrategy[str]:
    if question.value is Value.CHOICE:
        return st.sampled_from([str(value) for value, _ in question.choices_for(kind)])
    return TYPED[question.value](question)


def _several(question: Question, kind: Kind) -> Texts:
    values = [str(value) for value, _ in question.choices_for(kind)]
    together = [value for value in values if value not in question.alone]
    some = st.lists(st.sampled_from(together), min_size=1, unique=True)
    return st.one_of(some, *(st.just([value]) for value in values if value in question.alone))


def _day(question: Question) -> st.SearchStrategy[str]:
    first, last = _limits(question)
    near = (max(first, MONDAY - timedelta(days=59)), min(last, MONDAY + timedelta(days=90)))
    days = st.one_of(*[st.dates(*span) for span in (near, near, (first, last)) if span[0] <= span[1]])
    notations = ["{:%Y-%m-%d}", "{:%d/%m/%Y}", "{0.day}-{0.month}-{0:%Y}", "{:%d.%m.%Y}", " {:%d / %m / %Y}"]
    return st.builds(str.format, st.sampled_from(notations), days)


def _limits(question: Question) -> tuple[date, date]:
    first, last = question.between or (None, None)
    return (first.on(MONDAY) if first else date.min, last.on(MONDAY) if last else date.max)


def _hour(_: Question) -> st.SearchStrategy[str]:
    notations = ["{:%H:%M}", "{0.hour}u{0:%M}", "{:%H:%M:%S}", "{0.hour}.{0:%M} uur"]
    return st.builds(str.format, st.sampled_from(notations), st.times())


def _amount(question: Question) -> st.SearchStrategy[str]:
    amounts = st.decimals(question.minimum or 0, question.maximum or 99_999, places=2)
    return st.builds(str.format, st.sampled_from(["{}", "{:.2f}", "€ {}", "{} EUR"]), amounts)


def _months(question: Question) -> st.SearchStrategy[str]:
    halves = st.integers(0, int(2 * (question.maximum or 60)))
    return halves.map(lambda number: f"{Decimal(number) / 2:f}".replace(".", ","))


def _enterprise_number(number: int) -> str:
    return f"0{number:07}{97 - number % 97:02}"


TYPED: Mapping[Value, Callable[[Question], st.SearchStrategy[str]]] = {
    Value.TICK: lambda _: st.just("yes"),
    Value.DATE: _day,
    Value.TIME: _hour,
    Value.MONEY: _amount,
    Value.MONTHS: _months,
    Value.TEXT: lambda question: st.text(SHOWN, min_size=1, max_size=question.max_length),
    Value.LONG_TEXT: lambda question: st.text(LINES, min_size=1, max_size=question.max_length),
    Value.PHONE: lambda _: st.integers(470_000_000, 499_999_999).map(lambda n: f"0{n}") | st.just("+31 6 12 34 56 78"),
    Value.EMAIL: lambda _: st.sampled_from(
        ["a.b+c@huis.example", "An@BÜCHER.example", "x" * 64 + "@post.example", "an@huis.local"]
    ),
    Value.POSTCODE: lambda _: st.integers(1000, 9999).map(str) | st.sampled_from(["B-2800", " 2800\u00a0"]),
    Value.ENTERPRISE_NUMBER: lambda _: st.integers(1, 9_999_999).map(_enterprise_number),
    Value.POLICE_ZONE: lambda _: st.integers(0, 9999).map("{:04}".format),
}


def _edges(question: Question) -> list[str]:
    """Just within and just past what the question says of itself."""
    found = [
        str(number) for limit in (question.minimum, question.maximum) if limit is not None for number in _around(limit)
    ]
    for limit in (ago.on(MONDAY) for ago in question.between or ()):
        found += [(limit + timedelta(days=days)).isoformat() for days in (-1, 0, 1)]
    return found or [""]


def _around(limit: Decimal) -> tuple[Decimal, ...]:
    return (limit - Decimal("0.01"), limit, limit + Decimal("0.01"), limit + Decimal("0.5"))
