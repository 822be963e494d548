"""A small newsroom that holds one of everything, for tests that run the whole product.

`python -m tests.paper small` (or `hostile`) fills the migrated, empty newsroom of `TAJUK_DATA` and prints, as
JSON, the id and the address of each story by its key.
"""

import json
import sys
from datetime import datetime, timedelta
from typing import Any

import django

django.setup()

from django.contrib.auth.models import Group  # noqa: E402  (models need the set-up)
from django.core.files.base import ContentFile  # noqa: E402
from django.db import transaction  # noqa: E402
from wagtail.models import Locale, Page, Site  # noqa: E402

from tajuk.articles import actions  # noqa: E402
from tajuk.articles.enums import Gravity, RestrictionKind  # noqa: E402
from tajuk.articles.models import Article  # noqa: E402
from tajuk.common import clock  # noqa: E402
from tajuk.demo import pictures as drawings  # noqa: E402
from tajuk.desk import roles  # noqa: E402
from tajuk.fronts.actions import lay_out  # noqa: E402
from tajuk.fronts.models import FrontPage, Masthead, StaticPage  # noqa: E402
from tajuk.fronts.queries import newest_layout  # noqa: E402
from tajuk.markets.models import Instrument  # noqa: E402
from tajuk.markets.seed import seed_markets  # noqa: E402
from tajuk.pictures import renditions  # noqa: E402
from tajuk.pictures.models import Picture  # noqa: E402
from tajuk.promos.models import Course, Promo  # noqa: E402
from tajuk.readers.models import Plan  # noqa: E402
from tajuk.staff.models import Author, User  # noqa: E402
from tajuk.topics.models import Section, Topic  # noqa: E402
from tajuk.wires.models import Agency, Source  # noqa: E402

PASSWORD = "kopi-tubruk-pagi"
ACCOUNTS = {
    "reporter": roles.REPORTERS,
    "editor": roles.EDITORS,
    "chief": roles.CHIEFS,
    "publisher": roles.PUBLISHERS,
}
SECTIONS = {
    "investasi": ("Investasi", "Investing"),
    "makro": ("Makro", "Economy"),
    "energi": ("Energi", "Energy"),
}
PAGES = {"redaksi": ("Redaksi", "The newsroom"), "pedoman": ("Pedoman media siber", "Press code")}

Raw = dict[str, Any]


def block(kind: str, value: Any) -> Raw:
    """Return a raw block of a body."""
    return {"type": kind, "value": value}


def paragraphs(*texts: str) -> list[Raw]:
    """Return paragraphs as raw blocks."""
    return [block("paragraph", f"<p>{text}</p>") for text in texts]


