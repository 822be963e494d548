"""The index of words that the desk's stories are searched by: FTS5 on SQLite, GIN on PostgreSQL."""

from collections.abc import Callable

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    # The words stand in the table; the index holds only where they stand. See https://sqlite.org/fts5.html 4.4.3.
    """CREATE VIRTUAL TABLE articles_words USING fts5(
        headline, slugline, content='articles_article', content_rowid='id', prefix='3',
        tokenize="unicode61 remove_diacritics 0")""",
    "INSERT INTO articles_words(articles_words) VALUES ('rebuild')",
    """CREATE TRIGGER articles_words_added AFTER INSERT ON articles_article BEGIN
        INSERT INTO articles_words(rowid, headline, slugline) VALUES (new.id, new.headline, new.slugline);
    END""",
    """CREATE TRIGGER articles_words_removed AFTER DELETE ON articles_article BEGIN
        INSERT INTO articles_words(articles_words, rowid, headline, slugline)
        VALUES ('delete', old.id, old.headline, old.slugline);
    END""",
    """CREATE TRIGGER articles_words_changed AFTER UPDATE OF headline, slugline ON articles_article
        WHEN old.headline <> new.headline OR old.slugline <> new.slugline BEGIN
        INSERT INTO articles_words(articles_words, rowid, headline, slugline)
        VALUES ('delete', old.id, old.headline, old.slugline);
        INSERT INTO articles_words(rowid, headline, slugline) VALUES (new.id, new.headline, new.slugline);
    END""",
]
SQLITE_BACK = [
    "DROP TRIGGER articles_words_changed",
    "DROP TRIGGER articles_words_removed",
    "DROP TRIGGER articles_words_added",
    "DROP TABLE articles_words",
]
# Only letters and digits: PostgreSQL's own parser takes `BANK-CONTOH/` for a path. `tajuk.articles.queries` says the
# same. Without a list that waits to be merged: reading it would cost each search what it saves a publication.
POSTGRESQL = [
    r"""CREATE INDEX articles_words ON articles_article USING gin (
        to_tsvector('simple', regexp_replace(headline || ' ' || slugline, '(\W|_)+', ' ', 'g')))
        WITH (fastupdate = off)""",
]
POSTGRESQL_BACK = ["DROP INDEX articles_words"]


def by_vendor(**statements: list[str]) -> Callable[[StateApps, BaseDatabaseSchemaEditor], None]:
    def run(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements.get(schema_editor.connection.vendor, ()):
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_data_story_failed")]

    operations = [
        migrations.RunPython(
            by_vendor(sqlite=SQLITE, postgresql=POSTGRESQL),
            by_vendor(sqlite=SQLITE_BACK, postgresql=POSTGRESQL_BACK),
        ),
    ]
