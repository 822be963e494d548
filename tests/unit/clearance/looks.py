"""How closely readers look after each step of the state machine: at the gate alone, or at everything that leaves."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from tajuk.articles.models import Article
from tajuk.clearance import exits, gate
from tajuk.clearance.exits import Shows
from tajuk.clearance.queries import cleared
from tests.journeys import canaries
from tests.unit.clearance.expected import PAID, Leave, Story, Use

if TYPE_CHECKING:
    from tests.unit.clearance.machine import Newsday
    from tests.unit.clearance.newsroom import Reply

BIOGRAPHY = canaries.word(0, "biografi")
#: Where a story need not stand though it is cleared: pages of others, and lists of what went wrong.
FEEDS = ("rss.xml", "atom.xml", "feed.json")
ELSEWHERE = frozenset({"related", "read-also", "corrections"})


class Look(Protocol):
    """A look at what leaves."""

    def __call__(self, day: "Newsday", /) -> None:
        """Fail when something is there that may not be, or is not there that must be."""


def at_the_gate(day: "Newsday") -> None:
    """Ask the gate, for each story and exit, one by one and as a list."""
    now, articles = day.now, {row.pk: row for row in Article.objects.for_page()}
    lists: dict[str, set[int]] = {}
    for exit_ in exits.registered():
        if exit_.use not in lists:  # a list differs by use alone
            rows = cleared(Article.objects.all(), exit_.name, now)
            lists[exit_.use] = set(rows.values_list("pk", flat=True))
        for story in day.world.stories.values():
            article = articles[day.pks[story.key]]
            verdict = gate.check(article, exit_.name, now)
            assert verdict.cleared == (article.pk in lists[exit_.use]), (exit_.name, verdict)
            use: Use = "syndication" if exit_.use == "syndication" else "web"
            leaves = day.world.leaves(story, now, use)
            if leaves is not Leave.MAY:
                assert verdict.cleared == (leaves is Leave.MUST), (story, exit_.name, verdict)
            if verdict.cleared and ((story.out and story.out.is_premium) or not day.world.may(story, use)):
                assert verdict.shows <= Shows.TEASER, (story, exit_.name, verdict)


def at_everything(day: "Newsday") -> None:
    """Ask every address twice as a reader at the edge, and read every public file on disk."""
    no_file_tells(day, lingers=True)
    by_exit = day.room.addresses()
    first = _walk(day, by_exit, lingers=True)
    second = _walk(day, by_exit, lingers=False) if day.room.refresh() else first
    all_is_there(day, second)
    cookie = day.room.base.cookie
    subscribers_have_all(day, lambda address: day.room.get(address, cookie=cookie))
    no_file_tells(day, lingers=False)


def use_of(address: str) -> Use:
    """Return what an address is used for: partners take feeds and the API, readers everything else."""
    return "syndication" if address.endswith(FEEDS) or address.startswith("/api/") else "web"


def owner_of(word: str) -> int:
    """Return whose canary it is."""
    return int(re.sub(r"\D.*", "", word.removeprefix("kenari")))


def _walk(day: "Newsday", by_exit: dict[str, set[str]], *, lingers: bool) -> dict[str, str]:
    free = {BIOGRAPHY} | (day.world.may_linger(day.now) if lingers else set())
    texts, leaks = {}, []
    for address, names in by_exit.items():
        may = day.world.may_stand(day.now, use_of(address)) | free
        reply = day.room.get(address)
        assert reply.status < 500, (address, reply.status)
        texts[address] = reply.text
        told = canaries.found_in(f"{reply.headers} {reply.text}") - canaries.found_in(address)
        leaks += [(sorted(names), address, reply.status, word) for word in sorted(told - may)]
    assert not leaks, leaks
    return texts


def no_file_tells(day: "Newsday", *, lingers: bool) -> None:
    """Read the public tree: plates, mirror, pictures; a file's name must not tell either."""
    may = day.world.may_stand(day.now) | day.world.may_stand(day.now, "syndication") | {BIOGRAPHY}
    # A page of a search or of a story that is kept in names its own address; what is taken off is listed by address,
    # also that of a draft that began as a copy (plates/journal, which nobody is served).
    may |= {word for story in day.world.stories.values() for word in (story.slug, story.began_as)}
    if lingers:
        may |= day.world.may_linger(day.now)
    gone = day.world.withdrawn_pictures(day.now)
    for path, data in day.room.public_files():
        told = {word for word in canaries.told_by(path, data) - may if owner_of(word) in day.owners()}
        # A plate that is stale is baked again before it tells anybody else: that it is asked for is looked at above.
        assert not told or path.with_suffix(".stale").exists(), (path, told)
        if "images" in path.parts and gone:
            assert canaries.pictured(data) not in gone, (path, "a withdrawn picture")


def subscribers_have_all(day: "Newsday", ask: Callable[[str], "Reply"]) -> int:
    """Ask the exits to subscribers as one: a premium story is whole there, one that is kept in is not there.

    Return how many whole stories were read.
    """
    free = day.world.may_stand(day.now) | day.world.paid(day.now)
    whole = 0
    for story in day.world.stories.values():
        article = Article.objects.select_related("section", "locale").get(pk=day.pks[story.key])
        wanted = set(PAID) & story.out.words.keys() if story.out and story.out.is_premium else set()
        leaves = day.world.leaves(story, day.now)
        for exit_ in exits.registered():
            for address in exit_.addresses(article) if exit_.to_subscribers else ():
                reply = ask(address)
                told = canaries.found_in(f"{reply.headers} {reply.text}")
                stray = {word for word in told - free - {BIOGRAPHY} if owner_of(word) in day.owners()}
                assert not stray, (exit_.name, address, reply.status, stray)
                assert reply.headers_of("cache-control") == "private, no-store", (address, reply.headers)
                if story.out and leaves is Leave.MUST and wanted:
                    lacking = {story.out.words[name] for name in wanted} - told
                    assert not lacking, (exit_.name, address, reply.status, lacking)
                    whole += 1
    return whole


def all_is_there(day: "Newsday", texts: dict[str, str]) -> None:
    """Fail where a registered exit lacks a story that must leave by it."""
    partners = {story.key for story in day.world.must_stand(day.now, "syndication")}
    for story in day.world.must_stand(day.now):
        article = Article.objects.select_related("section", "locale").get(pk=day.pks[story.key])
        for exit_ in exits.registered():
            wanted = [address for address in exit_.addresses(article) if address in texts]
            if exit_.name in ELSEWHERE or exit_.to_subscribers or not wanted:
                continue
            if story.key not in partners and use_of(wanted[0]) == "syndication":
                continue
            lacking = [address for address in wanted if not _shows(texts[address], story, article, exit_)]
            # The API's notices list what is withdrawn only; a sitemap's index names no story.
            assert len(lacking) < len(wanted), (exit_.name, story.key, lacking)
        _page_is_whole(story, texts[article.get_absolute_url()])


def _shows(text: str, story: Story, article: Article, exit_: exits.Exit) -> bool:
    assert story.out
    if exit_.name in ("sitemap", "search"):
        return f"-{article.pk}<" in text or f'-{article.pk}"' in text
    return story.out.words["judul"] in text


def _page_is_whole(story: Story, text: str) -> None:
    assert story.out
    wanted = story.out.may_show() - {story.out.words.get("keterangan", "")}
    assert wanted <= canaries.found_in(text), wanted - canaries.found_in(text)
    assert story.corrections <= canaries.found_in(text)
