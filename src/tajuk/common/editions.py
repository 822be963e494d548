"""The two language editions of the site and the addresses' prefixes that they live under."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Edition:
    """A language edition: its language code, the prefix of its addresses (`""` or `"en/"`), its BCP 47 tag."""

    language: str
    prefix: str
    tag: str
    open_graph: str


INDONESIAN = Edition("id", "", "id-ID", "id_ID")
ENGLISH = Edition("en", "en/", "en", "en_GB")
EDITIONS = (INDONESIAN, ENGLISH)


def of_language(language: str | None) -> Edition:
    """Return the edition of a language code such as `en` or `id-ID`; Indonesian for any other."""
    return ENGLISH if (language or "").startswith("en") else INDONESIAN
