"""What the site keeps of its own: the index that readers search."""

from typing import ClassVar

from django.db import models


class SearchDocument(models.Model):
    """What the search backends of both databases index of an article: stems, never copy, parted by spaces.

    `sort_key` orders by the moment of publication: its seconds since 1970 shifted by `KEY_BITS`, then the
    article's id, so that a backend can read both off without a join. `marks` holds what a search can be
    narrowed to, a word each.
    Migration 0001 gives the table what the database needs to search it.
    """

    KEY_BITS: ClassVar[int] = 29

    article = models.OneToOneField(
        "articles.Article", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    sort_key = models.BigIntegerField(unique=True)
    title = models.TextField()
    text = models.TextField()
    marks = models.TextField()

    def __str__(self) -> str:
        return f"article {self.article_id}"
