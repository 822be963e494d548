"""What the site keeps of its own: the index that readers search, and how far what is kept beside stories stands."""

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


class SearchChange(models.Model):
    """An article of which a search server has yet to hear; written in the transaction that changes its document.

    The row goes when the server has what stands in `SearchDocument` by then, or knows that nothing stands there.
    """

    article_id = models.BigIntegerField()

    def __str__(self) -> str:
        return f"article {self.article_id}"


class Upkeep(models.Model):
    """What something that is kept beside the stories was made by, and how far it is being made anew.

    `version` tells what stands; while `building` is another one it is made anew, all stories up to the id `last` being
    done. `place` and `next_place` are where it stands and where it is being made, where these differ.
    """

    name = models.CharField(max_length=32, primary_key=True)
    version = models.CharField(max_length=64, blank=True)
    building = models.CharField(max_length=64, blank=True)
    last = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    begun_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    place = models.CharField(max_length=255, blank=True)
    next_place = models.CharField(max_length=255, blank=True)

    def __str__(self) -> str:
        return self.name
