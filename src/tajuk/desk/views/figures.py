"""The figure check of a story's newest draft."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.figure_check import report_of


@never_cache
@require_GET
@permission_required("articles.change_article", raise_exception=True)
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer with what the data says of the draft's figures."""
    story = get_object_or_404(Article, pk=pk)
    draft: Article = story.get_latest_revision_as_object()
    return render(request, "desk/figures.html", {"report": report_of(draft, clock.now())})
