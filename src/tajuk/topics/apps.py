"""The topics app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TopicsConfig(AppConfig):
    """Register topics with Django."""

    name = "tajuk.topics"
    label = "topics"
    verbose_name = _("Sections and topics")
    default_auto_field = "django.db.models.BigAutoField"
