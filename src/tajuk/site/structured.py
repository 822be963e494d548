"""What a page tells machines in JSON-LD (schema.org), complete and true."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tajuk.common.clock import WIB
from tajuk.site.links import Link, whole
from tajuk.site.live import Live

CONTEXT = "https://schema.org"
UPDATES = 30  # posts that machines are told: the page has them all
JOBS = {"reporter": "author", "translator": "translator", "editor": "editor", "photographer": "contributor"}


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its whole address and its size in pixels."""

    address: str
    width: int
    height: int
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Who is credited: the role as `articles.enums.Role` has it."""

    role: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Mend:
    """A correction as machines read it."""

    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Facts:
    """All that `news_article` says of a story; addresses are paths of this site.

    `original` is the whole address of the agency's page that it was taken from, where a contract asks to name that one.
    """

    headline: str
    path: str
    description: str
    language: str
    section: str
    published_at: datetime
    modified_at: datetime
    images: Sequence[Image]
    people: Sequence[Person]
    agencies: Sequence[str]
    paper: str
    publisher: str
    is_premium: bool
    words: int
    topics: Sequence[str] = ()
    mends: Sequence[Mend] = ()
    place: str = ""
    original: str = ""
    logo: Image | None = None


def news_article(facts: Facts) -> dict[str, Any]:
    """Return the NewsArticle of a story (https://schema.org/NewsArticle)."""
    paper = publisher(facts.publisher or facts.paper, facts.logo)
    document: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "NewsArticle",
        "@id": whole(facts.path),
        "mainEntityOfPage": whole(facts.path),
        "url": whole(facts.path),
        "headline": facts.headline,
        "description": facts.description,
        "inLanguage": facts.language,
        "articleSection": facts.section,
        "datePublished": _iso(facts.published_at),
        "dateModified": _iso(facts.modified_at),
        "image": [_image(image) for image in facts.images],
        "keywords": list(facts.topics),
        "wordCount": facts.words,
        "isAccessibleForFree": not facts.is_premium,
        "isPartOf": {"@type": "Periodical", "name": facts.paper, "url": whole("/")},
        "publisher": paper,
        "author": _people(facts.people, "author") or [paper],
        "editor": _people(facts.people, "editor"),
        "translator": _people(facts.people, "translator"),
        "contributor": _people(facts.people, "contributor"),
        "citation": [{"@type": "NewsArticle", "publisher": _organisation(name)} for name in facts.agencies],
        "correction": [_mend(mend) for mend in facts.mends],
        "dateline": facts.place,
        "isBasedOn": facts.original,
    }
    if facts.is_premium:
        part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".paywall"}
        document["hasPart"] = part
    return {key: value for key, value in document.items() if value not in ("", [], None)}


def publisher(name: str, logo: Image | None) -> dict[str, Any]:
    """Return who publishes, with the logo that results of a search show beside the name."""
    house: dict[str, Any] = {"@type": "NewsMediaOrganization", "name": name, "url": whole("/")}
    return {**house, "logo": _image(logo)} if logo else house


def live_blog(document: dict[str, Any], live: Live) -> dict[str, Any]:
    """Return the document of a story as that of a live blog (https://schema.org/LiveBlogPosting)."""
    address = document["url"]
    updates = [
        {
            "@type": "BlogPosting",
            "@id": f"{address}#post-{each.id}",
            "url": f"{address}#post-{each.id}",
            "headline": each.headline or each.paragraphs[0][:110],
            "articleBody": "\n\n".join(each.paragraphs),
            "datePublished": _iso(each.at),
            "dateModified": _iso(each.changed_at),
        }
        for each in live.posts[:UPDATES]
        if each.paragraphs
    ]
    told = {key: value for key, value in document.items() if key != "dateline"}
    told |= {"@type": "LiveBlogPosting", "coverageStartTime": _iso(live.opened_at), "liveBlogUpdate": updates}
    if live.closed_at:
        told["coverageEndTime"] = _iso(live.closed_at)
    return told


def breadcrumbs(links: Iterable[Link]) -> dict[str, Any]:
    """Return the way from the home page to a page."""
    return {
        "@context": CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "name": link.name, "item": whole(link.url)}
            for place, link in enumerate(links, 1)
        ],
    }


def website(name: str, path: str, language: str, house: dict[str, Any]) -> dict[str, Any]:
    """Return the site itself, with the address of its search and who publishes it."""
    action = {
        "@type": "SearchAction",
        "target": {"@type": "EntryPoint", "urlTemplate": whole(f"{path}cari?q={{query}}")},
        "query-input": "required name=query",
    }
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "name": name,
        "url": whole(path),
        "inLanguage": language,
        "publisher": house,
        "potentialAction": action,
    }


def _iso(moment: datetime) -> str:
    return moment.astimezone(WIB).isoformat(timespec="seconds")


def _image(image: Image) -> dict[str, Any]:
    found = {
        "@type": "ImageObject",
        "url": image.address,
        "width": image.width,
        "height": image.height,
        "caption": image.caption or image.alt,
        "creditText": image.credit,
    }
    return {key: value for key, value in found.items() if value != ""}


def _people(people: Iterable[Person], job: str) -> list[dict[str, str]]:
    return [
        {"@type": "Person", "name": person.name, "url": whole(person.url)}
        for person in people
        if JOBS.get(person.role) == job
    ]


def _organisation(name: str) -> dict[str, str]:
    return {"@type": "NewsMediaOrganization", "name": name}


def _mend(mend: Mend) -> dict[str, str]:
    return {"@type": "CorrectionComment", "text": mend.text, "datePublished": _iso(mend.at)}
