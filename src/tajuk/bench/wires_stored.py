"""Made wires that a newsroom has stored: items, versions and deliveries, events and runs of words of the last two days.

Words are made up and drawn as languages use theirs (the n-th word a n-th as often as the first), so that events and
copies are looked for among as many rare and common words as on a real wire. Only the bytes of the payloads are not
there: nothing that is measured reads them.
"""

import hashlib
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import escape

from django.db import connection, transaction

from tajuk.bench.archive.copying import Table, next_ids
from tajuk.common import clock
from tajuk.wires.blocks import Paragraph
from tajuk.wires.clusters.terms import Terms, terms_of
from tajuk.wires.models import (
    Cluster,
    ClusterTerm,
    Delivery,
    ItemShingle,
    Payload,
    Preset,
    PresetMatch,
    Source,
    WireItem,
    WireVersion,
)
from tajuk.wires.packing import pack
from tajuk.wires.story import Labelled, Story

BATCH = 5_000
RECENT = timedelta(hours=40)
OLDEST = timedelta(days=400)
VOCABULARY = 30_000
AN_EVENT = 3
# Words that would stand in nearly every story are stop words, and not among the made ones.
_STOPPED = 30
_RUNS = 24
_POOL = 3_000
# The smallest of about 300 hashes of 32 bits, as `shingles.sketch` keeps them.
_HIGHEST_RUN = 2**32 * _RUNS // 300
_SYLLABLES = [
    first + vowel for first in "bcdghjklmnprstwy" for vowel in ("a", "e", "i", "o", "u", "an", "ing")
]

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Wire:
    """What a made wire says."""

    headline: str
    paragraphs: tuple[str, ...]


def vocabulary() -> list[str]:
    """Return the made-up words, the commonest first, always the same."""
    draw = random.Random(1)
    found: dict[str, None] = {}
    while len(found) < VOCABULARY:
        found["".join(draw.choices(_SYLLABLES, k=draw.randint(2, 4)))] = None
    return list(found)


