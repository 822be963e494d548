"""What stands around every page, rendered once for a section and an edition and put around each page of it."""

import secrets
from collections.abc import Callable
from dataclasses import replace

from django.conf import settings
from django.utils.translation import get_language
from markupsafe import Markup, escape

from tajuk.site.chrome import Chrome

Component = Callable[[Chrome], Markup]

_MOST = 512
_made: dict[tuple[str, Chrome, str | None], str] = {}
# What differs from page to page. Nobody who writes for a page knows what stands there instead meanwhile.
_LITE, _OTHER = (f"/{secrets.token_hex(16)}" for _ in range(2))


def framed(component: Component, chrome: Chrome) -> Markup:
    """Return what `component` (a macro) makes of the frame of a page, made anew only when the frame changes."""
    if settings.DEBUG:  # templates change while one looks
        return component(chrome)
    same = replace(chrome, lite_url=_LITE, full_url="", other=replace(chrome.other, url=_OTHER))
    key = (component.name, same, get_language())  # type: ignore[attr-defined]  # a macro has a name
    html = _made.get(key)
    if html is None:
        if len(_made) >= _MOST:
            _made.clear()
        html = _made[key] = str(component(same))
    return Markup(html.replace(_LITE, escape(chrome.lite_url)).replace(_OTHER, escape(chrome.other.url)))  # noqa: S704
