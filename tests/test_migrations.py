"""The migrated schema is the schema of the models, on both databases, and every revision goes up and down with data."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from portal import db, migrations
from portal.domain.intake import checking
from portal.domain.intake.questions import Section
from portal.domain.vocabulary import CaseStatus, Channel, Kind, Outcome, Role
from portal.models import Case, Entry, Episode, Outbox
from portal.notify import outbox
from portal.notify.notices import Notice
from portal.services import claims, intake, nightly, triage
from portal.services.assessing import Policy
from portal.services.intake import Mailboxes, Sent
from portal.store import tallies
from tests import factories
from tests.reports import REPORTS

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
OTHERWISE = "case_search"
"""What finds cases is made otherwise on each database, and is no model."""


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """A migrated database."""
    opened = db.connect(database_url)
    yield opened
    opened.dispose()


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_a_migrated_database_equals_the_models(engine: sa.Engine) -> None:
    migrated = _schema(engine)
    _empty(engine)
    with engine.execution_options(writes=True).begin() as connection:
        SQLModel.metadata.create_all(connection)

    made = _schema(engine)

    assert set(made) == set(SQLModel.metadata.tables)
    assert migrated == made


def test_every_revision_goes_down_and_up_again_with_data(engine: sa.Engine) -> None:
    with db.open_session(engine, writes=True) as session:
        account = factories.make_account(session)
        factories.make_referral(session)
        session.commit()
        email = account.email

    steps, kept = [], []
    for revision in reversed(("base", *REVISIONS[:-1])):
        migrations.downgrade(engine, revision)
        steps.append(migrations.current(engine) or "base")
        if revision == REVISIONS[0]:
            kept = _emails(engine)
    migrations.upgrade(engine)

    assert steps == ["0007", "0006", "0005", "0004", "0003", "0002", "0001", "base"]
    assert kept == [email]
    assert migrations.current(engine) == migrations.newest() == REVISIONS[-1]


def test_a_downgrade_keeps_what_it_does_not_drop(engine: sa.Engine) -> None:
    with db.open_session(engine, writes=True) as session:
        factories.make_referral(session)
        session.commit()

    migrations.downgrade(engine, "0003")
    migrations.upgrade(engine)

    with engine.connect() as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM referral")).scalar_one() == 1
        assert connection.execute(sa.text("SELECT count(*) FROM outbox")).scalar_one() == 0


def test_a_question_from_before_has_the_day_on_which_it_was_put(engine: sa.Engine) -> None:
    waiting = CaseStatus.WAITING_FOR_REPORTER
    with db.open_session(engine, writes=True) as session:
        asked, older = (factories.make_case(session, status=waiting) for _ in range(2))
        for case_id, to, on in ((asked.id, waiting, "2026-11-25"), (asked.id, "in_triage", "2026-11-26")):
            data = {"from": "in_triage", "to": to, "on": on}
            session.add(Entry(case_id=case_id or 0, at=factories.A_DAY, what="move", data=data))
        beside = factories.make_case(session)
        expected = {asked.id: "2026-11-25", older.id: "2026-11-23", beside.id: "None"}
        session.commit()

    migrations.downgrade(engine, "0005")
    migrations.upgrade(engine)

    with engine.connect() as connection:
        found = connection.execute(sa.text("SELECT id, asked_on FROM cases"))
        assert {case_id: str(day) for case_id, day in found} == expected


def test_cases_from_before_hold_what_they_would_had_they_come_in_today(engine: sa.Engine) -> None:
    with db.open_session(engine, writes=True) as session:
        _live(session)
        nightly.recompute_due(session, today=factories.MONDAY, at=factories.A_DAY, policy=Policy())
        session.commit()
    made_today = _cases_and_pathways(engine)

    migrations.downgrade(engine, "0005")
    migrations.upgrade(engine)
    with db.open_session(engine, writes=True) as session:
        computed = nightly.recompute_due(session, today=factories.MONDAY, at=factories.A_DAY, policy=Policy())
        wrong = tallies.wrong(session)
        session.commit()

    found = _cases_and_pathways(engine)
    pairs = [(one, other) for name in found for one, other in zip(found[name], made_today[name], strict=True)]
    assert [(key, one[key], other[key]) for one, other in pairs for key in one if one[key] != other[key]] == []
    assert (computed, wrong) == (3, {})
    assert [case["channel"] for case in found["cases"]] == ["web", "desk", "web", "web"]
    assert [case["art14_due_on"] is None for case in found["cases"]] == [False, False, True, False]
    assert [episode["outcome"] for episode in found["episode"]] == [None, Outcome.MOVED, None, Outcome.PAYMENT_PLAN]


def test_mails_from_before_say_what_they_are_about_and_keep_only_what_is_to_be_repeated(engine: sa.Engine) -> None:
    known: dict[str, Any] = {"to": "a@b.example", "at": factories.A_DAY, "domain": "b.example"}
    words: dict[str, Any] = {"resume": "5f" * 16, "account": "7.1", "links": "-"}
    with db.open_session(engine, writes=True) as session:
        for notice in (Notice.RESUME, Notice.REMINDER, Notice.INVITATION, Notice.RESET, Notice.LINKS):
            outbox.put(session, notice, **known, **words)
        session.commit()

    migrations.downgrade(engine, "0007")
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE outbox SET rendered = 'To: jan', attempt = 1"))
        connection.execute(sa.text("UPDATE outbox SET state = 'sent' WHERE notice = 'links'"))
    migrations.upgrade(engine)

    with db.open_session(engine, writes=False) as session:
        mails = session.exec(select(Outbox)).all()
        found = {mail.notice: mail.matter for mail in mails}
        kept = {mail.notice for mail in mails if mail.rendered}
    assert kept == {"resume", "reminder"}
    assert found == {
        **dict.fromkeys(("resume", "reminder"), "5f" * 16),
        **dict.fromkeys(("invitation", "reset"), "7.1"),
        "links": None,
    }


AGREED = {
    f"{side}_agreed_{what}": value
    for side in ("tenant", "landlord")
    for what, value in (("by", "Fatima Testers"), ("on", "2026-11-23"), ("how", "phone"))
}


def _live(session: Session) -> None:
    """Invented cases of several kinds: one guided, one in its second pathway, one asked, one closed."""
    lead = factories.make_account(session, role=Role.TEAM_LEAD)
    cases = [
        _come_in(session, kind, channel)
        for kind, channel in (
            *((Kind.LANDLORD, Channel.WEB), (Kind.SOCIAL_LANDLORD, Channel.DESK)),
            *((Kind.TENANT, Channel.WEB), (Kind.LANDLORD, Channel.WEB)),
        )
    ]
    now: dict[str, Any] = {"by": lead, "at": factories.A_DAY, "today": factories.MONDAY, "policy": Policy()}
    guided, second, asked, closed = cases
    for case in cases:
        claims.claim(session, case, by=lead, at=factories.A_DAY, today=factories.MONDAY)
    triage.ask(session, asked, {"question": "Welke datum?"}, **now)
    for case, pathway in ((guided, "PW"), (second, "DW"), (closed, "PW")):
        triage.move(session, case, CaseStatus.ASSIGNED, {"pathway": pathway, "reason": "Omdat."}, **now)
    given = {**AGREED, "ends_on": "2027-02-28", "outcome": "moved", "pathway": "CRISIS", "reason": "Brand."}
    for case, to in (
        *((guided, CaseStatus.IN_GUIDANCE), (second, CaseStatus.IN_GUIDANCE), (second, CaseStatus.ASSIGNED)),
        *((second, CaseStatus.IN_GUIDANCE), (closed, CaseStatus.CLOSED)),
    ):
        triage.move(session, case, to, given | ({"outcome": "payment_plan"} if case is closed else {}), **now)
    triage.set_next(session, guided, date(2030, 1, 1), "Bellen", **now)


def _come_in(session: Session, kind: Kind, channel: Channel) -> Case:
    raw = {name: [value] if isinstance(value, str) else list(value) for name, value in REPORTS[kind].items()}
    checked = checking.check(kind, raw, sections=tuple(Section), known={}, today=factories.MONDAY)
    sent = Sent(kind, checked.whole, submission_key=secrets.token_hex(16), language="nl", channel=channel)
    boxes = Mailboxes(intake="team@portaal.example", duty="wacht@portaal.example", domain="portaal.example")
    now: dict[str, Any] = {"at": factories.A_DAY, "today": factories.MONDAY, "policy": Policy()}
    return session.get_one(Case, intake.receive(session, sent, mailboxes=boxes, **now).case_id)


def _cases_and_pathways(engine: sa.Engine) -> dict[str, list[dict[str, Any]]]:
    """All that is stored of them; a case that the night computed again has another version."""
    with db.open_session(engine, writes=False) as session:
        return {
            "cases": [one.model_dump(exclude={"version"}) for one in session.exec(select(Case).order_by("id"))],
            "episode": [
                one.model_dump(exclude={"id"})
                for one in sorted(session.exec(select(Episode)), key=lambda one: (one.case_id, one.id))
            ],
        }


def test_an_old_schema_is_named_in_one_line(engine: sa.Engine) -> None:
    migrations.require_newest(engine)
    migrations.downgrade(engine, "0003")

    with pytest.raises(migrations.SchemaOutdated, match="0003.*0008") as caught:
        migrations.require_newest(engine)

    assert "\n" not in str(caught.value)


def _emails(engine: sa.Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(sa.text("SELECT email FROM account")).scalars())


def _empty(engine: sa.Engine) -> None:
    migrations.downgrade(engine, "base")


def _schema(engine: sa.Engine) -> dict[str, dict[str, Any]]:
    """Every table with its columns, keys, indexes, unique constraints and CHECKs, as the database tells them."""
    inspector = sa.inspect(engine)
    return {
        name: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"], c["default"]) for c in inspector.get_columns(name)},
            "key": inspector.get_pk_constraint(name),
            "foreign": sorted(str(key) for key in inspector.get_foreign_keys(name)),
            "indexes": _indexes(engine, name),
            "unique": sorted(str(one) for one in inspector.get_unique_constraints(name)),
            "checks": sorted((check["name"], check["sqltext"]) for check in inspector.get_check_constraints(name)),
        }
        for name in inspector.get_table_names()
        if name != "alembic_version" and not name.startswith(OTHERWISE)
    }


def _indexes(engine: sa.Engine, table: str) -> list[str]:
    """As the inspector tells them; SQLite's own words for those over an expression, at which it only warns."""
    told = [_spelt(index) for index in sa.inspect(engine).get_indexes(table)]
    if engine.dialect.name != "sqlite":
        return sorted(told)
    with engine.connect() as connection:
        made = connection.execute(
            sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :table AND sql LIKE '%(%(%'"),
            {"table": table},
        )
        return sorted([*told, *made.scalars()])


def _spelt(index: Any) -> str:
    """An index with the condition of a partial one in its words."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})
