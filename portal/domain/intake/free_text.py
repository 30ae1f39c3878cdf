"""What a free text may not hold: identity numbers are refused, account numbers and sensitive words warned about."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stdnum import iban
from stdnum.be import bis, eid, nn

from portal.domain.intake.questions import Answers, Question, Value, asked
from portal.domain.intake.sensitive_words import SENSITIVE, Topic
from portal.domain.vocabulary import N_, Kind

DIGITS = re.compile(r"[0-9](?:[^0-9A-Za-z\u00c0-\u024f]{0,4}[0-9])*")
GROUP = re.compile(r"[0-9]+")
PAYMENT_REFERENCE = re.compile(r"[0-9]{3}/[0-9]{4}/[0-9]{5}")
"""A structured payment reference has the same length and check digits as the number of an eID card."""
CALENDAR_DATE = re.compile(
    r"(?<![0-9])(?:0?[1-9]|[12][0-9]|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:19|20)[0-9]{2}(?![0-9]|[/.-][0-9])"
)
"""A date with its whole year: the digits around it do not belong together."""
IBAN = re.compile(r"\b[A-Z]{2} ?[0-9]{2}(?:[ .-]?[A-Z0-9]){11,30}", re.IGNORECASE)
SENSITIVE_WORD = re.compile(
    r"\b(?:"
    + "|".join(
        f"(?P<{topic.value}>{'|'.join(stem.replace('*', '[a-z]*') for stem in stems)})"
        for topic, stems in SENSITIVE.items()
    )
    + r")\b"
)
LENGTHS = (11, 12)


class Found(StrEnum):
    IDENTITY_NUMBER = "identity_number"
    ACCOUNT_NUMBER = "account_number"
    SENSITIVE_WORD = "sensitive_word"


@dataclass(frozen=True)
class Finding:
    """Something in a free text; `blocks` refuses it, else the reporter is warned once and may keep it.

    The parameter `label` is a message id: translate it before putting it in.
    """

    field: str
    found: Found
    message: str
    params: dict[str, object]

    @property
    def blocks(self) -> bool:
        return self.found is Found.IDENTITY_NUMBER


MESSAGES = {
    Found.IDENTITY_NUMBER: N_(
        "In “%(label)s” staat een rijksregisternummer, een BIS-nummer of een nummer van een identiteitskaart. "
        "Dat mogen wij niet bewaren. Haal het weg."
    ),
    Found.ACCOUNT_NUMBER: N_(
        "In “%(label)s” staat een rekeningnummer. Dat hebben wij niet nodig. Haal het best weg. "
        "Laat u het toch staan? Kies dan nog eens “Ga verder”."
    ),
    Found.SENSITIVE_WORD: N_(
        "In “%(label)s” staat “%(word)s”. Schrijf liever niets over gezondheid, afkomst of strafbare feiten. "
        "Laat u het toch staan? Kies dan nog eens “Ga verder”."
    ),
}


def scan(kind: Kind, answers: Answers) -> tuple[Finding, ...]:
    """Everything found in the free texts of these answers, in the order of the questions."""
    return tuple(
        finding
        for question in asked(kind)
        if question.value in (Value.TEXT, Value.LONG_TEXT)
        for finding in _scan_field(question, kind, str(answers.get(question.name, "")))
    )


def has_identity_number(text: str) -> bool:
    """A valid national, BIS or eID number, whatever stands between its digits."""
    plain = CALENDAR_DATE.sub(" datum ", unicodedata.normalize("NFKC", _ascii_digits(text)))
    plain = IBAN.sub(_without_account_number, plain)
    return any(_is_identity_number(digits) for run in DIGITS.finditer(plain) for digits in _windows(plain, run))


def has_account_number(text: str) -> bool:
    return any(_without_account_number(match) != match[0] for match in IBAN.finditer(text))


def sensitive_words(text: str) -> list[tuple[Topic, str]]:
    """Words that tell of a diagnosis, an origin or an offence, in the order of the text."""
    return [(Topic(str(found.lastgroup)), found[0]) for found in SENSITIVE_WORD.finditer(_unaccented(text))]


def _scan_field(question: Question, kind: Kind, text: str) -> Iterator[Finding]:
    label = question.label_for(kind)
    if has_identity_number(text):
        yield _finding(question, Found.IDENTITY_NUMBER, label=label)
    if has_account_number(text):
        yield _finding(question, Found.ACCOUNT_NUMBER, label=label)
    words = sensitive_words(text) if question.scanned else []
    if words:
        yield _finding(question, Found.SENSITIVE_WORD, label=label, word=words[0][1])


def _finding(question: Question, found: Found, **params: object) -> Finding:
    return Finding(question.name, found, MESSAGES[found], params)


def _without_account_number(match: re.Match[str]) -> str:
    """What is left of something like an IBAN when the real one in it is taken out; words after it may be caught too.

    The last twelve digits of a Belgian one pass for the number of an eID card: both check themselves modulo 97.
    """
    for end in range(len(match[0]), 14, -1):
        if iban.is_valid(re.sub(r"[ .-]", "", match[0][:end]), check_country=False):  # of banks that are gone, too
            return " rekening " + match[0][end:]
    return match[0]


def _windows(text: str, run: re.Match[str]) -> Iterator[str]:
    """Every piece of 11 or 12 digits that begins and ends where a group of digits does."""
    groups = [(group.start() + run.start(), group[0]) for group in GROUP.finditer(run[0])]
    for first, (start, _) in enumerate(groups):
        digits = ""
        for where, group in groups[first : first + max(LENGTHS)]:
            digits += group
            if len(digits) > max(LENGTHS):
                break
            if len(digits) in LENGTHS and not _is_something_else(text, start, where + len(group)):
                yield digits


def _is_something_else(text: str, start: int, end: int) -> bool:
    """A phone number with its country, or a payment reference."""
    return text[max(start - 3, 0) : start].rstrip(" (").endswith("+") or bool(
        PAYMENT_REFERENCE.fullmatch(text[start:end])
    )


def _is_identity_number(digits: str) -> bool:
    return bool(nn.is_valid(digits) or bis.is_valid(digits) or eid.is_valid(digits))


def _ascii_digits(text: str) -> str:
    """Digits of every script as 0-9."""
    return "".join(str(unicodedata.digit(one)) if one.isdecimal() else one for one in text)


def _unaccented(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in decomposed if not unicodedata.combining(one))
