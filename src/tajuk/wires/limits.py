"""How much of anything one document may hold, so that reading it stays within seconds and a few hundred megabytes."""

from tajuk.wires.story import Unreadable

BYTES = 20_000_000
# What may come by stream, item after item, when no more than one item is held at a time.
STREAM_BYTES = 4_000_000_000
STREAM_ITEM_BYTES = 5_000_000
ITEMS = 10_000
# Twice what the whole of the IPTC's Media Topics in all languages takes.
XML_TAGS = 400_000
FEED_TAGS = 100_000
HTML_TAGS = 200_000
PARAGRAPHS = 20_000
TEXT_CHARACTERS = 2_000_000
TEXT_LINES = 20_000
PIXELS = 120_000_000


def refuse_above(most: int, count: int, what: str) -> None:
    """Raise `Unreadable` when there are more of something than a document may hold."""
    if count > most:
        raise Unreadable(f"more than {most:,} {what}")