class Paper:
    """The newsroom while it is filled: `stories` by key."""

    def __init__(self, now: datetime) -> None:
        """Begin with nothing made."""
        self.now = now
        self.stories: dict[str, Article] = {}
        self.homes: dict[str, FrontPage] = {}
        self.pictures: list[Picture] = []

    def make(self) -> None:
        """Make everything but the stories."""
        masthead = Masthead.load()
        masthead.name, masthead.brand, masthead.publisher = "Harian Uji", "UJI.ID", "PT Uji Warta"
        masthead.tagline_id, masthead.tagline_en = "Kabar pasar untuk uji", "Markets news for tests"
        masthead.notice_id, masthead.notice_en = "Semua isi rekaan.", "All of it is invented."
        masthead.contact = "redaksi@uji.example"
        masthead.save()
        self._make_lists()
        self._make_accounts()
        self._make_pages()
        seed_markets(now=self.now, history=timedelta(days=400))
        self.pictures = [_picture(key) for key in ("gold-bars", "port", "central-bank")]
        self._make_offers()

    def _make_lists(self) -> None:
        for order, (slug, (indonesian, english)) in enumerate(SECTIONS.items()):
            Section.objects.create(
                slug=slug, name_id=indonesian, name_en=english, display_order=order,
                description_id=f"Berita {indonesian.lower()}.", description_en=f"{english} news.",
            )  # fmt: skip
        for slug, name in (("emas", "Emas"), ("suku-bunga", "Suku bunga")):
            Topic.objects.create(slug=slug, name_id=name, name_en=name)
        for slug, name, kind in (("kawat", "Kawat Uji", "folder"), ("meridian", "Meridian Uji", "push")):
            agency = Agency.objects.create(slug=slug, name=name)
            Source.objects.create(slug=slug, name=name, agency=agency, kind=kind)
        for slug, name in (("ratna-uji", "Ratna Uji"), ("bagus-uji", "Bagus Uji")):
            Author.objects.create(
                slug=slug, name=name, job_title="Wartawan", biography_id="Menulis untuk uji."
            )

    def _make_accounts(self) -> None:
        for username, group in ACCOUNTS.items():
            user = User.objects.create_user(username, f"{username}@uji.example", PASSWORD)
            user.groups.add(Group.objects.get(name=group))
        User.objects.create_superuser("admin", "admin@uji.example", PASSWORD)

    def _make_pages(self) -> None:
        Page.objects.filter(depth=2).delete()
        for language, name in (("id", 0), ("en", 1)):
            locale, _ = Locale.objects.get_or_create(language_code=language)
            root = Page.get_first_root_node()
            home = FrontPage(title="Harian Uji", slug=f"beranda-{language}", locale=locale)
            root.add_child(instance=home)
            for section in Section.objects.all():
                title = SECTIONS[section.slug][name]
                home.add_child(
                    instance=FrontPage(title=title, slug=section.slug, section=section, locale=locale)
                )
            for slug, titles in PAGES.items():
                text = "<h2>Asas</h2><p>Teks <b>halaman</b> ini.</p><ul><li>Satu</li><li>Dua</li></ul>"
                home.add_child(instance=StaticPage(title=titles[name], slug=slug, text=text, locale=locale))
            self.homes[language] = home
        root_page = self.homes["id"]
        Site.objects.update_or_create(
            is_default_site=True,
            defaults={"hostname": "127.0.0.1", "port": 80, "root_page": root_page, "site_name": "Uji"},
        )

    def _make_offers(self) -> None:
        for place in ("banner", "overlay", "inline"):
            Promo.objects.create(
                slug=f"uji-{place}", place=place, title_id=f"Promo {place}", title_en=f"Promo {place} (EN)",
                text_id="Berlangganan lebih murah pekan ini.", text_en="Subscribe for less this week.",
                action_id="Lihat paket", action_en="See the plans", link="/langganan/",
            )  # fmt: skip
        for order in range(2):
            Course.objects.create(
                slug=f"kelas-{order}", title_id=f"Kelas membaca laporan {order}", title_en=f"Reading reports {order}",
                summary_id="Dua malam bersama analis.", teacher="Ratna Uji", starts_at=self.now + timedelta(days=9),
                price=350_000, picture=self.pictures[order], display_order=order,
            )  # fmt: skip
            Plan.objects.create(
                slug=f"paket-{order}", name_id=f"Paket {order}", name_en=f"Plan {order}", text_id="Semua premium.",
                price=49_000 * (order + 1), months=order + 1, display_order=order,
            )  # fmt: skip

    def write(self, key: str, headline: str, body: list[Raw], *, minutes: int = 60, **facts: Any) -> Article:
        """Write and publish a story `minutes` ago; `facts` are fields of `Article` and its relations."""
        at = self.now - timedelta(minutes=minutes)
        related = {name: facts.pop(name) for name in ("topics", "instruments", "agencies") if name in facts}
        people = facts.pop("people", [(Author.objects.get(slug="ratna-uji"), "reporter")])
        fields: Raw = {
            "summary": f"Ringkasan: {headline[:150]}", "slugline": "UJI/KABAR", "dateline": "JAKARTA",
            "section": "makro", "locale": "id", "first_published_at": at,
        } | facts  # fmt: skip
        fields["section"] = Section.objects.get(slug=fields["section"])
        fields["locale"] = Locale.objects.get(language_code=fields["locale"])
        article = actions.start(
            Article(headline=headline, body=body, **fields), by=None, now=at, people=people, **related
        )
        self.stories[key] = actions.publish(article, by=None, now=self.now)
        return self.stories[key]

    def show_first(self, *keys: str) -> None:
        """Put these stories on the home page, in this order."""
        home, newest = self.homes["id"], newest_layout(self.homes["id"])
        entries = [self.stories[key].pk for key in keys]
        lay_out(home, entries=entries, version=newest.number if newest else 0, by=None, now=self.now)


