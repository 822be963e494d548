"""What stands at the top of each of the desk's own screens: the way to it, its title, its icon."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from tajuk.articles.models import Article

Crumb = tuple[str, str]


def header(title: str, icon: str, *trail: Crumb) -> dict[str, Any]:
    """Return the context of `wagtailadmin/generic/base.html`: home, `trail` as (label, address), then the title."""
    crumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Home")}]
    crumbs += [{"url": address, "label": label} for label, address in trail]
    crumbs.append({"url": "", "label": title})
    return {"breadcrumbs_items": crumbs, "header_title": title, "header_icon": icon}


def story_header(title: str, icon: str, story: Article) -> dict[str, Any]:
    """Return the header of a screen that belongs to a story."""
    return header(
        title,
        icon,
        (_("Stories"), reverse("stories:list")),
        (story.headline, reverse("stories:edit", args=[story.pk])),
    )
