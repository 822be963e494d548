"""Fill an empty newsroom with the demo: the paper, its pictures, its stories, its wires."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Locale

from tajuk.articles import actions
from tajuk.articles.enums import Made, Role
from tajuk.articles.models import Article
from tajuk.demo import paper
from tajuk.demo.manuscripts import HERE, Manuscript, blocks, manuscripts
from tajuk.desk.actions.write_data_stories import ensure_data_stories
from tajuk.fronts.actions import lay_out
from tajuk.fronts.models import FrontPage
from tajuk.markets.models import Instrument
from tajuk.markets.seed import seed_markets
from tajuk.staff.models import Author
from tajuk.topics.models import Section, Topic
from tajuk.wires.actions import receive
from tajuk.wires.models import Agency, Source, WireItem

Tell = Callable[[str], None]
Album = dict[str, list[int]]
VERSIONS = 2
INTAKE = {
    "meridian-oil.json": "meridian-newswire",
    "meridian-jobs.json": "meridian-newswire",
    "samudra-cpo.xml": "samudra-press",
    "lembar-rates.xml": "lembar-data",
    "kawat-nusantara.rss": "kawat-nusantara",
}
ROLES = {"reporter": Role.REPORTER, "editor": Role.EDITOR, "translator": Role.TRANSLATOR}


def is_filled() -> bool:
    """Tell whether the newsroom has a paper already: the demo never touches one that has."""
    return Section.objects.exists()


def fill(*, now: datetime, tell: Tell) -> None:
    """Fill the newsroom in one transaction, telling what is being made."""
    with transaction.atomic():
        tell("paper, sections, people")
        paper.make_masthead()
        paper.make_lists()
        paper.make_accounts()
        tell("instruments with five years of simulated days")
        seed_markets(now=now)
        stories = manuscripts()
        homes = paper.make_pages()
        album = _pictures(stories, tell)
        paper.make_promos({key: pks[0] for key, pks in album.items()}, now=now)
        made = _stories(stories, album, now=now, tell=tell)
        ensure_data_stories(Section.objects.get(slug="investasi"), is_on=True)
        _lay_out(homes, made, now)
    tell("wires")
    _drop_wires(now)


def _pictures(stories: list[Manuscript], tell: Tell) -> Album:
    """Draw what the stories and courses show, each scene in at most two versions."""
    wanted = [scene for story in stories for scene in story.scenes()]
    wanted += [row["picture"] for row in paper.PAPER["courses"]]
    versions = [
        (key, seed) for key, uses in sorted(Counter(wanted).items()) for seed in range(min(VERSIONS, uses))
    ]
    album: Album = defaultdict(list)
    for number, (key, seed) in enumerate(versions, start=1):
        tell(f"pictures {number}/{len(versions)}")
        album[key].append(paper.draw_picture(key, seed=seed).pk)
    return album


def _stories(stories: list[Manuscript], album: Album, *, now: datetime, tell: Tell) -> dict[str, Article]:
    """Write and publish the stories, oldest first, so that links lead to what is there; return them by key."""
    made: dict[str, Article] = {}
    instruments = {row.symbol: (row.pk, row.slug) for row in Instrument.objects.all()}
    in_order = sorted(
        stories, key=lambda story: (bool(story.facts["translation_of"]), -story.facts["hours_ago"])
    )
    for number, story in enumerate(in_order, start=1):
        tell(f"stories {number}/{len(in_order)}")
        made[story.key] = _write(story, now=now)
    known = {key: article.pk for key, article in made.items()}
    for number, story in enumerate(in_order, start=1):
        tell(f"publishing {number}/{len(in_order)}")
        own = {key: album[key][number % len(album[key])] for key in story.scenes()}
        article = made[story.key]
        article.body = blocks(story, articles=known, pictures=own, instruments=instruments)
        article.lead_picture_id = own.get(story.facts["picture"])
        article.lead_caption = story.facts["caption"]
        if story.facts["translation_of"]:
            article.translation_key = made[story.facts["translation_of"]].translation_key
        article.save()
        article.save_revision(log_action=False)
        made[story.key] = actions.publish(article, by=None, now=now)
        _after(made[story.key], story, now=now)
    return made


def _write(story: Manuscript, *, now: datetime) -> Article:
    facts = story.facts
    published = now - timedelta(hours=facts["hours_ago"])
    people = [(Author.objects.get(name=facts[name]), role) for name, role in ROLES.items() if facts[name]]
    article = Article(
        headline=facts["headline"],
        summary=facts["summary"],
        slugline=facts["slugline"],
        section=Section.objects.get(slug=facts["section"]),
        dateline=facts["dateline"],
        is_premium=facts["premium"],
        editors_note=facts["editors_note"],
        embargo_until=now + timedelta(hours=facts["embargo_hours"]) if facts["embargo_hours"] else None,
        first_published_at=published,
        locale=Locale.objects.get(language_code=story.language),
    )
    rows: dict[str, Any] = {
        "topics": list(Topic.objects.filter(slug__in=facts["topics"])),
        "instruments": list(Instrument.objects.filter(symbol__in=facts["instruments"])),
        "agencies": list(Agency.objects.filter(name__in=facts["sources"])),
    }
    return actions.start(article, by=None, now=published, people=people, **rows)


def _after(article: Article, story: Manuscript, *, now: datetime) -> None:
    for row in story.facts.get("corrections", []):
        at = now - timedelta(hours=row["hours_ago"])
        actions.correct(article, wrong=row["wrong"], right=row["right"], by=None, now=at)
    if name := story.facts["taken_from"]:
        source = Source.objects.get(slug="meridian-newswire")
        at = now - timedelta(hours=story.facts["hours_ago"] + 1)
        receive(_filled(HERE / "wires" / name, at), source=source, name=name, now=at)
        version = WireItem.objects.get(source=source).current
        actions.derive(article, made=Made.TRANSLATED, wire_version=version, now=at)


def _lay_out(homes: dict[str, FrontPage], made: dict[str, Article], now: datetime) -> None:
    for language, keys in paper.PAPER["home"].items():
        lay_out(homes[language], entries=[made[key].pk for key in keys], version=0, by=None, now=now)


def _drop_wires(now: datetime) -> None:
    """Put the other wires into the agencies' folders, where the intake finds them as it would any other."""
    for number, (name, agency) in enumerate(INTAKE.items()):
        folder = Path(settings.DATA) / "intake" / agency
        folder.mkdir(parents=True, exist_ok=True)
        at = now - timedelta(minutes=7 * number + 3)
        partial = folder / f".{name}.part"
        partial.write_bytes(_filled(HERE / "wires" / name, at))
        partial.rename(folder / name)


def _filled(path: Path, at: datetime) -> bytes:
    written = format_datetime(at) if path.suffix == ".rss" else at.isoformat(timespec="seconds")
    text = path.read_text().replace("{{NOW}}", written)
    return text.replace("{{EMBARGO}}", (at + timedelta(hours=8)).isoformat(timespec="seconds")).encode()
