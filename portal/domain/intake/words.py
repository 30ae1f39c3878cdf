"""Fixed words that only the form knows: no rule and no query reads them."""

from __future__ import annotations

from enum import StrEnum


class StepTaken(StrEnum):
    CALLED = "called"
    REMINDER = "reminder"
    REGISTERED_LETTER = "registered_letter"
    VISIT = "visit"
    PLAN_PROPOSED = "plan_proposed"
    COMMITTEE = "committee"
    CONCILIATION_ASKED = "conciliation_asked"
    LAWYER = "lawyer"


class Signal(StrEnum):
    NOBODY_ANSWERS = "nobody_answers"
    UNOPENED_POST = "unopened_post"
    NO_HEATING = "no_heating"
    NO_WATER_OR_POWER = "no_water_or_power"
    SEVERE_DIRT = "severe_dirt"
    NO_FURNITURE_OR_FOOD = "no_furniture_or_food"
    BAILIFF_NOTICE_SEEN = "bailiff_notice_seen"
    ASKS_FOR_HELP = "asks_for_help"
    NUISANCE_SEEN = "nuisance_seen"
    OVERCROWDED = "overcrowded"
    NONE_OF_THESE = "none_of_these"


class MayCall(StrEnum):
    YES = "yes"
    NO = "no"
    ASK_FIRST = "ask_first"
