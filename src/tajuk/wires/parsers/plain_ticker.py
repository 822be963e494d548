"""The market ticker of a pasted page: names and figures on one line, in columns, or each on a line of its own."""

import re
from decimal import Decimal
from typing import Literal

from tajuk.common.notation import parse_number
from tajuk.wires.parsers.plain_text import Line
from tajuk.wires.story import Indicator

_FIGURE = re.compile(r"[(\[]?[▲▼△▽↑↓]?[+\-−–]?(?:Rp\.?|US\$|\$|€)?\d[\d.,]*%?[)\]]?")
_HEADINGS = {"indikator", "indicators", "indicator", "market", "markets", "pasar", "ticker", "data", "bursa"}
_STRIPPED = "()[]%+-−– Rp.US$€"
_UP = "▲△↑"
_DOWN = "▼▽↓"
_NAME_WORDS = 4
_LONGEST_NAME = 32
Language = Literal["id", "en"]


def _tokens(text: str) -> list[str]:
    text = re.sub(r"\s+%", "%", text)
    text = re.sub(r"([▲▼△▽↑↓+\-−–]|Rp\.?|US\$)\s+(?=[+\-−–]?\d)", r"\1", text)
    return [token for token in text.replace("|", " ").replace("(", " (").split() if token]


def _is_figure(token: str) -> bool:
    return len(token) < 32 and bool(_FIGURE.fullmatch(token))


def _is_percent(token: str) -> bool:
    return _is_figure(token) and token.rstrip(")]").endswith("%")


def _only_figures(text: str) -> bool:
    tokens = _tokens(text)
    return bool(tokens) and all(_is_figure(token) or token in _UP + _DOWN for token in tokens)


def _plain(token: str) -> str:
    digits = token.strip(_STRIPPED + _UP + _DOWN)
    return f"-{digits}" if any(mark in token for mark in "-−–") else digits


def _pointed(figures: list[str]) -> list[str]:
    """Return the figures with a downward arrow, wherever it stands in the row, as the sign of the changes."""
    if not any(mark in figure for figure in figures for mark in _DOWN):
        return figures
    signed = [
        figure if any(mark in figure for mark in "+-−–") else f"-{_plain(figure)}" for figure in figures[1:]
    ]
    return [_plain(figures[0]), *signed]


def _language(figures: list[str]) -> Language:
    """Return the notation in which figures are written, by what each of them could be."""
    votes = 0
    for figure in figures:
        digits = figure.strip(_STRIPPED + _UP + _DOWN)
        comma, dot = digits.rfind(","), digits.rfind(".")
        if comma >= 0 and dot >= 0:
            votes += 3 if comma > dot else -3
        elif comma >= 0:
            votes += 2 if len(digits) - comma - 1 != 3 else -1
        elif dot >= 0:
            votes += -2 if len(digits) - dot - 1 != 3 else 1
    return "en" if votes < 0 else "id"


def _number(token: str, language: Language) -> Decimal | None:
    other: Language = "en" if language == "id" else "id"
    for notation in (language, other):
        try:
            return parse_number(_plain(token), notation)
        except ValueError:
            continue
    return None


Row = tuple[str, list[str]]


def _rows(tokens: list[str]) -> list[Row] | None:
    """Return names with their figures when the tokens are nothing but a ticker; each row ends in a per cent."""
    rows: list[Row] = []
    start = 0
    for position, token in enumerate(tokens):
        if not _is_percent(token):
            continue
        row = _row(tokens[start : position + 1])
        if row is None:
            return None
        rows.append(row)
        start = position + 1
    return rows if rows and start == len(tokens) else None


def _row(tokens: list[str]) -> Row | None:
    figures = 0
    while figures < len(tokens) and _is_figure(tokens[-1 - figures]):
        figures += 1
    if figures < 2:
        return None
    take = min(figures, 3)
    name = tokens[:-take]
    while len(name) > 1 and name[0].strip(":|").lower() in _HEADINGS:
        name = name[1:]
    if take == 3 and not any(_has_letter(token) for token in name):
        return None
    if not 1 <= len(name) <= _NAME_WORDS or not any(_has_letter(token) for token in name):
        return None
    text = " ".join(name)
    if len(text) > _LONGEST_NAME or text.endswith((".", ",", ":", ";")) or not text[0].isalnum():
        return None
    return text, tokens[-take:]


def _has_letter(token: str) -> bool:
    return any(each.isalpha() for each in token)


def _indicator(row: Row, language: Language) -> Indicator | None:
    name, figures = row[0], _pointed(row[1])
    numbers = [_number(figure, language) for figure in figures]
    if any(number is None for number in numbers):
        return None
    if len(numbers) == 3 and numbers[0] is not None and numbers[1] is not None and numbers[2] is not None:
        value, change, percent = numbers[0], numbers[1], numbers[2]
        if _agrees(value, change, percent):
            return Indicator(name, value, change, percent)
        if (
            _is_figure(figures[0]) and figures[0].isdecimal() and len(figures[0]) <= 4
        ):  # `Nikkei 225 35.963,27 1,40%`
            return Indicator(f"{name} {figures[0]}", change, None, percent)
        return Indicator(name, value, change, percent)
    return Indicator(name, numbers[0] or Decimal(), None, numbers[-1])


def _agrees(value: Decimal, change: Decimal, percent: Decimal) -> bool:
    """Return whether the change and the per cent tell the same story about the value."""
    before = value - change
    if not before:
        return False
    return abs(change / before * 100 - percent) <= max(Decimal("0.3"), abs(percent) / 5)


def take_indicators(lines: list[Line]) -> tuple[Indicator, ...]:
    """Return the page's indicators; their lines get the kind `ticker`."""
    found: list[Row] = []
    position = 0
    while position < len(lines):
        rows, used = _at(lines, position)
        for line in lines[position : position + used]:
            line.kind = "ticker"
        found += rows
        position += max(used, 1)
    language = _language([figure for _, figures in found for figure in figures])
    indicators = [each for row in found if (each := _indicator(row, language)) is not None]
    return tuple(dict.fromkeys(indicators))


def _at(lines: list[Line], position: int) -> tuple[list[Row], int]:
    """Return the rows that start at a line, and how many lines they take; figures may follow on lines of their own."""
    text = lines[position].text
    if len(text) > 2000 or ("%" not in text and len(text.split()) > 8):
        return [], 0
    if not any(map(str.isalpha, text[:40])):
        return [], 0
    for more in range(4):
        following = lines[position + 1 : position + 1 + more]
        if len(following) < more or (more and not _only_figures(following[-1].text)):
            break
        rows = _rows(_tokens(" ".join([text, *(line.text for line in following)])))
        if rows:
            return rows, more + 1
    return [], 0