def _picture(scene: str) -> Picture:
    """Draw a picture and make its renditions."""
    shows, credit = f"Gambar {scene}", "Ilustrasi: Uji"
    data = drawings.jpeg(scene, seed=0, size=(1200, 675), caption=shows, credit=credit)
    picture = Picture(
        title=scene, description=shows, caption=f"{shows} di Jakarta.", photographer="Juru Uji", agency="Kawat Uji",
        file=ContentFile(data, name=f"{scene}.jpg"), width=1200, height=675,
    )  # fmt: skip
    picture.save()
    renditions.make(picture)
    return picture


LONG = (
    "Bank sentral menahan suku bunga acuan pada 6,00% sesuai dengan perkiraan pelaku pasar, sembari menjaga nilai "
    "tukar rupiah dan memastikan inflasi tetap berada di dalam sasaran sampai akhir tahun depan."
)


def fill_small(paper: Paper) -> None:
    """Write the stories of a quiet day: one of every state, one with every kind of block."""
    _write_plain(paper)
    _write_full(paper)
    _write_kept_in(paper)
    _write_english(paper)
    paper.show_first("lengkap", "biasa-1", "biasa-2")


def _write_plain(paper: Paper) -> None:
    sections = list(SECTIONS)
    for number in range(1, 7):
        paper.write(
            f"biasa-{number}", f"Kabar biasa nomor {number} dari bursa dan pelabuhan", paragraphs(LONG, LONG, LONG),
            minutes=90 + 20 * number, section=sections[number % 3], lead_picture=paper.pictures[number % 3],
            topics=list(Topic.objects.filter(slug="suku-bunga")),
        )  # fmt: skip
    paper.write(
        "terkoreksi", "Inflasi naik tipis menurut angka yang dibetulkan", paragraphs(LONG, LONG), minutes=70
    )
    actions.correct(
        paper.stories["terkoreksi"], wrong="inflasi 3,9%", right="inflasi 2,9%", by=None, now=paper.now,
        gravity=Gravity.GRAVE,
    )  # fmt: skip
    paid = [
        *paragraphs(LONG, "Bagian bebas."),
        block("paywall", None),
        *paragraphs("Bagian berbayar rahasiaberbayar."),
    ]
    paper.write("premium", "Bedah laporan keuangan bagi pelanggan", paid, minutes=65, is_premium=True)


