"""The press app."""

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class PressConfig(AppConfig):
    """Register press with Django."""

    name = "tajuk.press"
    label = "press"
    verbose_name = _("Press")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what changes, and register the checks."""
        from tajuk.press import checks, receivers

        receivers.connect()
        checks.register()
        if apps.is_installed("wagtail"):
            from tajuk.press import passing, publishing, quotes, reconciliation

            passing.register()
            reconciliation.register()
            quotes.register()
            publishing.register()
