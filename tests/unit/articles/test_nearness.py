"""Stories that belong beside a story: what they share, when they came; what is kept is what is published."""

import gzip
import json
import re
import shutil
import tomllib
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from statistics import median
from time import process_time
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from tajuk.articles.models import Article, StoryProfile
from tajuk.articles.nearness import keeping
from tajuk.articles.nearness.measuring import Engine, measure
from tajuk.articles.nearness.profiles import MOST, SCALE, Kept, Profile, Told, profile_of
from tajuk.articles.nearness.ranking import Sought, rank
from tajuk.articles.nearness.segment import Segment
from tajuk.articles.related import nearest, suggestions
from tajuk.common import clock
from tests.factories.newsroom import ArticleFactory, SectionFactory, TopicFactory, paragraphs

SET = Path("tests/samples/related")
NOON = datetime(2026, 3, 10, 5, tzinfo=UTC)


def profile(headline: str, text: str = "", **labels: float) -> Profile:
    return profile_of(Told(headline, "id", text=text, labels=labels))


def kept(pk: int, headline: str, *, at: datetime = NOON, group: int = 1, text: str = "") -> Kept:
    return Kept(pk, at, group, profile(headline, text).packed())


def ranked(
    *rows: Kept, headline: str = "Rupiah menguat", at: datetime | None = NOON, **options: Any
) -> list[int]:
    sought = Sought(profile(headline), at, {1: 1.0})
    return rank([Segment.of(rows)], sought, **{"limit": 5, "until": NOON + timedelta(days=99), **options})


def test_a_story_of_the_same_thing_comes_before_one_of_another() -> None:
    rows = kept(1, "Beras impor tiba"), kept(2, "Penguatan rupiah berlanjut"), kept(3, "Rupiah di Batam")
    assert ranked(*rows)[0] == 2, "stems count, not forms of words"
    assert 1 not in ranked(*rows)


def test_of_two_alike_the_one_of_yesterday_comes_before_that_of_last_year() -> None:
    old, new = NOON - timedelta(days=365), NOON - timedelta(days=1)
    assert ranked(kept(1, "Rupiah menguat", at=old), kept(2, "Rupiah menguat", at=new)) == [2, 1]


def test_what_an_editor_could_not_have_seen_comes_after_what_was_there() -> None:
    later, earlier = NOON + timedelta(hours=9), NOON - timedelta(hours=12)
    assert ranked(kept(1, "Rupiah menguat", at=later), kept(2, "Rupiah menguat", at=earlier)) == [2, 1]


def test_nothing_of_another_edition_nothing_unpublished_and_never_itself() -> None:
    rows = (
        kept(1, "Rupiah menguat"),
        kept(2, "Rupiah menguat", group=2),
        kept(3, "Rupiah menguat", at=NOON + timedelta(1)),
    )
    assert ranked(*rows, until=NOON) == [1]
    assert ranked(*rows, until=NOON, but=frozenset({1})) == []


def test_a_story_counts_as_it_stands_last() -> None:
    first = Segment.of([kept(1, "Rupiah menguat"), kept(2, "Rupiah melemah")])
    then = Segment.of([kept(1, "Beras impor")])
    sought = Sought(profile("Rupiah menguat"), NOON, {1: 1.0})
    assert rank([first, then], sought, limit=5, until=NOON) == [2]


def test_a_topic_that_two_share_counts() -> None:
    rows = [
        Kept(pk, NOON, 1, profile("Kabar lain", **({"topic7": 2.0} if pk == 2 else {})).packed())
        for pk in (1, 2, 3)
    ]
    sought = Sought(profile("Beras", topic7=2.0), NOON, {1: 1.0})
    assert rank([Segment.of(rows)], sought, limit=5, until=NOON) == [2]


@given(
    st.lists(st.dictionaries(st.integers(0, 30), st.integers(1, 255), max_size=8), min_size=1, max_size=12),
    st.dictionaries(st.integers(0, 30), st.integers(1, 255), min_size=1, max_size=8),
)
def test_points_are_the_sum_over_shared_terms(stories: list[dict[int, int]], sought: dict[int, int]) -> None:
    def packed(terms: dict[int, int]) -> bytes:
        return Profile(tuple(terms), tuple(weight / SCALE for weight in terms.values())).packed()

    segment = Segment.of([Kept(pk, NOON, 1, packed(terms)) for pk, terms in enumerate(stories)])
    wanted = Profile(tuple(sought), tuple(float(weight) for weight in sought.values()))
    points = segment.points(segment.ranges(wanted), wanted.weights)
    expected = [
        sum(terms.get(term, 0) / SCALE * weight for term, weight in sought.items()) for terms in stories
    ]
    assert np.allclose(points, expected)


