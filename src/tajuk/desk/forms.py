"""The desk's forms beyond those that Wagtail makes from models."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateTimeInput

from tajuk.articles.enums import Gravity
from tajuk.articles.models import Article, ArticleRights
from tajuk.common.text import one_line
from tajuk.desk.actions.resolve import Outcome


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


class ResolveForm(forms.Form):
    """Say how a change of the source was dealt with."""

    outcome = forms.ChoiceField(
        label=_("What became of it"),
        choices=Outcome.choices,
        initial=Outcome.TAKEN_OVER,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note"),
        max_length=500,
        help_text=_("What you did about it, or why it does not matter; it stays in the story's history."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)


class EmbargoForm(forms.Form):
    """Say when an embargo ends whose end stands in words only."""

    until = forms.DateTimeField(
        label=_("The embargo ends"),
        required=False,
        widget=AdminDateTimeInput,
        help_text=_("In the newsroom's time. Empty: there is no embargo."),
    )
    reason = forms.CharField(
        label=_("How you know"), max_length=500, help_text=_("It stays in the story's history.")
    )


class RightsForm(forms.ModelForm):  # type: ignore[type-arg]  # not generic when it runs
    """Say what was arranged for one story's text."""

    class Meta:
        model = ArticleRights
        fields = (
            "may_web", "may_syndicate", "may_newsletter", "may_translate", "may_archive", "archive_days", "territories",
            "note",
        )  # fmt: skip
        widgets: ClassVar = {"note": forms.Textarea(attrs={"rows": 2})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer for each right: as its sources have it, yes, no."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name.startswith("may_"):
                choices = [("", _("as its sources have it")), ("true", _("yes")), ("false", _("no"))]
                field.widget = forms.Select(choices=choices)


class QuoteForm(forms.Form):
    """Name a story as a source, by its id or address."""

    source = forms.CharField(
        label=_("A story that it quotes"), max_length=300, help_text=_("Its id, or its address in the paper.")
    )

    def clean_source(self) -> Article:
        """Return the story."""
        digits = self.cleaned_data["source"].strip().rstrip("/").rpartition("-")[2]
        found: Article | None = (
            Article.objects.filter(pk=int(digits)).first()
            if digits.isdecimal() and len(digits) < 19
            else None
        )
        if found is None:
            raise forms.ValidationError(_("There is no such story."))
        return found


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
