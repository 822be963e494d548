"""Render an address as an anonymous reader would see it, through Django's own handler, in this process."""

import io
import sys
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.core.handlers.base import BaseHandler
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import ResolverMatch
from django.utils import translation
from django.utils.module_loading import import_string

from tajuk.common.dependencies import recording
from tajuk.common.shelf import shelf
from tajuk.press.plates import view_at

CACHEABLE = frozenset({200, 301, 302, 308, 404, 410})
_LEFT_OUT = frozenset(
    {
        "age",
        "cache-control",
        "connection",
        "content-length",
        "date",
        "etag",
        "expires",
        "keep-alive",
        "last-modified",
        "pragma",
        "server",
        "transfer-encoding",
        "vary",
    }
)


class NotBakeable(Exception):
    """An answer that cannot be kept for everybody; the text says why."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the site answers at an address, and from which things it was made."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    keys: frozenset[str]


# What these do is for one visitor: a page for everybody needs none of it, and a view that does cannot be baked.
_FOR_A_VISITOR = frozenset(
    {
        "tajuk.press.middleware.PressMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    }
)


class _Handler(BaseHandler):
    """Django's handler with the middleware that pages for everybody meet."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Load what is in the settings, all but what is for one visitor."""
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []
        handler: Any = convert_exception_to_response(self._get_response)  # type: ignore[attr-defined]  # not in its stubs
        for path in reversed(settings.MIDDLEWARE):
            if path in _FOR_A_VISITOR:
                continue
            try:
                made: Any = import_string(path)(handler)
            except MiddlewareNotUsed:
                continue
            if hasattr(made, "process_view"):
                self._view_middleware.insert(0, made.process_view)
            if hasattr(made, "process_template_response"):
                self._template_response_middleware.append(made.process_template_response)
            if hasattr(made, "process_exception"):
                self._exception_middleware.append(made.process_exception)
            handler = convert_exception_to_response(made)
        self._middleware_chain = handler

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Return the view of the request and its arguments, as the press found them already."""
        match = view_at(request.path_info)
        if match is None:
            return super().resolve_request(request)
        request.resolver_match = match
        return match


@cache
def _handler() -> BaseHandler:
    handler = _Handler()
    handler.load_middleware()
    return handler


def forget_handler() -> None:
    """Load the middleware anew at the next rendering (settings changed in a test)."""
    _handler.cache_clear()


def render(address: str) -> Rendered:
    """Return what the site answers at `address` (a path, perhaps with a query) to an anonymous reader.

    Raises `NotBakeable` for an answer that is no page for everybody: a server error, a cookie, a stream. The
    connection to the database is left as it is, so this may be called within a transaction.
    """
    request = anonymous_request(address)
    with shelf(), recording() as keys, translation.override(settings.LANGUAGE_CODE):
        response = _handler().get_response(request)
    page = _checked(address, response)
    headers = sorted(_settled(name.lower(), value) for name, value in page.items())
    kept = tuple((name, value) for name, value in headers if name not in _LEFT_OUT)
    return Rendered(page.status_code, kept, bytes(page.content), frozenset(keys))


def _settled(name: str, value: str) -> tuple[str, str]:
    """Return a header in one form: django-csp orders its directives anew in each process."""
    if name == "content-security-policy":
        value = "; ".join(sorted(part.strip() for part in value.split(";") if part.strip()))
    return name, value


def anonymous_request(address: str) -> WSGIRequest:
    """Return the request that bakes `address`: for the site's own host, without cookies or preferences."""
    path, _, query = address.partition("?")
    site = urlsplit(settings.SITE_ADDRESS)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path.encode().decode("latin-1"),
        "QUERY_STRING": quote(query, safe="=&-._~"),
        "SERVER_NAME": site.hostname or "localhost",
        "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": site.netloc,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    # Whatever header the settings take as "came over TLS", this request came over TLS.
    if site.scheme == "https" and (header := settings.SECURE_PROXY_SSL_HEADER):
        environ[header[0]] = header[1]
    request = WSGIRequest(environ)
    request.is_baking = True  # type: ignore[attr-defined]  # PressMiddleware lets it pass
    return request


def _checked(address: str, response: HttpResponseBase) -> HttpResponse:
    if response.status_code not in CACHEABLE:
        raise NotBakeable(f"{address} answers {response.status_code}")
    if response.cookies:
        raise NotBakeable(f"{address} sets cookies ({', '.join(response.cookies)})")
    if response.streaming or not isinstance(response, HttpResponse):
        raise NotBakeable(f"{address} streams its answer")
    if response.has_header("Content-Encoding"):
        raise NotBakeable(f"{address} encodes its answer")
    if "private" in response.get("Cache-Control", "") or "no-store" in response.get("Cache-Control", ""):
        raise NotBakeable(f"{address} forbids keeping its answer")
    return response
