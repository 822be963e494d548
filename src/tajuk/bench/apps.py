"""The bench app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BenchConfig(AppConfig):
    """Register bench with Django."""

    name = "tajuk.bench"
    label = "bench"
    verbose_name = _("Bench")
    default_auto_field = "django.db.models.BigAutoField"
