"""The bodies of a ninjs item: which of them is read, and what is kept of the others."""

from collections.abc import Iterator
from typing import Any

from tajuk.wires.blocks import Block
from tajuk.wires.markup import html_blocks, text_blocks
from tajuk.wires.parsers.json_values import mappings, text
from tajuk.wires.parsers.nitf import body_of
from tajuk.wires.safe_xml import local, parse_xml
from tajuk.wires.story import Json, Unreadable


def bodies_of(item: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield each body as its role, media type and text."""
    for each in mappings(item.get("bodies")):
        if value := text(each.get("value")):
            yield text(each.get("role")).lower(), text(each.get("contenttype")).lower(), value
    for key, value in item.items():
        if key.startswith("body_") and (found := text(value)):
            kind = key[5:].lower()
            mime = {"text": "text/plain", "nitf": "application/nitf+xml"}.get(kind, "")
            yield kind, mime or ("text/html" if "html" in kind else ""), found


def best_body(bodies: list[tuple[str, str, str]]) -> tuple[tuple[Block, ...], str, str]:
    """Return the blocks of the richest body that can be read, its raw text and its type."""
    ranked = sorted(bodies, key=_rank, reverse=True)
    for role, mime, raw in ranked:
        if "nitf" in mime or "nitf" in role:
            blocks = _nitf_blocks(raw)
        elif "plain" in mime and "</p>" not in raw:
            blocks = text_blocks(raw)
        else:
            blocks = html_blocks(raw)
        if blocks:
            return blocks, raw, mime or role
    return (), "", ""


def _rank(body: tuple[str, str, str]) -> int:
    role, mime, raw = body
    if "html" in mime or "html" in role:
        return 3
    if "nitf" in role or "xml" in mime:
        return 1 if role.startswith("tt") else 2
    return 2 if "</p>" in raw else 1 if role in {"", "main", "text"} or "plain" in mime else 0


def _nitf_blocks(raw: str) -> tuple[Block, ...]:
    try:
        root = parse_xml(raw.encode())
    except Unreadable:
        return html_blocks(raw)
    return body_of(root).blocks if local(root) in {"nitf", "body"} else html_blocks(raw)


def other_texts(bodies: list[tuple[str, str, str]], chosen: str) -> dict[str, Json]:
    """Keep plain-text bodies beside the one that was chosen, with their place: agencies send both, not always alike."""
    kept: list[Json] = [
        {"role": role or "text", "place": place, "value": value}
        for place, (role, mime, value) in enumerate(bodies)
        if value is not chosen and ("plain" in mime or role == "text") and "html" not in mime
    ]
    return (
        {"texts": kept, "bodyPlace": [value for _, _, value in bodies].index(chosen)}
        if kept and chosen
        else {}
    )
