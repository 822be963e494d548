"""`tajuk markets` shows the bar as the reader sees it, and answers with the house's exit codes."""

from collections.abc import Callable
from datetime import datetime
from io import StringIO

import orjson
import pytest
import time_machine
from django.core.management import CommandError, call_command

from tajuk.markets.actions import apply_ticks
from tajuk.markets.models import Instrument, Provider, ProviderHealth, Quote
from tests.unit.markets.conftest import tick, wib

pytestmark = pytest.mark.django_db
NOW = wib("2026-11-23 18:34")


def run(*words: str) -> str:
    out = StringIO()
    with time_machine.travel(NOW, tick=False):
        call_command("markets", *words, stdout=out)
    return out.getvalue()


def test_the_bar_is_a_table(seeded: Callable[[datetime], None]) -> None:
    seeded(NOW)
    lines = run("show", "--language", "en").splitlines()
    assert len(lines) == 11
    assert lines[2].split() == ["IDX", "7,141", "-39.42", "-0.55%", "Closed", "16:01", "WIB"]
    assert len(run("show", "--all").splitlines()) == 48


def test_the_bar_is_json_a_line(seeded: Callable[[datetime], None]) -> None:
    seeded(NOW)
    rows = [orjson.loads(line) for line in run("show", "--json").splitlines()]
    assert [row["symbol"] for row in rows][:3] == ["EMAS", "USD/IDR", "IDX"]
    assert rows[2]["change"] == -39.42


def test_an_empty_bar_is_not_right() -> None:
    with pytest.raises(CommandError, match="seed") as caught:
        run("show")
    assert caught.value.returncode == 1


def test_seeding_and_fetching_say_what_they_did(seeded: Callable[[datetime], None]) -> None:
    assert run("fetch").strip() == "no provider is switched on"
    seeded(NOW)
    assert run("seed").startswith("0 calendars, 0 instruments")
    assert run("fetch").startswith("simulator: ")


def test_quarantine_is_listed_and_judged(
    make_instrument: Callable[..., Instrument], provider: Provider
) -> None:
    make_instrument()
    apply_ticks([tick("IDX", "7141", "2026-11-23 10:00")], provider=provider, now=NOW)
    apply_ticks([tick("IDX", "5000", "2026-11-23 10:01")], provider=provider, now=NOW)
    row = orjson.loads(run("quarantine", "--json"))
    assert (row["symbol"], row["reason"], row["count"]) == ("IDX", "jump", 1)
    assert run("quarantine", "--accept", str(row["id"])).strip() == "IDX: accepted"
    assert Quote.objects.get().value == 5000
    with pytest.raises(CommandError, match="already") as caught:
        run("quarantine", "--reject", str(row["id"]))
    assert caught.value.returncode == 1
    with pytest.raises(CommandError, match="no quarantined tick") as caught:
        run("quarantine", "--reject", "999")
    assert caught.value.returncode == 2


def test_a_token_is_made_for_providers_that_push(provider: Provider) -> None:
    assert len(run("token", "feed").strip()) > 40
    with pytest.raises(CommandError) as caught:
        run("token", "nobody")
    assert caught.value.returncode == 2


def test_health_is_told_and_a_failing_provider_is_not_right(seeded: Callable[[datetime], None]) -> None:
    seeded(wib("2026-11-23 10:00"))
    out = run("health", "--json")
    rows = [orjson.loads(line) for line in out.splitlines()]
    assert [(row["provider"], row["state"], row["linked"] > 40) for row in rows] == [
        ("simulator", "new", True), ("push", "off", True),
    ]  # fmt: skip
    ProviderHealth.objects.create(
        provider=Provider.objects.get(key="simulator"), failures=1, last_error="leer"
    )
    with pytest.raises(CommandError, match="not every provider answers"):
        run("health")


def test_a_close_is_set(seeded: Callable[[datetime], None]) -> None:
    seeded(wib("2026-11-23 10:00"))
    assert run("close", "IDX", "2026-11-23", "7150.25").strip() == "IDX 2026-11-23: 7150.25"
    for words in (("XYZ", "2026-11-23", "1"), ("IDX", "2026-11-22", "1"), ("IDX", "2026-11-23", "0")):
        with pytest.raises(CommandError):
            run("close", *words)
