"""Name the newsroom's verbs in Wagtail's audit log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

VERBS = {
    "embargo": (_("Embargo"), _("Put under embargo")),
    "hold": (_("Hold"), _("Held")),
    "kill": (_("Kill"), _("Killed")),
    "legal": (_("Legal block"), _("Blocked for legal reasons")),
    "confirm-embargo": (_("Confirm the embargo"), _("End of the embargo confirmed")),
    "lift-embargo": (_("End embargo"), _("Embargo ended")),
    "lift-hold": (_("Release"), _("Released")),
    "lift-kill": (_("Reinstate"), _("Reinstated")),
    "lift-legal": (_("Lift legal block"), _("Legal block lifted")),
    "correct": (_("Correct"), _("Corrected")),
    "derive": (_("Name a source"), _("Source named")),
    "rights": (_("Rights"), _("Rights of its own arranged")),
    "lift-rights": (_("Rights regained"), _("Rights regained")),
    "live-open": (_("Open live coverage"), _("Live coverage opened")),
    "live-close": (_("End live coverage"), _("Live coverage ended")),
    "live-post": (_("Post"), _("Posted live")),
    "live-pin": (_("Make it a key point"), _("Post made a key point")),
    "live-unpin": (_("No key point"), _("Post taken out of the key points")),
    "live-correct": (_("Correct a post"), _("Live post corrected")),
    "live-withdraw": (_("Withdraw a post"), _("Live post withdrawn")),
    "source": (_("Follow the source"), _("Brought up to date with its source")),
}


@hooks.register("register_log_actions")
def name_verbs(actions: Any) -> None:
    """Register each verb with its label and its words in a story's history."""
    for verb, (label, done) in VERBS.items():
        actions.register_action(f"tajuk.{verb}", label, done)


@hooks.register("register_rich_text_features")
def links_to_stories(features: FeatureRegistry) -> None:
    """Offer links to stories in the editor of paragraphs."""
    from tajuk.articles import links  # with the editor: who only names verbs does without it

    links.register(features)
