"""An editor says at the desk what copy calls an instrument, and the check of figures finds it by that."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from tajuk.markets.figures import facts_at
from tajuk.markets.figures.names import finder_of
from tajuk.markets.models import Instrument

pytestmark = pytest.mark.django_db
NOW = datetime(2024, 1, 19, 11, 34, tzinfo=UTC)


def found(text: str) -> list[tuple[str, bool]]:
    return [(hit.symbol, hit.inverse) for hit in finder_of(facts_at(NOW, text).named).find(text)]


def test_names_that_the_desk_added_are_found_in_copy(seeded: Callable[[datetime], None]) -> None:
    seeded(NOW)
    text = "Si raja pasar naik, sedangkan si merah putih menguat ke 15.930."
    assert found(text) == []
    Instrument.objects.filter(symbol="IDX").update(also_called="  si  raja pasar \n\nSi raja pasar")
    Instrument.objects.filter(symbol="USD/IDR").update(also_inverse="si merah putih")
    assert found(text) == [("IDX", False), ("USD/IDR", True)]
    assert Instrument.objects.get(symbol="IDX").spoken_names[-1] == "Si raja pasar"
