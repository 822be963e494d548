"""The markets app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketsConfig(AppConfig):
    """Register markets with Django."""

    name = "tajuk.markets"
    label = "markets"
    verbose_name = _("Markets")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to edits of the calendars."""
        from tajuk.markets import receivers  # noqa: F401  (registers its receivers)
