"""Every file of the shared collection of wires, read and compared with what its manifest expects.

The collection is not part of the repository (its licences differ); the test is skipped where it is absent.
"""

import json
import re
from collections import defaultdict
from html import unescape
from pathlib import Path

import pytest

from tajuk.wires.ninjs import to_ninjs
from tajuk.wires.read import read_document
from tajuk.wires.story import Unreadable
from tajuk.wires.times import parse_moment

WIRES = Path(__file__).resolve().parents[4] / "shared" / "wires"
ENOUGH = 0.98
# Read by feedparser in a way that would put mojibake on air: Tajuk refuses it, with a reason.
REFUSED = {"feeds/encoding__bozo_linenoise.xml"}
NOT_WIRES = ("json-bad", "xml-other:")

pytestmark = pytest.mark.skipif(not WIRES.exists(), reason=f"the collection of wires is not at {WIRES}")


def manifest():
    return (
        json.loads((WIRES / "manifest.json").read_text(encoding="utf-8"))["items"] if WIRES.exists() else []
    )


def squeezed(value):
    return re.sub(r"[\s\x00-\x1f]+", "", str(value))


def same_moment(want, item, *keys):
    return any(item.get(key) and parse_moment(item[key]) == parse_moment(want) for key in keys)


def texts(item, key, *roles):
    found = [each["value"] for each in item.get(key, []) if not roles or each.get("role", "").endswith(roles)]
    return [squeezed(each) for each in found]


def bodies_of(item):
    for each in item.get("bodies", []) or [{"value": ""}]:
        text = (
            re.sub(r"<[^>]+>", " ", each["value"])
            if each.get("contentType") == "text/html"
            else each["value"]
        )
        yield " ".join(unescape(text).split())


def idents(item, *keys):
    return {
        squeezed(each[name])
        for key in keys
        for each in item.get(key, [])
        for name in ("literal", "uri", "name")
        if name in each
    }


CONCEPTS = ("subjects", "people", "organisations", "places", "events", "objects", "genres")


def alt(item, role):
    return next((each["value"] for each in item.get("altIds", []) if each.get("role") == role), None)


def hrefs(item):
    found = {squeezed(each["href"]) for each in item.get("renditions", []) if "href" in each}
    for each in item.get("associations", []):
        found |= hrefs(each)
    return found


def all_in(want, found):
    return {squeezed(each) for each in want if each} <= set(found)


def starts(want, item):
    return any(squeezed(want) in squeezed(text)[: len(squeezed(want)) + 40] for text in bodies_of(item))


def ends(want, item):
    return any(squeezed(want) in squeezed(text)[-len(squeezed(want)) - 40 :] for text in bodies_of(item))


def near(want, item):
    """The expected counts join neighbouring elements now with and now without a space."""
    return any(abs(len(text.split()) - want) <= max(10, want * 0.1) for text in bodies_of(item))


def words_of_ednotes(want, item):
    note = squeezed(item.get("edNote", ""))
    return all(squeezed(each) in note for each in want if each)


def profile_has(want, item):
    return want in item.get("profile", "").split(" ")


def provider(want, item):
    return squeezed(want) in {
        squeezed(each.get(name))
        for each in item.get("infoSources", [])
        for name in ("literal", "uri", "name")
    }


def headlines(want, item):
    found = texts(item, "headlines")
    return all(squeezed(each["value"] if isinstance(each, dict) else each) in found for each in want)


def last_part(value):
    return value.rpartition(":")[2].lower()


def associated(want, item):
    found = {
        squeezed(each[name])
        for each in item.get("associations", [])
        for name in ("name", "uri", "rel")
        if name in each
    }
    return {squeezed(each) for each in want} <= found


