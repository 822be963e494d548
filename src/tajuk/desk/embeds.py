"""Look an embedded address up as Wagtail does, its client loaded with the first address."""

from functools import cached_property
from typing import Any

from wagtail.embeds.finders.base import EmbedFinder


class Finder(EmbedFinder):
    """Wagtail's oEmbed finder. Every process makes its finders when it starts; few ever look one up."""

    def __init__(self, **options: Any) -> None:
        """Keep the finder's options."""
        self._options = options

    @cached_property
    def _finder(self) -> EmbedFinder:
        from wagtail.embeds.finders.oembed import OEmbedFinder

        return OEmbedFinder(**self._options)

    def accept(self, url: str) -> bool:
        """Say whether a provider of the address is known."""
        return bool(self._finder.accept(url))

    def find_embed(self, url: str, max_width: int | None = None, max_height: int | None = None) -> Any:
        """Return what the provider says of the address."""
        return self._finder.find_embed(url, max_width, max_height)
