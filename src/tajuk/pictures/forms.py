"""The form of a picture: whoever files one says what it shows, and whose it is."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.images.forms import BaseImageForm


class PictureForm(BaseImageForm):
    """Wagtail's form of a picture, with alternative text and caption required."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Require alternative text and caption, and ask for the English text and the credit."""
        super().__init__(*args, **kwargs)
        asked = {
            "description": (_("Alternative text"), _("What the picture shows, for those who do not see it.")),
            "description_en": (
                _("Alternative text in English"),
                _("For pages of the English edition; without one the other stands there, too."),
            ),
            "caption": (None, _("Stands below the picture: who, what, where, when.")),
            "photographer": (None, _("The credit line is made of the agency and the photographer.")),
        }
        for name, (label, help_text) in asked.items():
            if name in self.fields:
                self.fields[name].label = label or self.fields[name].label
                self.fields[name].help_text = help_text
        for name in ("description", "caption"):
            if name in self.fields:
                self.fields[name].required = True
