"""The Jinja2 environment of reader pages: filters of notation and time, addresses, fragments.

Templates keep to what Jinja2 and minijinja share (no extension tags), so that the faster engine stays open.
"""

from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import get_language, gettext, ngettext, pgettext
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from tajuk.common import editions, notation
from tajuk.common.clock import WIB
from tajuk.common.notation import Language
from tajuk.common.sanitize import clean_blocks, clean_inline, without_controls
from tajuk.press import marks
from tajuk.site.frame import framed


def reader_environment(**options: Any) -> Environment:
    """Return the environment: undefined names are errors, all output is escaped and free of control characters."""
    options["undefined"] = StrictUndefined
    options["trim_blocks"] = True
    options["lstrip_blocks"] = True
    options["finalize"] = _shown
    environment = Environment(**options)  # noqa: S701  (Django passes autoescape=True)
    environment.globals.update(
        _=_gettext,
        ngettext=ngettext,
        pgettext=pgettext,
        # A release's files keep their names as long as the process lives.
        static=cache(static),
        fragment=marks.mark,
        framed=framed,
        language=_language,
        site_address=settings.SITE_ADDRESS,
    )
    environment.filters.update(
        moment=_moment, brief=_brief, day=_day, hour=_hour, clock_time=notation.format_time, iso=_iso,
        rupiah=_rupiah, plain=_plain, signed=notation.for_readers, inline=_inline, blocks=_blocks,
    )  # fmt: skip
    return environment


def _gettext(text: str) -> str:
    """Return the text in the active language: catalogues do not change while the process lives."""
    return _in_language(get_language(), text)


@cache
def _in_language(language: str | None, text: str) -> str:
    return gettext(text)


def _shown(value: Any) -> Any:
    """Return what an expression puts on a page: no control characters, nothing that turns the reading direction."""
    return without_controls(value) if type(value) is str else value


def _language() -> Language:
    return "en" if editions.of_language(get_language()) is editions.ENGLISH else "id"


def _moment(value: datetime) -> str:
    """Return `Jumat, 19 Januari 2024 / 18:34 WIB`."""
    return notation.format_moment(value, _language(), WIB)


def _brief(value: datetime) -> str:
    """Return `19 Jan / 18:34 WIB`."""
    day, month, _year = notation.format_date(value.astimezone(WIB).date(), _language(), weekday=False).split()
    return f"{day} {month[:3]} / {notation.format_time(value)}"


def _day(value: date | datetime) -> str:
    """Return `Jumat, 19 Januari 2024`, of a moment the day that it has in the newsroom."""
    day = value.astimezone(WIB).date() if isinstance(value, datetime) else value
    return notation.format_date(day, _language())


def _hour(value: datetime) -> str:
    """Return `18:34`."""
    return f"{value.astimezone(WIB):%H:%M}"


def _iso(value: datetime, zone: ZoneInfo = WIB) -> str:
    """Return RFC 3339 with the newsroom's offset."""
    return value.astimezone(zone).isoformat(timespec="seconds")


def _rupiah(value: Decimal) -> str:
    return notation.format_money(value, "IDR", _language())


def _plain(value: Decimal | None) -> str:
    """Return a figure as machines write it, nothing for one that is not known."""
    return "" if value is None else f"{value.normalize():f}"


def _inline(html: str) -> Markup:
    return Markup(clean_inline(html, own_links=True))  # noqa: S704  (the one sanitiser's answer)


def _blocks(html: str) -> Markup:
    return Markup(clean_blocks(html, own_links=True))  # noqa: S704  (the one sanitiser's answer)
