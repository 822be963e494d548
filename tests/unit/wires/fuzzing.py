"""Feed one reader with what Atheris makes of its samples: `python fuzzing.py NAME FOLDER [libFuzzer options]`.

Whatever comes must be read or refused in one line; what is read must be fit for the desk, the database and the page.
"""

import re
import sys

import atheris

with atheris.instrument_imports(include=["tajuk", "feedparser", "icalendar", "email"]):
    from tajuk.wires.ninjs import to_ninjs
    from tajuk.wires.packing import pack
    from tajuk.wires.read import read_document
    from tajuk.wires.recognise import recognise
    from tajuk.wires.story import Unreadable
    from tajuk.wires.writers.g2 import to_g2

TAGS = (
    "a|b|br|cite|code|em|i|q|s|small|strong|sub|sup|u|bdi|p|h[234]|ul|ol|li|table|caption|tr|th|td|pre|blockquote"
    "|figure|figcaption"
)
UNSAFE = re.compile(rf"<(?!/?(?:{TAGS})\b)|<a [^>]*javascript:", re.IGNORECASE)


def one_input(data: bytes) -> None:
    """Read one input; anything but a story or one clear line is a finding."""
    try:
        recognise(data)
        document = read_document(data)
    except Unreadable as refused:
        assert str(refused).strip(), "refused without a word"
        assert "\n" not in str(refused), "refused in more than one line"
        return
    for story in document.stories:
        to_ninjs(story)
        pack(story)
        to_g2(story)
        assert "\x00" not in story.body_html
        assert not UNSAFE.search(story.body_html), story.body_html[:200]


if __name__ == "__main__":
    atheris.Setup([sys.argv[0], *sys.argv[2:]], one_input)
    atheris.Fuzz()
