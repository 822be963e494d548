"""The state machine: everything that can happen to a story, in any order, and a look at every exit after each step."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tajuk.articles import actions
from tajuk.articles.enums import RestrictionKind
from tajuk.articles.models import Article
from tajuk.common import clock
from tajuk.desk.actions import derive, withdraw
from tajuk.desk.actions.arrange import arrange
from tajuk.desk.actions.take import take
from tajuk.pictures.models import Picture
from tajuk.wires.models import WireItem
from tests.factories.newsroom import paragraphs
from tests.journeys import canaries
from tests.unit.clearance.expected import Copy, Item, Leave, Message, Status, Story, Use, World
from tests.unit.clearance.looks import Look
from tests.unit.clearance.newsroom import PICTURES, Base, Newsroom

STORIES, ITEMS = 4, 2
PICK = st.integers(0, STORIES - 1)
MINUTES = st.sampled_from([1, 5, 30, 90])
STATUSES = st.sampled_from(["usable", "usable", "usable", "withheld", "canceled"])
USES = st.sampled_from(["web", "syndication"])
RIGHTS = {"web": "may_web", "syndication": "may_syndicate"}
PICTURE_KEYS = frozenset(range(100, 100 + PICTURES))
OWN = {"hold": RestrictionKind.HOLD, "kill": RestrictionKind.KILL, "legal": RestrictionKind.LEGAL}


class Newsday(RuleBasedStateMachine):
    """A day in a newsroom. `base` and `folder` are set by the test, `look` says how closely readers look."""

    base: ClassVar[Base]
    folder: ClassVar[Path]
    look: ClassVar[Look]
    bakes: ClassVar[bool] = True
    _examples: ClassVar["count[int]"] = count()

    def __init__(self) -> None:
        """Open the newsroom."""
        super().__init__()
        self.room = self.open_room()
        self.world = World(picture_words={
            number: {canaries.word(100 + number, name) for name in ("alt", "takarir", "juru")}
            for number in range(PICTURES)
        })  # fmt: skip
        self.pks: dict[int, int] = {}
        self._numbers = self.numbers()
        self._skew = timedelta()

    def open_room(self) -> Newsroom:
        """Return the newsroom of an example."""
        return Newsroom(self.base, self.folder / f"contoh-{next(self._examples)}")

    def numbers(self) -> "count[int]":
        """Return numbers for stories and revisions, none of which comes twice."""
        return count(1)

    def teardown(self) -> None:
        """Close it."""
        self.room.close()

    # What there is

    @property
    def now(self) -> datetime:
        """The moment, by the newsroom's clock."""
        return clock.now()

    def story(self, pick: int) -> Story:
        """Return one of the stories."""
        stories = list(self.world.stories.values())
        return stories[pick % len(stories)]

    def article(self, story: Story) -> Article:
        """Return the article of a story as it stands in the database."""
        return Article.objects.get(pk=self.pks[story.key])

    def owners(self) -> set[int]:
        """Return whose canaries this day looks for: of its stories, its items, its pictures."""
        return {*self.world.stories, *(self.item_key(key) for key in self.world.items), *PICTURE_KEYS}

    def item_key(self, key: int) -> int:
        """Return the number that an item's canaries have."""
        return 500 + key

    def moves_time(self) -> bool:
        """Tell whether the day's clock can be moved."""
        return self.room.moves_time

    def has_story(self) -> bool:
        """Tell whether there is a story."""
        return bool(self.world.stories)

    def _do(self, verb: Callable[[], Any]) -> Any:
        return self.room.commit(verb)

    def _add(self, article: Article, story: Story) -> None:
        self.pks[story.key] = int(article.pk)
        self.world.stories[story.key] = story

    # Writing

    @initialize(premium=st.booleans())
    def begin(self, premium: bool) -> None:
        """A day begins with a story that is out."""
        self.write(premium=premium, picture=0)
        self.publish(0)

    @rule(premium=st.booleans(), picture=st.sampled_from([None, *range(PICTURES)]))
    def write(self, premium: bool, picture: int | None) -> None:
        """Write a story."""
        if len(self.world.stories) < STORIES:
            self._write(premium, picture)

    @precondition(has_story)
    @precondition(has_story)
    @rule(pick=PICK, english=st.booleans())
    def rewrite(self, pick: int, english: bool) -> None:
        """Make a story of another one: translated or rewritten, its words then replaced by others."""
        if len(self.world.stories) >= STORIES:
            return
        source = self.story(pick)
        article = self.article(source)
        try:
            if english:
                made = self._do(lambda: derive.translate(article, language="en", by=None, now=self.now))
            else:
                made = self._do(lambda: derive.rewrite(article, by=None, now=self.now))
        except actions.NotPossible:
            return
        key = next(self._numbers)
        story = Story(
            key, draft=source.draft, sources={source.key}, slug=canaries.word(key, "alamat"),
            picture=None if article.lead_picture_id is None else source.picture, began_as=made.slug,
        )  # fmt: skip
        self._add(made, story)
        copy = Copy(_words(key, next(self._numbers)), is_premium=source.draft.is_premium)
        self._revise(story, copy, slug=story.slug)
        self.publish(len(self.world.stories) - 1)

    @precondition(lambda self: len(self.world.stories) > 1)
    @rule(pick=PICK, other=PICK)
    def quote(self, pick: int, other: int) -> None:
        """A story quotes another."""
        story, source = self.story(pick), self.story(other)
        one, two = self.article(story), self.article(source)
        with suppress(actions.NotPossible):
            self._do(lambda: derive.quote(one, two, by=None, now=self.now))
            story.sources.add(source.key)

    def _write(self, premium: bool, picture: int | None) -> None:
        key = next(self._numbers)
        copy = Copy(_words(key, next(self._numbers)), is_premium=premium)
        slug = canaries.word(key, "alamat")
        article = Article(slug=slug, section=self.base.section, dateline="JAKARTA", **_fields(copy))
        if picture is not None:
            article.lead_picture = self.base.pictures[picture]
        self._do(lambda: self._start(article))
        self._add(article, Story(key, draft=copy, picture=picture, slug=slug))

    def _start(self, article: Article) -> None:
        from wagtail.models import Locale

        article.locale = Locale.objects.get(language_code="id")
        actions.start(article, by=None, now=self.now)
        self.room.file_under(article)
        article.save_revision()

    def _revise(self, story: Story, copy: Copy, **fields: Any) -> None:
        """Save a draft; what is out stays as it is."""
        draft = self.article(story).get_latest_revision_as_object()
        for name, value in (_fields(copy) | fields).items():
            setattr(draft, name, value)
        self._do(draft.save_revision)
        story.draft = copy

    @precondition(has_story)
    @rule(pick=PICK)
    def edit(self, pick: int) -> None:
        """Write other words into the draft."""
        story = self.story(pick)
        words = _words(story.key, next(self._numbers))
        self._revise(story, _with(story.draft, words=words), go_live_at=None)

    @precondition(has_story)
    @rule(pick=PICK, premium=st.booleans())
    def sell(self, pick: int, premium: bool) -> None:
        """Make a story premium, or free, with the words that it has."""
        story = self.story(pick)
        self._revise(story, _with(story.draft, is_premium=premium), go_live_at=None)
        self.publish(pick)

    @precondition(has_story)
    @rule(pick=PICK)
    def publish(self, pick: int) -> None:
        """Publish the draft."""
        story = self.story(pick)
        if story.scheduled is not None:
            self._revise(story, story.draft, go_live_at=None)
        article = self.article(story)
        self._do(lambda: actions.publish(article, by=None, now=self.now))
        if not (story.draft.expires and story.draft.expires <= self.now):
            self.world.publish(story, story.draft)

    @precondition(lambda self: self.moves_time() and self.has_story())
    @rule(pick=PICK, minutes=MINUTES)
    def publish_later(self, pick: int, minutes: int) -> None:
        """Have the draft published at a time to come."""
        story = self.story(pick)
        at = self.now + timedelta(minutes=minutes)
        self._revise(story, story.draft, go_live_at=at)
        article = self.article(story)
        self._do(lambda: actions.publish(article, by=None, now=self.now))
        story.scheduled = (at, story.draft)

    @precondition(has_story)
    @rule(pick=PICK)
    def unpublish(self, pick: int) -> None:
        """Take a story back."""
        story = self.story(pick)
        article = self.article(story)
        if article.live:
            self._do(article.unpublish)
            story.is_live, story.scheduled = False, None

    @precondition(lambda self: self.moves_time() and self.has_story())
    @rule(pick=PICK, minutes=st.one_of(st.none(), MINUTES))
    def change_embargo(self, pick: int, minutes: int | None) -> None:
        """Put a story that is not out yet under an embargo, move it or lift it, and publish."""
        story = self.story(pick)
        if not story.was_out and not story.scheduled:
            until = self.now + timedelta(minutes=minutes) if minutes else None
            try:
                self._revise(story, _with(story.draft, embargo=until), go_live_at=None)
            except ValidationError:
                # It was published while something else kept it in: then it can only be held.
                assert until and story.out and not (story.out.embargo and story.out.embargo > self.now)
                return
            self.publish(pick)

    @precondition(lambda self: self.moves_time() and self.has_story())
    @rule(pick=PICK, minutes=st.one_of(st.none(), MINUTES))
    def let_expire(self, pick: int, minutes: int | None) -> None:
        """Say until when a story may be used, and publish."""
        story = self.story(pick)
        if not story.scheduled:
            until = self.now + timedelta(minutes=minutes) if minutes else None
            self._revise(story, _with(story.draft, expires=until), go_live_at=None)
            self.publish(pick)

    # Keeping in and letting out

    @precondition(has_story)
    @rule(pick=PICK, fact=st.sampled_from(sorted(OWN)))
    def keep_in(self, pick: int, fact: str) -> None:
        """Hold, kill or block a story."""
        story, article = self.story(pick), self.article(self.story(pick))
        if fact in story.restrictions:
            return
        word = canaries.word(story.key, "alasan", next(self._numbers))
        verbs: dict[str, Callable[..., Any]] = {"hold": withdraw.hold, "kill": withdraw.kill}
        verb = verbs.get(fact) or (lambda a, **said: actions.restrict(a, RestrictionKind.LEGAL, **said))
        try:
            self._do(lambda: verb(article, reason=word, by=None, now=self.now))
        except actions.NotPossible:
            return  # an agency's hold or kill of the same kind stands already
        story.restrictions[fact] = next(self._numbers)
        if fact == "kill":
            story.kill_words.add(word)

    @precondition(has_story)
    @rule(pick=PICK, fact=st.sampled_from(sorted(OWN)))
    def let_out(self, pick: int, fact: str) -> None:
        """Release a story, reinstate it, or lift its block."""
        story, article = self.story(pick), self.article(self.story(pick))
        word = canaries.word(story.key, "alasan", next(self._numbers))
        verbs: dict[str, Callable[..., Any]] = {"hold": withdraw.release, "kill": withdraw.reinstate}
        verb = verbs.get(fact) or (lambda a, **said: actions.lift(a, RestrictionKind.LEGAL, **said))
        try:
            self._do(lambda: verb(article, reason=word, by=None, now=self.now))
        except actions.NotPossible:
            assert fact not in story.restrictions
            return
        story.restrictions.pop(fact, None)
        self._decide(story, fact)

    def _decide(self, story: Story, fact: str) -> None:
        """An editor's release or reinstatement overrules what the sources said so far."""
        # A kill that an editor had to decide upon stands as a hold until then.
        kinds = {"hold": ("hold", "kill"), "kill": ("kill",), "legal": ("legal",)}[fact]
        story.decided |= {each for each, _ in self.world.facts(story, self.now) if each[2] in kinds}

    @precondition(has_story)
    @rule(pick=PICK)
    def correct(self, pick: int) -> None:
        """Tell readers what was wrong."""
        story, article = self.story(pick), self.article(self.story(pick))
        if article.published_at is None:
            return
        wrong, right = (canaries.word(story.key, name, next(self._numbers)) for name in ("salah", "betul"))
        self._do(lambda: actions.correct(article, wrong=wrong, right=right, by=None, now=self.now))
        story.corrections |= {wrong, right}

    # Agencies

    @rule(
        key=st.integers(1, ITEMS), number=st.integers(1, 5), status=STATUSES,
        embargo=st.sampled_from([None, None, 5, 30]),
    )  # fmt: skip
    def receive(self, key: int, number: int, status: Status, embargo: int | None) -> None:
        """An agency sends a version: late, early, twice."""
        item = self.world.items.setdefault(key, Item(key))
        embargo = embargo if self.moves_time() else None
        known = {message.number: message for message in item.messages}
        message = known.get(number) or Message(
            number, status, self.now + timedelta(minutes=embargo) if embargo else None
        )
        item.messages.add(message)
        given: dict[str, Any] = {"pubStatus": message.status}
        if message.embargo:
            given["embargoedUntil"] = message.embargo.isoformat()
        self.room.receive(
            f"urn:kawat:{self.item_key(key)}", number, _words(self.item_key(key), number), **given
        )

    @rule(key=st.integers(1, ITEMS), english=st.booleans())
    def take(self, key: int, english: bool) -> None:
        """Take an item as it stands, as it is or to be translated, and publish the draft unedited."""
        item = self.world.items.get(key)
        if item is None or item.is_killed or len(self.world.stories) >= STORIES:
            return
        wire = WireItem.objects.select_related("current__item__agency", "current__source").get(
            guid=f"urn:kawat:{self.item_key(key)}"
        )
        article = self._do(
            lambda: take(wire, by=None, now=self.now, language="en" if english else "", again=True)
        )
        number = next(self._numbers)
        wired = _words(self.item_key(key), item.newest.number)
        words = {name: wired[name] for name in ("judul", "ringkas", "bebas")}
        copy = Copy(words, embargo=article.embargo_until)
        self._add(article, Story(number, draft=copy, items={key}, slug=wired["judul"]))
        self.publish(len(self.world.stories) - 1)

    # Rights

    @rule(use=USES, value=st.booleans())
    def license(self, use: Use, value: bool) -> None:
        """The contract with the agency changes."""
        agency = type(self.base.agency).objects.get(pk=self.base.agency.pk)
        setattr(agency, RIGHTS[use], value)
        self._do(agency.save)
        self.world.rights[use] = value

    @precondition(has_story)
    @rule(pick=PICK, use=USES, value=st.one_of(st.none(), st.booleans()))
    def arrange(self, pick: int, use: Use, value: bool | None) -> None:
        """An editor arranges something for one story alone."""
        story, article = self.story(pick), self.article(self.story(pick))
        story.rights.pop(use, None)
        if value is not None:
            story.rights[use] = value
        said = {RIGHTS[name]: right for name, right in story.rights.items()}
        self._do(lambda: arrange(article, note="surat", by=None, now=self.now, **said))

    # Pictures

    @precondition(moves_time)
    @rule(number=st.integers(0, PICTURES - 1), minutes=st.one_of(st.none(), st.just(0), MINUTES))
    def let_picture_expire(self, number: int, minutes: int | None) -> None:
        """Say until when a picture may be shown."""
        picture = Picture.objects.get(pk=self.base.pictures[number].pk)
        end = None if minutes is None else self.now + timedelta(minutes=minutes)
        picture.expires_at = end
        self._do(picture.save)
        self.world.picture_ends.pop(number, None)
        if end is not None:
            self.world.picture_ends[number] = end

    # Time and accidents

    @precondition(moves_time)
    @rule(minutes=st.sampled_from([1, 5, 31, 200]))
    def pass_time(self, minutes: int) -> None:
        """Time passes."""
        self.room.pass_time(timedelta(minutes=minutes))

    @precondition(moves_time)
    @rule(after=st.sampled_from([-1.0, 0.0, 1.0]))
    def come_near(self, after: float) -> None:
        """It is a second before, at, or a second after the next moment at which something is due."""
        moments = self.world.moments(self.now)
        if moments and (by := moments[0] + timedelta(seconds=after) - self.now) > timedelta():
            self.room.pass_time(by)

    @rule(writes=st.integers(1, 12))
    def kill_worker(self, writes: int) -> None:
        """The worker dies in the middle of its work and is started again."""
        self.world.pass_time(self.now)
        if self.bakes:
            self.room.work(dies_after=writes)

    @rule()
    def restart(self) -> None:
        """The product is stopped and started."""
        self.room.restart()

    @precondition(moves_time)
    @rule(hours=st.sampled_from([-2, 2]))
    def skew(self, hours: int) -> None:
        """The worker's machine has a wrong clock from now on, or the right one again."""
        self._skew = timedelta() if self._skew else timedelta(hours=hours)

    @invariant()
    def nothing_leaks_and_nothing_lacks(self) -> None:
        """Look at every exit."""
        self.world.pass_time(self.now)
        if self.bakes:
            self.room.work(skew=self._skew)
        else:
            self.room.keep_time()
        self.look(self)