class Writer:
    """Writes made wires: those of one event share three names."""

    def __init__(self) -> None:
        self._words = vocabulary()

    def wire(self, number: int, *, paragraphs: int) -> Wire:
        """Return wire `number`, the same every time."""
        draw = random.Random(number)
        names = [word.capitalize() for word in self._names(number // AN_EVENT)]
        headline = " ".join([*names, *self._drawn(draw, 5)]).capitalize()
        lead = f"{names[0]} {' '.join(self._drawn(draw, 12))} {names[1]} {' '.join(self._drawn(draw, 10))}."
        rest = [f"{' '.join(self._drawn(draw, 55)).capitalize()}." for _ in range(paragraphs - 1)]
        return Wire(headline, (lead, *rest))

    def _names(self, event: int) -> list[str]:
        draw = random.Random(-1 - event)
        return ["".join(draw.choices(_SYLLABLES, k=draw.randint(3, 5))) for _ in range(3)]

    def _drawn(self, draw: random.Random, count: int) -> list[str]:
        spread = len(self._words) / _STOPPED
        return [self._words[int(_STOPPED * spread ** draw.random())] for _ in range(count)]


def story_of(wire: Wire, guid: str) -> Story:
    """Return a made wire as a reader would have read it."""
    return Story(
        guid=guid,
        version="1",
        format="ninjs",
        headlines=(Labelled(wire.headline),),
        slugline=wire.headline.split()[0].upper(),
        languages=("id",),
        urgency=4,
        body=tuple(Paragraph(escape(text)) for text in wire.paragraphs),
    )


def document(wire: Wire, guid: str) -> bytes:
    """Return a made wire as an agency sends it, in ninjs."""
    return json.dumps({
        "uri": guid, "type": "text", "version": "1", "versioncreated": clock.now().isoformat(), "pubstatus": "usable",
        "headline": wire.headline, "slugline": wire.headline.split()[0].upper(), "language": "id", "urgency": 4,
        "body_html": "".join(f"<p>{text}</p>" for text in wire.paragraphs),
    }).encode()  # fmt: skip


def fill(source: Source, preset: Preset, *, items: int, recent: int, now: datetime, told: Told) -> int:
    """Store made wires until the newsroom has `items` of them, the last `recent` of the last two days; say how many.

    The recent ones all fit `preset`.
    """
    have = WireItem.objects.count()
    filling = _Filling(source, preset, items=items, recent=min(recent, items), now=now)
    for begin in range(have, items, BATCH):
        end = min(begin + BATCH, items)
        with transaction.atomic():
            filling.write(range(begin, end))
        told(end, items)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return max(0, items - have)


@dataclass(frozen=True, slots=True)
class _Row:
    """What is kept of a wire; `packed` is its story as JSON."""

    story: Story
    packed: str
    head: str
    slug: str
    summary: str


class _Filling:
    def __init__(self, source: Source, preset: Preset, *, items: int, recent: int, now: datetime) -> None:
        self.now, self.items, self.recent = now, items, recent
        self._writer = Writer()
        self._pool: dict[int, _Row] = {}
        agency = source.agency_id
        self._payloads = Table(Payload, "id", "sha256", "received_at", size=2_000, source=source)
        self._deliveries = Table(Delivery, "payload", "received_at", "read_at", source=source)
        self._items = Table(
            WireItem, "id", "guid", "current", "first_seen_at", "received_at", "thread", "cluster",
            agency_id=agency, source=source, urgency=4, language="id",
        )  # fmt: skip
        self._versions = Table(
            WireVersion, "id", "item", "payload", "digest", "story", "headline", "slugline", "summary", "received_at",
            "announced_at", source=source, label="1", number=1_000, language="id", urgency=4, change="new",
        )  # fmt: skip
        self._clusters = Table(Cluster, "id", "began_at", "moved_at", "size", "square")
        self._terms = Table(ClusterTerm, "term", "cluster", "weight")
        self._fitting = Table(PresetMatch, "item", "moved_at", preset=preset)
        self._runs = Table(ItemShingle, "shingle", "item")

    def write(self, numbers: range) -> None:
        """Write the rows of these wires, which begin events of their own."""
        count = len(numbers)
        payloads, items, versions = (next_ids(model, count) for model in (Payload, WireItem, WireVersion))
        clusters = next_ids(Cluster, count // AN_EVENT + 2)
        rows = [self._row(number) for number in numbers]
        moments = [self._moment(number) for number in numbers]
        events = [clusters[number // AN_EVENT - numbers[0] // AN_EVENT] for number in numbers]
        digests = [hashlib.sha256(b"%d" % number).hexdigest() for number in numbers]
        self._payloads.write(zip(payloads, digests, moments, strict=True))
        self._deliveries.write(zip(payloads, moments, moments, strict=True))
        self._events(events, rows, moments)
        self._items.write(
            (pk, f"urn:x-made:{number}", current, at, at, row.slug, event)
            for pk, current, at, event, row, number in zip(
                items, versions, moments, events, rows, numbers, strict=True
            )
        )
        self._versions.write(
            (pk, item, payload, digest, row.packed, row.head, row.slug, row.summary, at, at)
            for pk, item, payload, digest, at, row in zip(
                versions, items, payloads, digests, moments, rows, strict=True
            )
        )
        self._fitting.write(
            (item, at)
            for item, at, number in zip(items, moments, numbers, strict=True)
            if self._is_recent(number)
        )
        draw = random.Random(numbers[0])
        self._runs.write(
            (run, item)
            for item, number in zip(items, numbers, strict=True)
            if self._is_recent(number)
            for run in {draw.randrange(_HIGHEST_RUN) for _ in range(_RUNS)}
        )

    def _row(self, number: int) -> "_Row":
        """Return what is kept of a wire; what is not recent repeats the texts of a few thousand."""
        if self._is_recent(number):
            return self._made(number)
        place = number % _POOL
        if place not in self._pool:
            self._pool[place] = self._made(place)
        return self._pool[place]

    def _made(self, number: int) -> "_Row":
        wire = self._writer.wire(number, paragraphs=2)
        story = story_of(wire, f"urn:x-made:{number}")
        return _Row(story, json.dumps(pack(story)), wire.headline, story.slugline, wire.paragraphs[0][:300])

    def _events(self, events: list[int], rows: list["_Row"], moments: list[datetime]) -> None:
        summed: dict[int, dict[int, float]] = {}
        first: dict[int, datetime] = {}
        last: dict[int, datetime] = {}
        size = dict.fromkeys(events, 0)
        for event, row, at in zip(events, rows, moments, strict=True):
            first.setdefault(event, at)
            last[event] = at
            size[event] += 1
            held = summed.setdefault(event, {})
            if at >= self.now - RECENT:
                for term, weight in _directed(terms_of(row.story)):
                    held[term] = held.get(term, 0.0) + weight
        self._clusters.write(
            (event, first[event], last[event], size[event], sum(each * each for each in held.values()))
            for event, held in summed.items()
        )
        self._terms.write(
            (term, event, weight) for event, held in summed.items() for term, weight in held.items()
        )

    def _moment(self, number: int) -> datetime:
        if self._is_recent(number):
            share = (self.items - number) / max(1, self.recent)
            return self.now - timedelta(minutes=1) - (RECENT - timedelta(minutes=2)) * share
        return self.now - RECENT - OLDEST * ((self.items - self.recent - number) / self.items)

    def _is_recent(self, number: int) -> bool:
        return number >= self.items - self.recent


def _directed(terms: Terms) -> Iterator[tuple[int, float]]:
    """Yield terms as a vector of length 1."""
    length = sum(weight * weight for weight in terms.values()) ** 0.5 or 1.0
    yield from ((term, weight / length) for term, weight in terms.items())
