"""Publish stories in a running newsroom from a process of its own, as its desk would.

`python -m tests.writing` reads a JSON list of stories on standard input and prints id, address and, for one under
embargo, the moment it ends (seconds since 1970), as a JSON list.
"""

import json
import sys
from datetime import timedelta
from typing import Any

import django

django.setup()

from tajuk.articles.models import Article  # noqa: E402  (models need the set-up)
from tajuk.common import clock  # noqa: E402
from tajuk.markets.models import Instrument  # noqa: E402
from tajuk.pictures.models import Picture  # noqa: E402
from tajuk.topics.models import Topic  # noqa: E402
from tajuk.wires.models import Agency  # noqa: E402
from tests.paper import LONG, Paper, block, paragraphs  # noqa: E402


def publish(wanted: dict[str, Any]) -> dict[str, Any]:
    """Publish a story: `headline`, perhaps `word` (stands in its copy), `links_to` (an id), `embargo_seconds`."""
    now = clock.now()
    word, until = wanted.get("word", ""), None
    if wanted.get("embargo_seconds"):
        until = now + timedelta(seconds=wanted["embargo_seconds"])
    body = paragraphs(f"{LONG} {word}", LONG, f"Di tengah {word}.")
    if wanted.get("links_to"):
        link = f'<a linktype="article" id="{wanted["links_to"]}">lihat</a>'
        body[1:1] = [block("read_also", wanted["links_to"]), *paragraphs(f"Sebelumnya, {link}.")]
    story: Article = Paper(now).write(
        "this", wanted["headline"], body, minutes=0, embargo_until=until, summary=f"Ringkasan {word}",
        lead_picture=Picture.objects.first(), lead_caption=f"Keterangan {word}", agencies=list(Agency.objects.all()),
        topics=list(Topic.objects.all()), instruments=list(Instrument.objects.filter(symbol="EMAS")),
    )  # fmt: skip
    return {"id": story.pk, "path": story.get_absolute_url(), "until": until.timestamp() if until else None}


if __name__ == "__main__":
    json.dump([publish(wanted) for wanted in json.load(sys.stdin)], sys.stdout)