@pytest.mark.parametrize("headline", ["", "a", "‮" * 50, "x" * 5_000, "😀 🚀", "]]></script>"])
def test_any_copy_has_a_profile_of_bounded_size(headline: str) -> None:
    made = profile_of(Told(headline, "id", text=f"{headline} kata " * 3_000))
    assert len(made.packed()) == 5 * len(made.terms) <= 5 * MOST


@pytest.mark.django_db
def test_what_is_published_is_suggested_what_is_changed_is_suggested_as_it_is_and_what_goes_is_not() -> None:
    section = SectionFactory()
    story = ArticleFactory(headline="Harga nikel jatuh", section=section)
    other = ArticleFactory(headline="Smelter nikel pangkas produksi", section=section)
    now = clock.now()
    assert suggestions(story, now=now)[0] == other
    other.body = paragraphs("Operasi pasar beras Bulog.")
    other.headline, other.summary = "Bulog gelar operasi pasar", "Beras."
    other.save()
    far = ArticleFactory(headline="Ekspor nikel turun", section=section)
    assert suggestions(story, now=now)[0] == far
    far.live = False
    far.save()
    assert far not in suggestions(story, now=now)
    other.delete()
    assert other.pk not in [each.pk for each in suggestions(story, now=now)]


@pytest.mark.django_db
def test_a_draft_is_compared_as_it_stands_with_one_query_and_its_topics() -> None:
    section, topic = SectionFactory(), TopicFactory()
    others = [ArticleFactory(headline=f"Kabar {number}", section=section) for number in range(4)]
    others[2].topics.add(topic)
    others[2].save()
    draft = ArticleFactory(
        draft=True, headline="Tanpa kata yang sama", body=paragraphs("Lain."), summary="", section=section
    )
    assert StoryProfile.objects.filter(article=draft).count() == 0
    draft.topics.add(topic)
    assert nearest([draft], now=clock.now(), limit=3)[0][0] == others[2].pk


@pytest.mark.django_db
@pytest.mark.parametrize("count", [2, 20])
def test_as_many_queries_however_many_stories(count: int, django_assert_num_queries: Any) -> None:
    section = SectionFactory()
    for number in range(count):
        ArticleFactory(headline=f"Rupiah menguat {number}", section=section)
    story = Article.objects.for_page().first()
    nearest([story], now=clock.now(), limit=4)
    ArticleFactory(headline="Rupiah menguat lagi", section=section)
    with django_assert_num_queries(1):
        found = nearest([story], now=clock.now(), limit=30)
    assert len(found[0]) == count


@pytest.mark.django_db
def test_a_rebuild_writes_what_publishing_wrote(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "_BATCH", 2)
    for number in range(5):
        article = ArticleFactory(headline=f"Rupiah {number}")
        article.topics.add(TopicFactory())
        article.save()
    before = {row.article_id: bytes(row.packed) for row in StoryProfile.objects.all()}
    StoryProfile.objects.all().delete()
    out = StringIO()
    call_command("related", "--rebuild", stdout=out, stderr=StringIO())
    assert "5 stories" in out.getvalue()
    assert {row.article_id: bytes(row.packed) for row in StoryProfile.objects.all()} == before


@pytest.mark.django_db
def test_a_row_that_was_committed_late_is_seen() -> None:
    story, late = ArticleFactory(headline="Rupiah menguat"), ArticleFactory(headline="Rupiah melemah")
    row = StoryProfile.objects.get(article=late)
    StoryProfile.objects.filter(pk=row.pk).delete()
    ArticleFactory(headline="Beras")
    assert late.pk not in nearest([story], now=clock.now(), limit=9)[0]
    row.save(force_insert=True)
    assert late.pk in nearest([story], now=clock.now(), limit=9)[0]


