"""The wires app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WiresConfig(AppConfig):
    """Register wires with Django."""

    name = "tajuk.wires"
    label = "wires"
    verbose_name = _("Wires")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks."""
        from tajuk.wires import checks  # noqa: F401  # registers by import
