"""The forms that every page of the site has: an edition's full form and its light one."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override

from tajuk.common.editions import ENGLISH, INDONESIAN, Edition

P = ParamSpec("P")
LITE = "/lite"


@dataclass(frozen=True, slots=True)
class Variant:
    """A form of the site: which edition, and whether without pictures, styles and scripts."""

    edition: Edition
    lite: bool = False

    @property
    def root(self) -> str:
        """Return the address of this form's home page: `/`, `/en/`, `/lite/` or `/lite/en/`."""
        return self.link(f"/{self.edition.prefix}")

    @property
    def language(self) -> str:
        """Return the language code of the edition."""
        return self.edition.language

    def at(self, path: str = "") -> str:
        """Return the address of a path below this form's home page."""
        return self.root + path

    def canonical(self, path: str = "") -> str:
        """Return the address that the full form has for a path below the home page."""
        return f"/{self.edition.prefix}{path}"

    def link(self, address: str) -> str:
        """Return the address, of the full form, as this form links it."""
        return LITE + address if self.lite else address


FULL = Variant(INDONESIAN)
FULL_ENGLISH = Variant(ENGLISH)
VARIANTS = (
    Variant(ENGLISH, lite=True),
    Variant(INDONESIAN, lite=True),
    FULL_ENGLISH,
    FULL,
)  # the longest prefix first: addresses are tried in this order


def of_path(path: str) -> Variant:
    """Return the form that an address belongs to."""
    return next((variant for variant in VARIANTS if path.startswith(variant.root)), FULL)


def in_edition(
    view: Callable[Concatenate[HttpRequest, Variant, P], HttpResponse],
) -> Callable[..., HttpResponse]:
    """Let a view run in the language of its variant, which the addresses give as the argument `variant`."""

    @wraps(view)
    def viewed(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        given = kwargs.pop("variant", FULL)
        variant = given if isinstance(given, Variant) else FULL
        with override(variant.language):
            response = view(request, variant, *args, **kwargs)
        response.headers["Content-Language"] = variant.edition.tag
        return response

    return viewed
