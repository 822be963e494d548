"""The index that readers search: one table, and what SQLite (FTS5) or PostgreSQL (tsvector, GIN) needs to search it."""

from collections.abc import Callable

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = [
    # The words stand in the table; the index holds only where they stand. See https://sqlite.org/fts5.html 4.4.3.
    """CREATE VIRTUAL TABLE site_search USING fts5(
        title, text, marks, content='site_searchdocument', content_rowid='sort_key',
        tokenize="unicode61 remove_diacritics 0")""",
    """CREATE TRIGGER site_search_added AFTER INSERT ON site_searchdocument BEGIN
        INSERT INTO site_search(rowid, title, text, marks) VALUES (new.sort_key, new.title, new.text, new.marks);
    END""",
    """CREATE TRIGGER site_search_removed AFTER DELETE ON site_searchdocument BEGIN
        INSERT INTO site_search(site_search, rowid, title, text, marks)
        VALUES ('delete', old.sort_key, old.title, old.text, old.marks);
    END""",
    """CREATE TRIGGER site_search_changed AFTER UPDATE ON site_searchdocument BEGIN
        INSERT INTO site_search(site_search, rowid, title, text, marks)
        VALUES ('delete', old.sort_key, old.title, old.text, old.marks);
        INSERT INTO site_search(rowid, title, text, marks) VALUES (new.sort_key, new.title, new.text, new.marks);
    END""",
]
SQLITE_BACK = [
    "DROP TRIGGER site_search_changed",
    "DROP TRIGGER site_search_removed",
    "DROP TRIGGER site_search_added",
    "DROP TABLE site_search",
]
POSTGRESQL = [
    """ALTER TABLE site_searchdocument ADD COLUMN vector tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('simple', title), 'A')
        || setweight(to_tsvector('simple', text), 'D')
        || setweight(to_tsvector('simple', marks), 'C')) STORED""",
    "CREATE INDEX site_search_vector ON site_searchdocument USING gin (vector)",
    # Rows without their long columns are so narrow that a common word's can all be passed (measured).
    "ALTER TABLE site_searchdocument SET (toast_tuple_target = 128)",
]
POSTGRESQL_BACK = ["ALTER TABLE site_searchdocument DROP COLUMN vector"]


def by_vendor(**statements: list[str]) -> Callable[[StateApps, BaseDatabaseSchemaEditor], None]:
    def run(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for statement in statements.get(schema_editor.connection.vendor, ()):
            schema_editor.execute(statement)

    return run


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SearchDocument",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="articles.article",
                    ),
                ),
                ("sort_key", models.BigIntegerField(unique=True)),
                ("title", models.TextField()),
                ("text", models.TextField()),
                ("marks", models.TextField()),
            ],
        ),
        migrations.RunPython(
            by_vendor(sqlite=SQLITE, postgresql=POSTGRESQL),
            by_vendor(sqlite=SQLITE_BACK, postgresql=POSTGRESQL_BACK),
        ),
    ]
