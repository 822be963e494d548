"""Make the demo paper: everything of it but its stories."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.models import Locale, Page, Site

from tajuk.demo import pictures as drawings
from tajuk.demo.manuscripts import topics
from tajuk.desk import roles
from tajuk.fronts.models import FrontPage, Masthead, StaticPage
from tajuk.pictures import renditions
from tajuk.pictures.models import Picture
from tajuk.promos.models import Course, Promo
from tajuk.readers.models import Plan
from tajuk.staff.models import Author, User
from tajuk.topics.models import Section, Topic
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Agency, Source

PAPER: dict[str, Any] = tomllib.loads((Path(__file__).parent / "paper.toml").read_text())
PASSWORD = "kopi-tubruk-pagi"  # noqa: S105  (the demo's, printed for everybody; real newsrooms make their own)
SIZE = (1200, 675)
CREDIT = "Ilustrasi: Tajuk Demo"
ACCOUNTS = {
    "redaktur": ("Bagus Prakoso", roles.CHIEFS),
    "editor": ("Maria Lestari", roles.EDITORS),
    "reporter": ("Ratna Wulandari", roles.REPORTERS),
    "penerbit": ("", roles.PUBLISHERS),
}


def make_masthead() -> None:
    """Name the paper, and the site's host."""
    masthead = Masthead.load()
    for name, value in PAPER["masthead"].items():
        setattr(masthead, name, value)
    masthead.save()


def make_lists() -> None:
    """Make sections, topics, agencies with a folder each, authors and plans."""
    for order, row in enumerate(PAPER["sections"]):
        Section.objects.create(display_order=order, **row)
    Topic.objects.bulk_create(Topic(slug=slug, **row) for slug, row in topics().items())
    for row in PAPER["agencies"]:
        agency = Agency.objects.create(**row)
        Source.objects.create(slug=agency.slug, name=agency.name, agency=agency, kind=SourceKind.FOLDER)
    for row in PAPER["authors"]:
        Author.objects.create(slug=slugify(row["name"]), **row)
    for order, row in enumerate(PAPER["plans"]):
        Plan.objects.create(display_order=order, **row)


def make_accounts() -> None:
    """Make the demo's accounts, and the administrator."""
    for username, (name, group) in ACCOUNTS.items():
        first, _, last = name.partition(" ")
        user = User.objects.create_user(
            username, f"{username}@contoh.example", PASSWORD, first_name=first, last_name=last
        )
        user.groups.add(Group.objects.get(name=group))
        Author.objects.filter(name=name).update(user=user)
    User.objects.create_superuser("admin", "admin@contoh.example", PASSWORD)


def make_promos(pictures: dict[str, int], *, now: datetime) -> None:
    """Make the promos and the academy's courses."""
    for order, row in enumerate(PAPER["promos"]):
        Promo.objects.create(display_order=order, **row)
    for order, row in enumerate(PAPER["courses"]):
        facts = {name: value for name, value in row.items() if name not in {"days", "picture"}}
        starts = now + timedelta(days=row["days"])
        Course.objects.create(
            display_order=order,
            starts_at=starts,
            picture_id=pictures[row["picture"]],
            link="/akademi/",
            **facts,
        )


def make_pages() -> dict[str, FrontPage]:
    """Make the tree: a home for each edition, a front for each section, the static pages; return the homes."""
    root = Page.get_first_root_node()
    Page.objects.filter(depth=2).delete()
    root = Page.objects.get(pk=root.pk)
    homes = {language: _home(root, language) for language in ("id", "en")}
    host, _, port = settings.SITE_ADDRESS.partition("://")[2].partition(":")
    site = {
        "hostname": host,
        "port": int(port or 80),
        "root_page": homes["id"],
        "site_name": PAPER["masthead"]["name"],
    }
    Site.objects.update_or_create(is_default_site=True, defaults=site)
    return homes


def _home(root: Page, language: str) -> FrontPage:
    locale, _ = Locale.objects.get_or_create(language_code=language)
    home = FrontPage(
        title=PAPER["masthead"]["name"], slug="beranda" if language == "id" else "home", locale=locale
    )
    root.add_child(instance=home)
    for section in Section.objects.all():
        title = section.name_id if language == "id" else section.name_en
        home.add_child(instance=FrontPage(title=title, slug=section.slug, section=section, locale=locale))
    for row in PAPER["pages"]:
        page = StaticPage(
            title=row[f"title_{language}"], slug=row["slug"], text=row[f"text_{language}"], locale=locale
        )
        home.add_child(instance=page)
    return home


def draw_picture(key: str, *, seed: int) -> Picture:
    """Draw a picture, keep it, and make its renditions."""
    shows = PAPER["pictures"][key]
    data = drawings.jpeg(key, seed=seed, size=SIZE, caption=shows, credit=CREDIT)
    picture = Picture(
        title=f"{shows} ({seed})",
        description=shows,
        description_en=PAPER["pictures_en"][key],
        caption=f"{shows}.",
        agency=CREDIT,
        licence="BSD-3-Clause",
        digital_source_type="algorithmicMedia",
        file=ContentFile(data, name=f"{key}-{seed}.jpg"),
        width=SIZE[0],
        height=SIZE[1],
    )
    picture.save()
    renditions.make(picture)
    return picture
