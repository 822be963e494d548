"""`tajuk edge block|unblock|list`: the block list from a terminal, with neither Django nor a database."""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from tajuk.edge.blocks import BlockList
from tajuk.edge.store import PlateStore


def main(arguments: list[str], *, folder: Path) -> int:
    """Run one verb on the plates in `folder`; return 0, 1 with nothing to unblock, 2 for a bad call."""
    options = _parser().parse_args(arguments)
    blocked = BlockList(folder, PlateStore(folder).journal)
    if options.verb == "list":
        for block in blocked.blocks:
            if options.json:
                sys.stdout.write(json.dumps(asdict(block)) + "\n")
            else:
                sys.stdout.write(f"{block.address}\t{block.notice}\t{block.since}\n")
        return 0
    code = 0
    for address in options.address:
        if options.verb == "unblock":
            if not blocked.unblock(address):
                sys.stderr.write(f"{address} is not blocked\n")
                code = 1
            continue
        try:
            blocked.block(address, notice="held" if options.held else "killed")
        except ValueError as error:
            sys.stderr.write(f"{error}\n")
            return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tajuk edge", description="Block addresses at the edge, at once.")
    verbs = parser.add_subparsers(dest="verb", required=True)
    block = verbs.add_parser("block", help="answer an address with a notice, whatever plate it has")
    block.add_argument("address", nargs="+", help="a path; * stands for anything: '*-123'")
    block.add_argument("--held", action="store_true", help="on hold (404) instead of withdrawn (410)")
    unblock = verbs.add_parser("unblock", help="take addresses off the list")
    unblock.add_argument("address", nargs="+")
    listing = verbs.add_parser("list", help="show what is blocked")
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    return parser
