"""Cover a story live: one screen to post quickly, and to pin, correct and withdraw what was posted."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from tajuk.articles.actions import NotPossible
from tajuk.articles.models import Article, LiveCoverage, LivePost
from tajuk.common import clock
from tajuk.desk.actions import cover
from tajuk.desk.views.headers import story_header

A_PAGE = 50


class PostForm(forms.Form):
    """A post."""

    headline = forms.CharField(label=gettext_lazy("Headline"), max_length=160, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=8_000,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
        help_text=gettext_lazy("Plain text; an empty line begins another paragraph."),
    )
    is_key = forms.BooleanField(label=gettext_lazy("Key point"), required=False)


class MendForm(forms.Form):
    """A post's new text, and what was wrong."""

    headline = forms.CharField(label=gettext_lazy("Headline"), max_length=160, required=False)
    text = forms.CharField(
        label=gettext_lazy("Text"), max_length=8_000, widget=forms.Textarea(attrs={"rows": 4})
    )
    wrong = forms.CharField(label=gettext_lazy("What was wrong"), max_length=1_000)


class WithdrawForm(forms.Form):
    """Why a post goes."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500)


@permission_required("articles.publish_article", raise_exception=True)
def covered(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the live posts of a story and take what is done with them: `do` names it, `post` its post."""
    story = get_object_or_404(Article.objects.select_related("section", "locale"), pk=pk)
    form = PostForm(request.POST if request.POST.get("do") == "post" else None, prefix="new")
    if request.method == "POST":
        if (act := ACTS.get(request.POST.get("do", ""))) is None:
            return HttpResponseBadRequest()
        try:
            refused = act(request, story, form, clock.now())
        except NotPossible as refusal:
            messages.error(request, str(refusal))
            refused = act is _post  # what was written stays in the form
        if not refused:
            return redirect(reverse("desk-live", args=[pk]))
    rows = LivePost.objects.filter(article=story).select_related("by").newest_first()
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("p"))
    context = {
        **story_header(_("Live coverage"), "history", story),
        "story": story,
        "coverage": LiveCoverage.objects.filter(article=story).first(),
        "form": form,
        "page": page,
        "posts": [(row, *_forms(row)) for row in page],
        "may_mend": request.user.has_perm(cover.MENDS),
    }
    return render(request, "desk/live.html", context, status=422 if form.is_bound else 200)


def _forms(row: LivePost) -> tuple[MendForm, WithdrawForm]:
    said = {"headline": row.headline, "text": row.text}
    return MendForm(prefix=f"mend-{row.pk}", initial=said), WithdrawForm(prefix=f"withdraw-{row.pk}")


def _open(request: HttpRequest, story: Article, form: PostForm, now: datetime) -> bool:
    cover.open_coverage(story, by=_who(request), now=now)
    messages.success(request, _("The story is covered live."))
    return False


def _close(request: HttpRequest, story: Article, form: PostForm, now: datetime) -> bool:
    cover.close_coverage(story, by=_who(request), now=now)
    messages.success(request, _("The live coverage has ended; its posts stay."))
    return False


def _post(request: HttpRequest, story: Article, form: PostForm, now: datetime) -> bool:
    if form.is_valid():
        cover.post(story, by=_who(request), now=now, **form.cleaned_data)
        messages.success(request, _("Posted."))
    return not form.is_valid()


def _pin(request: HttpRequest, story: Article, form: PostForm, now: datetime) -> bool:
    row = _row(request, story)
    cover.pin(row, not row.is_key, by=_who(request), now=now)
    return False


def _correct(request: HttpRequest, story: Article, form: PostForm, now: datetime) -> bool:
    row = _row(request, story)
    said = MendForm(request.POST, prefix=f"mend-{row.pk}")
    if not said.is_valid():
        raise NotPossible(_("A correction says what was wrong and what is right."))
    cover.correct_post(row, by=_who(request), now=now, **said.cleaned_data)
    messages.success(request, _("The correction is published."))
    return False


def _withdraw(request: HttpRequest, story: Article, form: PostForm, now: datetime) -> bool:
    row = _row(request, story)
    said = WithdrawForm(request.POST, prefix=f"withdraw-{row.pk}")
    if not said.is_valid():
        raise NotPossible(_("A reason is required."))
    cover.withdraw_post(row, by=_who(request), now=now, **said.cleaned_data)
    messages.success(request, _("The post is withdrawn."))
    return False


def _row(request: HttpRequest, story: Article) -> LivePost:
    given = request.POST.get("post", "")
    return get_object_or_404(LivePost, article=story, pk=int(given) if given.isdecimal() else 0)


def _who(request: HttpRequest) -> Any:
    return request.user


Act = Callable[[HttpRequest, Article, PostForm, datetime], bool]
ACTS: dict[str, Act] = {
    "open": _open, "close": _close, "post": _post, "pin": _pin, "correct": _correct, "withdraw": _withdraw,
}  # fmt: skip
