"""Form controls for long vocabularies."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FilterableChoices(forms.CheckboxSelectMultiple):
    """Many choices as a short list that a few letters narrow; the chosen ones stand first.

    It is a plain list of checkboxes where scripts do not run: `desk/choices.js` adds the search field.
    """

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        """Mark the list for the script."""
        super().__init__(
            attrs=(attrs or {}) | {"class": "desk-choices", "data-desk-choices": _("Search the list")}
        )
