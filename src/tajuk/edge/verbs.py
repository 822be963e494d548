"""`tajuk edge`: the block list and the static mirror from a terminal, with neither Django nor a database."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from tajuk.edge.store import PlateStore


def main(arguments: list[str], *, folder: Path) -> int:
    """Run one verb on the plates in `folder`; return 0, 1 with nothing to unblock, 2 for a bad call."""
    options = _parser().parse_args(arguments)
    store = PlateStore(folder)
    match options.verb:
        case "list":
            return _list(store, as_json=options.json)
        case "mirror":
            return _mirror(store)
        case "unblock":
            return max([_unblock(store, address) for address in options.address])
    try:
        for address in options.address:
            store.block(address, notice="held" if options.held else "killed")
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _list(store: PlateStore, *, as_json: bool) -> int:
    for block in store.blocks():
        if as_json:
            sys.stdout.write(json.dumps(asdict(block)) + "\n")
        else:
            sys.stdout.write(f"{block.address}\t{block.notice}\t{block.since}\n")
    return 0


def _unblock(store: PlateStore, address: str) -> int:
    if store.unblock(address):
        return 0
    sys.stderr.write(f"{address} is not blocked\n")
    return 1


def _mirror(store: PlateStore) -> int:
    """Make the static mirror, telling how far it is; what was mirrored before is written again."""
    count = 0
    for count, _ in enumerate(store.fill_mirror(), start=1):
        if count % 1_000 == 0:
            sys.stderr.write(f"\r{count} plates")
            sys.stderr.flush()
    sys.stderr.write(f"\r{count} plates are mirrored in {store.mirror.folder}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="tajuk edge", description="Block addresses at the edge, at once; mirror its pages."
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    block = verbs.add_parser("block", help="answer an address with a notice, whatever plate it has")
    block.add_argument("address", nargs="+", help="a path; * stands for anything: '*-123'")
    block.add_argument("--held", action="store_true", help="on hold (404) instead of withdrawn (410)")
    unblock = verbs.add_parser("unblock", help="take addresses off the list")
    unblock.add_argument("address", nargs="+")
    listing = verbs.add_parser("list", help="show what is blocked")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    verbs.add_parser("mirror", help="make the static mirror, which a web server serves when Tajuk is down")
    return parser
