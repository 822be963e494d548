"""Stories of one event stand together, copies are folded, and the tables do what the measured algorithm does."""

import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tajuk.wires.actions import forget_terms, receive
from tajuk.wires.clusters.clustering import place
from tajuk.wires.clusters.measure import clusters_of, documents, pairwise, stories_of, versions_found
from tajuk.wires.clusters.memory import MemoryStore
from tajuk.wires.clusters.shingles import SAME, containment, shingles, sketch
from tajuk.wires.clusters.tables import RECENT, TableStore
from tajuk.wires.clusters.terms import weighed
from tajuk.wires.models import Agency, ClusterTerm, ItemShingle, Source, WireItem
from tests.unit.wires.conftest import NOW, ninjs

HEADLINES = Path(__file__).parents[4] / "shared" / "related" / "uci-headlines"
RUPIAH = (
    "Rupiah menguat 0,4 persen ke Rp15.870 per dolar AS pada penutupan perdagangan Senin, didorong masuknya dana "
    "asing ke pasar obligasi setelah bank sentral menahan suku bunga acuan. Analis menilai penguatan itu akan "
    "bertahan selama cadangan devisa naik dan neraca perdagangan mencatat surplus seperti bulan lalu."
)


def item_of(
    source: Source, uri: str, headline: str, text: str, language: str = "id", **given: object
) -> WireItem:
    data = ninjs(uri, headline=headline, body_text=text, language=language, slugline="", **given)
    receive(data, source=source, now=NOW)
    return WireItem.objects.get(guid=uri)


def test_one_event_from_two_agencies_in_two_languages_is_one_cluster(
    source: Source, make_source: Callable[..., Source]
) -> None:
    other = make_source("dunia", agency=Agency.objects.create(slug="dunia", name="Dunia"))
    one = item_of(source, "urn:a:1", "Bank Indonesia tahan suku bunga acuan, rupiah menguat", RUPIAH)
    two = item_of(
        other,
        "urn:b:1",
        "Bank Indonesia holds benchmark rate, rupiah gains",
        "Indonesia's central bank held its benchmark rate on Monday; the rupiah gained 0.4 percent to 15,870.",
        "en",
    )
    apart = item_of(
        other, "urn:b:2", "Flood closes road in Semarang", "Heavy rain flooded the toll road.", "en"
    )
    assert one.cluster_id == two.cluster_id
    assert apart.cluster_id != one.cluster_id
    assert two.copy_of is None


def test_words_of_the_trade_alone_do_not_put_two_events_together(source: Source) -> None:
    one = item_of(
        source, "urn:a:1", "South Korean chip exports rise for third month as memory prices firm", "", "en"
    )
    two = item_of(source, "urn:a:2", "Ekspor CPO lewat Belawan naik, harga bertahan di 3.850 ringgit", "")
    three = item_of(
        source, "urn:a:3", "Palm oil exports via Belawan rise, CPO holds at 3,850 ringgit", "", "en"
    )
    assert one.cluster_id != two.cluster_id == three.cluster_id


def test_words_of_every_day_put_nothing_together_in_a_new_newsroom(source: Source) -> None:
    one = item_of(
        source, "urn:a:1", "Pelabuhan Ampana uji jadwal sandar lewat aplikasi",
        "Operator kapal di Pelabuhan Ampana mulai memesan waktu sandar lewat aplikasi sehari sebelum kapal tiba.",
    )  # fmt: skip
    two = item_of(
        source, "urn:a:2", "Ekspor CPO lewat Bontang naik, harga bertahan",
        "Pengapalan minyak sawit lewat Pelabuhan Bontang naik pada paruh pertama bulan ini, didorong kapal tambahan.",
    )  # fmt: skip
    again = item_of(
        source, "urn:a:3", "Kapal menumpuk di Ampana, aplikasi sandar macet",
        "Antrean kapal di Pelabuhan Ampana memanjang sesudah aplikasi jadwal sandar macet.",
    )  # fmt: skip
    assert one.cluster_id != two.cluster_id
    assert again.cluster_id == one.cluster_id


def test_what_is_forgotten_leaves_what_is_recent(source: Source) -> None:
    item_of(source, "urn:a:1", "Rupiah menguat", RUPIAH)
    later = NOW + RECENT + timedelta(minutes=1)
    receive(ninjs("urn:a:2", headline="Gempa di Maluku", body_text="Gempa " * 20), source=source, now=later)
    kept = WireItem.objects.get(guid="urn:a:2")
    assert forget_terms(now=later) > 0
    assert set(ClusterTerm.objects.values_list("cluster", flat=True)) == {kept.cluster_id}
    assert forget_terms(now=later) == 0


