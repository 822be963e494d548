"""Presets of the wires list and rules for what comes in, as forms and lists in the desk."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList

from tajuk.common import clock
from tajuk.common.editions import EDITIONS
from tajuk.desk.vocabularies import Vocabulary
from tajuk.staff.models import User
from tajuk.topics.models import Section
from tajuk.wires.actions import save_preset
from tajuk.wires.models import Agency, Preset, PresetMatch, Rule, Source

Choices = Callable[[], list[tuple[str, str]]]


class ListField(forms.CharField):
    """Values separated by commas or line ends, as a list."""

    widget = forms.Textarea(attrs={"rows": 2})

    def prepare_value(self, value: Any) -> Any:
        """Return a list on one line."""
        return ", ".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        """Return the values, each once."""
        parts = str(value or "").replace("\n", ",").split(",")
        return list(dict.fromkeys(" ".join(part.split()) for part in parts if part.strip()))

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the values are others than before."""
        return bool((initial or []) != self.to_python(data))


def _several(label: Any, choices: Choices) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def _slugs(model: type[Agency] | type[Source]) -> list[tuple[str, str]]:
    return list(model.objects.order_by("name").values_list("slug", "name"))


def _sections() -> list[tuple[str, str]]:
    return [(section.slug, str(section)) for section in Section.objects.all()]


class ChoosingForm(WagtailAdminModelForm):
    """The filters that presets and rules share."""

    agencies = _several(_("Agencies"), lambda: _slugs(Agency))
    sources = _several(_("Sources"), lambda: _slugs(Source))
    sections = _several(_("Sections"), _sections)
    languages = _several(
        _("Languages"), lambda: [(each.language, each.language.upper()) for each in EDITIONS]
    )
    words = ListField(
        label=_("With any of these words"),
        required=False,
        help_text=_("Separated by commas; words between commas must stand together. Forms of a word count."),
    )
    without = ListField(label=_("Without these words"), required=False)
    topics = ListField(label=_("Topics"), required=False, help_text=_("Codes or names, separated by commas."))
    instruments = ListField(
        label=_("Instruments"), required=False, help_text=_("Symbols, separated by commas.")
    )
    places = ListField(label=_("Places"), required=False)


class RuleForm(ChoosingForm):
    """A rule."""

    add_tags = ListField(label=_("Tags"), required=False)


class PresetForm(ChoosingForm):
    """A preset; saving it fills it."""

    def save(self, commit: bool = True) -> Preset:
        """Save the preset and fill it with last week's items that fit."""
        preset: Preset = super().save(commit=False)
        if commit:
            save_preset(preset, now=clock.now())
        return preset


FILTERS = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("agencies"), FieldPanel("sources")]),
        FieldRowPanel([FieldPanel("languages"), FieldPanel("sections")]),
        FieldRowPanel([FieldPanel("most_urgency"), FieldPanel("only_corrections")]),
        FieldPanel("words"),
        FieldPanel("without"),
        FieldRowPanel([FieldPanel("topics"), FieldPanel("instruments"), FieldPanel("places")]),
    ],
    heading=_("What fits"),
)


class Presets(Vocabulary):
    """Saved filters of the wires list."""

    model: Any = Preset
    icon = "view"
    menu_label: Any = _("Presets of the wires")
    list_display = ["name", "owner", "position"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("position")]),
            FieldPanel("owner"),
            FILTERS,
            FieldRowPanel([FieldPanel("sound"), FieldPanel("notice")]),
        ],
        base_form_class=PresetForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Preset]:
        """Return the presets of everybody and the account's own."""
        return presets_of(request.user)  # type: ignore[arg-type]  # a signed-in account


class Rules(Vocabulary):
    """What is done with wires as they come in."""

    model: Any = Rule
    icon = "cogs"
    menu_label: Any = _("Rules for wires")
    list_display = ["name", "enabled", "position"]
    edit_template_name = "desk/rule_edit.html"
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("name"), FieldPanel("position"), FieldPanel("enabled")]),
            FILTERS,
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("set_section"), FieldPanel("set_urgency")]),
                    FieldPanel("add_tags"),
                    FieldRowPanel([FieldPanel("hold"), FieldPanel("take")]),
                ],
                heading=_("What is done with it"),
            ),
        ],
        base_form_class=RuleForm,
    )


def presets_of(user: User) -> QuerySet[Preset]:
    """Return the presets that an account sees: everybody's and its own."""
    return Preset.objects.filter(Q(owner=None) | Q(owner=user))


@dataclass(frozen=True, slots=True)
class Loud:
    """Items of a list that an account wants to hear of, or to have a notice of, when they are urgent."""

    heard: frozenset[int]
    noticed: frozenset[int]
    wants_notices: bool


def loud(presets: Iterable[Preset], items: Iterable[int]) -> Loud:
    """Return which of the items stand in a preset with sound or notices."""
    flagged = {preset.pk: preset for preset in presets if preset.sound or preset.notice}
    rows = PresetMatch.objects.filter(preset__in=flagged, item__in=list(items)) if flagged else []
    pairs = [(row.item_id, flagged[row.preset_id]) for row in rows]
    return Loud(
        frozenset(item for item, preset in pairs if preset.sound),
        frozenset(item for item, preset in pairs if preset.notice),
        any(preset.notice for preset in flagged.values()),
    )


VIEWSETS = [Presets(), Rules()]
