"""The gate costs nearly nothing: measured against a fixed piece of Python's own work in the same run."""

import json
from collections.abc import Callable
from time import process_time

import pytest

from tajuk.articles.models import Article, Derivation
from tajuk.clearance import check
from tajuk.clearance.queries import cleared
from tajuk.common import clock
from tajuk.wires.enums import SourceKind
from tajuk.wires.models import Source
from tests.factories.newsroom import AgencyFactory, ArticleFactory

pytestmark = pytest.mark.django_db
UNIT = {"id": 1, "headline": "Harga nikel naik", "topics": ["nikel", "tambang"], "values": [1.5, 2.25, None]}
# A unit took 2.45 µs of CPU where a check took 30: so many units are 50 µs there.
MOST_UNITS = 20


def cost(work: Callable[[], object], count: int = 2_000) -> float:
    """Return the CPU seconds of one call, the best of five rounds."""
    rounds = []
    for _ in range(5):
        begun = process_time()
        for _ in range(count):
            work()
        rounds.append((process_time() - begun) / count)
    return min(rounds)


def loaded() -> Article:
    """Return a story with everything that the gate looks at: agencies, sources, restrictions that were lifted."""
    agency = AgencyFactory(may_syndicate=True)
    article = ArticleFactory()
    article.agencies.add(agency)
    article.save()
    way = Source.objects.create(slug="uji", name="Uji", agency=agency, kind=SourceKind.COMMAND)
    Derivation.objects.create(
        article=article, made="taken", source=way, source_article=ArticleFactory(), at=clock.now()
    )
    article.restrictions.create(kind="hold", reason="cek", since=clock.now(), lifted_at=clock.now())
    found: Article = Article.objects.for_gate().get(pk=article.pk)
    return found


def test_a_check_of_loaded_rows_costs_less_than_twenty_small_json_texts() -> None:
    article, now = loaded(), clock.now()
    assert check(article, "api", now).cleared
    unit = cost(lambda: json.dumps(UNIT))
    asked = cost(lambda: check(article, "api", now))
    assert asked / unit < MOST_UNITS, f"{asked * 1e6:.1f} µs, {asked / unit:.1f} units"


def test_a_list_is_one_query_whatever_its_length(django_assert_num_queries: pytest.FixtureRequest) -> None:
    ArticleFactory.create_batch(30)
    with django_assert_num_queries(1):  # type: ignore[operator]  # pytest-django's fixture
        assert len(cleared(Article.objects.all(), "api", clock.now())[:1_000]) == 30