CHECKS = {
    "guid": lambda w, i: i["uri"] == w,
    "uri": lambda w, i: i["uri"] == w,
    "version": lambda w, i: i.get("version") == str(w),
    "item_class": profile_has,
    "item_type": profile_has,
    "inline_contenttype": profile_has,
    "type": lambda w, i: i.get("type") == w,
    "versioncreated": lambda w, i: same_moment(w, i, "versionCreated"),
    "firstcreated": lambda w, i: same_moment(w, i, "firstCreated"),
    "issued": lambda w, i: same_moment(w, i, "versionCreated", "firstCreated"),
    "embargoed": lambda w, i: same_moment(w, i, "embargoedUntil"),
    "expires": lambda w, i: same_moment(w, i, "expires"),
    "pubstatus": lambda w, i: i["pubStatus"] == last_part(w),
    "urgency": lambda w, i: i.get("urgency") == int(w),
    "provider": provider,
    "copyrightnotice": lambda w, i: squeezed(i.get("copyrightNotice")) == squeezed(w),
    "copyrightline": lambda w, i: squeezed(i.get("copyrightNotice")) == squeezed(w),
    "copyrightholder": lambda w, i: squeezed(i.get("copyrightHolder")) == squeezed(w),
    "usageterms": lambda w, i: all(
        squeezed(each) in squeezed(i.get("usageTerms", "")) for each in (w if isinstance(w, list) else [w])
    ),
    "language": lambda w, i: i.get("language") == w,
    "headline": lambda w, i: squeezed(w) == (texts(i, "headlines") or [squeezed(i.get("title"))])[0],
    "headline2": lambda w, i: any(squeezed(w) in squeezed(text) for text in bodies_of(i)),
    "headlines": headlines,
    "title": lambda w, i: squeezed(i.get("title")) == squeezed(w),
    "slugline": lambda w, i: squeezed(i.get("slugline")) == squeezed(w),
    "sluglines": lambda w, i: squeezed(i.get("slugline")) in {squeezed(each) for each in w},
    "by": lambda w, i: all(squeezed(each) in squeezed(i.get("by")) for each in (w if isinstance(w, list) else [w])),
    "byline": lambda w, i: squeezed(w) == squeezed(i.get("by")),
    "located": lambda w, i: i.get("located") == w,
    "dateline": lambda w, i: squeezed(w) in texts(i, "descriptions", "dateline"),
    "credit": lambda w, i: squeezed(w) in texts(i, "descriptions", "creditline"),
    "description": lambda w, i: squeezed(w) in texts(i, "descriptions"),
    "description_text": lambda w, i: squeezed(w) in texts(i, "descriptions"),
    "teaser": lambda w, i: squeezed(w) in texts(i, "descriptions"),
    "kicker": lambda w, i: squeezed(w) in texts(i, "headlines"),
    "ednote": lambda w, i: squeezed(w) in squeezed(i.get("edNote")),
    "ednotes": words_of_ednotes,
    "signals": lambda w, i: all_in(w, idents(i, "subjects")),
    "subjects": lambda w, i: all_in(w, idents(i, "subjects")),
    "subject_names": lambda w, i: all_in(w, idents(i, *CONCEPTS)),
    "geo": lambda w, i: all_in(w, idents(i, "places")),
    "desks": lambda w, i: set(w) <= {last_part(each) for each in idents(i, "subjects")},
    "keywords": lambda w, i: all_in(w, idents(i, "subjects")),
    "genre": lambda w, i: all_in(w, idents(i, "genres")),
    "link_residrefs": associated,
    "associations": associated,
    "remote_hrefs": lambda w, i: all_in(w, hrefs(i)),
    "content_hrefs": lambda w, i: all_in(w, hrefs(i)),
    "infosources": lambda w, i: all(provider(each["name"], i) for each in w),
    "body_text_start": starts,
    "body_text_end": ends,
    "body_words": near,
    "provider_id": lambda w, i: alt(i, "providerId") == w,
    "date_id": lambda w, i: alt(i, "dateId") == w,
    "item_id": lambda w, i: alt(i, "newsItemId") == w,
    "revision_update": lambda w, i: alt(i, "revisionUpdate") == w,
    "du_key": lambda w, i: alt(i, "du-key") == w,
    "source_id": lambda w, i: alt(i, "sourceId") == w,
    "sequence": lambda w, i: alt(i, "sequence") == w,
    "keyword": lambda w, i: alt(i, "keyword") == w,
    "priority": lambda w, i: alt(i, "priority") == str(w),
    "category": lambda w, i: w in idents(i, "subjects"),
    "distributor": provider,
    "media": lambda w, i: len(i.get("associations", [])) == w,
}  # fmt: skip
WHOLE = {"n_items", "item_types", "main_index", "item_ids", "item_titles", "item_dates", "home_page_url"}


