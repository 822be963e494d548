"""The paper's colours, and whether text in them can be read: WCAG 2.2, success criterion 1.4.3."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tajuk.common.text import Words

LEAST = 4.5  # contrast of text with its ground, level AA
SCHEMES = ("light", "dark")

# As in assets/css/tokens.css: the colour on a light and on a dark screen.
COLOURS: dict[str, tuple[str, str]] = {
    "paper": ("#ffffff", "#0f1220"),
    "sheet": ("#f3f4f9", "#181c2e"),
    "mark": ("#fdf3d6", "#2b2717"),
    "ink": ("#14172a", "#eceef7"),
    "ink-soft": ("#50556e", "#a7adc6"),
    "rule": ("#d9dbe7", "#2d3349"),
    "nila": ("#2a3890", "#a9b6ff"),
    "up": ("#0b6e41", "#55cf95"),
    "down": ("#b3212d", "#ff8f8b"),
    "nila-deep": ("#1b2260", "#1b2260"),
    "kunyit": ("#f2b212", "#f2b212"),
    "foot": ("#12163a", "#12163a"),
    "foot-ink": ("#c9cee9", "#c9cee9"),
}
NAMES: dict[str, Words] = {
    "paper": _("Page"),
    "sheet": _("Panels"),
    "mark": _("Notices"),
    "ink": _("Text"),
    "ink-soft": _("Lesser text"),
    "rule": _("Rules"),
    "nila": _("Links and brand"),
    "up": _("Prices that rise"),
    "down": _("Prices that fall"),
    "nila-deep": _("Banner"),
    "kunyit": _("Accent and buttons"),
    "foot": _("Foot of the page"),
    "foot-ink": _("Text at the foot"),
    "#ffffff": _("White text"),
    "#14172a": _("Dark text"),
}
# Each text with each ground that it stands on: a test reads the same off the style sheets.
PAIRS = (
    ("ink", "paper"), ("ink", "sheet"), ("ink", "mark"),
    ("ink-soft", "paper"), ("ink-soft", "sheet"), ("ink-soft", "mark"),
    ("nila", "paper"), ("nila", "sheet"), ("nila", "mark"),
    ("up", "paper"), ("up", "sheet"), ("down", "paper"), ("down", "sheet"),
    ("#ffffff", "nila-deep"), ("#14172a", "kunyit"), ("#ffffff", "foot"), ("foot-ink", "foot"),
)  # fmt: skip

Chosen = Mapping[str, str]  # "light-nila": "#2a3890"; what is not named is as in COLOURS

_hex = re.compile(r"#[0-9a-f]{6}")


def is_colour(value: str) -> bool:
    """Tell whether a value is a colour as `#2a3890`."""
    return _hex.fullmatch(value) is not None


def colour(chosen: Chosen, name: str, scheme: str) -> str:
    """Return a colour of a scheme, as it was chosen or as it is otherwise; a written one is itself."""
    if name.startswith("#"):
        return name
    return chosen.get(f"{scheme}-{name}") or COLOURS[name][SCHEMES.index(scheme)]


def contrast(text: str, ground: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    one, other = sorted((_luminance(text), _luminance(ground)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def _luminance(value: str) -> float:
    parts = [int(value[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@dataclass(frozen=True, slots=True)
class Pair:
    """A text on its ground in one scheme, and their contrast."""

    scheme: str
    text: str
    ground: str
    ratio: float

    @property
    def is_readable(self) -> bool:
        """Tell whether the contrast is enough; what is shown is cut, not rounded, so that 4.49 is not 4.5."""
        return self.ratio >= LEAST

    @property
    def shown(self) -> float:
        """Return the ratio with two places, cut."""
        return int(self.ratio * 100) / 100

    @property
    def text_name(self) -> Words:
        """Return what the text is called."""
        return NAMES[self.text]

    @property
    def ground_name(self) -> Words:
        """Return what the ground is called."""
        return NAMES[self.ground]


def pairs(chosen: Chosen) -> Iterator[Pair]:
    """Yield each text on each ground that the site puts it on, in both schemes."""
    for scheme in SCHEMES:
        for text, ground in PAIRS:
            ratio = contrast(colour(chosen, text, scheme), colour(chosen, ground, scheme))
            yield Pair(scheme, text, ground, ratio)
