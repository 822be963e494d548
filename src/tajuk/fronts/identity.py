"""The paper's looks as a style sheet of its own, laid over the house's: colours, fonts, the logo."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tajuk.fronts.colours import COLOURS, SCHEMES, Chosen, colour


class Font(TextChoices):
    """What headlines or text can be set in."""

    SERIF = "serif", _("Tajuk Serif (Source Serif 4, SIL Open Font License)")
    SANS = "sans", _("Tajuk Sans (Public Sans, SIL Open Font License)")
    SYSTEM_SERIF = "system-serif", _("The device's own serif")
    SYSTEM_SANS = "system-sans", _("The device's own sans serif")
    OWN = "own", _("A font of our own")


_SERIFS = (
    'charter, "Bitstream Charter", "Iowan Old Style", "Sitka Text", cambria, georgia, "Noto Serif", serif'
)
_SANS = 'system-ui, -apple-system, "Segoe UI", roboto, "Noto Sans", "Liberation Sans", sans-serif'
_STACKS = {
    Font.SERIF: f'"Tajuk Serif", {_SERIFS}',
    Font.SANS: f'"Tajuk Sans", {_SANS}',
    Font.SYSTEM_SERIF: _SERIFS,
    Font.SYSTEM_SANS: _SANS,
}
HOUSE = {"headline": Font.SERIF, "text": Font.SANS}
_PROPERTIES = {"headline": ("--serif", _SERIFS), "text": ("--sans", _SANS)}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture in the place of the name: its address and its size in pixels."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Looks:
    """What a publisher chose. `own_fonts` are addresses by `headline` and `text`."""

    colours: Chosen
    headline_font: Font = Font.SERIF
    text_font: Font = Font.SANS
    own_headline: str = ""
    own_text: str = ""
    logo: Logo | None = None
    dark_logo: Logo | None = None


def style_sheet(looks: Looks) -> str:
    """Return the style sheet: empty where everything is as the house has it."""
    return "\n".join([*_faces(looks), *_tokens(looks), *_logo(looks)])


def declarations(chosen: Chosen, scheme: str) -> str:
    """Return the colours of one scheme as custom properties."""
    return "".join(f"--{name}:{colour(chosen, name, scheme)};" for name in COLOURS)


def _faces(looks: Looks) -> Iterator[str]:
    for use, font, address in _fonts(looks):
        if font == Font.OWN and address:
            yield (
                f'@font-face{{font-family:"Own {use}";src:url("{address}") format("woff2");'
                "font-weight:100 900;font-display:optional}"
            )


def _fonts(looks: Looks) -> Iterator[tuple[str, str, str]]:
    yield "headline", looks.headline_font, looks.own_headline
    yield "text", looks.text_font, looks.own_text


def stack(use: str, font: str) -> str:
    """Return the font stack for `headline` or `text`."""
    return f'"Own {use}", {_PROPERTIES[use][1]}' if font == Font.OWN else _STACKS[Font(font)]


def _tokens(looks: Looks) -> Iterator[str]:
    fonts = "".join(
        f"{_PROPERTIES[use][0]}:{stack(use, font)};"
        for use, font, _own in _fonts(looks)
        if font != HOUSE[use]
    )
    light, both = "", ""
    for name in COLOURS:
        if any(f"{scheme}-{name}" in looks.colours for scheme in SCHEMES):
            value, dark = (colour(looks.colours, name, scheme) for scheme in SCHEMES)
            light += f"--{name}:{value};"
            both += f"--{name}:light-dark({value},{dark});"
    if light or fonts:
        yield f"@layer tokens{{:root{{{fonts}{light}}}"
        if both:
            yield f"@supports (color:light-dark(#fff,#000)){{:root{{{both}}}}}"
        yield "}"


def _logo(looks: Looks) -> Iterator[str]:
    """Show the logo in the place of the name, which stays there for who listens, copies or prints."""
    if looks.logo is None:
        return
    name = ".masthead__name a"
    ratio = f"{looks.logo.width}/{looks.logo.height}"
    yield (
        f"@layer components{{@media screen{{{name}{{background:url({looks.logo.address}) center/contain no-repeat;"
        f"aspect-ratio:{ratio};block-size:1.25em;max-inline-size:100%;overflow:hidden;padding:0;text-indent:-999em}}"
        f"{name}::before{{content:none}}"
    )
    if (dark := looks.dark_logo) is not None:
        rule = f"{name}{{background-image:url({dark.address})}}"
        yield f"@media (prefers-color-scheme:dark){{:root:not([data-theme=light]) {rule}}}"
        yield f":root[data-theme=dark] {rule}"
    yield "}}"