def _write_full(paper: Paper) -> None:
    other, named = paper.stories["biasa-1"].pk, paper.stories["biasa-2"].pk
    gold = Instrument.objects.get(symbol="EMAS")
    rows = [
        ["Produk", "Harga", "Perubahan"],
        ["1 gram", "1.508.000", "-0,67%"],
        ["10 gram", "14.575.000", "0,20%"],
    ]
    table = {
        "data": rows,
        "cell": [],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_caption": "",
    }
    body = [
        *paragraphs(
            f"{LONG} <b>Tebal</b> dan <i>miring</i>.",
            f'{LONG} Simak juga <a linktype="article" id="{named}">kabar kedua</a> dan '
            '<a href="https://contoh.example/luar">situs luar</a>.',
        ),
        block("read_also", other),
        block("subhead", "Harga hari ini"),
        *paragraphs(LONG),
        block("quote", {"text": "Pasar sudah tenang.", "attribution": "Damar Uji, ekonom"}),
        block("list", "<ul><li>Butir satu</li><li>Butir dua</li></ul>"),
        block("picture", {"picture": paper.pictures[1].pk, "caption": "Pelabuhan pada pagi hari."}),
        block("table", {"title": "Harga emas", "table": table, "source": "Kawat Uji"}),
        block("chart", {"instrument": gold.pk, "title": "Emas tiga bulan", "days": 90}),
        block("embed", "https://video.contoh.example/tonton?v=1"),
        *paragraphs(*[LONG] * 4),
    ]  # fmt: skip
    people = [
        (Author.objects.get(slug="ratna-uji"), "reporter"),
        (Author.objects.get(slug="bagus-uji"), "editor"),
    ]
    paper.write(
        "lengkap", "Harga emas menguat 0,67% setelah bank sentral menahan suku bunga", body,
        minutes=45, section="investasi", dateline="SEOUL", lead_picture=paper.pictures[0],
        lead_caption="Emas batangan di gerai uji.", people=people, topics=list(Topic.objects.all()),
        instruments=[gold], agencies=list(Agency.objects.all()),
    )  # fmt: skip
    actions.correct(
        paper.stories["lengkap"], wrong="naik 0,76%", right="naik 0,67%", by=None, now=paper.now
    )  # fmt: skip


def _write_kept_in(paper: Paper) -> None:
    for key, kind in (("ditahan", RestrictionKind.HOLD), ("ditarik", RestrictionKind.KILL)):
        story = paper.write(key, f"Berita {key} kata-{key}", paragraphs(LONG, f"Isi kata-{key}."), minutes=50)
        actions.restrict(story, kind, reason=f"alasan {key}", by=None, now=paper.now)
    paper.write(
        "embargo", "Berita embargo kata-embargo", paragraphs(LONG, "Isi kata-embargo."), minutes=1,
        embargo_until=paper.now + timedelta(hours=20),
    )  # fmt: skip


def _write_english(paper: Paper) -> None:
    for number in (1, 2):
        paper.write(
            f"english-{number}", f"Plain story number {number} for the English edition", paragraphs(LONG, LONG),
            minutes=80 + number, locale="en", section="makro", lead_picture=paper.pictures[2],
        )  # fmt: skip
    translated = paper.stories["english-1"]
    Article.objects.filter(pk=translated.pk).update(translation_key=paper.stories["biasa-1"].translation_key)


def fill_hostile(paper: Paper) -> None:
    """Write what an agency or an editor would never, and somebody will."""
    from tests.samples.hostile import STORIES

    for number, (key, story) in enumerate(STORIES.items()):
        topics = [
            Topic.objects.get_or_create(
                slug=f"topik-{place}", defaults={"name_id": f"Topik yang panjang {place}"}
            )[0]
            for place in range(story.topics)
        ]
        if story.topics:
            topics[0].name_id = story.headline[:80]
            topics[0].save()
        picture = paper.pictures[0] if story.picture else None
        paper.write(
            key, story.headline, story.body, minutes=10 + number, summary=story.summary, dateline=story.dateline,
            lead_picture=picture, lead_caption=story.summary if picture else "", topics=topics,
        )  # fmt: skip


def main(which: str) -> dict[str, dict[str, Any]]:
    """Fill the newsroom and return id and address of each story by key."""
    paper = Paper(clock.now())
    with transaction.atomic():
        paper.make()
        {"small": fill_small, "hostile": fill_hostile}[which](paper)
    return {key: {"id": story.pk, "path": story.get_absolute_url()} for key, story in paper.stories.items()}


if __name__ == "__main__":
    json.dump(main(sys.argv[1]), sys.stdout)
