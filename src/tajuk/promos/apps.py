"""The promos app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PromosConfig(AppConfig):
    """Register promos with Django."""

    name = "tajuk.promos"
    label = "promos"
    verbose_name = _("Promos")
    default_auto_field = "django.db.models.BigAutoField"
