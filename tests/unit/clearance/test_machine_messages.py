"""Row 13: whatever the order in which an agency's messages come, and however often, readers get the same."""

import random
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tajuk.articles import actions
from tajuk.articles.models import Article
from tajuk.clearance import gate
from tajuk.common import clock
from tajuk.desk.actions import withdraw
from tajuk.desk.actions.take import take
from tajuk.wires.actions import announce_leftovers, receive
from tajuk.wires.enums import KillPolicy
from tajuk.wires.models import Source, WireItem
from tests.factories.newsroom import AgencyFactory, SectionFactory
from tests.journeys import canaries
from tests.unit.clearance.newsroom import ninjs

pytestmark = pytest.mark.django_db
CALM = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
GUID = "urn:kawat:urutan"
#: What an agency may say of an item after its first version: number, status, hours of an embargo, whether a correction.
FIXED = clock.now()
Said = tuple[int, str, int | None, bool]
SAID = st.tuples(
    st.integers(2, 6),
    st.sampled_from(["usable", "usable", "withheld", "canceled"]),
    st.sampled_from([None, None, 3]),
    st.booleans(),
)
MESSAGES = st.lists(SAID, min_size=1, max_size=5, unique_by=lambda said: said[0])


@pytest.fixture(autouse=True)
def newsroom(settings: Any, tmp_path: Path) -> Iterator[None]:
    """An agency, and raw bytes in a folder of the test's own."""
    settings.STORAGES = settings.STORAGES | {
        "payloads": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    assert storages["payloads"]
    SectionFactory(slug="makro")
    Source.objects.create(
        slug="kawat", name="Kawat", agency=AgencyFactory(), kind="command", default_section="makro"
    )
    yield


def message(said: Said, now: Any) -> bytes:
    number, status, hours, correction = said
    given: dict[str, Any] = {"pubStatus": status}
    if hours:
        given["embargoedUntil"] = (now + timedelta(hours=hours)).isoformat()
    if correction:
        given["headlines"] = [{"value": f"KOREKSI: {canaries.word(9, 'judul', number)}"}]
    words = {name: canaries.word(9, name, number) for name in ("judul", "ringkas", "bebas")}
    return ninjs(GUID, number, words, **given)


def state_after(order: list[Said], policy: str, *, reinstated: bool) -> tuple[Any, ...]:
    """Return what readers get of two stories made of the item, one edited, when messages come in this order."""
    now = clock.now()
    with transaction.atomic():
        source = Source.objects.get(slug="kawat")
        source.agency.kill_policy = policy
        source.agency.save()

        def file(said: Said) -> None:
            receive(message(said, FIXED), source=source, now=now)
            announce_leftovers(now=now + timedelta(minutes=5))

        file((1, "usable", None, False))
        item = WireItem.objects.select_related("current__item__agency", "current__source").get(guid=GUID)
        stories = [
            actions.publish(take(item, by=None, now=now, again=True), by=None, now=now) for _ in range(2)
        ]
        draft = stories[1].get_latest_revision_as_object()
        draft.headline = "Judul yang ditulis ulang"
        draft.save_revision()
        actions.publish(stories[1], by=None, now=now)
        for said in order:
            file(said)
        if reinstated:
            for story in stories:
                try:
                    withdraw.reinstate(story, reason="dipulihkan", by=None, now=now)
                except actions.NotPossible:
                    continue
            for said in order:  # the same messages once more change nothing
                file(said)
        found = tuple(public_state(story.pk, now) for story in stories)
        transaction.set_rollback(True)
    return found


def public_state(pk: int, now: Any) -> tuple[Any, ...]:
    """Return the gate's answers now and when every embargo is over, and the item's version that stands."""
    article = Article.objects.for_page().get(pk=pk)
    item = WireItem.objects.get(guid=GUID)
    answers = [
        gate.check(article, exit_name, at)
        for exit_name in ("article", "rss")
        for at in (now, now + timedelta(hours=4))
    ]
    told = [(a.shows, sorted({str(reason.policy) for reason in a.reasons})) for a in answers]
    return tuple(map(str, told)), item.status, item.current and item.current.number


@settings(max_examples=8, deadline=None, suppress_health_check=CALM)
@given(
    messages=MESSAGES,
    seed=st.integers(0, 1_000),
    policy=st.sampled_from(KillPolicy.values),
    reinstated=st.booleans(),
)
def test_row_13_any_order_with_repeats_gives_readers_the_same(
    messages: list[Said], seed: int, policy: str, reinstated: bool
) -> None:
    in_order = sorted(messages)
    other = random.Random(seed)
    order = [*messages, *other.choices(messages, k=2)]
    other.shuffle(order)
    expected = state_after(in_order, policy, reinstated=reinstated)
    assert state_after(order, policy, reinstated=reinstated) == expected
    for told, status, _ in expected:
        if any(said[1] == "canceled" for said in messages):
            assert status == "canceled", "a kill wins over everything, earlier and later"
            assert reinstated or all("NOTICE" in each for each in told)
        else:
            assert status == in_order[-1][1], (
                "the newest by the agency's count stands, not the last that came"
            )


@pytest.mark.long
@settings(max_examples=300, deadline=None, suppress_health_check=CALM)
@given(messages=MESSAGES, seed=st.integers(0, 1_000), policy=st.sampled_from(KillPolicy.values))
def test_row_13_any_order_with_repeats_gives_readers_the_same_hundreds_of_times(
    messages: list[Said], seed: int, policy: str
) -> None:
    order = messages * 2
    random.Random(seed).shuffle(order)
    assert state_after(order, policy, reinstated=False) == state_after(
        sorted(messages), policy, reinstated=False
    )
