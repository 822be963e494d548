"""Name the verbs on pictures in Wagtail's audit log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks


@hooks.register("register_log_actions")
def name_verbs(actions: Any) -> None:
    """Register each verb with its label and its words in a picture's history."""
    actions.register_action("tajuk.withdraw-picture", _("Withdraw"), _("Withdrawn"))
    actions.register_action("tajuk.restore-picture", _("Show again"), _("Shown again"))
