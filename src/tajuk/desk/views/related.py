"""Suggest related stories to the editor, and put the chosen ones into the copy."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from tajuk.articles.body import body_of
from tajuk.articles.models import Article
from tajuk.articles.related import suggestions
from tajuk.common import clock
from tajuk.desk.actions.related import read_also
from tajuk.desk.forms import RelatedForm
from tajuk.desk.views.headers import story_header


@permission_required("articles.change_article", raise_exception=True)
def related(request: HttpRequest, pk: int) -> HttpResponse:
    """Show suggestions with what makes them likely; insert the chosen ones as “Read also” lines."""
    story = get_object_or_404(Article, pk=pk)
    draft: Article = story.get_latest_revision_as_object()
    offered = [each for each in suggestions(draft, now=clock.now()) if each.pk not in body_of(draft).articles]
    form = RelatedForm(request.POST or None, choices=[(str(each.pk), each.headline) for each in offered])
    if request.method == "POST" and form.is_valid():
        chosen = {int(pk) for pk in form.cleaned_data["chosen"]}
        read_also(story, [each for each in offered if each.pk in chosen], by=request.user, now=clock.now())  # type: ignore[arg-type]  # a signed-in account
        messages.success(request, _("The links stand in the draft."))
        return redirect(reverse("stories:edit", args=[story.pk]))
    context = {
        **story_header(_("Related stories"), "link", story),
        "story": story,
        "form": form,
        "offered": offered,
    }
    return render(request, "desk/related.html", context)
