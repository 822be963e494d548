"""Edges that were there before name the source of their wire version.

In a migration of its own: PostgreSQL alters no table whose rows wait for a check of their keys.
"""

from django.db import migrations, models


def name_sources(apps, schema_editor):  # type: ignore[no-untyped-def]  # as Django calls it
    """Name on each edge the way in that its wire version came by."""
    edges = apps.get_model("articles", "Derivation").objects.filter(wire_version__isnull=False)
    versions = apps.get_model("wires", "WireVersion").objects.filter(pk=models.OuterRef("wire_version"))
    edges.update(source=models.Subquery(versions.values("source")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0004_rights_and_descent'),
    ]

    operations = [
        migrations.RunPython(name_sources, migrations.RunPython.noop),
    ]
