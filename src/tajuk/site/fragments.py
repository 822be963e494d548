"""The fragments that the site's pages hold."""

from tajuk.press import fragments
from tajuk.site.variants import FULL, FULL_ENGLISH

FRAGMENTS = (
    "market-bar",
    "latest",
    "most-read",
    "most-read-wide",
    "promo-banner",
    "promo-overlay",
    "academy",
)


def register() -> None:
    """Tell the press which fragments there are, in each edition."""
    for variant in (FULL, FULL_ENGLISH):
        for name in FRAGMENTS:
            fragments.register(f"{variant.edition.prefix}{name}")
