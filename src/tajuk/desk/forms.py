"""The desk's forms beyond those that Wagtail makes from models."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from tajuk.articles.enums import Gravity
from tajuk.common.text import one_line


class StoryForm(WagtailAdminModelForm):
    """The form of a story."""

    def clean_headline(self) -> str:
        """Return the headline as one line: its field wraps, and so takes line ends."""
        return one_line(self.cleaned_data["headline"])


class ReasonForm(forms.Form):
    """Ask why: no emergency verb goes without a reason."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "autofocus": True}),
        help_text=_("Readers see the reason of a kill; it stays in the story's history."),
    )


class CorrectionForm(forms.Form):
    """Say what was wrong and what is right, and how grave it is."""

    wrong = forms.CharField(
        label=_("What was wrong"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    right = forms.CharField(
        label=_("What is right"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    gravity = forms.ChoiceField(
        label=_("Gravity"),
        choices=Gravity.choices,
        initial=Gravity.SLIGHT,
        widget=forms.RadioSelect,
        help_text=_("A grave correction stands above the story, a slight one below it."),
    )


class NoteForm(forms.Form):
    """Say how a change of the source was dealt with."""

    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        required=False,
        help_text=_("What you did about it, for the history."),
    )


class PasteForm(forms.Form):
    """Take a pasted manuscript."""

    text = forms.CharField(
        label=_("Text"),
        max_length=400_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18, "autofocus": True, "spellcheck": "false"}),
        help_text=_("A page, a printout or a manuscript, with whatever stands around it."),
    )


class RelatedForm(forms.Form):
    """Choose which suggestions become “Read also” links."""

    chosen = forms.MultipleChoiceField(
        label=_("Suggestions"), widget=forms.CheckboxSelectMultiple, required=True
    )

    def __init__(self, *args: object, choices: list[tuple[str, str]], **kwargs: object) -> None:
        """Offer these choices."""
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed through as Django takes them
        self.fields["chosen"].choices = choices  # type: ignore[attr-defined]  # a choice field
