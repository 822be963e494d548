"""Remember by which version an index was made, how far a new one is, and what a search server has yet to hear."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("site", "0002_newest_of")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SearchChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("article_id", models.BigIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Upkeep",
            fields=[
                ("name", models.CharField(max_length=32, primary_key=True, serialize=False)),
                ("version", models.CharField(blank=True, max_length=64)),
                ("building", models.CharField(blank=True, max_length=64)),
                ("last", models.BigIntegerField(default=0)),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=255)),
                ("next_place", models.CharField(blank=True, max_length=255)),
            ],
        ),
    ]
