"""What a view says of its plates: their kind, when they are baked, and how long caches may keep them."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

import tajuk
from tajuk.common.dependencies import unrecorded
from tajuk.common.shelf import once
from tajuk.edge.addresses import FRAGMENTS

Ahead = Callable[[list[dict[str, Any]]], object]
View = TypeVar("View", bound=Callable[..., HttpResponse])

# A reader who follows a front must not meet a page that is not there yet: stories come first.
_EAGER = frozenset({"article", "fragment", "front", "section"})
_LONGEST_SHOWN = 60  # seconds
_ORDER = ("article", "fragment", "front", "section", "list", "feed", "sitemap")


@dataclass(frozen=True, slots=True)
class Policy:
    """How plates of a kind are treated."""

    kind: str
    eager: bool
    browser_seconds: int
    shared_seconds: int
    query: tuple[str, ...]
    counted: bool
    ahead: Ahead | None = None

    def cache_control(self, status: int = 200) -> str:
        """Return the header that browsers and shared caches obey (RFC 9111, RFC 5861) for an answer of `status`.

        Whatever happens, nothing is shown for longer than a minute after it was withdrawn: that is the time
        for which a cache may keep a page together with that for which it may show it stale. What is no page
        that can be read (410, 301) is never shown stale.
        """
        kept = min(self.shared_seconds, _LONGEST_SHOWN // 2)
        fresh = f"public, max-age={self.browser_seconds}, s-maxage={kept}"
        if status != 200:
            return fresh
        stale = _LONGEST_SHOWN - kept
        return f"{fresh}, stale-while-revalidate={stale}, stale-if-error={stale}"

    def is_eager(self, address: str) -> bool:
        """Say whether `address` is baked as soon as it changes; a list's further pages (`?page=2`) never are."""
        return self.eager and "?" not in address

    @property
    def rank(self) -> int:
        """The kind's place in the order of baking."""
        return _ORDER.index(self.kind) if self.kind in _ORDER else len(_ORDER)


def plate(
    *,
    kind: str,
    shared_seconds: int = 30,
    eager: bool | None = None,
    browser_seconds: int = 0,
    query: Iterable[str] = (),
    counted: bool = False,
    ahead: Ahead | None = None,
) -> Callable[[View], View]:
    """Keep what this view answers as a plate.

    `kind` is one of article, fragment, front, section, list, feed, sitemap or a word of one's own. Eager
    plates (unless said otherwise those of articles, fragments, fronts and sections) are baked as soon as
    something they show changes, others when somebody asks. `query` names the keys that are part of the
    address, such as `page`; all others are ignored. `counted` views are counted for the most read. `ahead` is
    given the arguments of many calls of the view that are about to come, and may put on the shelf
    (`common.shelf`) what they will ask for. The view sees an anonymous GET request for the site's own host,
    with no cookies, session or user, and must need nothing else.
    """
    policy = Policy(
        kind=kind,
        eager=kind in _EAGER if eager is None else eager,
        browser_seconds=browser_seconds,
        shared_seconds=shared_seconds,
        query=tuple(sorted(query)),
        counted=counted,
        ahead=ahead,
    )

    def decorate(view: View) -> View:
        @wraps(view)
        def plated(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            return view(request, *args, **kwargs)

        plated.plate = policy  # type: ignore[attr-defined]  # how the press finds the policy from an address
        return plated  # type: ignore[return-value]  # it takes and gives what the view does

    return decorate


def policy_of(path: str) -> Policy | None:
    """Return the policy of the view at `path` (without query); None when it keeps no plates."""
    match = view_at(path)
    found = getattr(match.func, "plate", None) if match else None
    return found if isinstance(found, Policy) else None


def view_at(path: str) -> ResolverMatch | None:
    """Return the view at `path` and its arguments; None where there is none."""
    return _view_at(path, settings.ROOT_URLCONF)


@lru_cache(4_096)  # a bake asks three times
def _view_at(path: str, addresses: str) -> ResolverMatch | None:
    try:
        return resolve(path, addresses)
    except Resolver404:
        return None


def fetch_ahead(due: Mapping[str, Policy | None]) -> None:
    """Let the views of several addresses fetch in one go what they will show."""
    calls: dict[Ahead, list[dict[str, Any]]] = {}
    for address, policy in due.items():
        if policy and policy.ahead and (match := view_at(address.partition("?")[0])):
            calls.setdefault(policy.ahead, []).append(match.kwargs)
    for ahead, arguments in calls.items():
        if len(arguments) > 1:
            ahead(arguments)


_sources: list[Callable[[], Iterable[str]]] = []


def register_addresses(source: Callable[[], Iterable[str]]) -> None:
    """Register a source of addresses that have plates, in the order in which they should be baked."""
    _sources.append(source)


def known_addresses() -> Iterator[str]:
    """Yield every address that a source names, fragments aside, once for each time it is named."""
    for source in _sources:
        yield from source()


def is_fragment(path: str) -> bool:
    """Say whether `path` is a fragment's address."""
    return path.startswith(FRAGMENTS)


_settings: list[Callable[[], object]] = []


def register_setting(source: Callable[[], object]) -> None:
    """Register something that every page shows: a change of what it returns (by `repr`) makes an edition."""
    _settings.append(source)


def edition() -> str:
    """Return the present edition: a digest of templates, assets, and of the settings that every page shows."""
    return once("edition", _edition)


def _edition() -> str:
    with unrecorded():
        shown = repr([source() for source in _settings])
    return hashlib.blake2b(f"{_code()} {shown}".encode(), digest_size=8).hexdigest()


@cache
def _code() -> str:
    seen = hashlib.blake2b(digest_size=8)
    seen.update(
        repr((tajuk.__version__, settings.SITE_ADDRESS, settings.LANGUAGE_CODE, settings.STATIC_URL)).encode()
    )
    seen.update(repr(getattr(settings, "CONTENT_SECURITY_POLICY", "")).encode())
    package = Path(tajuk.__file__).parent
    for folder in ("templates", "assets", "locale"):
        for file in sorted((package / folder).rglob("*")):
            if file.is_file():
                seen.update(str(file.relative_to(package)).encode() + b"\0" + file.read_bytes())
    return seen.hexdigest()
