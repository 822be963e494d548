"""Articles and what they are filed under, for tests.

`ArticleFactory()` makes a published Indonesian story; traits: `draft`, `embargoed`, `held`, `killed`, `premium`.
"""

from datetime import timedelta
from io import BytesIO
from typing import Any

import factory
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from PIL import Image
from wagtail.models import Locale

from tajuk.articles.models import Article, Restriction
from tajuk.common import clock
from tajuk.common.text import slug_of
from tajuk.pictures.models import Picture
from tajuk.staff.models import Author, User
from tajuk.topics.models import Section, Topic
from tajuk.wires.models import Agency

CANARY = "kenari-kuning-tujuh"


class SectionFactory(DjangoModelFactory[Section]):
    """A section."""

    class Meta:
        model = Section
        django_get_or_create = ("slug",)

    slug = "makro"
    name_id = factory.LazyAttribute(lambda row: row.slug.capitalize())
    name_en = factory.LazyAttribute(lambda row: f"{row.slug.capitalize()} (EN)")


class TopicFactory(DjangoModelFactory[Topic]):
    """A topic."""

    class Meta:
        model = Topic
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"topik-{n}")
    name_id = factory.LazyAttribute(lambda row: row.slug.capitalize())


class AuthorFactory(DjangoModelFactory[Author]):
    """A person that bylines name."""

    class Meta:
        model = Author

    name = factory.Sequence(lambda n: f"Penulis {n}")
    slug = factory.LazyAttribute(lambda row: slug_of(row.name))


class AgencyFactory(DjangoModelFactory[Agency]):
    """An agency."""

    class Meta:
        model = Agency
        django_get_or_create = ("slug",)

    slug = "kawat"
    name = "Kawat Nusantara"


class UserFactory(DjangoModelFactory[User]):
    """An account; `UserFactory(permissions=["articles.hold_article"])` gives it permissions."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"akun{n}")

    @factory.post_generation
    def permissions(self, create: bool, extracted: list[str] | None, **kwargs: Any) -> None:
        """Give the account permissions by `app.codename`."""
        from django.contrib.auth.models import Permission

        for name in extracted or []:
            app, codename = name.split(".")
            self.user_permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


class PictureFactory(DjangoModelFactory[Picture]):
    """A small picture with caption, credit and alternative text."""

    class Meta:
        model = Picture

    title = factory.Sequence(lambda n: f"Gambar {n}")
    description = "Teks alternatif gambar"
    caption = "Keterangan gambar."
    photographer = "Juru Foto"
    agency = "Kawat Nusantara"
    width = 640
    height = 360

    @factory.lazy_attribute_sequence
    def file(self, n: int) -> ContentFile[bytes]:
        """Return a small JPEG."""
        out = BytesIO()
        Image.new("RGB", (640, 360), (n * 40 % 255, 90, 120)).save(out, "JPEG")
        return ContentFile(out.getvalue(), name=f"gambar-{n}.jpg")


def paragraphs(*texts: str) -> list[dict[str, Any]]:
    """Return texts as raw paragraph blocks."""
    return [{"type": "paragraph", "value": f"<p>{text}</p>", "id": f"p{n}"} for n, text in enumerate(texts)]


class ArticleFactory(DjangoModelFactory[Article]):
    """A story that is out."""

    class Meta:
        model = Article

    class Params:
        draft = factory.Trait(live=False, first_published_at=None, last_published_at=None)
        embargoed = factory.Trait(
            embargo_until=factory.LazyFunction(lambda: clock.now() + timedelta(hours=2))
        )
        premium = factory.Trait(is_premium=True)

    headline = factory.Sequence(lambda n: f"Judul berita {n}")
    summary = "Ringkasan berita."
    slugline = "UJI/BERITA"
    section = factory.SubFactory(SectionFactory)
    dateline = "JAKARTA"
    body = factory.LazyFunction(
        lambda: paragraphs("Paragraf pertama.", "Paragraf kedua.", "Paragraf ketiga.")
    )
    live = True
    first_published_at = factory.LazyFunction(lambda: clock.now() - timedelta(minutes=5))
    last_published_at = factory.LazyFunction(lambda: clock.now() - timedelta(minutes=5))
    locale = factory.LazyFunction(lambda: Locale.objects.get_or_create(language_code="id")[0])

    @factory.post_generation
    def held(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        """Hold the story."""
        if extracted:
            Restriction.objects.create(article=self, kind="hold", reason="diperiksa", since=clock.now())

    @factory.post_generation
    def killed(self, create: bool, extracted: bool | None, **kwargs: Any) -> None:
        """Kill the story."""
        if extracted:
            Restriction.objects.create(article=self, kind="kill", reason="keliru", since=clock.now())

    @classmethod
    def _after_postgeneration(cls, instance: Article, create: bool, results: Any = None) -> None:
        """Save nothing more: traits write their own rows."""
