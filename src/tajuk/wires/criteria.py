"""What presets and rules ask of a wire item: the same filters, decided once when the item comes in."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

from tajuk.common.words import words
from tajuk.wires.models import WireItem
from tajuk.wires.models.choosing import Choosing
from tajuk.wires.story import Concept, Story

MOST_CHARACTERS = 40_000
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+\d*")


@dataclass(frozen=True)
class Said:
    """Headline, slugline and copy; their stems are looked for only when a filter asks for words."""

    text: str = ""

    @cached_property
    def stems(self) -> str:
        """Return the stems, spaced."""
        return _stems(self.text)


@dataclass(frozen=True, slots=True)
class Facts:
    """What filters look at; names in lower case."""

    agency: str
    source: str
    section: str = ""
    language: str = ""
    urgency: int | None = None
    is_correction: bool = False
    topics: frozenset[str] = field(default_factory=frozenset)
    instruments: frozenset[str] = field(default_factory=frozenset)
    places: frozenset[str] = field(default_factory=frozenset)
    said: Said = Said()

    def changed(self, item: WireItem) -> "Facts":
        """Return the facts after a rule changed the item."""
        return replace(self, section=item.section, urgency=item.urgency)


def facts_of(item: WireItem, story: Story, *, is_correction: bool) -> Facts:
    """Return the facts of an item as its current story tells them."""
    text = f"{story.headline}\n{story.slugline}\n{story.body_text[:MOST_CHARACTERS]}"
    return Facts(
        agency=item.agency.slug,
        source=item.source.slug,
        section=item.section,
        language=item.language[:2].lower(),
        urgency=item.urgency,
        is_correction=is_correction,
        topics=_names([*story.subjects, *story.genres]) | {each.lower() for each in story.keywords},
        instruments=frozenset(
            symbol.symbol.upper() for each in story.organisations for symbol in each.symbols
        ),
        places=_names(story.places) | {story.located.lower()},
        said=Said(text),
    )


def fits(chosen: Choosing, facts: Facts) -> bool:
    """Tell whether an item fits: every filter that is set must, each by any of its values; no word of `without`."""
    return (
        _any(chosen.agencies, (facts.agency,))
        and _any(chosen.sources, (facts.source,))
        and _any(chosen.sections, (facts.section,))
        and _any(chosen.languages, (facts.language,))
        and (
            chosen.most_urgency is None
            or (facts.urgency is not None and facts.urgency <= chosen.most_urgency)
        )
        and (not chosen.only_corrections or facts.is_correction)
        and _any([each.lower() for each in chosen.topics], facts.topics)
        and _any([each.upper() for each in chosen.instruments], facts.instruments)
        and _any([each.lower() for each in chosen.places], facts.places)
        and (not chosen.words or _says(chosen.words, facts.said))
        and not (chosen.without and _says(chosen.without, facts.said))
    )


def _any(wanted: Sequence[str], have: Iterable[str]) -> bool:
    return not wanted or not set(wanted).isdisjoint(have)


def _says(runs: Iterable[str], said: Said) -> bool:
    return any(run in said.stems for run in map(_run, runs) if run.strip())


@lru_cache(maxsize=4_096)
def _run(spoken: str) -> str:
    return _stems(spoken)


def _stems(text: str) -> str:
    return f" {' '.join(filter(None, map(_stem, _WORD.findall(text))))} "


@lru_cache(maxsize=65_536)
def _stem(word: str) -> str:
    """Return the stem of one word as the index of the search has it; nothing for a stop word."""
    return next((each.stem for each in words(word, "id")), "")


def _names(concepts: Iterable[Concept]) -> frozenset[str]:
    """Return the codes and names by which concepts can be asked for, codes also without their vocabulary."""
    found: set[str] = set()
    for each in concepts:
        found |= {each.code.lower(), each.code.rpartition(":")[2].lower(), each.name.lower()}
        found |= {name.lower() for _, name in each.names}
    return frozenset(found - {""})
