"""The site app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SiteConfig(AppConfig):
    """Register site with Django."""

    name = "tajuk.site"
    label = "site"
    verbose_name = _("Site")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the exits with the gate, pages and fragments with the press, and what machines ask for."""
        from tajuk.site import baking, exits, outlets

        exits.register()
        baking.register()
        outlets.register()
