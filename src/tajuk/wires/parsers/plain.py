"""Plain text (stub)."""

from tajuk.wires.markup import text_blocks
from tajuk.wires.story import Story

NAME = "plain"


def looks_like_prose(text: str) -> bool:
    return text.count(" ") > 40


def parse(document: str) -> list[Story]:
    return [Story(guid="", format=NAME, body=text_blocks(document))]
