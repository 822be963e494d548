"""What readers must and must not see, worked out from the newsroom's promises and from none of its code.

This is the oracle of the state machine: plain facts about wire items and stories, and what follows from them. Where the
promises leave a choice, the answer is `MAY`, and nothing is asked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Literal

Status = Literal["usable", "withheld", "canceled"]
Use = Literal["web", "syndication"]
#: A fact about a source that keeps in what was made of it: whose, which, and which time.
Fact = tuple[str, int, str, int]
#: What a reader may have of a story that is not premium, or before the mark of the paid part.
FREE = ("judul", "ringkas", "bebas", "subjudul", "kutipan", "daftar", "tabel", "keterangan")
PAID = ("bayar", "bayartabel")
NEVER = ("catatan", "syarat")


class Leave(Enum):
    """Whether a story leaves."""

    MUST = "must"
    MAY = "may"
    MUST_NOT = "must not"


@dataclass(frozen=True, slots=True)
class Message:
    """What an agency said once: its own number of the version decides, not when it came."""

    number: int
    status: Status
    embargo: datetime | None = None


@dataclass
class Item:
    """A wire item: all that its agency ever said of it, in any order and with repeats."""

    key: int
    messages: set[Message] = field(default_factory=set)

    @property
    def newest(self) -> Message:
        """The version that stands."""
        return max(self.messages, key=lambda message: message.number)

    @property
    def is_killed(self) -> bool:
        """A kill wins over every other message, earlier and later ones."""
        return any(message.status == "canceled" for message in self.messages)

    @property
    def is_held(self) -> bool:
        """A hold ends with a newer version that may be used."""
        return self.newest.status == "withheld"

    def embargo(self, now: datetime) -> Leave:
        """An embargo of the version that stands holds; whether one of an older version still does is left open."""
        if (until := self.newest.embargo) and until > now:
            return Leave.MUST_NOT
        older = any(message.embargo and message.embargo > now for message in self.messages)
        return Leave.MAY if older else Leave.MUST


@dataclass(frozen=True, slots=True)
class Copy:
    """The words of one revision, by field, and what it says of itself."""

    words: dict[str, str]
    is_premium: bool = False
    embargo: datetime | None = None
    expires: datetime | None = None

    def may_show(self) -> set[str]:
        """Return the words that readers may have while the story is cleared."""
        shown = FREE if self.is_premium else FREE + PAID
        return {self.words[name] for name in shown if name in self.words}

    def teaser(self) -> set[str]:
        """Return the words before the paid part."""
        return {self.words[name] for name in FREE if name in self.words}


@dataclass
class Story:
    """A story: its draft, what is out, and what keeps it in."""

    key: int
    draft: Copy
    out: Copy | None = None
    is_live: bool = False
    scheduled: tuple[datetime, Copy] | None = None
    #: The newsroom's own: hold, kill, legal; each time one is put on it is another fact.
    restrictions: dict[str, int] = field(default_factory=dict)
    kill_words: set[str] = field(default_factory=set)
    corrections: set[str] = field(default_factory=set)
    items: set[int] = field(default_factory=set)
    sources: set[int] = field(default_factory=set)  # stories that it was made from
    picture: int | None = None
    slug: str = ""
    #: The address of a draft that begins as a copy: the newsroom's own lists may name it.
    began_as: str = ""
    was_out: bool = False
    #: Words of copies that were out before the present one: a page may show them once more, until it is asked for.
    replaced: set[str] = field(default_factory=set)
    #: What an editor arranged for this story alone, by use.
    rights: dict[Use, bool] = field(default_factory=dict)
    #: Facts of sources that an editor has overruled for this story: kills reinstated, holds released.
    decided: set[Fact] = field(default_factory=set)


@dataclass
class World:
    """All that is known, and the moment."""

    items: dict[int, Item] = field(default_factory=dict)
    stories: dict[int, Story] = field(default_factory=dict)
    #: What the contract with the agency allows of its text.
    rights: dict[Use, bool] = field(default_factory=lambda: {"web": True, "syndication": True})
    #: What stands with each picture where it is shown, and when it may not be shown any more.
    picture_words: dict[int, set[str]] = field(default_factory=dict)
    picture_ends: dict[int, datetime] = field(default_factory=dict)

    def pass_time(self, now: datetime) -> None:
        """Let what is due by now happen: scheduled publications, expiries, first sights."""
        for story in self.stories.values():
            if story.scheduled and story.scheduled[0] <= now:
                self.publish(story, story.scheduled[1])
            if story.is_live and story.out and story.out.expires and story.out.expires <= now:
                story.is_live = False
        for story in self.stories.values():
            if self.leaves(story, now) is not Leave.MUST_NOT:
                story.was_out = True

    def leaves(self, story: Story, now: datetime, use: Use = "web") -> Leave:
        """Tell whether readers (or partners) get the story."""
        if not story.is_live or story.out is None or story.restrictions:
            return Leave.MUST_NOT
        if story.out.embargo and story.out.embargo > now:
            return Leave.MUST_NOT
        if story.out.expires and story.out.expires <= now:
            return Leave.MUST_NOT
        # What may not go to partners whole goes as a teaser where it may stand on the site.
        if not (self.may(story, use) or self.may(story, "web")):
            return Leave.MUST_NOT
        return _strictest(soft for _, soft in self.facts(story, now))

    def may(self, story: Story, use: Use) -> bool:
        """Tell whether the text of a story may be put to a use: the editor's word for it, else the contract's."""
        return story.rights.get(use, self.rights[use])

    def facts(
        self, story: Story, now: datetime, seen: frozenset[int] = frozenset()
    ) -> Iterator[tuple[Fact, Leave]]:
        """Yield what keeps a story in for the sake of what it was made from, however many steps away.

        A fact that an editor has overruled on the way is one on which the promises leave a choice.
        """
        for fact, leave in self._of_sources(story, now, seen | {story.key}):
            yield fact, Leave.MAY if fact in story.decided else leave

    def _of_sources(self, story: Story, now: datetime, seen: frozenset[int]) -> Iterator[tuple[Fact, Leave]]:
        for key in story.items:
            item = self.items[key]
            if item.is_killed:
                yield ("item", key, "kill", 0), Leave.MUST_NOT
            if item.is_held:
                yield ("item", key, "hold", item.newest.number), Leave.MUST_NOT
            if (embargo := item.embargo(now)) is not Leave.MUST:
                yield ("item", key, "embargo", item.newest.number), embargo
        for key in story.sources - seen:
            source = self.stories[key]
            for kind, number in source.restrictions.items():
                yield ("story", key, kind, number), Leave.MUST_NOT
            if source.out and source.is_live and source.out.embargo and source.out.embargo > now:
                yield ("story", key, "embargo", 0), Leave.MUST_NOT
            elif source.draft.embargo and source.draft.embargo > now:
                yield ("story", key, "embargo", 0), Leave.MAY
            yield from self.facts(source, now, seen)

    def publish(self, story: Story, copy: Copy) -> None:
        """Put a copy out in place of the one before."""
        if story.out:
            story.replaced |= story.out.may_show() - copy.may_show()
        story.out, story.is_live, story.scheduled = copy, True, None

    def may_stand(self, now: datetime, use: Use = "web") -> set[str]:
        """Return every word that may stand somewhere in public."""
        words: set[str] = set()
        for story in self.stories.values():
            if story.was_out:
                words |= story.kill_words
            if self.leaves(story, now, use) is not Leave.MUST_NOT and story.out:
                whole = story.out.may_show() if self.may(story, use) else story.out.teaser()
                words |= whole | story.corrections | {story.slug}
                if story.picture is not None and not self.is_picture_expired(story.picture, now):
                    words |= self.picture_words[story.picture]
        return words

    def paid(self, now: datetime) -> set[str]:
        """Return the words that subscribers may have beside: of premium stories that leave, the paid part."""
        return {
            story.out.words[name]
            for story in self.stories.values()
            if story.out and story.out.is_premium and self.leaves(story, now) is not Leave.MUST_NOT
            for name in PAID
            if name in story.out.words
        }

    def may_linger(self, now: datetime) -> set[str]:
        """Return the words that an edit replaced in stories that still leave: no harm if shown once more."""
        words: set[str] = set()
        for story in self.stories.values():
            if self.leaves(story, now) is not Leave.MUST_NOT and story.out:
                # What became paid is not replaced: it is withdrawn.
                words |= story.replaced - set(story.out.words.values())
        return words

    def must_stand(self, now: datetime, use: Use = "web") -> list[Story]:
        """Return the stories that every exit of a use must show."""
        return [story for story in self.stories.values() if self.leaves(story, now, use) is Leave.MUST]

    def is_picture_expired(self, number: int, now: datetime) -> bool:
        """Tell whether a picture may not be shown any more."""
        end = self.picture_ends.get(number)
        return end is not None and end <= now

    def withdrawn_pictures(self, now: datetime) -> set[int]:
        """Return the pictures of which no public file may be left: expired, or shown by killed stories only."""
        users: dict[int, list[Story]] = {}
        for story in self.stories.values():
            if story.picture is not None:
                users.setdefault(story.picture, []).append(story)
        killed = {
            number
            for number, stories in users.items()
            if all("kill" in story.restrictions and story.was_out for story in stories)
        }
        return killed | {number for number in self.picture_ends if self.is_picture_expired(number, now)}

    def moments(self, now: datetime) -> list[datetime]:
        """Return the moments to come at which time alone changes something."""
        found: list[datetime | None] = list(self.picture_ends.values())
        for story in self.stories.values():
            found += [story.scheduled[0] if story.scheduled else None]
            found += [story.out.embargo, story.out.expires] if story.out else []
        for item in self.items.values():
            found += [message.embargo for message in item.messages]
        return sorted(moment for moment in found if moment and moment > now)


def _strictest(answers: Iterable[Leave]) -> Leave:
    order = (Leave.MUST, Leave.MAY, Leave.MUST_NOT)
    return max(answers, key=order.index, default=Leave.MUST)
