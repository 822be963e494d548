"""The index of words that the wires list is searched by: FTS5 on SQLite, GIN on PostgreSQL."""

from collections.abc import Callable

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    # The words stand in the table; the index holds only where they stand. See https://sqlite.org/fts5.html 4.4.3.
    """CREATE VIRTUAL TABLE wires_words USING fts5(
        headline, slugline, content='wires_wireversion', content_rowid='id', prefix='3',
        tokenize="unicode61 remove_diacritics 0")""",
    "INSERT INTO wires_words(wires_words) VALUES ('rebuild')",
    """CREATE TRIGGER wires_words_added AFTER INSERT ON wires_wireversion BEGIN
        INSERT INTO wires_words(rowid, headline, slugline) VALUES (new.id, new.headline, new.slugline);
    END""",
    """CREATE TRIGGER wires_words_removed AFTER DELETE ON wires_wireversion BEGIN
        INSERT INTO wires_words(wires_words, rowid, headline, slugline)
        VALUES ('delete', old.id, old.headline, old.slugline);
    END""",
    """CREATE TRIGGER wires_words_changed AFTER UPDATE OF headline, slugline ON wires_wireversion
        WHEN old.headline <> new.headline OR old.slugline <> new.slugline BEGIN
        INSERT INTO wires_words(wires_words, rowid, headline, slugline)
        VALUES ('delete', old.id, old.headline, old.slugline);
        INSERT INTO wires_words(rowid, headline, slugline) VALUES (new.id, new.headline, new.slugline);
    END""",
]
SQLITE_BACK = [
    "DROP TRIGGER wires_words_changed",
    "DROP TRIGGER wires_words_removed",
    "DROP TRIGGER wires_words_added",
    "DROP TABLE wires_words",
]
# Only letters and digits: PostgreSQL's own parser takes `BANK-CONTOH/` for a path. `tajuk.wires.queries` says the same.
POSTGRESQL = [
    r"""CREATE INDEX wires_words ON wires_wireversion USING gin (
        to_tsvector('simple', regexp_replace(headline || ' ' || slugline, '(\W|_)+', ' ', 'g')))""",
]
POSTGRESQL_BACK = ["DROP INDEX wires_words"]


def by_vendor(**statements: list[str]) -> Callable[[StateApps, BaseDatabaseSchemaEditor], None]:
    def run(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements.get(schema_editor.connection.vendor, ()):
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("wires", "0005_ways_in")]

    operations = [
        migrations.RunPython(
            by_vendor(sqlite=SQLITE, postgresql=POSTGRESQL),
            by_vendor(sqlite=SQLITE_BACK, postgresql=POSTGRESQL_BACK),
        ),
    ]
