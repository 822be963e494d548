"""The exits of the reader's pages: each names the addresses where a reader could meet an article."""

from collections.abc import Callable, Iterable, Iterator

from tajuk.articles.models import Article
from tajuk.clearance import exits
from tajuk.clearance.exits import Exit, Shows, Withdraws
from tajuk.common import editions
from tajuk.common.clock import WIB
from tajuk.site.live import address_of

STORIES = ("latest", "most-read", "most-read-wide")


def register() -> None:
    """Register the site's exits with the gate."""
    for name, shows, addresses in EXITS:
        withdraws = Withdraws.NOTICE if name.startswith("article") else Withdraws.LEFT_OUT
        exits.register(Exit(name, shows, addresses, withdraws=withdraws))
    exits.register(Exit("premium", Shows.TEXT, _premium, withdraws=Withdraws.NOTICE, to_subscribers=True))


def _prefix(article: Article) -> str:
    return f"/{editions.of_language(article.language).prefix}"


def _both(path: str) -> Iterator[str]:
    yield path
    yield f"/lite{path}"


def _article(article: Article) -> Iterable[str]:
    return [article.get_absolute_url()]


def _article_lite(article: Article) -> Iterable[str]:
    return [f"/lite{article.get_absolute_url()}"]


def _premium(article: Article) -> Iterator[str]:
    if article.is_premium:
        yield from (f"{_prefix(article)}{way}/-{article.pk}" for way in ("akun/baca", "_/premium"))


def _front(article: Article) -> Iterator[str]:
    yield from _both(_prefix(article))
    yield from _section(article)


def _article_saved(article: Article) -> Iterable[str]:
    """Return the copy that a browser keeps of a saved story."""
    return [f"/_/saved/{editions.of_language(article.language).prefix}story-{article.pk}"]


def _article_live(article: Article) -> Iterable[str]:
    """Return where an open page asks for the posts of a live blog."""
    return [address_of(article)]


def _section(article: Article) -> Iterator[str]:
    yield from _both(f"{_prefix(article)}{article.section.slug}/")


def _latest(article: Article) -> Iterator[str]:
    yield from _both(f"{_prefix(article)}terbaru/")
    if moment := article.published_at:
        yield from _both(f"{_prefix(article)}terbaru/{moment.astimezone(WIB):%Y-%m-%d}/")


def _most_read(article: Article) -> Iterator[str]:
    yield from _both(f"{_prefix(article)}terpopuler/")


def _topic(article: Article) -> Iterator[str]:
    for topic in article.topics.all():
        yield from _both(f"{_prefix(article)}topik/{topic.slug}/")


def _author(article: Article) -> Iterator[str]:
    for credit in article.credits.all():
        yield from _both(f"{_prefix(article)}penulis/{credit.author.slug}/")


def _agency(article: Article) -> Iterator[str]:
    for agency in article.agencies.all():
        yield from _both(f"{_prefix(article)}sumber/{agency.slug}/")


def _instrument(article: Article) -> Iterator[str]:
    for instrument in article.instruments.all():
        yield from _both(f"{_prefix(article)}pasar/{instrument.slug}/")


def _neighbours(article: Article) -> Iterator[str]:
    """Yield the pages of stories of the section and of those that share a topic: what links to this one is there."""
    near = Article.objects.filter(live=True, section=article.section_id).exclude(pk=article.pk)
    for other in near.newest_first().select_related("section", "locale")[:5]:
        yield from _both(other.get_absolute_url())


def _corrections(article: Article) -> Iterator[str]:
    yield from _both(f"{_prefix(article)}koreksi/")


def _fragments(article: Article) -> Iterator[str]:
    prefix = editions.of_language(article.language).prefix
    for name in STORIES:
        yield f"/_/fragments/{prefix}{name}"


EXITS: tuple[tuple[str, Shows, Callable[[Article], Iterable[str]]], ...] = (
    ("article", Shows.TEXT, _article),
    ("article-lite", Shows.TEXT, _article_lite),
    ("article-saved", Shows.TEXT, _article_saved),
    ("article-live", Shows.TEXT, _article_live),
    ("front", Shows.TEASER, _front),
    ("section", Shows.TEASER, _section),
    ("latest", Shows.TEASER, _latest),
    ("most-read", Shows.TEASER, _most_read),
    ("topic", Shows.TEASER, _topic),
    ("author", Shows.TEASER, _author),
    ("agency", Shows.TEASER, _agency),
    ("instrument", Shows.TEASER, _instrument),
    ("related", Shows.TEASER, _neighbours),
    ("read-also", Shows.TEASER, _neighbours),
    ("corrections", Shows.TEASER, _corrections),
    ("fragments", Shows.TEASER, _fragments),
)
