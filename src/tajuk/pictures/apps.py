"""The pictures app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PicturesConfig(AppConfig):
    """Register pictures with Django."""

    name = "tajuk.pictures"
    label = "pictures"
    verbose_name = _("Pictures")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to pictures that are saved."""
        from tajuk.pictures import receivers  # noqa: F401  (models must be loaded first)
