"""The curated palettes of the illustrations and the mixing of their colours."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]
Paint = tuple[int, ...]


def rgb(code: str) -> Colour:
    """Read a colour from its six hexadecimal digits."""
    return int(code[0:2], 16), int(code[2:4], 16), int(code[4:6], 16)


def mix(first: Paint, second: Paint, share: float) -> Colour:
    """Blend two colours; share 0 is the first and 1 the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first[:3], second[:3], strict=True))
    return red, green, blue


def veil(colour: Paint, opacity: float) -> Paint:
    """Make a colour translucent."""
    return (*colour[:3], max(0, min(255, round(opacity * 255))))


@dataclass(frozen=True)
class Palette:
    """A handful of inks that belong together, named for their part in a scene."""

    name: str
    sky: Colour
    low: Colour
    sun: Colour
    far: Colour
    mid: Colour
    near: Colour
    ink: Colour
    hot: Colour
    gold: Colour
    paper: Colour
    cool: Colour
    dark: bool = False

    def depth(self, nearness: float) -> Colour:
        """Give the tone of a layer: 0 melts into the sky, 1 is the darkest foreground."""
        stops = (mix(self.low, self.far, 0.45), self.far, self.mid, self.near, self.ink)
        place = max(0.0, min(0.9999, nearness)) * (len(stops) - 1)
        step = int(place)
        return mix(stops[step], stops[step + 1], place - step)

    @property
    def cargo(self) -> tuple[Colour, ...]:
        """List the lively colours for boxes, cloth and cars."""
        return (
            self.hot,
            self.cool,
            self.gold,
            mix(self.paper, self.far, 0.25),
            mix(self.hot, self.ink, 0.35),
            mix(self.cool, self.paper, 0.35),
        )


def _palette(name: str, codes: str, *, dark: bool = False) -> Palette:
    """Build a palette from its space-separated colour codes."""
    sky, low, sun, far, mid, near, ink, hot, gold, paper, cool = map(rgb, codes.split())
    return Palette(name, sky, low, sun, far, mid, near, ink, hot, gold, paper, cool, dark)


PALETTES: tuple[Palette, ...] = (
    _palette("clay", "F3C79C F9E2BD E4572E E3A27C B8624F 6E3448 2B1B33 D9482B F0B23E FFF2DD 1F7380"),
    _palette("lagoon", "17505F F3BE8A FF7A4D 7FA39A 357480 174A5A 0A2632 F0604A F8B55F FCE9D0 2C9C9C"),
    _palette(
        "night", "171C48 7566B4 FBE6B6 5E66AD 3A4186 242A62 0F1237 FF7757 FFC655 F0E8F5 3FA7C4", dark=True
    ),
    _palette("jade", "BFE0CF F7EFC8 F07F4A A5CBA4 55A382 23706C 1B333B E35A30 F1B52C FBF6E2 1E8A87"),
    _palette("riso", "F9C3C4 FFEBDD FF5A5F BDC6E2 6584BF 2E4F92 15264F F4525A FFC247 FFF6EE 2C86B8"),
    _palette("noon", "84BFCB F5E6BF FFF8DF D8BC83 B58550 6C482C 2C1F19 C8472C E8AE3F FBF1DB 23717B"),
    _palette("monsoon", "8299A8 E6DFD0 FBEFCF AAB8BB 667F8B 365160 192A35 E6573A EAB03C F5F0E5 3C8C95"),
    _palette(
        "dusk", "40205F FF9468 FFDB7A CB6A8B 82357A 4C2062 23113B FF5F57 FFC35C FFEAD4 1CA39A", dark=True
    ),
)
