"""What a contract allows of an agency's text: where it may stand, how long, and for whom."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

_COUNTRY = re.compile(r"-?[A-Z]{2}")


def territories_of(text: str) -> str:
    """Return a list of countries as it is kept: `" ID MY "` for only these, `" -US "` for all but these.

    Countries are ISO 3166 codes, between spaces so that a query finds a whole one. Where both stand, what is allowed
    counts. Raise `ValueError` for what is no code.
    """
    codes = re.split(r"[\s,;]+", text.strip().upper()) if text.strip() else []
    if wrong := [code for code in codes if not _COUNTRY.fullmatch(code)]:
        raise ValueError(", ".join(wrong))
    refused = {code for code in codes if code.startswith("-")}
    allowed = {code for code in codes if code not in refused and f"-{code}" not in refused}
    if any(code not in refused for code in codes):
        # Nothing is left of a list that takes back all that it allows: an own code says nowhere.
        return f" {' '.join(sorted(allowed) or ['ZZ'])} "
    return f" {' '.join(sorted(refused))} " if refused else ""


def closed_to(territories: str, country: str) -> bool:
    """Tell whether a kept list of countries leaves `country` out."""
    if not territories or not country:
        return False
    if territories.startswith(" -"):
        return f" -{country} " in territories
    return f" {country} " not in territories


class TerritoriesField(models.CharField):  # type: ignore[type-arg]  # not generic when it runs
    """A list of countries, typed as `ID MY` or `-US` and kept as `territories_of` says."""

    def get_prep_value(self, value: object) -> object:
        """Return it as it is kept."""
        return territories_of(str(value or ""))

    def clean(self, value: object, model_instance: models.Model | None) -> str:
        """Refuse what is no country code."""
        try:
            return territories_of(str(value or ""))
        except ValueError as wrong:
            raise ValidationError(
                _("Not a country code of two letters: %(codes)s") % {"codes": wrong}
            ) from None


class TextRights(models.Model):
    """Mix into what has a contract; the stricter of a source and its agency counts."""

    may_web = models.BooleanField(_("may stand on the site"), default=True)
    may_archive = models.BooleanField(_("may stay in the archive"), default=True)
    archive_days = models.PositiveIntegerField(
        _("days until it is archive"),
        default=30,
        validators=[MaxValueValidator(36_500)],
        help_text=_(
            "A story that may not stay in the archive is taken off the site so long after publication."
        ),
    )
    may_newsletter = models.BooleanField(_("may go into newsletters"), default=True)
    may_translate = models.BooleanField(_("may be translated"), default=True)
    territories = TerritoriesField(
        _("countries"),
        max_length=200,
        blank=True,
        default="",
        help_text=_(
            "Codes of two letters: ID MY for only these, -US for all but these; empty for everywhere."
        ),
    )

    class Meta:
        abstract = True
