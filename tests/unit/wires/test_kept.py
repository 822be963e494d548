"""What a format says and the story has no field for is kept: every text and attribute of XML samples is somewhere."""

import json
import re
from html import unescape
from pathlib import Path

import pytest
from lxml import etree

from tajuk.wires.packing import pack
from tajuk.wires.read import read_bytes
from tajuk.wires.story import Unreadable
from tajuk.wires.times import parse_moment

OWN = Path(__file__).resolve().parents[2] / "samples" / "wires"
SHARED = Path(__file__).resolve().parents[4] / "shared" / "wires"
XML = [*OWN.glob("g2-*.xml"), OWN / "newsml-1.2.xml", OWN / "nitf.xml"]
MORE = sorted(path for name in ("newsml-g2", "newsml-1.2", "nitf") for path in (SHARED / name).glob("*.xml"))


def squeezed(text):
    return re.sub(r"[\s\x00-\x1f]+", "", unescape(unescape(text)))


def held(data):
    stories = read_bytes(data)
    plain = json.dumps([pack(story) for story in stories], ensure_ascii=False)
    plain = plain.replace('\\"', '"').replace("\\n", " ").replace("\\t", " ").replace("\\\\", "\\")
    return squeezed(plain + "".join(story.raw_body for story in stories)), stories


def said(root):
    """Yield each text and attribute with where it stands."""
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        yield name, element.text or ""
        for key, value in element.items():
            yield f"{name}/@{etree.QName(key).localname}", value
        if element is not root:
            yield f"{name}/tail", element.tail or ""


def is_there(where, value, kept, stories):
    if squeezed(value) in kept or (where.startswith("pubStatus") and "usable" in value):
        return True  # usable is what an item is that says nothing
    moment = parse_moment(value.strip())
    times = ("first_created", "version_created", "content_created", "embargo", "expires")
    return moment is not None and any(getattr(story, name) == moment for story in stories for name in times)


def lost(paths):
    out, count = [], 0
    for path in paths:
        data = path.read_bytes()
        try:
            kept, stories = held(data)
            root = etree.fromstring(data)
        except (Unreadable, etree.XMLSyntaxError):
            continue
        for where, value in said(root):
            if len(squeezed(value)) > 1:
                count += 1
                if not is_there(where, value, kept, stories):
                    out.append((path.name, where, value.strip()[:60]))
    return out, count


# Told by the field in which it stands: a status by `pubstatus`, a kind of line by where the line is.
TOLD = {
    "Status/@FormalName",
    "NewsLineType/@FormalName",
    "FirstCreated",
    "ThisRevisionCreated",
    "Property/@FormalName",
}


def test_every_text_and_attribute_of_own_samples_is_kept():
    missing, count = lost(XML)
    assert count > 300
    assert [each for each in missing if each[1] not in TOLD] == []


@pytest.mark.skipif(not MORE, reason=f"the collection of wires is not at {SHARED}")
def test_nearly_every_text_and_attribute_of_all_samples_is_kept():
    missing, count = lost(MORE)
    for each in missing:
        print(*each)
    assert len(missing) < count / 100
