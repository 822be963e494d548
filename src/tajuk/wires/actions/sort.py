"""Follow the rules and fill the presets with an item, before anybody sees it in a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from tajuk.wires.criteria import Facts, facts_of, fits
from tajuk.wires.models import Preset, PresetMatch, Rule, WireItem, WireVersion
from tajuk.wires.queries import newest_since
from tajuk.wires.story import Story

#: A new preset is filled with so much of the past, and a rule tried on it.
FILLED = timedelta(days=7)
BATCH = 500


@dataclass(frozen=True, slots=True)
class Choosers:
    """What looks at every item that comes in."""

    rules: list[Rule]
    presets: list[Preset]


def choosers() -> Choosers:
    """Return the rules that are switched on, and every preset; made anew only when their rows have changed."""
    global _made
    with connection.cursor() as cursor:
        rows = [_fetched(cursor, sql) for sql in _ROWS]
    if rows != _made[0]:
        _made = rows, Choosers(list(Rule.objects.filter(enabled=True)), list(Preset.objects.all()))
    return _made[1]


def _fetched(cursor: Any, sql: str) -> list[tuple[Any, ...]]:
    cursor.execute(sql)
    return list(cursor.fetchall())


# The rows as they are kept cost a tenth of what the same cost as objects.
_ROWS = ("SELECT * FROM wires_rule ORDER BY id", "SELECT * FROM wires_preset ORDER BY id")
_made: tuple[list[Any], Choosers] = [], Choosers([], [])


def sort(
    item: WireItem, version: WireVersion, story: Story, chosen: Choosers, *, fresh: bool = False
) -> None:
    """Set what rules say of the item, unsaved, then put it into the presets it fits and out of the others.

    `item` carries the columns of `version` already; `fresh` says that it was in no preset before. Call it in the
    transaction that records the version.
    """
    item.section = item.section or version.source.default_section
    item.to_take = item.to_take or version.source.take_automatically
    facts = facts_of(item, story, is_correction=version.is_correction)
    for rule in chosen.rules:
        if fits(rule, facts):
            _follow(rule, item)
            facts = facts.changed(item)
    _match(item, facts, chosen.presets, fresh=fresh)


@transaction.atomic
def save_preset(preset: Preset, *, now: datetime) -> int:
    """Save a preset and fill it with what fitted in the last seven days; return how many items that are."""
    preset.full_clean()
    preset.save()
    preset.matches.all().delete()
    return sum(_fill(preset, batch) for batch in _batches(now))


def _fill(preset: Preset, versions: Iterable[WireVersion]) -> int:
    rows = [
        PresetMatch(preset=preset, item=version.item, moved_at=version.item.received_at)
        for version in versions
        if fits(preset, facts_of(version.item, version.as_story(), is_correction=version.is_correction))
    ]
    return len(PresetMatch.objects.bulk_create(rows))


def _batches(now: datetime) -> Iterable[list[WireVersion]]:
    batch: list[WireVersion] = []
    for version in newest_since(now - FILLED).iterator(chunk_size=BATCH):
        batch.append(version)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _follow(rule: Rule, item: WireItem) -> None:
    item.section = rule.set_section or item.section
    item.urgency = rule.set_urgency or item.urgency
    item.tags = sorted({*item.tags, *rule.add_tags})
    item.held_by = (item.held_by or rule.name) if rule.hold else item.held_by
    item.to_take = item.to_take or rule.take


def _match(item: WireItem, facts: Facts, presets: Iterable[Preset], *, fresh: bool) -> None:
    fitting = [preset for preset in presets if fits(preset, facts)]
    if not fresh:
        PresetMatch.objects.filter(item=item).exclude(preset__in=fitting).delete()
    if not fitting:
        return
    PresetMatch.objects.bulk_create(
        [PresetMatch(preset=preset, item=item, moved_at=item.received_at) for preset in fitting],
        update_conflicts=True,
        unique_fields=["preset", "item"],
        update_fields=["moved_at"],
    )
