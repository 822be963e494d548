"""The closed lists of words that articles use."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody did for a story, as its credits say."""

    REPORTER = "reporter", _("Reporter")
    EDITOR = "editor", _("Editor")
    TRANSLATOR = "translator", _("Translator")
    PHOTOGRAPHER = "photographer", _("Photographer")


class Made(models.TextChoices):
    """How an article came from what it was made from."""

    TAKEN = "taken", _("taken")
    TRANSLATED = "translated", _("translated")
    REWRITTEN = "rewritten", _("rewritten")
    QUOTED = "quoted", _("quoted")
    ILLUSTRATED = "illustrated", _("illustrated with")


class RestrictionKind(models.TextChoices):
    """Why an article may not leave the newsroom, beyond what its own fields say."""

    EMBARGO = "embargo", _("Embargo")
    HOLD = "hold", _("Hold")
    KILL = "kill", _("Kill")
    LEGAL = "legal", _("Legal")
    RIGHTS = "rights", _("Rights")


class Gravity(models.TextChoices):
    """How grave a correction is: a grave one stands above the story, a slight one below it."""

    GRAVE = "grave", _("Grave")
    SLIGHT = "slight", _("Slight")