def _words(key: int, version: int) -> dict[str, str]:
    names = (
        "judul", "ringkas", "bebas", "subjudul", "kutipan", "daftar", "tabel", "keterangan", "bayar", "bayartabel",
        "catatan", "syarat",
    )  # fmt: skip
    return {name: canaries.word(key, name, version) for name in names}


def _with(copy: Copy, **changes: Any) -> Copy:
    from dataclasses import replace

    return replace(copy, **changes)


def _fields(copy: Copy) -> dict[str, Any]:
    """Return the fields of an article that has these words."""
    words = copy.words
    return {
        "headline": words["judul"],
        "summary": f"Ringkasan {words['ringkas']}.",
        "body": _body(words),
        "lead_caption": words.get("keterangan", ""),
        "editors_note": words.get("catatan", ""),
        "usage_terms": words.get("syarat", ""),
        "is_premium": copy.is_premium,
        "embargo_until": copy.embargo,
        "expire_at": copy.expires,
    }


def _body(words: dict[str, str]) -> list[dict[str, Any]]:
    if "bayar" not in words:
        return paragraphs(f"Satu {words['bebas']}.", "Dua.")
    blocks = [*paragraphs(f"Satu {words['bebas']}.")]
    blocks += [
        {"type": "subhead", "value": words["subjudul"], "id": "s"},
        {"type": "quote", "value": {"text": f"Kata {words['kutipan']}.", "attribution": "Damar"}, "id": "q"},
        {"type": "list", "value": f"<ul><li>{words['daftar']}</li></ul>", "id": "l"},
        {"type": "table", "value": _table(words["tabel"]), "id": "t"},
        {"type": "paywall", "value": None, "id": "w"},
        {"type": "paragraph", "value": f"<p>Dibayar {words['bayar']}.</p>", "id": "b"},
        {"type": "table", "value": _table(words["bayartabel"]), "id": "u"},
    ]
    return blocks


def _table(word: str) -> dict[str, Any]:
    data = [["Produk", "Harga"], [word, "1.508.000"]]
    table = {"data": data, "cell": [], "first_row_is_table_header": True, "first_col_is_header": False}
    return {"title": f"Tabel {word}", "table": table, "source": f"Sumber {word}"}


__all__ = ["Leave", "Newsday"]