def test_many_changes_are_sorted_into_the_rest(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    monkeypatch.setattr(keeping, "FRESH", 3)
    story = ArticleFactory(headline="Rupiah menguat")
    for number in range(9):
        ArticleFactory(headline=f"Rupiah {number}")
        assert len(nearest([story], now=clock.now(), limit=99)[0]) == number + 1
    assert sum(map(len, keeping.current()[1:])) <= 4


def test_the_command_measures_a_set_packed_or_not(tmp_path: Path) -> None:
    for name in ("docs", "queries"):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wb") as packed:
            packed.write((SET / f"{name}.jsonl").read_bytes())
    answers = []
    for folder in (SET, tmp_path):
        out = StringIO()
        run = tmp_path / "run.json"
        call_command("related", "--measure", str(folder), "--json", "--out", str(run), stdout=out)
        answers.append(
            {name: value for name, value in json.loads(out.getvalue()).items() if "ms" not in name}
        )
        assert len(json.loads(run.read_text())) == 12
    assert answers[0] == answers[1]
    assert answers[0]["documents"] == 21 and answers[0]["queries"] == 12
    assert answers[0]["ndcg@5"] >= 0.9, "of the own title, of the same thing, and there when it was written"


def demo_set() -> tuple[list[dict[str, Any]], dict[str, frozenset[str]]]:
    """Return the demo's stories without their “Baca juga” lines, and what those lines name."""
    documents, relevant = [], {}
    for path in sorted(Path("src/tajuk/demo/stories/id").glob("*.md")):
        _, head, body = path.read_text(encoding="utf-8").split("+++", 2)
        facts = tomllib.loads(head)
        also = [line for line in body.splitlines() if line.startswith("Baca juga")]
        text = "\n".join(line for line in body.splitlines() if line not in also)
        documents.append(
            {
                "id": facts["key"],
                "title": facts["headline"],
                "summary": facts["summary"],
                "text": re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text),
                "topics": facts["topics"],
                "category": facts["section"],
                "date": (NOON - timedelta(hours=facts["hours_ago"])).isoformat(),
            }
        )
        relevant[facts["key"]] = frozenset(re.findall(r"\[\[([\w-]+)", " ".join(also)))
    return documents, relevant


def test_the_links_that_the_demos_editors_chose_are_found() -> None:
    documents, relevant = demo_set()
    engine = Engine(documents)
    found = measure(relevant, {key: engine.ranked(key) for key in relevant})
    assert found.queries > 50
    assert found.ndcg > 0.44 and found.recall > 0.55


def test_the_figures_are_those_of_the_definition() -> None:
    found = measure(
        {"a": frozenset("xy"), "b": frozenset("z"), "c": frozenset()}, {"a": ["y", "q", "x"], "b": ["q"]}
    )
    assert found.queries == 2
    assert found.ndcg == pytest.approx((1 + 0.5) / (1 + 0.63093) / 2, abs=1e-4)
    assert (found.recall, found.precision, found.hit, found.mrr) == (0.5, 0.2, 0.5, 0.5)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("docs.jsonl", "kacau", "line 1: no JSON"),
        ("docs.jsonl", '{"id": 1}', "line 1: an object with id and title"),
        ("queries.jsonl", '{"qid": "x", "relevant": []}', "no document"),
        ("queries.jsonl", None, "cannot be read"),
        ("docs.jsonl.gz", "not packed", "cannot be read"),
    ],
)
def test_a_set_that_cannot_be_read_is_one_clear_line(
    tmp_path: Path, name: str, content: str | None, said: str
) -> None:
    shutil.copytree(SET, tmp_path, dirs_exist_ok=True)
    if content is None:
        (tmp_path / name).unlink()
    else:
        (tmp_path / name).write_text(content)
    with pytest.raises(CommandError, match=said) as fault:
        call_command("related", "--measure", str(tmp_path), stdout=StringIO())
    assert "\n" not in str(fault.value) and fault.value.returncode == 2


@pytest.mark.long
def test_a_hundred_thousand_stories_are_compared_within_thirty_milliseconds() -> None:
    chance = np.random.default_rng(1)
    rows = []
    for pk in range(100_000):
        terms = np.unique(np.minimum(chance.zipf(1.15, 140), 400_000))[:MOST].astype("<u4")
        weights = chance.integers(30, 220, len(terms), dtype=np.uint8)
        rows.append(Kept(pk, NOON - timedelta(minutes=9 * pk), 1, terms.tobytes() + weights.tobytes()))
    segment = Segment.of(rows)
    took = []
    for row in rows[:: len(rows) // 60]:
        count = len(row.packed) // 5
        terms = np.frombuffer(row.packed, "<u4", count)
        sought = Sought(Profile(tuple(map(int, terms)), (1.0,) * count), row.published_at, {1: 1.0})
        begun = process_time()
        assert rank([segment], sought, limit=12, until=NOON)
        took.append(process_time() - begun)
    print(f"{1000 * median(took):.1f} ms of CPU a query, {1000 * max(took):.1f} the slowest")
    assert median(took) < 0.030
