"""Name what is done to fronts in Wagtail's audit log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def name_verbs(actions: Any) -> None:
    """Register the verbs with their labels and their words in a history."""
    actions.register_action("tajuk.lay_out", _("Lay out"), _("Laid out"))
    actions.register_action("tajuk.identity", _("Change the identity"), _("Identity changed"))
