"""The fronts app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrontsConfig(AppConfig):
    """Register fronts with Django."""

    name = "tajuk.fronts"
    label = "fronts"
    verbose_name = _("Fronts")
    default_auto_field = "django.db.models.BigAutoField"
