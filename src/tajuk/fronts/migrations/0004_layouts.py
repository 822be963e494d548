"""Keep each layout of a front as it was saved, instead of its newest slots alone."""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.utils import timezone

import tajuk.common.dependencies


def _keep(apps: Any, schema_editor: Any) -> None:
    """Make the first layout of each front from its slots."""
    slots, layouts = apps.get_model("fronts", "Slot"), apps.get_model("fronts", "Layout")
    fronts: dict[int, list[int]] = {}
    for front, article in slots.objects.order_by("front_id", "sort_order", "pk").values_list("front_id", "article_id"):
        fronts.setdefault(front, []).append(article)
    now = timezone.now()
    layouts.objects.bulk_create(
        layouts(front_id=front, number=1, entries=entries, at=now) for front, entries in fronts.items()
    )


def _give_back(apps: Any, schema_editor: Any) -> None:
    """Make slots from the newest layout of each front."""
    slots, layouts = apps.get_model("fronts", "Slot"), apps.get_model("fronts", "Layout")
    articles = set(apps.get_model("articles", "Article").objects.values_list("pk", flat=True))
    newest = {row.front_id: row.entries for row in layouts.objects.order_by("number")}
    slots.objects.bulk_create(
        slots(front_id=front, article_id=entry, sort_order=order)
        for front, entries in newest.items()
        for order, entry in enumerate(entries)
        if entry in articles
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_initial"),
        ("fronts", "0003_popularity"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Layout",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("entries", models.JSONField(default=list)),
                ("at", models.DateTimeField()),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("by", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("front", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="layouts", to="fronts.frontpage")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("front", "number"), name="one_layout_a_number")],
            },
            bases=(tajuk.common.dependencies.Noted, models.Model),
        ),
        migrations.RunPython(_keep, _give_back),
        migrations.DeleteModel(name="Slot"),
    ]
