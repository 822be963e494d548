"""What the desk does when news reaches it from below."""

from typing import Any

from django.dispatch import receiver

from tajuk.common import clock
from tajuk.desk.actions.follow import follow
from tajuk.wires.models import WireVersion
from tajuk.wires.signals import version_received


@receiver(version_received, dispatch_uid="desk-follows-wires")
def carry_to_articles(version: WireVersion, **kwargs: Any) -> None:
    """Carry an agency's update, hold or kill to the articles made from the item."""
    follow(version, now=clock.now())
