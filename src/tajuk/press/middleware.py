"""Where readers' requests that the edge had no plate for enter Django."""

import logging
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from tajuk.edge.addresses import fragment_address, with_query
from tajuk.edge.composed import compose
from tajuk.edge.notices import plain_notice
from tajuk.edge.plates import Plate
from tajuk.edge.store import Stored
from tajuk.press import marks
from tajuk.press.bake import bake, flights, store
from tajuk.press.plates import Policy, policy_of
from tajuk.press.render import CACHEABLE, NotBakeable, Rendered, render

log = logging.getLogger(__name__)

AnyResponse = TypeVar("AnyResponse", bound=HttpResponseBase)


class PressMiddleware:
    """Bake pages that have no plate yet, once however many ask; fill the fragments into those without one.

    It stands first, before sessions and cookies, which no plate may depend on. With `PRESS_BAKES_ON_REQUEST`
    off (tests), pages are rendered for each request and nothing is kept.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        """Wrap the rest of Django."""
        self._get_response = get_response
        self._bakes = getattr(settings, "PRESS_BAKES_ON_REQUEST", True)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer with the plate of the address, or with what Django answers, its fragments filled in."""
        if getattr(request, "is_baking", False):
            return self._get_response(request)
        # Wagtail asks for a preview as if it were the page: what stands at its address is not what is previewed.
        is_page = request.method in ("GET", "HEAD") and not getattr(request, "is_dummy", False)
        policy = policy_of(request.path_info) if is_page else None
        if policy is not None and self._bakes:
            baked = self._baked(request, policy)
            if baked is not None:
                return baked
        response = self._get_response(request)
        if response.status_code == 500 and not settings.DEBUG and not _database_answers():
            return unavailable()
        if policy is not None and response.status_code in CACHEABLE and not self._bakes:
            response.headers.setdefault("Cache-Control", policy.cache_control(response.status_code))
        if response.status_code >= 400:
            # What is not there now may be in a second: an embargo ends, a hold is lifted.
            response.headers.setdefault("Cache-Control", "no-store")
        return self._filled(response)

    def _baked(self, request: HttpRequest, policy: Policy) -> HttpResponse | None:
        address = with_query(request.path_info, request.META.get("QUERY_STRING", ""), policy.query)
        stored = store().read(address)
        if stored is not None and not stored.stale:
            return self._composed(stored.plate)
        try:
            work = partial(bake, address, policy=policy, create=False, needed=True)
            baked = flights.fly(address, work)
        except NotBakeable as error:
            return self._last_good(stored, error)
        except (DatabaseError, TimeoutError) as error:
            return self._last_good(stored, error) or unavailable()
        except OSError as error:
            log.error("%s was rendered and could not be kept: %s", address, error)
            return None
        return self._composed(baked.plate) if baked.plate else self._as_rendered(baked.rendered)

    def _as_rendered(self, rendered: Rendered | None) -> HttpResponse | None:
        """Answer with what the bake found where nothing is to be kept: that a page is not there."""
        if rendered is None:
            return None
        response = HttpResponse(rendered.body, status=rendered.status, headers=dict(rendered.headers))
        # What is not there now may be in a second: an embargo ends, a hold is lifted.
        response.headers["Cache-Control"] = "no-store"
        return self._filled(response)

    def _last_good(self, stored: Stored | None, error: Exception) -> HttpResponse | None:
        log.error("not baked: %s", error)
        return None if stored is None else self._composed(stored.plate)

    def _composed(self, plate: Plate) -> HttpResponse:
        """Return what the edge will answer from the next request on, ETag and surrogate keys included."""
        for name in plate.fragments:
            self._fragment(name)  # one that is missing is made
        fragments = {name: store().fragment(name) for name in plate.fragments}
        keyed = settings.TAJUK_TRUST_PROXY
        _, headers, body = compose(plate, fragments, gzipped=False, keyed=keyed).whole
        return HttpResponse(body, status=plate.status, headers=dict(headers))

    def _filled(self, response: AnyResponse) -> AnyResponse:
        if isinstance(response, HttpResponse) and marks.BEGINNING in response.content:
            response.content = marks.fill(response.content, self._fragment)
            if response.has_header("Content-Length"):
                response["Content-Length"] = str(len(response.content))
        return response

    def _fragment(self, name: str) -> bytes:
        """Return the fragment's present bytes; the last good ones, or none, when it cannot be made."""
        address = fragment_address(name)
        try:
            if not self._bakes:
                rendered = render(address)
                return rendered.body if rendered.status == 200 else b""
            stored = store().read(address)
            if stored is not None:
                return stored.plate.identity()
            plate = flights.fly(address, partial(bake, address, create=False, needed=True)).plate
            return plate.identity() if plate is not None and plate.status == 200 else b""
        except (NotBakeable, DatabaseError, OSError, TimeoutError) as error:
            log.error("the fragment %s stays empty: %s", name, error)
            return b""


def unavailable() -> HttpResponse:
    """Return the plain page that says to come back in a moment (503)."""
    headers, body = plain_notice("unavailable")
    return HttpResponse(body, status=503, headers={**dict(headers), "Retry-After": "5"})


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")
            cursor.fetchone()
    except DatabaseError:
        return False
    return True
