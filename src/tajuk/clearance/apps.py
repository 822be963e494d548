"""The clearance app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ClearanceConfig(AppConfig):
    """Register clearance with Django."""

    name = "tajuk.clearance"
    label = "clearance"
    verbose_name = _("Clearance")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Keep the database's time in this process, and pictures of killed stories out of sight."""
        from tajuk.clearance import picture_files, timekeeping

        timekeeping.install()
        picture_files.connect()
