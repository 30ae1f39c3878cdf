"""The words by which cases are found: FTS5 on SQLite, a tsvector with a GIN index on PostgreSQL."""

import sqlalchemy as sa
from alembic import op

from portal.domain.matching import keys

revision = "0007"
down_revision = "0006"

BATCH = 5000
REFERRAL = sa.table("referral", sa.column("case_id"), sa.column("answers", sa.JSON()))
COLUMNS = (
    *("reference", "own_ref", "tenant_first", "tenant_last", "tenant_email", "tenant_phone", "postcode", "street"),
    *("house_number", "box", "reporter_name", "reporter_org", "reporter_email", "reporter_phone"),
)
# An index for each length of beginning that people type: without it FTS5 gathers all that begins so before the first hit.
SQLITE = (
    "CREATE VIRTUAL TABLE case_search USING fts5"
    "(words, tokenize='ascii', prefix='2 3 4 5 6 7 8', detail='none', columnsize=0)",
)
POSTGRESQL = (
    "CREATE TABLE case_search (case_id integer CONSTRAINT pk_case_search PRIMARY KEY, words tsvector NOT NULL)",
    "CREATE INDEX ix_case_search_words ON case_search USING gin (words)",
    # Of more words than the usual 100 it is known how common they are: a wrong guess costs a search of a postcode dear.
    "ALTER TABLE case_search ALTER COLUMN words SET STATISTICS 1000",
)
INSERT = {
    "sqlite": "INSERT INTO case_search (rowid, words) VALUES (:case_id, :words)",
    "postgresql": "INSERT INTO case_search VALUES (:case_id, array_to_tsvector(string_to_array(:words, ' ')))",
}


def upgrade() -> None:
    dialect = op.get_bind().dialect.name
    for statement in SQLITE if dialect == "sqlite" else POSTGRESQL:
        op.execute(statement)
    _fill(sa.text(INSERT[dialect]))


def downgrade() -> None:
    op.execute("DROP TABLE case_search")


def _fill(insert: sa.TextClause) -> None:
    """The words are made by the rules of today: they only find what stands in the reports."""
    connection = op.get_bind()
    last = connection.execute(sa.text("SELECT coalesce(max(id), 0) FROM cases")).scalar_one()
    for first in range(0, last + 1, BATCH):
        found: dict[int, set[str]] = {}
        chosen = sa.select(REFERRAL, *map(sa.column, COLUMNS)).select_from(REFERRAL)
        for row in connection.execute(chosen.where(REFERRAL.c.case_id.between(first, first + BATCH - 1))).mappings():
            found.setdefault(row["case_id"], set()).update(keys.words(dict(row)))
        if found:
            rows = [{"case_id": case_id, "words": " ".join(sorted(found[case_id]))} for case_id in sorted(found)]
            connection.execute(insert, rows)
