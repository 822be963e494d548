"""IPTC vocabularies: the usual aliases of QCodes and the addresses they stand for.

Source: the catalog of the IPTC's own schemes, http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml
"""

from tajuk.wires.story import PubStatus

_BASE = "http://cv.iptc.org/newscodes/"
SCHEMES = {
    "medtop": _BASE + "mediatopic/", "subj": _BASE + "subjectcode/", "genre": _BASE + "genre/",
    "ninat": _BASE + "ninature/", "cinat": _BASE + "cinature/", "plinat": _BASE + "plinature/",
    "pinat": _BASE + "pinature/", "catinat": _BASE + "catinature/", "cpnat": _BASE + "cpnature/",
    "stat": _BASE + "pubstatusg2/", "sig": _BASE + "signal/", "nmsig": _BASE + "nmsignal/",
    "nprov": _BASE + "newsprovider/", "drol": _BASE + "descriptionrole/", "hlrol": _BASE + "headlinerole/",
    "crol": _BASE + "contentprodpartyrole/", "cpprole": _BASE + "contentprodpartyrole/",
    "isrol": _BASE + "infosourcerole/", "isrole": _BASE + "infosourcerole/", "rnd": _BASE + "rendition/",
    "irel": _BASE + "itemrelation/", "ptgrel": _BASE + "itemrelation/", "eventstatus": _BASE + "eventstatus/",
    "nocc": _BASE + "eventoccurstatus/", "eventoccurstatus": _BASE + "eventoccurstatus/",
    "ncostat": _BASE + "newscoveragestatus/", "ncstat": _BASE + "newscoveragestatus/",
    "trustind": _BASE + "trustindicator/", "prodgenre": _BASE + "productgenre/", "scene": _BASE + "scene/",
    "digsrctype": _BASE + "digitalsourcetype/", "iptccat": _BASE + "categorycode/",
    "spamposition": _BASE + "spamposition/", "mic": "http://www.iso10383.org/mic/",
    "iso3166-1a2": "http://cvx.iptc.org/iso3166-1a2/", "iso3166-1a3": "http://cvx.iptc.org/iso3166-1a3/",
    "roga": "http://cv.iptc.org/newscodes/worldregion/", "wrldreg": _BASE + "worldregion/",
}  # fmt: skip
_TYPES = {
    "text": "text", "picture": "picture", "photo": "picture", "image": "picture", "graphic": "graphic",
    "animated": "video", "animation": "video", "audio": "audio", "video": "video", "composite": "composite",
    "package": "composite", "packages": "composite", "newscoverage": "planning", "planning": "planning",
    "event": "event", "component": "component",
}  # fmt: skip
_STATUSES: dict[str, PubStatus] = {
    "usable": "usable", "publish": "usable", "published": "usable", "embargoed": "usable", "": "usable",
    "withheld": "withheld", "hold": "withheld", "held": "withheld", "stopped": "withheld",
    "canceled": "canceled", "cancelled": "canceled", "killed": "canceled", "kill": "canceled",
    "withdrawn": "canceled", "cancel": "canceled", "recalled": "canceled", "deleted": "canceled",
}  # fmt: skip


def last_part(code: str) -> str:
    """Return what stands after the scheme of a QCode or the last slash of an address."""
    return code.rpartition("/")[2] if "/" in code else code.rpartition(":")[2]


def uri_of(code: str, schemes: dict[str, str]) -> str:
    """Return the full address of a QCode whose alias is known, or nothing."""
    alias, colon, rest = code.partition(":")
    if not colon or rest.startswith("//"):
        return code if rest else ""
    base = schemes.get(alias) or SCHEMES.get(alias, "")
    return base + rest if base else ""


def type_of(item_class: str) -> str:
    """Return the ninjs type for an item class, content type or role; nothing for one that has none."""
    return _TYPES.get(last_part(item_class).lower(), "")


def status_of(status: str) -> PubStatus:
    """Return the publishing status; one that is not known is withheld, never published by mistake."""
    return _STATUSES.get(last_part(status).lower().strip(), "withheld")
