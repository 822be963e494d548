"""Give the desk its own content security policy, and keep what is posted by somebody who is signed out.

Wagtail's editor writes inline styles and scripts; reader pages never do.
"""

from collections.abc import Callable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

from tajuk.desk.views.kept import kept

HEADER = "Content-Security-Policy"
OPEN = ("wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_password_reset")
POLICY = {
    "default-src": [SELF],
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "object-src": [NONE],
}


class DeskPolicyMiddleware:
    """Replace the policy of answers below `/desk/`, and keep them out of every cache."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the desk's policy where the address is the desk's."""
        response = self.get_response(request)
        if request.path.startswith("/desk/"):
            if given := response.headers.get(HEADER):
                # A preview is the reader's own page with the reader's own policy: only the desk may frame it.
                response.headers[HEADER] = given.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
            response._csp_replace = POLICY  # type: ignore[attr-defined]  # django-csp's own hook
            response.headers.setdefault("Cache-Control", "private, no-store")
            response.headers.setdefault("X-Robots-Tag", "noindex, nofollow")
        return response


class SignedOutMiddleware:
    """Answer a form of the desk that somebody signed out has sent with what they typed, instead of the log-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Look at forms of the desk only, and not at those by which one signs in."""
        if request.method != "POST" or not request.path.startswith("/desk/") or request.user.is_authenticated:
            return None
        match = request.resolver_match
        is_open = match is not None and (match.url_name or "").startswith(OPEN)
        # Scripts that save by themselves have their own way of telling.
        return None if is_open or "text/html" not in request.headers.get("Accept", "") else kept(request)
