"""The blocks that an editor builds a story's body from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.table_block.blocks import TableBlock
from wagtail.embeds.blocks import EmbedBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

INLINE_FEATURES = ["bold", "italic", "link", "article-link", "superscript", "subscript"]


class QuoteBlock(blocks.StructBlock):
    """A quotation that stands on its own."""

    text = blocks.TextBlock(label=_("Quotation"))
    attribution = blocks.CharBlock(label=_("Said by"), required=False)

    class Meta:
        icon = "openquote"
        label = _("Quotation")


class PictureBlock(blocks.StructBlock):
    """A picture in the copy, with a caption of its own where the picture's does not fit."""

    picture = ImageChooserBlock(label=_("Picture"))
    caption = blocks.TextBlock(label=_("Caption for this story"), required=False, rows=2)

    class Meta:
        icon = "image"
        label = _("Picture")


class ChartBlock(blocks.StructBlock):
    """A chart of an instrument's history."""

    instrument = SnippetChooserBlock("markets.Instrument", label=_("Instrument"))
    title = blocks.CharBlock(label=_("Title"), required=False)
    days = blocks.IntegerBlock(label=_("Days"), default=90, min_value=5, max_value=1830)

    class Meta:
        icon = "history"
        label = _("Chart")


class FigureTableBlock(blocks.StructBlock):
    """A table with a title and the source of its figures."""

    title = blocks.CharBlock(label=_("Title"), required=False)
    table = TableBlock(label=_("Table"), table_options={"language": "en-US"})
    source = blocks.CharBlock(label=_("Source of the figures"), required=False)

    class Meta:
        icon = "table"
        label = _("Table")


class BodyBlock(blocks.StreamBlock):
    """A story's body."""

    paragraph = blocks.RichTextBlock(label=_("Paragraph"), features=INLINE_FEATURES, icon="pilcrow")
    subhead = blocks.CharBlock(label=_("Subhead"), icon="title", max_length=120)
    quote = QuoteBlock()
    list = blocks.RichTextBlock(label=_("List"), features=["ul", "ol", *INLINE_FEATURES], icon="list-ul")
    picture = PictureBlock()
    read_also = SnippetChooserBlock("articles.Article", label=_("Read also"), icon="link")
    table = FigureTableBlock()
    chart = ChartBlock()
    embed = EmbedBlock(label=_("Embed"), icon="media")
    paywall = blocks.StaticBlock(
        label=_("Paid from here"),
        icon="lock",
        admin_text=_("What follows is for subscribers when the story is premium."),
    )
