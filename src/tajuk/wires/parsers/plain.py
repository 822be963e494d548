"""Plain text: a page or a printout as a journalist pastes it, site furniture and all, or a bare manuscript.

The lines are sorted by kind (`plain_marks`), the story is found by structure (`plain_body`): the longest run of prose,
a dateline that opens it, the headline and date line above it. What is left out is kept in `extra["dropped"]`.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice

from tajuk.wires.limits import TEXT_CHARACTERS, TEXT_LINES, refuse_above
from tajuk.wires.parsers.plain_blocks import body_blocks
from tajuk.wires.parsers.plain_body import Run, body_run, clean_headline, headline_at
from tajuk.wires.parsers.plain_credits import Credits, cut_sign_off, is_names, label_alone, read_credits
from tajuk.wires.parsers.plain_dateline import dateline_in
from tajuk.wires.parsers.plain_dates import Stamp, clock_alone, stamp_in
from tajuk.wires.parsers.plain_marks import (
    classify,
    ends_sentence,
    is_promo,
    related_title,
    split_related,
)
from tajuk.wires.parsers.plain_picture import Picture, find_picture, hang
from tajuk.wires.parsers.plain_text import Line, even_lines
from tajuk.wires.parsers.plain_ticker import take_indicators
from tajuk.wires.story import Concept, Indicator, Json, Labelled, Story, Unreadable

NAME = "plain"
_MOST_STAMPS = 50
_INDONESIAN = frozenset({
    "yang", "dan", "di", "ke", "dari", "untuk", "dengan", "pada", "ini", "itu", "tidak", "akan", "dalam", "oleh",
    "adalah", "juga", "sebesar",
})  # fmt: skip
_ENGLISH = frozenset({
    "the", "of", "and", "to", "in", "for", "with", "on", "that", "is", "was", "by", "from", "at", "as", "an", "said",
    "has", "it", "its",
})  # fmt: skip


@dataclass(slots=True)
class Page:
    """What has been found in a pasted text so far."""

    lines: list[Line]
    indicators: tuple[Indicator, ...] = ()
    stamps: dict[int, Stamp] = field(default_factory=dict)
    credits: Credits = field(default_factory=Credits)
    related: list[str] = field(default_factory=list)
    used: set[int] = field(default_factory=set)


def looks_like_prose(text: str) -> bool:
    """Return whether text reads as sentences."""
    return text.count(" ") > 20 and sum(line.kind == "prose" for line in _sorted(even_lines(text))) > 0


def parse(document: str) -> list[Story]:
    """Return the one story of a pasted page; raise `Unreadable` when there is no text in it."""
    refuse_above(TEXT_CHARACTERS, len(document), "characters in one text")
    lines = _whole_datelines(split_related(even_lines(document)))
    refuse_above(TEXT_LINES, len(lines), "lines in one text")
    letters = (letter for line in lines[:200] for letter in line.text if letter.isalpha())
    if len(list(islice(letters, 3))) < 3 and not any(
        letter.isalpha() for line in lines[200:] for letter in line.text
    ):
        raise Unreadable("plain text without any words")
    page = Page(lines)
    page.indicators = take_indicators(lines)
    _sorted(lines)
    _find_stamps(page)
    _find_credits(page)
    _find_related(page)
    run = body_run(lines)
    headline_number = headline_at(lines, run, [*page.stamps])
    if run is None:
        run = _anything(lines, headline_number)
    return [_story(page, run, headline_number)]


def _whole_datelines(lines: list[Line]) -> list[Line]:
    """Join a dateline that stands on a line of its own with the paragraph that it opens."""
    out: list[Line] = []
    for line in lines:
        last = out[-1] if out else None
        if last is not None and len(last.text) <= 60 < len(line.text) and dateline_in(line.text) is None:
            dateline = dateline_in(f"{last.text} {line.text}")
            if dateline is not None and dateline.end >= len(last.text) and dateline.place:
                last.text = f"{last.text} {line.text}"
                continue
        out.append(line)
    return out


def _sorted(lines: list[Line]) -> list[Line]:
    for line in lines:
        line.kind = line.kind or classify(line)
    return lines


def _anything(lines: list[Line], headline: int | None) -> Run:
    """Return a run of whatever is left when the text has no prose: a flash, a list, a few words."""
    start = headline + 1 if headline is not None else 0
    return Run(start, len(lines), 0, None)


def _find_stamps(page: Page) -> None:
    for number, line in enumerate(page.lines):
        if line.kind in {"prose", "ticker"} and len(line.text) > 100:
            continue
        stamp = stamp_in(line.text) if line.kind != "ticker" else None
        if stamp is None:
            continue
        if stamp.clock is None and number + 1 < len(page.lines):
            following = clock_alone(page.lines[number + 1].text)
            if following is not None:
                stamp = replace(stamp, clock=following[0], zone=following[1])
                page.lines[number + 1].kind = "stamp"
        read_credits(stamp.beside, page.credits)
        if len(page.stamps) < _MOST_STAMPS:
            page.stamps[number] = stamp
        line.kind = "stamp"


def _find_credits(page: Page) -> None:
    for number, line in enumerate(page.lines):
        if "by " in line.text[:24] and not cut_sign_off(line.text, page.credits):
            line.kind = "credits"
            continue
        if line.kind in {"ticker", "stamp", "related"} or (line.kind == "prose" and len(line.text) > 160):
            continue
        if read_credits(line.text, page.credits):
            line.kind = "credits"
        elif (kind := label_alone(line.text)) and number + 1 < len(page.lines):
            following = page.lines[number + 1]
            if is_names(following.text) or (kind == "sources" and len(following.words) <= 3):
                page.credits.add(kind, following.text)
                line.kind = following.kind = "credits"


def _find_related(page: Page) -> None:
    for number, line in enumerate(page.lines):
        if line.kind != "related":
            continue
        title = related_title(line.text)
        if title:
            page.related.append(title)
            continue
        for following in page.lines[number + 1 : number + 6]:
            if (
                following.kind not in {"short", "chrome"}
                or ends_sentence(following.text)
                or len(following.words) < 4
            ):
                break
            following.kind = "title"
            page.related.append(following.text.strip("•-–* "))
            if following.after_blank is False and number + 1 < len(page.lines):
                continue


def _date(page: Page, run: Run, headline: int | None) -> tuple[datetime | None, datetime | None, bool]:
    """Return when the story was published and when it was last changed, and whether its zone was taken for granted."""
    anchor = headline if headline is not None else run.start

    def near(number: int) -> float:
        stamp = page.stamps[number]
        return stamp.weight - abs(number - anchor) * 0.35 - (6 if number > run.end + 2 else 0)

    ranked = sorted(page.stamps, key=near, reverse=True)
    published = next((page.stamps[number] for number in ranked if not page.stamps[number].updated), None)
    changed = next((page.stamps[number] for number in ranked if page.stamps[number].updated), None)
    first = published or changed
    if first is None:
        return None, None, False
    last = changed or first
    return first.moment, last.moment, first.zone is None


def _story(page: Page, run: Run, headline_number: int | None) -> Story:
    lines = page.lines
    headline = clean_headline(lines[headline_number].text) if headline_number is not None else ""
    if headline_number is not None:
        page.used.add(headline_number)
    picture = find_picture(lines, run, headline_number)
    page.used |= picture.used
    summary = _summary(page, run, headline_number)
    _byline(page, run, headline_number)
    body, taken = body_blocks(lines, run, page.used, page.credits)
    page.used |= taken
    published, changed, assumed = _date(page, run, headline_number)
    dateline = run.dateline
    found = page.credits
    language = _language(" ".join(line.text for line in lines[run.start : run.end]))
    place = _place(dateline.place) if dateline else ""
    return Story(
        guid="",
        format=NAME,
        item_type="page",
        type="text",
        first_created=published,
        version_created=changed,
        zone_assumed=assumed,
        headlines=(Labelled(headline),) if headline else (),
        descriptions=(Labelled(summary, "summary"),) if summary else (),
        bylines=tuple(found.reporters),
        dateline=dateline.text if dateline else "",
        located=place,
        places=(Concept(name=place, kind="place", role="dateline"),) if place else (),
        languages=(language,) if language else (),
        body=body,
        body_type="text/plain",
        credit=picture.credit,
        sources=tuple(Concept(name=name, kind="organisation", role="source") for name in found.sources),
        contributors=tuple(
            Concept(name=name, kind="person", role="translator") for name in found.translators
        ),
        associations=hang(picture),
        related=tuple(dict.fromkeys(page.related)),
        indicators=page.indicators,
        reporters=tuple(found.reporters),
        editors=tuple(found.editors),
        brand=dateline.brand if dateline else "",
        extra=_extra(page, run, picture),
    )


def _place(place: str) -> str:
    return place.title() if place.isupper() and len(place) > 3 else place


def _extra(page: Page, run: Run, picture: Picture) -> dict[str, Json]:
    dropped: list[Json] = [
        line.text
        for number, line in enumerate(page.lines)
        if number not in page.used and line.kind not in {"ticker", "stamp", "credits", "related", "title"}
    ]
    extra: dict[str, Json] = {"dropped": dropped} if dropped else {}
    if picture.illustration:
        extra["illustration"] = True
    return extra


def _summary(page: Page, run: Run, headline: int | None) -> str:
    """Return the standfirst: a sentence between headline and dateline that is no caption."""
    if headline is None or run.dateline is None:
        return ""
    for number in range(headline + 1, run.start):
        line = page.lines[number]
        if line.kind == "prose" and number not in page.used and not is_promo(line.text):
            page.used.add(number)
            return line.text
    return ""


def _byline(page: Page, run: Run, headline: int | None) -> None:
    """Take a bare name beside the headline or the date line for the reporter's."""
    if page.credits.reporters or headline is None:
        return
    near = {number + step for number in (headline, *page.stamps) for step in (-1, 1)}
    for number in sorted(near):
        if not 0 <= number < run.start or number in page.used:
            continue
        line = page.lines[number]
        name = clean_headline(line.text).partition(" - ")[0].partition(" (")[0].strip()
        if line.kind == "short" and is_names(name) and abs(number - headline) <= 4 and number > headline:
            outlet = run.dateline.brand.lower() if run.dateline else ""
            names = [each for each in name.split(",") if each.strip().lower() != outlet]
            page.credits.add("reporters", ", ".join(names))
            line.kind = "credits"
            return


def _language(text: str) -> str:
    words = text.lower().split()[:600]
    indonesian, english = (sum(map(known.__contains__, words)) for known in (_INDONESIAN, _ENGLISH))
    if indonesian == english:
        return ""
    return "id" if indonesian > english else "en"
