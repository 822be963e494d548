"""What the desk's lists can be narrowed by; every filter is unset until somebody sets it."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

import django_filters
from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from tajuk.articles.managers import ArticleQuerySet
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.common.text import Words
from tajuk.desk import queries
from tajuk.desk.presets import presets_of
from tajuk.staff.models import User
from tajuk.topics.models import Section
from tajuk.wires.enums import PubStatus
from tajuk.wires.models import Agency, WireItem
from tajuk.wires.models.items import WireItemQuerySet
from tajuk.wires.queries import Wanted, wires_list

Choices = list[tuple[str, Words]]
FREE, MINE = "free", "mine"
URGENT = 3
NO_PRESET = -1


def _choice(label: Words, choices: Choices, **kwargs: object) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        label=label, choices=choices, empty_label=_("All"), widget=forms.RadioSelect, **kwargs
    )


class WireFilters(WagtailFilterSet):
    """Narrow the wires list."""

    urgency = _choice(_("Urgency"), [(str(URGENT), _("1 to 3, urgent")), ("5", _("1 to 5"))])
    work = _choice(_("Work"), [(FREE, _("Not taken yet")), (MINE, _("Taken by me"))])
    agency = django_filters.ModelChoiceFilter(
        label=_("Agency"), queryset=Agency.objects.order_by("name"), to_field_name="slug", empty_label=_("All"),
        widget=forms.RadioSelect,
    )  # fmt: skip
    language = _choice(_("Language"), [("id", _("Indonesian")), ("en", _("English"))])
    status = _choice(_("Status"), list(PubStatus.choices))
    preset = django_filters.NumberFilter(widget=forms.HiddenInput, label=_("Preset"))

    class Meta:
        model = WireItem
        fields: list[str] = []


def wanted_wires(
    filters: WireFilters, words: str, user: User, *, before: tuple[datetime, int] | None = None
) -> WireItemQuerySet:
    """Return the wire items that the filters and the words of a search ask for, from `before` on."""
    chosen = filters.form.cleaned_data if filters.is_valid() else {}
    agency = chosen.get("agency")
    items = wires_list(
        Wanted(
            agency=agency.slug if agency else "",
            language=chosen.get("language") or "",
            most_urgency=int(chosen["urgency"]) if chosen.get("urgency") else None,
            status=chosen.get("status") or "",
            words=words,
            untaken=chosen.get("work") == FREE,
            preset=_preset(chosen.get("preset"), user),
            before=before,
        )
    )
    return items.filter(taken_by=user) if chosen.get("work") == MINE else items


def _preset(asked: Decimal | None, user: User) -> int | None:
    """Return the number of a preset that the account may see; one of somebody else narrows to nothing."""
    if asked is None:
        return None
    return presets_of(user).filter(pk=int(asked)).values_list("pk", flat=True).first() or NO_PRESET


QUICK: list[tuple[Words, dict[str, str]]] = [
    (_("All"), {}),
    (_("Urgent"), {"urgency": str(URGENT)}),
    (_("Not taken yet"), {"work": FREE}),
    (_("Mine"), {"work": MINE}),
    (_("Indonesian"), {"language": "id"}),
    (_("English"), {"language": "en"}),
]


def quick(asked: QueryDict, names: Iterable[str]) -> list[tuple[Words, str, bool]]:
    """Return the one-click filters: label, query, and whether it is the one in force."""
    now = {name: asked[name] for name in names if asked.get(name)}
    return [
        (label, "?" + "&".join(f"{k}={v}" for k, v in each.items()), now == each) for label, each in QUICK
    ]


class StoryFilters(WagtailFilterSet):
    """Narrow the list of stories by queue, section, premium, and who began it."""

    queue = _choice(_("Queue"), list(queries.QUEUES.items()), method="filter_queue")
    section = django_filters.ModelChoiceFilter(
        label=_("Section"), queryset=Section.objects.all(), empty_label=_("All"), widget=forms.RadioSelect
    )
    work = _choice(_("Work"), [(MINE, _("Begun by me"))], method="filter_work")
    premium = _choice(_("Premium"), [("1", _("Premium")), ("0", _("Free"))], method="filter_premium")

    class Meta:
        model = Article
        fields: list[str] = []

    request: HttpRequest

    def filter_queue(self, stories: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        """Keep the stories of one queue."""
        return queries.queue(value, clock.now(), stories)

    def filter_work(self, stories: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        """Keep the stories that the account began."""
        return stories.filter(created_by=self.request.user)

    def filter_premium(self, stories: ArticleQuerySet, name: str, value: str) -> ArticleQuerySet:
        """Keep premium stories, or the others."""
        return stories.filter(is_premium=value == "1")
