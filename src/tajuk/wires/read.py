"""Read any wire or page: `tajuk read FILE…` prints one document a line. No database, no Django."""

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, tzinfo
from hashlib import sha256
from pathlib import Path
from typing import IO

import orjson

from tajuk.common.sanitize import text_of
from tajuk.wires import limits
from tajuk.wires.blocks import Subhead
from tajuk.wires.encodings import mended
from tajuk.wires.ninjs import dumps
from tajuk.wires.recognise import Document, recognise
from tajuk.wires.story import Story, Unreadable
from tajuk.wires.writers.g2 import to_g2
from tajuk.wires.writers.story_json import to_json

LIMIT = limits.BYTES


def read_document(data: bytes, *, zone: tzinfo = UTC, limit: int = LIMIT) -> Document:
    """Return what bytes of any format hold; times without a zone are in `zone`.

    Raise `Unreadable`, and nothing else, with one line that says why they cannot be read; more than `limit` bytes
    are not looked at.
    """
    if len(data) > limit:
        raise Unreadable(f"too large: {len(data):,} bytes, more than {limit:,}")
    try:
        data = mended(data)
        document = recognise(data)(data, zone)
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    except MemoryError:
        raise Unreadable("needs more memory than there is") from None
    stories = document.stories
    for number, story in enumerate(stories):
        stories[number] = _without_own_title(story)
    if any(not story.guid for story in stories):
        digest = sha256(data).hexdigest()[:32]
        stories[:] = [_named(story, digest, number) for number, story in enumerate(stories, 1)]
    return document


def _without_own_title(story: Story) -> Story:
    """Set apart a heading that opens the body and only says the headline once more."""
    first = story.body[0] if story.body else None
    if (
        type(first) is not Subhead
        or first.part != "body"
        or text_of(first.html).lower() != story.headline.lower()
    ):
        return story
    return replace(story, body=(replace(first, part="header"), *story.body[1:]))


def _named(story: Story, digest: str, number: int) -> Story:
    """Give a story that has no identifier one that the same bytes always get."""
    return story if story.guid else replace(story, guid=f"urn:x-tajuk:sha256:{digest}:{number}")


def read_bytes(data: bytes, name: str = "", *, zone: tzinfo = UTC, limit: int = LIMIT) -> list[Story]:
    """Return the stories that bytes hold; `name` never decides the format. Raise `Unreadable` when there is a fault."""
    del name
    return read_document(data, zone=zone, limit=limit).stories


def read_file(path: Path, *, zone: tzinfo = UTC, limit: int = LIMIT) -> list[Story]:
    """Return the stories in a file, of which no more than `limit` bytes are read; raise `Unreadable` or `OSError`."""
    with path.open("rb") as file:
        return read_bytes(_bounded(file, limit), path.name, zone=zone, limit=limit)


def _bounded(file: IO[bytes], limit: int) -> bytes:
    data = file.read(limit + 1)
    if len(data) > limit:
        raise Unreadable(f"too large: more than {limit:,} bytes")
    return data


def _stories(path: str) -> Iterator[Story]:
    """Yield the stories of a file, or of standard input; a file too large to be held is read item after item."""
    if path == "-":
        yield from read_bytes(_bounded(sys.stdin.buffer, LIMIT))
        return
    file = Path(path)
    if file.is_file() and file.stat().st_size > LIMIT:
        from tajuk.wires.stream import read_stream

        with file.open("rb") as long:
            yield from read_stream(long)
    else:
        yield from read_file(file)


def _lines(path: str, *, form: str, with_path: bool) -> Iterator[bytes]:
    write = _WRITERS[form]
    for story in _stories(path):
        line = write(story)
        if with_path:
            item: object = line.decode() if form == "g2" else orjson.Fragment(line)
            line = orjson.dumps({"path": path, "item": item})
        yield line + b"\n"


_WRITERS: dict[str, Callable[[Story], bytes]] = {"ninjs": dumps, "g2": to_g2, "json": to_json}


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tajuk read",
        description="Read wires and pages of any format and print one document a line.",
    )
    parser.add_argument("files", nargs="+", metavar="FILE", help="a file to read; - is standard input")
    parser.add_argument(
        "--to",
        choices=sorted(_WRITERS),
        default="ninjs",
        help="write ninjs 3.1, NewsML-G2 2.35 or Tajuk's own JSON with every field (default: ninjs)",
    )
    parser.add_argument(
        "--with-path", action="store_true", help='wrap each document as {"path": …, "item": …}'
    )
    return parser


def main(argv: list[str]) -> int:
    """Run `tajuk read`: 0 when all files were read, 1 when one was not, 2 when the call is wrong."""
    try:
        options = _parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0)
    failed = False
    for path in options.files:
        try:
            for line in _lines(path, form=options.to, with_path=options.with_path):
                sys.stdout.buffer.write(line)
        except (Unreadable, OSError) as fault:
            failed = True
            sys.stdout.buffer.flush()
            sys.stderr.write(f"{path}: {_why(fault)}\n")
    sys.stdout.buffer.flush()
    return int(failed)


def _why(fault: Exception) -> str:
    text = fault.strerror if isinstance(fault, OSError) and fault.strerror else str(fault)
    return " ".join(text.split()) or type(fault).__name__
