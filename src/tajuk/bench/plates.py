"""Make many small plates fast: what the edge's memory is measured with."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tajuk.edge.addresses import file_name
from tajuk.edge.plates import encode, plate_of

_BODY = "".join(
    f"<p>Paragraf {n} dari sebuah halaman yang dibuat untuk diukur.</p>\n" for n in range(60)
).encode()
_HEADERS = (("content-type", "text/html; charset=utf-8"), ("cache-control", "public, max-age=0, s-maxage=30"))


def address(number: int) -> str:
    """Return the address of made plate `number`."""
    return f"/bench/{number}"


def make(folder: Path, count: int, told: Callable[[int, int], None]) -> None:
    """Make `count` plates in `folder`; those that are there stay, so that a stopped run goes on."""
    done = folder / "made"
    begin = int(done.read_text()) if done.exists() else 0
    model = plate_of(address(0), [_BODY], headers=_HEADERS, kind="article")
    for number in range(begin, count):
        name = folder / file_name(address(number))
        data = encode(replace(model, path=address(number)))
        try:
            file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        except FileNotFoundError:
            name.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
        os.write(file, data)
        os.close(file)
        if number % 10_000 == 9_999:
            done.write_text(str(number + 1))
            told(number + 1, count)
    done.write_text(str(max(begin, count)))