def test_a_copy_under_another_id_is_folded_under_the_first(source: Source) -> None:
    first = item_of(source, "urn:a:1", "Rupiah menguat", RUPIAH)
    longer = item_of(
        source, "urn:a:2", "Rupiah menguat lagi", f"{RUPIAH} Pasar menunggu data inflasi Amerika."
    )
    again = item_of(
        source, "urn:a:3", "Rupiah menguat lagi", f"{RUPIAH} Pasar menunggu data inflasi AS besok."
    )
    assert (longer.copy_of, again.copy_of) == (first, first)
    assert longer.cluster_id == first.cluster_id


def test_a_related_story_is_not_a_copy(source: Source) -> None:
    item_of(source, "urn:a:1", "Rupiah menguat", RUPIAH)
    related = (
        "Analis memperkirakan rupiah bergerak di kisaran Rp15.800 sampai Rp15.950 pekan ini sesudah bank sentral "
        "menahan suku bunga. Pelaku pasar kini menanti risalah rapat bank sentral Amerika Serikat serta data tenaga "
        "kerja yang terbit Jumat malam waktu Jakarta."
    )
    assert item_of(source, "urn:a:2", "Analis: rupiah menguat terbatas", related).copy_of is None


def test_a_later_version_stays_in_its_event(source: Source) -> None:
    before = item_of(source, "urn:a:1", "Rupiah menguat", RUPIAH)
    receive(
        ninjs("urn:a:1", version="2", headline="Gempa di Maluku", body_text="Gempa. " * 20),
        source=source,
        now=NOW,
    )
    assert WireItem.objects.get().cluster_id == before.cluster_id


def test_the_tables_put_stories_where_memory_puts_them(db: None) -> None:
    chance = random.Random(7)
    names = [f"nama{n}" for n in range(40)]
    headlines = [" ".join(chance.sample(names[e * 5 : e * 5 + 8], 5)) for e in range(6) for _ in range(12)]
    chance.shuffle(headlines)
    memory, tables = MemoryStore(), TableStore(NOW)
    sets: list[list[int]] = []
    for store in (memory, tables):
        placed = [place(weighed(headline, "id"), store) for headline in headlines]
        sets.append(placed)
    in_memory = [memory.standing(cluster) for cluster in sets[0]]
    # The tables move items, of which there are none here: what was joined is told by the clusters that are left.
    kept = {pk for pk in sets[1] if ClusterTerm.objects.filter(cluster=pk).exists()}
    assert len(kept) == len(set(in_memory))
    agreed = Counter(zip(in_memory, (pk if pk in kept else None for pk in sets[1]), strict=True))
    assert all(len({two for one, two in agreed if one == cluster and two}) <= 1 for cluster in set(in_memory))


def test_terms_of_what_is_old_are_forgotten_and_take_no_more_stories(source: Source) -> None:
    first = item_of(source, "urn:a:1", "Rupiah menguat", RUPIAH)
    later = NOW + RECENT + timedelta(minutes=1)
    receive(
        ninjs("urn:a:9", headline="Rupiah menguat", body_text=RUPIAH, slugline=""), source=source, now=later
    )
    assert WireItem.objects.get(guid="urn:a:9").copy_of == first  # copies are found until they are forgotten
    forget_terms(now=later + RECENT + timedelta(minutes=1))
    assert not ClusterTerm.objects.exists()
    assert not ItemShingle.objects.exists()


@given(st.text(max_size=300))
def test_a_text_contains_itself_or_is_too_short_to_compare(text: str) -> None:
    runs = shingles(text)
    assert containment(runs, runs) == (1.0 if runs else 0.0)
    assert set(sketch(runs)) <= runs


@pytest.mark.parametrize("cut", [0.0, 0.3, 0.6])
def test_versions_cut_and_lengthened_share_their_runs(cut: float) -> None:
    spoken = (RUPIAH + " " + RUPIAH[::-1]).split()
    shorter = " ".join(spoken[: int(len(spoken) * (1 - cut))])
    one, two = shingles(" ".join(spoken)), shingles(shorter)
    assert containment(one, two) >= SAME
    assert set(sketch(one)) & set(sketch(two))


def test_changed_versions_are_told_from_related_stories() -> None:
    changed = f"{RUPIAH} Tambahan satu kalimat."
    related = f"{RUPIAH[: len(RUPIAH) // 4]} {RUPIAH[::-1]}"
    assert versions_found([(RUPIAH, changed)], [(RUPIAH, related)]) == (1.0, 0.0)


@pytest.mark.skipif(not HEADLINES.exists(), reason="the open headlines set is not here")
def test_events_of_the_open_headlines_are_found() -> None:
    docs = documents(HEADLINES)
    truth = stories_of(HEADLINES)
    precision, recall, f1 = pairwise(clusters_of(docs), truth)
    assert f1 >= 0.87
    assert precision >= 0.9
    assert recall >= 0.83
