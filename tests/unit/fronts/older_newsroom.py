"""Take a newsroom back to before fronts had layouts, fill its fronts as editors did then, and bring it to today.

Run as a program with a database of its own; prints one JSON object of what readers see on each side.
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402  (the apps come first)
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.migrations.executor import MigrationExecutor  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from wagtail.models import Locale, Page  # noqa: E402

from tajuk.common import clock  # noqa: E402
from tajuk.fronts.models import FrontPage, Layout  # noqa: E402
from tests.factories.newsroom import ArticleFactory, SectionFactory  # noqa: E402

BEFORE = ("fronts", "0003_popularity")


def older() -> Any:
    """Bring the fronts back and return the models of then."""
    call_command("migrate", *BEFORE, verbosity=0)
    return MigrationExecutor(connection).loader.project_state([BEFORE]).apps


def main() -> None:
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    override_settings(ALLOWED_HOSTS=["*"], STORAGES={**settings.STORAGES, "staticfiles": plain}).enable()
    call_command("migrate", verbosity=0)
    now, locale = clock.now(), Locale.objects.get_or_create(language_code="id")[0]
    section = SectionFactory(slug="energi")
    stories = [
        ArticleFactory(headline=f"Cerita {n}", published_at=now - timedelta(hours=9 - n), section=section).pk
        for n in range(6)
    ]
    root = Page.get_first_root_node() or Page.add_root(title="Akar", locale=locale)
    FrontPage.objects.all().delete()
    home = root.add_child(instance=FrontPage(title="Beranda", slug="beranda-lama", locale=locale))
    energy = root.add_child(
        instance=FrontPage(title="Energi", slug="energi-lama", locale=locale, section=section)
    )
    empty = root.add_child(instance=FrontPage(title="Kosong", slug="kosong", live=False, locale=locale))
    slots = older().get_model("fronts", "Slot").objects
    # Out of the order of their rows, one place twice and one without, as years of dragging leave them.
    for front, article, order in (
        (home, 3, 2), (home, 0, 0), (home, 4, 1), (home, 1, 2), (energy, 2, None), (energy, 0, 5),
    ):  # fmt: skip
        slots.create(front_id=front.pk, article_id=stories[article], sort_order=order)
    call_command("migrate", verbosity=0)
    told = {
        "layouts": {
            name: [[stories.index(pk) for pk in row.entries] for row in Layout.objects.filter(front=front)]
            for name, front in (("home", home), ("energy", energy), ("empty", empty))
        },
        "numbers": sorted(Layout.objects.values_list("number", flat=True)),
        "home": _order(Client().get("/")),
        "energy": _order(Client().get("/energi/")),
    }
    # And back again: what was laid out is in the slots as it was.
    back = older().get_model("fronts", "Slot").objects.filter(front_id=home.pk).order_by("sort_order", "pk")
    told["back"] = [stories.index(pk) for pk in back.values_list("article_id", flat=True)]
    json.dump(told, sys.stdout)


def _order(answer: Any) -> list[int]:
    page = answer.content.decode()
    assert answer.status_code == 200, answer.status_code
    body = page[page.index("<main") :]
    places = {n: body.find(f"Cerita {n}<") for n in range(6)}
    return sorted((n for n in places if places[n] >= 0), key=places.__getitem__)


if __name__ == "__main__":
    main()
