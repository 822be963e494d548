"""What a story's text may be used for, and who has which version of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Article, ArticleRights
from tajuk.clearance import exits, gate
from tajuk.clearance import rights as text_rights
from tajuk.clearance.exits import Shows, Use
from tajuk.clearance.models import Delivery, Partner
from tajuk.common import clock
from tajuk.desk.actions.arrange import NAMES, arrange
from tajuk.desk.forms import RightsForm
from tajuk.desk.views.headers import story_header
from tajuk.wires.models import Agency

MOST = 200


@dataclass(frozen=True, slots=True)
class Contract:
    """What one agency or source allows, as the panel shows it."""

    name: str
    rights: Any
    territories: str


@permission_required("articles.publish_article", raise_exception=True)
def rights(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what contracts allow of a story's text and what comes of it at each exit; take what was arranged for it."""
    story = get_object_or_404(Article.objects.for_page(), pk=pk)
    form = RightsForm(
        request.POST or None, instance=text_rights.terms_of(story).own or ArticleRights(article=story)
    )
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in NAMES}
        by: Any = request.user
        try:
            arrange(story, note=form.cleaned_data["note"], by=by, now=clock.now(), **said)
        except NotPossible as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("The rights are arranged; every exit follows within a second."))
        return redirect(reverse("desk-rights", args=[pk]))
    context = {
        **story_header(_("Rights"), "key", story),
        "story": story,
        "form": form,
        "contracts": list(_contracts(story)),
        "exits": _exits(story),
    }
    return render(request, "desk/rights.html", context, status=422 if form.is_bound else 200)


def _contracts(story: Article) -> Iterator[Contract]:
    seen = set()
    for contract in text_rights.terms_of(story).contracts:
        if (key := (type(contract), contract.pk)) not in seen:
            seen.add(key)
            kind = "" if isinstance(contract, Agency) else f"{_('Source')}: "
            yield Contract(f"{kind}{contract}", contract, contract.territories.strip())


def _exits(story: Article) -> list[tuple[str, str, str]]:
    """Return what comes of the story at each use: its name, a class, what leaves and why not more."""
    now, found = clock.now(), []
    names = {
        Use.WEB: _("The site"),
        Use.SYNDICATION: _("Feeds and partners"),
        Use.NEWSLETTER: _("Newsletters"),
    }
    for use, label in names.items():
        exit_ = next(
            (each for each in exits.registered() if each.use is use and each.shows is Shows.TEXT), None
        )
        if exit_ is None:
            continue
        verdict = gate.check(story, exit_, now)
        words = {Shows.TEXT: _("whole"), Shows.TEASER: _("teaser"), Shows.NOTICE: _("nothing")}[verdict.shows]
        why = ", ".join(str(reason.policy) for reason in (*verdict.reasons, *verdict.limits))
        found.append((label, words, why))
    return found


@permission_required("articles.change_article", raise_exception=True)
def deliveries(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who took which version of a story from us, the last first."""
    story = get_object_or_404(Article, pk=pk)
    rows = list(Delivery.objects.filter(article=story).order_by("-last_at", "-pk")[:MOST])
    names = dict(Partner.objects.filter(slug__in={row.who for row in rows}).values_list("slug", "name"))
    context = {
        **story_header(_("Who has it"), "download", story),
        "story": story,
        "rows": [(row, names.get(row.who, row.who)) for row in rows],
    }
    return render(request, "desk/deliveries.html", context)
