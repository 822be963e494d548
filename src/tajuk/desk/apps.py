"""The desk app."""

from typing import Any

from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    """Register the desk with Django, and listen to the wires."""

    name = "tajuk.desk"
    label = "desk"
    verbose_name = _("Desk")

    def ready(self) -> None:
        """Connect the receivers, and make the groups once everything is migrated."""
        from tajuk.desk import receivers  # noqa: F401  (models must be loaded first)

        # The signal goes round apps with models only, and the desk has none: it listens for the articles'.
        articles = apps.get_app_config("articles")
        post_migrate.connect(_ensure_roles, sender=articles, dispatch_uid="desk-roles")


def _ensure_roles(**kwargs: Any) -> None:
    from django.contrib.auth.management import create_permissions
    from wagtail.snippets.models import create_extra_permissions

    from tajuk.desk.roles import ensure_roles

    # Permissions are made app by app as this signal goes round: make sure that all are there.
    for config in apps.get_app_configs():
        create_permissions(config, verbosity=0)
    create_extra_permissions(apps.get_app_config("articles"))
    ensure_roles()
