"""What a source would bring now: looked at and read, but neither kept nor marked."""

from collections.abc import Iterator
from itertools import islice

from tajuk.common.outbound import FetchError
from tajuk.wires import payloads
from tajuk.wires.enums import ASKED, SourceKind
from tajuk.wires.intake import intake_root
from tajuk.wires.models import Source
from tajuk.wires.poll import ask
from tajuk.wires.reading import read
from tajuk.wires.visits import TRIED_FILES, Tried, tried


def preview(source: Source) -> Iterator[Tried]:
    """Yield what would come from the source now, ten files at most; raise `FetchError` with one line."""
    if source.kind == SourceKind.POLL:
        answer = ask(source, anew=True)
        if answer.status != 200:
            raise FetchError(f"HTTP status {answer.status}")
        yield Tried(source.address, read(answer.body, source.address))
    elif source.kind == SourceKind.FOLDER:
        yield from _waiting(source)
    elif source.kind in ASKED:
        yield from tried(source)


def _waiting(source: Source) -> Iterator[Tried]:
    folder = intake_root() / source.slug
    files = (path for path in sorted(folder.glob("*")) if path.is_file() and not path.is_symlink())
    for path in islice(files, TRIED_FILES):
        with path.open("rb") as file:
            yield Tried(path.name, read(file.read(payloads.max_bytes()), path.name))
