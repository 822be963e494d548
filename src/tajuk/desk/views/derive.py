"""Make a story from a story: a translation, another story; or name a story as a source."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Article
from tajuk.common import clock, editions
from tajuk.desk import queries
from tajuk.desk.actions.derive import quote, rewrite, translate
from tajuk.desk.forms import QuoteForm
from tajuk.desk.views.headers import story_header


@permission_required("articles.add_article", raise_exception=True)
def derived(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer what can be made of a story, and make it."""
    story = get_object_or_404(Article.objects.select_related("locale"), pk=pk)
    form = QuoteForm(request.POST if request.POST.get("what") == "quote" else None)
    if request.method == "POST" and (not form.is_bound or form.is_valid()):
        try:
            return redirect(reverse("stories:edit", args=[_make(request, story, form).pk]))
        except NotPossible as refusal:
            messages.error(request, str(refusal))
            return redirect(request.path)
    context = {
        **story_header(_("Translate or rewrite"), "copy", story),
        "story": story,
        "form": form,
        "languages": [each.language for each in editions.EDITIONS if each.language != story.language],
        "made": list(queries.made_from(story)),
    }
    return render(request, "desk/derive.html", context, status=422 if form.is_bound else 200)


def _make(request: HttpRequest, story: Article, form: QuoteForm) -> Article:
    by: Any = request.user
    now = clock.now()
    if form.is_bound:
        quote(story, form.cleaned_data["source"], by=by, now=now)
        messages.success(request, _("Noted: the story quotes that one."))
        return story
    language = request.POST.get("language", "")
    draft = (
        translate(story, language=language, by=by, now=now) if language else rewrite(story, by=by, now=now)
    )
    messages.success(request, _("The draft is yours."))
    return draft
