"""The migrated schema is the schema of the models, on both databases, and every revision goes up and down with data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from portal import db, migrations
from portal.domain.vocabulary import CaseStatus
from portal.models import Entry
from tests import factories

REVISIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007", "0008")
OTHERWISE = "case_search"
"""What finds cases is made otherwise on each database, and is no model."""


@pytest.fixture
def engine(database_url: str) -> Iterator[sa.Engine]:
    """A migrated database."""
    opened = db.connect(database_url)
    yield opened
    opened.dispose()


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
            "indexes": sorted(_spelt(index) for index in inspector.get_indexes(name)),
            "unique": sorted(str(one) for one in inspector.get_unique_constraints(name)),
            "checks": sorted((check["name"], check["sqltext"]) for check in inspector.get_check_constraints(name)),
        }
        for name in inspector.get_table_names()
        if name != "alembic_version" and not name.startswith(OTHERWISE)
    }


def _spelt(index: Any) -> str:
    """An index with the condition of a partial one in its words."""
    options = {name: str(value) for name, value in index.get("dialect_options", {}).items()}
    return str({**index, "dialect_options": options})
