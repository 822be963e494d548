"""Links to stories within the copy: kept by id as `<a linktype="article" id="12">`, so that they never break."""

from typing import Any

from django.urls import reverse_lazy
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _
from draftjs_exporter.dom import DOM
from wagtail.admin.rich_text.converters.html_to_contentstate import LinkElementHandler
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.rich_text import LinkHandler
from wagtail.rich_text.feature_registry import FeatureRegistry

from tajuk.articles.models import Article

NAME, ENTITY = "article-link", "ARTICLE"


class ArticleLinkHandler(LinkHandler):
    """Turn a kept link into an anchor wherever Wagtail renders rich text, and tell its reference index of it."""

    identifier = "article"

    @staticmethod
    def get_model() -> type[Article]:
        """Return what such links lead to."""
        return Article

    @classmethod
    def expand_db_attributes(cls, attrs: dict[str, Any]) -> str:
        """Return the opening tag; without an address when the story is not there or was never out."""
        story = _story(attrs.get("id"))
        return f'<a href="{escape(story.get_absolute_url())}">' if story and story.live else "<a>"


class ArticleLinkElement(LinkElementHandler):
    """Give the editor what it shows of a kept link."""

    def get_attribute_data(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Return the story's id and headline."""
        story = _story(attrs.get("id"))
        return {"id": attrs.get("id"), "title": story.headline if story else ""}


def article_entity(props: dict[str, Any]) -> Any:
    """Return the editor's entity as it is kept."""
    return DOM.create_element("a", {"linktype": "article", "id": props.get("id")}, props["children"])


def register(features: FeatureRegistry) -> None:
    """Add the feature to Wagtail's editor."""
    features.register_link_type(ArticleLinkHandler)
    features.register_editor_plugin(
        "draftail",
        NAME,
        EntityFeature(
            {
                "type": ENTITY,
                "icon": "doc-full",
                "description": _("Link to a story"),
                "attributes": ["id", "title"],
                "chooserUrl": reverse_lazy("wagtailsnippetchoosers_articles_article:choose"),
            },
            js=["wagtailadmin/js/chooser-modal.js", "articles/article-link.js"],
        ),
    )
    features.register_converter_rule(
        "contentstate",
        NAME,
        {
            "from_database_format": {'a[linktype="article"]': ArticleLinkElement(ENTITY)},
            "to_database_format": {"entity_decorators": {ENTITY: article_entity}},
        },
    )


def _story(pk: Any) -> Article | None:
    if not str(pk or "").isdecimal():
        return None
    return Article.objects.select_related("section", "locale").defer("body").filter(pk=pk).first()