def whole_check(field, want, document, items):
    stories = document.stories
    match field:
        case "n_items":
            return len(items) == want or (document.format == "ninjs" and len(items) >= want)
        case "item_types":
            return sorted({story.item_type for story in stories}) == sorted(want)
        case "main_index":
            return want < len(stories)
        case "item_ids":
            return [story.guid for story in stories] == want
        case "item_titles":
            return [story.headline for story in stories] == want
        case "item_dates":
            return [story.first_created for story in stories] == [parse_moment(each) for each in want]
        case _:
            return document.facts.get(field) == want


def score(entry, tally, missed):
    try:
        document = read_document((WIRES / entry["file"]).read_bytes())
    except Unreadable:
        document = None
    items = [to_ninjs(story) for story in document.stories] if document else []
    for field, want in entry.get("expected", {}).items():
        if field in {"standard", "word_count"} or field not in entry["expected_fields"]:
            continue
        if document is None:
            right = False
        elif field in WHOLE or (entry["format"] == "jsonfeed" and field == "title"):
            right = whole_check(field, want, document, items)
        else:
            index = entry["expected"].get("main_index", 0)
            right = bool(CHECKS[field](want, items[index]))
        tally[entry["format"], field].append(right)
        if not right:
            missed.append((entry["file"], field, want))


def test_every_expected_field_of_every_format_is_read():
    tally, missed = defaultdict(list), []
    for entry in manifest():
        score(entry, tally, missed)
    for (form, field), results in sorted(tally.items()):
        print(f"{form:24} {field:20} {sum(results):4} of {len(results):4}")
    for file, field, want in missed:
        print("missed", file, field, repr(want)[:160])
    formats = {form for form, _ in tally}
    shares = {
        form: sum(sum(r) for (f, _), r in tally.items() if f == form)
        / sum(len(r) for (f, _), r in tally.items() if f == form)
        for form in formats
    }
    print(shares)
    assert {form: share for form, share in shares.items() if share < ENOUGH} == {}


def test_every_file_is_read_or_refused_with_one_line():
    for entry in manifest():
        data = (WIRES / entry["file"]).read_bytes()
        if entry["format"].startswith(NOT_WIRES) or entry["file"] in REFUSED:
            with pytest.raises(Unreadable) as refused:
                read_document(data)
            assert "\n" not in str(refused.value)
            assert str(refused.value)
        else:
            read_document(data)


def said(document):
    """Return all that the reader says of a feed, as one text without white space."""
    items = [to_ninjs(story) for story in document.stories]
    raw = [story.extra for story in document.stories]
    parts = [
        items,
        document.facts,
        raw,
        [story.body_text for story in document.stories],
        repr(document.stories),
    ]
    text = json.dumps(parts, ensure_ascii=False)
    return squeezed(unescape(text.replace("\\n", " ").replace('\\"', '"')))


# What a feed says of itself that no newsroom asks for.
FURNITURE = {
    "extensions", "feedType", "feedVersion", "version", "image", "textInput", "skipDays", "skipHours", "generator",
    "cloud", "rating",
}  # fmt: skip


def leaves(value):
    if isinstance(value, dict):
        for name, each in value.items():
            if name not in FURNITURE and not name.endswith("Parsed"):
                yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    elif isinstance(value, str) and value.strip():
        yield value


def expected_texts(entry):
    """Yield the texts that the feed projects' own tests expect; not those that need HTTP headers."""
    if entry.get("needs_http_headers"):
        return
    for pair in entry.get("expected_pairs", []):
        path = pair["path"]
        if (
            "'base'" in path
            or "'type'" in path
            or path in {"encoding", "version"}
            or not isinstance(pair.get("value"), str)
        ):
            continue
        yield pair["value"]
    yield from leaves(entry.get("origin_expected", {}))


def without_tags(text):
    return squeezed(re.sub(r"</?[A-Za-z][^<>]*>", "", unescape(unescape(text))))


def test_what_the_feed_projects_expect_of_their_samples_is_kept():
    right, missed = 0, []
    for entry in manifest():
        wanted = list(expected_texts(entry))
        if not wanted or entry["file"] in REFUSED:
            continue
        kept = said(read_document((WIRES / entry["file"]).read_bytes()))
        for want in wanted:
            moment = parse_moment(want) if len(want) > 8 else None
            if without_tags(want) in without_tags(kept) or (moment and moment.isoformat() in kept):
                right += 1
            else:
                missed.append((entry["file"], want))
    for each in missed:
        print("missed", *each)
    print(right, len(missed))
    assert right / (right + len(missed)) >= ENOUGH
