"""Answer with a page: its head, its frame and its template, in the form that was asked for."""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tajuk.site.chrome import chrome_of
from tajuk.site.links import Link
from tajuk.site.structured import Image
from tajuk.site.variants import Variant


@dataclass(frozen=True, slots=True)
class Head:
    """What a page says of itself to machines. `path` is its canonical address, empty where it has none.

    `elsewhere` is the whole address of the page on another site that stands for this one. `alternates` are the same
    page in each language, itself included; `data` are JSON-LD documents; `embedding` is where others are told how the
    page stands in theirs.
    """

    title: str
    path: str
    description: str = ""
    robots: str = "index, follow, max-image-preview:large"
    kind: str = "website"
    image: Image | None = None
    alternates: tuple[Link, ...] = ()
    feed: str = ""
    properties: tuple[tuple[str, str], ...] = ()
    data: tuple[dict[str, Any], ...] = field(default=())
    ribbon: str = ""
    embedding: str = ""
    elsewhere: str = ""

    @property
    def is_indexed(self) -> bool:
        """Tell whether search engines are to find this very page: only such pages name their translations."""
        return bool(self.path) and not self.elsewhere and "noindex" not in self.robots


def answer(
    request: HttpRequest,
    template: str,
    *,
    variant: Variant,
    head: Head,
    current: str = "",
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Return the page `templates/pages/<template>.html`, or `pages/lite/<template>.html` of a light form."""
    translation = next((link for link in head.alternates if link.language != variant.language), None)
    chrome = chrome_of(variant, head.path or variant.canonical(), current=current, translation=translation)
    response = render(
        request,
        f"pages/{'lite/' if variant.lite else ''}{template}.html",
        {"head": head, "chrome": chrome, "variant": variant, **context},
        status=status,
        using="reader",
    )
    if "noindex" in head.robots:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def fragment(request: HttpRequest, template: str, **context: Any) -> HttpResponse:
    """Return `templates/pages/fragments/<template>.html`, which stands within a page and has no frame."""
    return render(request, f"pages/fragments/{template}.html", context, using="reader")


@dataclass(frozen=True, slots=True)
class Item:
    """A line of a light list."""

    name: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A run of lines of a light list under a head."""

    items: tuple[Item, ...]
    name: str = ""
    url: str = ""
