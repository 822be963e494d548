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
        """Register the exits with the gate, the fragments with the press, and what machines ask for."""
        from tajuk.site import exits, fragments, outlets

        exits.register()
        fragments.register()
        outlets.register()
