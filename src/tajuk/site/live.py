"""A live blog as pages show it: its state, its key points, its posts with the newest first."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from tajuk.articles.models import Article, LivePost
from tajuk.articles.models.live import posts_key
from tajuk.common import editions
from tajuk.common.dependencies import note
from tajuk.common.notation import Language, format_moment
from tajuk.site.rows import coverage_of

MOST = 200
_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Post:
    """A post; `wrong` is what readers are told was wrong in it."""

    id: int
    at: datetime
    headline: str
    paragraphs: tuple[str, ...]
    is_key: bool
    corrected_at: datetime | None
    wrong: str

    @property
    def changed_at(self) -> datetime:
        """Return when readers last got something new of it."""
        return self.corrected_at or self.at


@dataclass(frozen=True, slots=True)
class Live:
    """The live part of a story; `address` is where an open page asks for news."""

    address: str
    posts: tuple[Post, ...]
    opened_at: datetime
    closed_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Tell whether more is to come."""
        return self.closed_at is None

    @property
    def keys(self) -> tuple[Post, ...]:
        """Return the key points."""
        return tuple(each for each in self.posts if each.is_key)

    @property
    def updated_at(self) -> datetime:
        """Return when something was last said."""
        return max([self.opened_at, *(each.changed_at for each in self.posts)])


def address_of(article: Article) -> str:
    """Return where the posts of a story are asked for."""
    return f"/_/live/{editions.of_language(article.language).prefix}story-{article.pk}"


def live_of(article: Article, *, whole: bool) -> Live | None:
    """Return the live part of a story, None of one that is none; without `whole` its posts stay in."""
    note(posts_key(article.pk))
    coverage = coverage_of([article.pk]).get(article.pk)
    if coverage is None:
        return None
    posts = posts_of([article.pk]).get(article.pk, []) if whole else []
    return Live(address_of(article), tuple(map(_post, posts)), coverage.opened_at, coverage.closed_at)


def posts_of(ids: Collection[int], *, most: int | None = MOST) -> dict[int, list[LivePost]]:
    """Return the posts that stand of these stories, newest first, the newest `most` of each; one query."""
    note(*map(posts_key, ids))
    found: dict[int, list[LivePost]] = {}
    for row in LivePost.objects.standing().filter(article__in=ids).newest_first():
        rows = found.setdefault(row.article_id, [])
        if most is None or len(rows) < most:
            rows.append(row)
    return found


def texts_of_posts(rows: Iterable[LivePost], *, whole: bool) -> Iterator[str]:
    """Yield the words of posts, for a search; none without `whole`."""
    for row in rows if whole else ():
        yield from (text for text in (row.headline, row.text) if text)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a post's plain text."""
    return tuple(part.strip() for part in _BREAK.split(text.replace("\r\n", "\n")) if part.strip())


def _post(row: LivePost) -> Post:
    return Post(row.pk, row.at, row.headline, paragraphs(row.text), row.is_key, row.corrected_at, row.wrong)


def said_in(rows: Iterable[LivePost], language: Language) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the posts as machines get them in a text: a head with the moment, and the paragraphs."""
    for row in rows:
        yield f"{format_moment(row.at, language)} {row.headline}".strip(), paragraphs(row.text)


def words_of_posts(posts: Iterable[Post]) -> int:
    """Return how many words posts have."""
    return sum(len(text.split()) for post in posts for text in (post.headline, *post.paragraphs))
