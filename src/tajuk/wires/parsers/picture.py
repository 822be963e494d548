"""Pictures with what is written in them: XMP, IPTC-IIM and Exif, in this order where two say the same.

Source: IPTC Photo Metadata Standard 2025.1 and its mapping to IIM and Exif. Nothing is decoded: only the file's head
and its metadata are read.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, tzinfo
from io import BytesIO
from struct import error as StructError  # noqa: N812 - its own name says nothing
from typing import Any

from tajuk.common.sanitize import without_controls
from tajuk.wires.limits import PIXELS
from tajuk.wires.parsers.picture_xmp import Value, many, one, read_xmp, structures
from tajuk.wires.parsers.vocabularies import SCHEMES
from tajuk.wires.story import Concept, Json, Labelled, Rendition, Story, Unreadable
from tajuk.wires.times import parse_moment, read_moment

NAME = "picture"
_FORMATS = ("JPEG", "TIFF", "PNG", "WEBP", "AVIF", "GIF")
_DESCRIPTIONS = (
    ("caption", "dc:description", 120, "caption"),
    ("alttext", "core:AltTextAccessibility", None, ""),
    ("extendedDescription", "core:ExtDescrAccessibility", None, ""),
)
_TOO_LARGE = "a picture of more pixels than are accepted"
# Pillow raises what its plugins raise, and where warnings are errors, its warnings of a damaged head.
_FAULTS = (
    OSError, SyntaxError, ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, StructError,
    UserWarning,
)  # fmt: skip
_RIGHTS = {
    "webStatement": "xmpRights:WebStatement", "marked": "xmpRights:Marked", "dataMining": "plus:DataMining",
    "otherConstraints": "plus:OtherConstraints", "modelReleaseStatus": "plus:ModelReleaseStatus",
    "modelReleaseId": "plus:ModelReleaseID", "propertyReleaseStatus": "plus:PropertyReleaseStatus",
    "minorModelAge": "plus:MinorModelAgeDisclosure", "creditRequired": "plus:CreditLineRequired",
}  # fmt: skip
_GENERATED = {
    "promptInformation": "ext:AIPromptInformation", "promptWriter": "ext:AIPromptWriterName",
    "system": "ext:AISystemUsed", "systemVersion": "ext:AISystemVersionUsed",
}  # fmt: skip
_USED_IIM = {
    0, 5, 10, 12, 15, 20, 25, 30, 35, 37, 38, 40, 55, 60, 80, 85, 90, 92, 95, 100, 101, 103, 105, 110, 115, 116, 120,
    122,
}  # fmt: skip
_USED_XMP = {
    "dc:description", "core:AltTextAccessibility", "core:ExtDescrAccessibility", "photoshop:Headline", "dc:title",
    "dc:creator", "photoshop:Credit", "photoshop:Source", "dc:rights", "xmpRights:UsageTerms", "photoshop:Instructions",
    "photoshop:DateCreated", "dc:subject", "photoshop:CaptionWriter", "photoshop:TransmissionReference",
    "ext:DigImageGUID", "ext:DigitalSourceType", "ext:PersonInImage", "ext:OrganisationInImageName", "ext:Event",
    "photoshop:City", "photoshop:State", "photoshop:Country", "core:CountryCode", "core:Location", "photoshop:Urgency",
    "plus:CopyrightOwner", "core:SubjectCode", "plus:ImageSupplierImageID", "dc:language", *_RIGHTS.values(),
    *_GENERATED.values(),
}  # fmt: skip


def parse(data: bytes, zone: tzinfo = UTC) -> list[Story]:
    """Return the picture as a story; raise `Unreadable` when the file is damaged or its size absurd."""
    from PIL import Image  # imported late: most wires are no pictures

    try:
        with Image.open(BytesIO(data), formats=_FORMATS) as image:
            if image.width * image.height > PIXELS:
                raise Unreadable(_TOO_LARGE)
            return [_Picture(image, len(data), zone).story()]
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Unreadable(_TOO_LARGE) from None
    except _FAULTS:
        raise Unreadable(f"{_what(data)} that is damaged") from None


def _what(data: bytes) -> str:
    kinds = ((b"\xff\xd8", "a JPEG picture"), (b"\x89PNG", "a PNG picture"), (b"GIF8", "a GIF picture"))
    return next((what for mark, what in kinds if data.startswith(mark)), "a picture")


class _Picture:
    """Gather one picture's metadata."""

    def __init__(self, image: Any, size: int, zone: tzinfo) -> None:
        from tajuk.wires.parsers.picture_iim import read_exif, read_iim

        self.image, self.size, self.zone = image, size, zone
        packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
        if not packet and (tag := getattr(image, "tag_v2", {}).get(700)):
            packet = tag if isinstance(tag, bytes) else bytes(tag)
        self.xmp = read_xmp(packet.encode() if isinstance(packet, str) else packet)
        self.iim, self.exif = read_iim(image), read_exif(image)

    def first(self, xmp: str, iim: int | None = None, exif: str = "") -> str:
        """Return one text: of XMP, else of IIM, else of Exif."""
        found = one(self.xmp.get(xmp)) or (self.iim.get(iim) or [""])[0] if iim else one(self.xmp.get(xmp))
        return without_controls(found or self.exif.get(exif, "")).strip()

    def all(self, xmp: str, iim: int | None = None) -> list[str]:
        """Return the texts of a property that may have several."""
        found = many(self.xmp.get(xmp)) or (self.iim.get(iim, []) if iim else [])
        return [text for each in found if (text := without_controls(each).strip())]

    def story(self) -> Story:
        """Return the picture as a story of type `picture`."""
        headline, title = self.first("photoshop:Headline", 105), self.first("dc:title", 5)
        urgency = self.first("photoshop:Urgency", 10)
        creators = self.all("dc:creator", 80) or [name for name in [self.exif.get("artist", "")] if name]
        credit, source = self.first("photoshop:Credit", 110), self.first("photoshop:Source", 115)
        places = list(self._places())
        instructions = self.first("photoshop:Instructions", 40)
        taken, assumed = self._taken()
        usage = self.all("xmpRights:UsageTerms")
        role = self.first("photoshop:AuthorsPosition", 85)
        return Story(
            guid=self.first("ext:DigImageGUID") or self.exif.get("id", ""),
            format=NAME,
            provider=Concept(name=source or credit, kind="organisation") if source or credit else Concept(),
            item_type="picture",
            type="picture",
            urgency=int(urgency) if urgency in set("12345678") else None,
            content_created=taken,
            zone_assumed=assumed,
            embargo=self._date(30, 35),
            expires=self._date(37, 38),
            title=title,
            headlines=(Labelled(headline),) if headline else (),
            descriptions=tuple(self._descriptions()),
            bylines=tuple(creators),
            located=places[0].name if places else "",
            places=tuple(places),
            languages=tuple(each for each in self.all("dc:language") if each != "x-default"),
            ednotes=(instructions,) if instructions else (),
            usage_terms=tuple(usage),
            copyright_notice=self.first("dc:rights", 116, "copyright"),
            copyright_holder=self._owner(),
            rights=self._rights(),
            credit=credit,
            keywords=tuple(self.all("dc:subject", 25)),
            subjects=tuple(self._subjects()),
            people=tuple(
                Concept(name=each, kind="person", role="shown") for each in self.all("ext:PersonInImage")
            ),
            organisations=tuple(
                Concept(name=each, kind="organisation", role="shown")
                for each in self.all("ext:OrganisationInImageName")
            ),
            events=tuple(Concept(name=each, kind="event") for each in self.all("ext:Event")),
            sources=(Concept(name=source, kind="organisation", role="source"),) if source else (),
            creators=tuple(Concept(name=each, kind="person", role=role) for each in creators),
            contributors=tuple(
                Concept(name=each, kind="person", role="captionWriter")
                for each in self.all("photoshop:CaptionWriter", 122)
            ),
            alt_ids=tuple(self._ids()),
            renditions=(self._rendition(),),
            extra=self._extra(),
        )

    def _rendition(self) -> Rendition:
        width, height = self.image.size
        mime = str(self.image.get_format_mimetype() or "")
        return Rendition("original", "", mime, width, height, self.size)

    def _descriptions(self) -> Iterator[Labelled]:
        for role, xmp, iim, exif in _DESCRIPTIONS:
            if text := self.first(xmp, iim, exif):
                yield Labelled(" ".join(text.split()), role)

    def _taken(self) -> tuple[datetime | None, bool]:
        written = self.first("photoshop:DateCreated")
        if not written and (day := self.iim.get(55)):
            written = f"{day[0]}T{self.iim.get(60, [''])[0]}".rstrip("T")
        if not written and (taken := self.exif.get("taken")):
            written = taken.replace(":", "-", 2).replace(" ", "T") + self.exif.get("offset", "")
        moment = read_moment(written)
        if moment is None or moment.tzinfo is not None:
            return moment, False
        return moment.replace(tzinfo=self.zone), True

    def _date(self, day: int, time: int) -> datetime | None:
        """Return a moment of IIM: a date of eight digits and a time with its offset."""
        if not (date := self.iim.get(day)):
            return None
        return parse_moment(f"{date[0]}T{self.iim.get(time, [''])[0]}".rstrip("T"), self.zone)

    def _places(self) -> Iterator[Concept]:
        pairs = (
            ("core:Location", 92, "sublocation"), ("photoshop:City", 90, "city"), ("photoshop:State", 95, "state"),
            ("photoshop:Country", 101, "country"), ("core:CountryCode", 100, "countryCode"),
        )  # fmt: skip
        parts: dict[str, Json] = {key: text for xmp, iim, key in pairs if (text := self.first(xmp, iim))}
        position = None
        if gps := self.exif.get("gps"):
            latitude, longitude = gps.split()
            position = (float(latitude), float(longitude))
        if parts or position:
            name = next(
                (str(parts[key]) for key in ("city", "sublocation", "state", "country") if key in parts), ""
            )
            code = str(parts.get("countryCode", ""))
            yield Concept(name=name, code=code, kind="place", role="created", position=position, extra=parts)
        for xmp, role in (("ext:LocationShown", "shown"), ("ext:LocationCreated", "created")):
            for each in structures(self.xmp.get(xmp)):
                if place := _place(each, role):
                    yield place

    def _subjects(self) -> Iterator[Concept]:
        for code in self.all("core:SubjectCode", 12):
            number = code.split(":")[1] if code.startswith("IPTC:") and code.count(":") > 1 else code
            uri = SCHEMES["subj"] + number if number.isdecimal() and len(number) == 8 else ""
            yield Concept(name=code.rpartition(":")[2] if ":" in code else "", code=number, uri=uri)
        for category in (*self.iim.get(15, []), *self.iim.get(20, [])):
            yield Concept(name=category, code=category, type="category")
        for each in structures(self.xmp.get("ext:AboutCvTerm")):
            uri = one(each.get("ext:CvTermId"))
            yield Concept(name=one(each.get("ext:CvTermName")), code=uri, uri=uri)

    def _owner(self) -> str:
        return next((one(each) for each in structures(self.xmp.get("plus:CopyrightOwner")) if one(each)), "")

    def _rights(self) -> dict[str, Json]:
        out: dict[str, Json] = {
            key: text for key, name in _RIGHTS.items() if (text := one(self.xmp.get(name)))
        }
        if web := out.get("webStatement"):
            out["linkedRights"] = web
        licensors: list[Json] = [_plain(each) for each in structures(self.xmp.get("plus:Licensor"))]
        return out | ({"licensors": licensors} if licensors else {})

    def _ids(self) -> Iterator[Labelled]:
        for role, xmp, iim in (
            ("jobId", "photoshop:TransmissionReference", 103),
            ("supplierImageId", "plus:ImageSupplierImageID", None),
            ("documentId", "xmpMM:DocumentID", None),
        ):
            if text := self.first(xmp, iim):
                yield Labelled(text, role)

    def _extra(self) -> dict[str, Json]:
        """Keep where the picture comes from, what made it, and every property that has no field."""
        extra: dict[str, Json] = {}
        if source := one(self.xmp.get("ext:DigitalSourceType")):
            extra["digitalSourceType"] = source
        ai: dict[str, Json] = {
            key: text for key, name in _GENERATED.items() if (text := one(self.xmp.get(name)))
        }
        if ai:
            extra["ai"] = ai
        if unreadable := self.iim.get(0):
            extra["unreadable"] = list[Json](unreadable)
        rest: dict[str, dict[str, Json]] = {
            "xmp": {name: _plain(value) for name, value in self.xmp.items() if name not in _USED_XMP},
            "iim": {f"2:{n:03}": list[Json](texts) for n, texts in self.iim.items() if n not in _USED_IIM},
            "exif": {n: text for n, text in self.exif.items() if n in {"make", "model", "software", "taken"}},
        }
        return extra | {name: held for name, held in rest.items() if held}


def _plain(value: Value) -> Json:
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


def _place(each: dict[str, Value], role: str) -> Concept | None:
    names = (
        "City",
        "Sublocation",
        "ProvinceState",
        "CountryName",
        "CountryCode",
        "WorldRegion",
        "LocationName",
    )
    parts: dict[str, Json] = {name: text for name in names if (text := one(each.get(f"ext:{name}")))}
    identifiers = many(each.get("ext:LocationId"))
    if not parts and not identifiers:
        return None
    name = next(
        (str(parts[key]) for key in ("LocationName", "City", "Sublocation", "CountryName") if key in parts),
        "",
    )
    uri = identifiers[0] if identifiers else ""
    return Concept(
        name=name, code=str(parts.get("CountryCode", "")), uri=uri, kind="place", role=role, extra=parts
    )
