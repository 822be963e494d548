"""The articles app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ArticlesConfig(AppConfig):
    """Register articles with Django."""

    name = "tajuk.articles"
    label = "articles"
    verbose_name = _("Articles")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to stories that are published."""
        from tajuk.articles import receivers  # noqa: F401  (models must be loaded first)
