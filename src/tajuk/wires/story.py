"""The one shape in which the newsroom sees what an agency sent, whatever its format was.

Words are the IPTC's (NewsML-G2 Guidelines, ninjs 3.1): see docs/reference/read.md for what becomes what.
Nothing here knows a database, a page or a format.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from tajuk.wires.blocks import Block, to_html, to_text

Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Extra: TypeAlias = Mapping[str, Json]
PubStatus: TypeAlias = Literal["usable", "withheld", "canceled"]
NO_EXTRA: Extra = {}


class Unreadable(Exception):
    """Bytes that cannot be read as a story; its text is one clear line that says why."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the role it plays: a headline `main`, a description `caption`, an alternative id `dateId`."""

    value: str
    role: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A security's symbol: `AWG` on `XTSE`. `exchange` is the market's MIC when the agency gives one."""

    symbol: str
    symbol_type: str = ""
    exchange: str = ""
    label: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing from a vocabulary: subject, person, organisation, place, event, product, genre, provider.

    `code` is the identifier as sent (`medtop:04000000`), `scheme` its vocabulary, `kind` one of `subject`,
    `person`, `organisation`, `place`, `event`, `object`, `keyword`; `names` are its names by language.
    """

    name: str = ""
    code: str = ""
    scheme: str = ""
    uri: str = ""
    kind: str = "subject"
    role: str = ""
    type: str = ""
    creator: str = ""
    relevance: int | None = None
    confidence: int | None = None
    names: tuple[tuple[str, str], ...] = ()
    symbols: tuple[Symbol, ...] = ()
    contacts: tuple[Extra, ...] = ()
    position: tuple[float, float] | None = None
    extra: Extra = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return what identifies the concept: its code, else its address, else its name."""
        return self.code or self.uri or self.name


@dataclass(frozen=True, slots=True)
class Rendition:
    """One file of a picture, video or sound; sizes in pixels, bytes and seconds."""

    name: str
    href: str
    mimetype: str = ""
    width: int | None = None
    height: int | None = None
    size: int | None = None
    duration: float | None = None
    title: str = ""
    format: str = ""
    extra: Extra = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A line of a market ticker: a name, its value, and the change absolute and in per cent."""

    name: str
    value: Decimal
    change: Decimal | None = None
    percent: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Story:
    """One item as its agency sent it, in one version."""

    guid: str
    format: str
    version: str = ""
    provider: Concept = Concept()
    item_type: str = ""
    item_class: str = ""
    profile: str = ""
    type: str = ""
    representation: str = ""
    pubstatus: PubStatus = "usable"
    signals: tuple[str, ...] = ()
    urgency: int | None = None
    priority: int | None = None
    first_created: datetime | None = None
    version_created: datetime | None = None
    content_created: datetime | None = None
    embargo: datetime | None = None
    expires: datetime | None = None
    zone_assumed: bool = False
    title: str = ""
    slugline: str = ""
    sluglines: tuple[str, ...] = ()
    headlines: tuple[Labelled, ...] = ()
    descriptions: tuple[Labelled, ...] = ()
    bylines: tuple[str, ...] = ()
    dateline: str = ""
    located: str = ""
    places: tuple[Concept, ...] = ()
    languages: tuple[str, ...] = ()
    body: tuple[Block, ...] = ()
    raw_body: str = ""
    body_type: str = ""
    ednotes: tuple[str, ...] = ()
    usage_terms: tuple[str, ...] = ()
    copyright_notice: str = ""
    copyright_holder: str = ""
    rights: Extra = field(default_factory=dict)
    credit: str = ""
    subjects: tuple[Concept, ...] = ()
    keywords: tuple[str, ...] = ()
    genres: tuple[Concept, ...] = ()
    people: tuple[Concept, ...] = ()
    organisations: tuple[Concept, ...] = ()
    events: tuple[Concept, ...] = ()
    objects: tuple[Concept, ...] = ()
    sources: tuple[Concept, ...] = ()
    creators: tuple[Concept, ...] = ()
    contributors: tuple[Concept, ...] = ()
    alt_ids: tuple[Labelled, ...] = ()
    renditions: tuple[Rendition, ...] = ()
    associations: tuple["Association", ...] = ()
    event: Extra = field(default_factory=dict)
    coverage: tuple[Extra, ...] = ()
    related: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    reporters: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    brand: str = ""
    extra: Extra = field(default_factory=dict)

    @property
    def identity(self) -> str:
        """Return what stays the same in all versions: NewsML 1.x writes the revision into its public identifier."""
        return next((each.value for each in self.alt_ids if each.role == "identity"), self.guid)

    @property
    def headline(self) -> str:
        """Return the first headline, else the title."""
        return self.headlines[0].value if self.headlines else self.title

    @property
    def subheadlines(self) -> tuple[str, ...]:
        """Return the headlines after the first."""
        return tuple(each.value for each in self.headlines[1:])

    @property
    def byline(self) -> str:
        """Return the bylines on one line."""
        return ", ".join(self.bylines)

    @property
    def language(self) -> str:
        """Return the first language, or nothing."""
        return self.languages[0] if self.languages else ""

    @property
    def ednote(self) -> str:
        """Return the notes to editors, a line each; never published."""
        return "\n".join(self.ednotes)

    @property
    def article(self) -> tuple[Block, ...]:
        """Return the body without what stood in the agency's page header and footer."""
        return tuple(block for block in self.body if block.part == "body")

    @property
    def body_html(self) -> str:
        """Return the whole body as safe markup."""
        return to_html(self.body)

    @property
    def body_text(self) -> str:
        """Return the whole body as plain text, a line a paragraph."""
        return to_text(self.body)

    def description(self, role: str = "") -> str:
        """Return the first description whose role ends with `role`; without a role, the first of all."""
        return next((each.value for each in self.descriptions if each.role.endswith(role)), "")


@dataclass(frozen=True, slots=True)
class Association:
    """What hangs on a story: a picture, a video, a member of a package, a page to see also.

    `story` is what is known of it (its caption, credit, renditions); `rel` how it hangs there, as sent.
    """

    name: str
    rel: str
    story: Story
    rank: int | None = None
