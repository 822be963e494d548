"""What is kept of each published story to find those that belong beside another."""

from typing import ClassVar

from django.db import models

from tajuk.articles.models.article import Article


class StoryProfile(models.Model):
    """A published story's weightiest terms, as `nearness.profiles.Profile.packed` writes them.

    A change writes a new row in place of the old one, so that who knows the last `id` finds what is new by it. A story
    that is not published any more has a row without terms.
    """

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="+")
    published_at = models.DateTimeField()
    edition = models.PositiveIntegerField()
    packed = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-published_at"], name="profile_newest")]

    def __str__(self) -> str:
        return f"article {self.article_id}"
