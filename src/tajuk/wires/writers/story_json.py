"""A story as Tajuk's own JSON: every field of it, in the shape in which the newsroom keeps it."""

import orjson

from tajuk.wires.packing import pack
from tajuk.wires.story import Story

MARK, VERSION = "tajukStory", 1


def to_json(story: Story) -> bytes:
    """Return the story as one line of JSON; the agency's own markup of the body is not repeated in it."""
    return orjson.dumps({MARK: VERSION, "story": pack(story)})
