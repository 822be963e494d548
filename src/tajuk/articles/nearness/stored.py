"""Read the profiles of stories as they are kept: a page needs no second look at every word of its story."""

import struct
from collections.abc import Collection

from tajuk.articles.models import StoryProfile
from tajuk.articles.nearness.profiles import SCALE, Profile


def stored(ids: Collection[int]) -> dict[int, Profile]:
    """Return the profiles of published stories by the story's id, in one query; absent are those without terms."""
    rows = StoryProfile.objects.filter(article__in=ids).values_list("article_id", "packed")
    return {pk: unpacked(bytes(packed)) for pk, packed in rows if packed}


def unpacked(packed: bytes) -> Profile:
    """Return the profile that `Profile.packed` wrote."""
    count = len(packed) // 5
    numbers = struct.unpack(f"<{count}I{count}B", packed)
    return Profile(numbers[:count], tuple(weight / SCALE for weight in numbers[count:]))
