"""Name the verbs on subscriptions in Wagtail's audit log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks

VERBS = {
    "subscribe": (_("Subscribe"), _("Subscribed")),
    "renew": (_("Renew"), _("Renewed")),
    "end": (_("End"), _("Ended")),
    "pass": (_("Make a pass"), _("Pass made")),
    "sign-in": (_("Sign in"), _("Signed in")),
    "sign-out": (_("Sign out everywhere"), _("Signed out everywhere")),
}


@hooks.register("register_log_actions")
def name_verbs(actions: Any) -> None:
    """Register each verb with its label and its words in a subscriber's history."""
    for verb, (label, done) in VERBS.items():
        actions.register_action(f"tajuk.{verb}-subscriber", label, done)
