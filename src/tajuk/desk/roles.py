"""Who may do what: the newsroom's groups, and the workflow that stories go through.

Made after each migration. A role is given each right once, a new one with the version that brings it along, so that a
publisher's own changes stand.
"""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowContentType,
    WorkflowTask,
)

from tajuk.staff.models import GivenRight

REPORTERS, EDITORS, CHIEFS, PUBLISHERS = "Reporters", "Desk editors", "Chief editors", "Publishers"

_WRITE = (
    "articles.add_article",
    "articles.change_article",
    "wires.view_wireitem",
    "wires.take_wireitem",
    "wires.view_quarantine",
    "wires.add_preset",
    "wires.change_preset",
    "wires.delete_preset",
)
_DESK = (
    "articles.publish_article", "articles.hold_article", "articles.correct_article", "articles.lock_article",
    "articles.unlock_article", "articles.delete_article", "wires.change_quarantine",
    "topics.add_topic", "topics.change_topic", "staff.add_author", "staff.change_author",
    "markets.change_instrument", "articles.view_datastory",
)  # fmt: skip
_CHIEF = (
    "articles.kill_article", "topics.add_section", "topics.change_section", "wires.add_agency", "wires.change_agency",
    "wires.add_source", "wires.change_source", "wires.add_rule", "wires.change_rule", "wires.delete_rule",
)  # fmt: skip
_PUBLISH = tuple(
    f"{app}.{verb}_{model}"
    for app, model in (
        ("promos", "promo"),
        ("promos", "course"),
        ("readers", "plan"),
        ("readers", "subscriber"),
    )
    for verb in ("add", "change", "delete")
)
_PUBLISH += (
    "fronts.change_masthead", "articles.add_datastory", "articles.change_datastory", "articles.allow_datastory",
)  # fmt: skip

ROLES = {
    REPORTERS: _WRITE,
    EDITORS: _WRITE + _DESK,
    CHIEFS: _WRITE + _DESK + _CHIEF,
    PUBLISHERS: _PUBLISH,
}
WORKFLOW = "Desk approval"


@transaction.atomic
def ensure_roles() -> None:
    """Make the groups and the workflow that are missing."""
    if Collection.get_first_root_node() is None or Page.get_first_root_node() is None:
        # An emptied database, as tests leave it: the trees that rights on pictures and pages hang on are gone.
        return
    for name, rights in ROLES.items():
        group, is_new = Group.objects.get_or_create(name=name)
        _give(group, ("wagtailadmin.access_admin", *rights))
        if is_new:
            _open_trees(group)
    _ensure_workflow()


def _give(group: Group, rights: tuple[str, ...]) -> None:
    given = set(GivenRight.objects.filter(group=group).values_list("right", flat=True))
    for right in rights:
        if right not in given:
            app, codename = right.split(".")
            group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))
            GivenRight.objects.create(group=group, right=right)


def _open_trees(group: Group) -> None:
    root, top = Collection.get_first_root_node(), Page.get_first_root_node()
    for codename in ("add_image", "choose_image"):
        row = Permission.objects.get(content_type__app_label="wagtailimages", codename=codename)
        GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=row)
    if group.name in (EDITORS, CHIEFS):
        for codename in ("change_page", "publish_page"):
            row = Permission.objects.get(content_type__app_label="wagtailcore", codename=codename)
            GroupPagePermission.objects.get_or_create(group=group, page=top, permission=row)


def _ensure_workflow() -> None:
    from tajuk.articles.models import Article

    kind = ContentType.objects.get_for_model(Article)
    if WorkflowContentType.objects.filter(content_type=kind).exists():
        return
    task, _ = GroupApprovalTask.objects.get_or_create(name=WORKFLOW)
    task.groups.set(Group.objects.filter(name__in=(EDITORS, CHIEFS)))
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW)
    if is_new:
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowContentType.objects.create(content_type=kind, workflow=workflow)
