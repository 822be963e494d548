"""Hold, release, kill, reinstate, correct, add related stories: one small form each."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from tajuk.articles.actions import NotPossible
from tajuk.articles.enums import Gravity
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.common.text import Words
from tajuk.desk import alerts
from tajuk.desk.actions.correct import correct
from tajuk.desk.actions.withdraw import clear, confirm_embargo, flag, hold, kill, reinstate, release
from tajuk.desk.forms import CorrectionForm, EmbargoForm, ReasonForm
from tajuk.desk.standing import in_force
from tajuk.desk.views.headers import story_header


@dataclass(frozen=True, slots=True)
class Verb:
    """An emergency verb as a screen: what it is called, what it says, the permission it needs."""

    label: Words
    explanation: Words
    done: Words
    permission: str
    act: Callable[..., object]
    is_grave: bool = False


VERBS = {
    "hold": Verb(
        gettext_lazy("Hold"),
        gettext_lazy(
            "Readers will find a notice at the address; every list, feed and search leaves the story out "
            "until it is released."
        ),
        gettext_lazy("The story is held."),
        "articles.hold_article",
        hold,
    ),
    "release": Verb(
        gettext_lazy("Release"),
        gettext_lazy("The story comes back everywhere, exactly as it was."),
        gettext_lazy("The story is released."),
        "articles.hold_article",
        release,
    ),
    "kill": Verb(
        gettext_lazy("Kill"),
        gettext_lazy(
            "The story is withdrawn for good: its address answers that it is gone, with this reason, "
            "and nothing else on the site shows it."
        ),
        gettext_lazy("The story is killed."),
        "articles.kill_article",
        kill,
        is_grave=True,
    ),
    "reinstate": Verb(
        gettext_lazy("Reinstate"),
        gettext_lazy("The kill is undone and the story comes back everywhere."),
        gettext_lazy("The story is reinstated."),
        "articles.kill_article",
        reinstate,
        is_grave=True,
    ),
    "flag": Verb(
        gettext_lazy("Legal block"),
        gettext_lazy(
            "Readers will find that the story is not available; every list, feed and search leaves it out until a "
            "chief editor lifts the block."
        ),
        gettext_lazy("The story is blocked for legal reasons."),
        "articles.hold_article",
        flag,
    ),
    "clear": Verb(
        gettext_lazy("Lift the legal block"),
        gettext_lazy("The story comes back everywhere, exactly as it was."),
        gettext_lazy("The legal block is lifted."),
        "articles.kill_article",
        clear,
        is_grave=True,
    ),
}


def restrict(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Ask for a reason, then hold, release, kill or reinstate."""
    story = get_object_or_404(Article, pk=pk)
    chosen = VERBS[verb]
    return permission_required(chosen.permission, raise_exception=True)(_restrict)(request, story, chosen)


def _restrict(request: HttpRequest, story: Article, verb: Verb) -> HttpResponse:
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        act = partial(verb.act, story, reason=reason, by=request.user, now=clock.now())
        return _act(request, story, verb.done, act)
    return _ask(request, story, form, verb.label, verb.explanation, is_grave=verb.is_grave)


@permission_required("articles.correct_article", raise_exception=True)
def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what was wrong and what is right, then tell readers."""
    story = get_object_or_404(Article, pk=pk)
    form = CorrectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        gravity = Gravity(said["gravity"])
        by: Any = request.user
        act = partial(
            correct, story, wrong=said["wrong"], right=said["right"], gravity=gravity, by=by, now=clock.now()
        )
        return _act(request, story, _("The correction is published."), act)
    words = _(
        "Readers are told what was wrong and what is right. Mend the copy itself in the story and publish it."
    )
    return _ask(request, story, form, _("Correct"), words)


@permission_required("articles.publish_article", raise_exception=True)
def embargo(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask when an embargo ends that stands in words, with the time that the words seem to name filled in."""
    story = get_object_or_404(Article, pk=pk)
    proposed = alerts.proposed_end(story, clock.now())
    form = EmbargoForm(request.POST or None, initial={"until": proposed.until if proposed else None})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        by: Any = request.user
        act = partial(
            confirm_embargo, story, until=said["until"], reason=said["reason"], by=by, now=clock.now()
        )
        return _act(request, story, _("The end of the embargo is confirmed."), act)
    words = _("The agency speaks of an embargo in words. Nothing leaves until you say when it ends.")
    return _ask(request, story, form, _("Confirm its end"), words, said=proposed.words if proposed else "")


def _act(request: HttpRequest, story: Article, done: Words, act: Callable[[], object]) -> HttpResponse:
    try:
        act()
    except NotPossible as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect(reverse("stories:edit", args=[story.pk]))


def _ask(
    request: HttpRequest,
    story: Article,
    form: forms.Form,
    label: Words,
    words: Words,
    *,
    is_grave: bool = False,
    said: str = "",
) -> HttpResponse:
    context = {
        **story_header(str(label), "warning" if is_grave else "edit", story),
        "story": story,
        "form": form,
        "label": label,
        "explanation": words,
        "is_grave": is_grave,
        "said": said,
    }
    return render(request, "desk/verb.html", context, status=200 if not form.is_bound else 422)


def applies(name: str, story: Article) -> bool:
    """Tell whether a verb fits the state of a story, to offer no button that would be refused."""
    kinds = {row.kind for row in in_force(story, clock.now())}
    return {
        "hold": "hold" not in kinds and "kill" not in kinds,
        "release": "hold" in kinds,
        "kill": "kill" not in kinds,
        "reinstate": "kill" in kinds,
        "flag": "legal" not in kinds and "kill" not in kinds,
        "clear": "legal" in kinds,
        "correct": story.published_at is not None and "kill" not in kinds,
        "related": True,
        "derive": "kill" not in kinds,
        "rights": True,
    }[name]


ICONS = {
    "related": "link",
    "derive": "copy",
    "rights": "key",
    "correct": "edit",
    "hold": "lock",
    "release": "lock-open",
    "kill": "warning",
    "reinstate": "undo",
    "flag": "warning",
    "clear": "undo",
}
PERMISSIONS = {
    "related": "articles.change_article",
    "derive": "articles.add_article",
    "rights": "articles.publish_article",
    "correct": "articles.correct_article",
} | {name: verb.permission for name, verb in VERBS.items()}


def offered(story: Article, user: Any) -> dict[str, str]:
    """Return the verbs that an account may use on a story as it stands, each with its icon."""
    return {
        name: icon
        for name, icon in ICONS.items()
        if user.has_perm(PERMISSIONS[name]) and applies(name, story)
    }


def label_of(name: str) -> Words:
    """Return what a verb is called."""
    others = {
        "related": _("Related stories"),
        "derive": _("Translate or rewrite"),
        "rights": _("Rights"),
        "correct": _("Correct"),
    }
    return others.get(name) or VERBS[name].label
