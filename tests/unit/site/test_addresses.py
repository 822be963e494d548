"""Every address that the code answers is in the reference, and the reference names no other."""

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from tests.house.tree import first_column

PAGE = "docs/reference/addresses.md"
EDGE = {"/-/live", "/-/ready", "/-/metrics", "/_/market/stream"}
NEWSROOM = ("desk/", "documents/")
NAMES = {"pk": "id", **{name: name for name in ("source", "section", "day", "month", "part", "name")}}


def routes(resolver: URLResolver, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if route in NEWSROOM or isinstance(each, URLPattern):
            yield f"/{route}"
        elif not str(each.pattern).startswith(("en/", "lite/")):
            yield from routes(each, route)


def shown(route: str) -> str:
    """Return a route as the reference writes it."""
    if re.match(r"/_/fragments/(?!en/)", route):
        return "/_/fragments/<name>"
    if route.startswith(("/<slug:section>/", "/<slug:slug>/")):
        route = re.sub(r"^/<\w+:\w+>/", "/<section>/", route)
    return re.sub(r"<(?:\w+:)?(\w+)>", lambda found: f"<{NAMES.get(found[1], 'slug')}>", route)


def test_the_reference_names_the_addresses_as_the_code_has_them():
    found = {
        shown(route)
        for route in routes(get_resolver())
        if not route.startswith(("/en/", "/_/fragments/en/", "/api/v1/feeds/en/"))
    }
    found -= {"/api/v1/"}  # the API's own root, which only names it
    assert found ^ (first_column(PAGE) - EDGE) == set()
