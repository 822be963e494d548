"""The words of the interface as the product says them, so that a better translation breaks no test."""

import gettext
from functools import cache

from tests.product import PACKAGE


@cache
def _catalogue() -> gettext.NullTranslations:
    with (PACKAGE / "locale/id/LC_MESSAGES/django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def say(message: str) -> str:
    """Return what the Indonesian pages say for an English message of the templates."""
    return _catalogue().gettext(message)
