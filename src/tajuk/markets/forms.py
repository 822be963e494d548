"""What the markets desk types: a reason for a decision, a close."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tajuk.common.notation import parse_number
from tajuk.markets.models.instruments import MAX_DECIMALS


class FigureField(forms.CharField):
    """A figure as Indonesians write it, `7.141,25`; a plain `7141.25` is understood where it can mean nothing else."""

    def to_python(self, value: Any) -> Any:
        """Return the figure as `Decimal`."""
        text = super().to_python(value)
        if not text:
            return None
        for language in ("id", "en"):
            try:
                figure: Decimal = parse_number(text, language)
            except ValueError:
                continue
            if -int(figure.as_tuple().exponent) <= MAX_DECIMALS:
                return figure
        raise forms.ValidationError(_("Write a figure such as 7.141,25."))


class CloseForm(forms.Form):
    """The official close of a day."""

    date = forms.DateField(label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
    value = FigureField(
        label=_("Close"),
        help_text=_("With a decimal comma: 7.141,25"),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )


class JudgementForm(forms.Form):
    """What is decided of a tick that was held back, and why."""

    note = forms.CharField(label=_("Reason"), max_length=200, required=False)
