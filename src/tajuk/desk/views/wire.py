"""One wire item: as it came, what its agency changed, and taking it."""

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages

from tajuk.articles.actions import NotPossible
from tajuk.common import clock, editions
from tajuk.desk import queries
from tajuk.desk.actions.take import take
from tajuk.desk.differences import compare, lines_of
from tajuk.desk.views.headers import Crumb, header
from tajuk.wires import permissions
from tajuk.wires.models import WireItem, WireVersion
from tajuk.wires.queries import history_of
from tajuk.wires.story import Story

LANGUAGES = tuple(edition.language for edition in editions.EDITIONS)


@permission_required(permissions.WATCH, raise_exception=True)
def wire(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one item as it came: its copy, what it says of itself, its versions, what was made of it."""
    item = _item(pk)
    versions = list(history_of(item))
    shown = _version_of(versions, request.GET.get("version", ""), else_=item.current_id)
    story = shown.as_story()
    now = clock.now()
    context = {
        **header(_short(story), "wires", _wires()),
        "item": item,
        "version": shown,
        "versions": list(zip(versions, [*versions[1:], None], strict=True)),
        "story": story,
        "is_embargoed": item.is_embargoed(now),
        "made": list(queries.made_of(item)),
        "thread": list(WireItem.objects.for_list().in_thread_of(item)[:8]),
        "own_language": editions.of_language(story.language).language,
        "targets": _targets(story, item),
        "may_take": permissions.may_take(request.user),
    }
    return render(request, "desk/wire.html", context)


@permission_required(permissions.WATCH, raise_exception=True)
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """Show word by word what an agency changed from version `?from=` to version `?to=`, else the current one."""
    item = _item(pk)
    versions = list(history_of(item))
    after = _version_of(versions, request.GET.get("to", ""), else_=item.current_id)
    before = _version_of(versions, request.GET.get("from", ""), else_=versions[-1].pk)
    now_says, said = after.as_story(), before.as_story()
    context = {
        **header(
            _("What changed"), "history", _wires(), (_short(now_says), reverse("desk-wire", args=[item.pk]))
        ),
        "item": item,
        "before": before,
        "after": after,
        "lines": compare(lines_of(said), lines_of(now_says)),
    }
    return render(request, "desk/changes.html", context)


@require_POST
def take_wire(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an item, in its own language or for translation, and open the draft."""
    if not (request.user.has_perm("articles.add_article") and permissions.may_take(request.user)):
        raise PermissionDenied
    item = _item(pk)
    language = request.POST.get("language", "")
    chosen = language if language in LANGUAGES else ""
    try:
        article = take(item, by=request.user, now=clock.now(), language=chosen, again="again" in request.POST)  # type: ignore[arg-type]  # a signed-in account
    except NotPossible as refusal:
        messages.error(request, str(refusal))
        return redirect(reverse("desk-wire", args=[item.pk]))
    messages.success(request, _("Taken: the draft is yours."))
    return redirect(reverse("stories:edit", args=[article.pk]))


def _item(pk: int) -> WireItem:
    return get_object_or_404(WireItem.objects.for_list().filter(current__isnull=False), pk=pk)


def _version_of(versions: list[WireVersion], asked: str, *, else_: int | None) -> WireVersion:
    by_id = {each.pk: each for each in versions}
    return by_id.get(_number(asked)) or by_id[else_ or versions[0].pk]


def _targets(story: Story, item: WireItem) -> list[str]:
    """Return the languages into which the item may be translated; none where its agency forbids it."""
    own = editions.of_language(story.language).language
    return [each for each in LANGUAGES if each != own] if item.agency.may_translate else []


def _short(story: Story) -> str:
    return story.headline or story.slugline or _("Wire")


def _wires() -> Crumb:
    return _("Wires"), reverse("desk-wires")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0
