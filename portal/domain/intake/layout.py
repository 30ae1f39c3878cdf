"""How the questions stand on a page: the reference first, what only some know folded away, the declaration last."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from portal.domain.intake.questions import BY_NAME, Need, Question, Section, asked_in, step_by_step, title
from portal.domain.vocabulary import N_, Kind

REFERENCE = "own_ref"
DECLARATION = "declaration"
MORE = N_("Meer, als u het weet")
MORE_ABOUT_ONESELF = N_("Meer over u, als u wilt")


class Block(NamedTuple):
    """A part of a page: its heading (a message id, or none), what everybody is asked, what only some know."""

    heading: str
    questions: tuple[Question, ...]
    extra: tuple[Question, ...] = ()
    more: str = ""
    """What the folded part is called: a message id."""


@cache
def blocks(kind: Kind, sections: tuple[Section, ...]) -> tuple[Block, ...]:
    """The page from top to bottom; one that holds several sections has a heading for each."""
    several = len(sections) > 1
    loose = {DECLARATION, REFERENCE} if several and kind in BY_NAME[REFERENCE].in_sight else {DECLARATION}
    here = [question for section in sections for question in asked_in(kind, section)]
    parts = [
        Block("", tuple(one for one in here if one.name == REFERENCE and one.name in loose)),
        *(_section(kind, section, loose, several=several) for section in sections),
        Block("", tuple(one for one in here if one.name == DECLARATION)),
    ]
    return tuple(part for part in parts if part.questions or part.extra)


@cache
def in_page_order(kind: Kind, sections: tuple[Section, ...]) -> tuple[Question, ...]:
    """Every question of the page as they stand on it: errors are told in this order."""
    return tuple(one for block in blocks(kind, sections) for one in (*block.questions, *block.extra))


def is_extra(question: Question, kind: Kind, *, several: bool = False) -> bool:
    """What only some know, and what no other answer asks for: folded away by professionals, and on a long page."""
    of = BY_NAME[question.beside] if question.beside else question
    optional = of.need(kind) is Need.O and not of.branches(kind)
    return optional and kind not in of.in_sight and (several or not step_by_step(kind))


def _section(kind: Kind, section: Section, loose: set[str], *, several: bool) -> Block:
    """``several``: it stands on one page with others, under a heading of its own."""
    here = [question for question in asked_in(kind, section) if question.name not in loose]
    return Block(
        title(kind, section) if several else "",
        tuple(question for question in here if not is_extra(question, kind, several=several)),
        tuple(question for question in here if is_extra(question, kind, several=several)),
        more=_more(kind, section),
    )


def _more(kind: Kind, section: Section) -> str:
    """Staff type in what comes from the registry: nobody is asked about oneself there."""
    oneself = section is Section.REPORTER and kind is not Kind.COURT_REGISTRY
    return MORE_ABOUT_ONESELF if oneself else MORE
