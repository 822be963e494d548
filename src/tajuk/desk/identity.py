"""The form of the paper's identity: its name, logo, fonts and colours, refused where text could not be read."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tajuk.articles.actions import NotPossible
from tajuk.fronts import files
from tajuk.fronts.colours import COLOURS, LEAST, NAMES, SCHEMES, Pair, colour, is_colour, pairs
from tajuk.fronts.identity import HOUSE, Font, declarations, stack
from tajuk.fronts.models import Masthead

SCHEME_NAMES = {"light": gettext_lazy("light screen"), "dark": gettext_lazy("dark screen")}
FILES = ("logo", "dark_logo", "own_headline", "own_text")


class ColourField(forms.CharField):
    """A colour as `#2a3890`, picked in the browser's own picker."""

    widget = forms.TextInput(attrs={"type": "color"})

    def clean(self, value: Any) -> str:
        """Return the colour in small letters."""
        found: str = super().clean(value).lower()
        if not is_colour(found):
            raise forms.ValidationError(_("Give a colour as #2a3890."))
        return found


class IdentityForm(forms.Form):
    """What a publisher chooses; `chosen` are the colours, `contrasts` what comes of them, also of a refused form."""

    name = forms.CharField(label=gettext_lazy("Name of the paper"), max_length=60)
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy(
            "PNG, JPEG or WebP in the place of the name. Without one, the name stands there."
        ),
    )
    dark_logo = forms.FileField(label=gettext_lazy("Logo on dark screens"), required=False)
    no_logo = forms.BooleanField(label=gettext_lazy("No logo: show the name"), required=False)
    headline_font = forms.ChoiceField(label=gettext_lazy("Headlines"), choices=Font.choices)
    own_headline = forms.FileField(label=gettext_lazy("Our own font for headlines (WOFF2)"), required=False)
    own_headline_licence = forms.CharField(
        label=gettext_lazy("Its licence"), max_length=200, required=False,
        help_text=gettext_lazy("Who allows its use on the site, and under which licence."),
    )  # fmt: skip
    text_font = forms.ChoiceField(label=gettext_lazy("Text and figures"), choices=Font.choices)
    own_text = forms.FileField(label=gettext_lazy("Our own font for text (WOFF2)"), required=False)
    own_text_licence = forms.CharField(label=gettext_lazy("Its licence"), max_length=200, required=False)

    def __init__(self, data: Any = None, uploads: Any = None, *, masthead: Masthead) -> None:
        """Fill in what holds, and a field for each colour of each scheme."""
        initial = {
            "name": masthead.name, "headline_font": masthead.headline_font, "text_font": masthead.text_font,
            "own_headline_licence": masthead.own_headline.get("licence", ""),
            "own_text_licence": masthead.own_text.get("licence", ""),
        }  # fmt: skip
        super().__init__(data, uploads, initial=initial)
        self.masthead = masthead
        for key in keys():
            scheme, _dash, name = key.partition("-")
            self.fields[key] = ColourField(
                label=f"{NAMES[name]}, {SCHEME_NAMES[scheme]}",
                initial=colour(masthead.colours, name, scheme),
                error_messages={"required": _("Give a colour as #2a3890.")},
            )

    @property
    def chosen(self) -> dict[str, str]:
        """Return the colours on the screen; what is none is as it was."""
        said = {key: str(self[key].value() or "").lower() for key in keys()}
        return {key: value for key, value in said.items() if is_colour(value)}

    @property
    def contrasts(self) -> list[Pair]:
        """Return each text on each ground with its contrast, those that fail first."""
        return sorted(pairs(self.chosen), key=lambda pair: pair.is_readable)

    @property
    def preview(self) -> SafeString:
        """Return the style sheet of the preview: both schemes beside each other."""
        fonts = "".join(
            f"--{use}:{stack(use, font)};"
            for use in ("headline", "text")
            if (font := self._font(use)) in Font.values
        )
        # Six digits a colour and the house's own font stacks: nothing of it was written by anybody else.
        return SafeString(
            "".join(
                f".identity__page--{scheme}{{{declarations(self.chosen, scheme)}{fonts}}}"
                for scheme in SCHEMES
            )
        )

    def _font(self, use: str) -> str:
        return str(self[f"{use}_font"].value() or HOUSE[use])

    def colour_rows(self) -> Iterator[tuple[Any, Any, Any]]:
        """Yield what each colour is called, with its field on a light and on a dark screen."""
        for name in COLOURS:
            yield NAMES[name], self[f"light-{name}"], self[f"dark-{name}"]

    def clean(self) -> dict[str, Any]:
        """Refuse colours with which text could not be read, and files that are not what they should be."""
        cleaned = super().clean() or {}
        for pair in pairs(self.chosen):
            if not pair.is_readable:
                self._refuse(pair)
        cleaned["kept"] = {name: kept for name in FILES if (kept := self._kept(name)) is not None}
        if cleaned.get("no_logo"):
            cleaned["kept"] |= {"logo": {}, "dark_logo": {}}
        for use in ("headline", "text"):
            own = cleaned["kept"].get(f"own_{use}") or getattr(self.masthead, f"own_{use}")
            if cleaned.get(f"{use}_font") == Font.OWN and not own and f"own_{use}" not in self.errors:
                self.add_error(f"own_{use}", _("Hand in the font of your own first."))
        return cleaned

    def _refuse(self, pair: Pair) -> None:
        words = _(
            "“%(text)s” on “%(ground)s”, %(scheme)s: contrast %(ratio).2f; at least %(least).1f is needed."
        )
        said = {
            "text": pair.text_name, "ground": pair.ground_name, "scheme": SCHEME_NAMES[pair.scheme],
            "ratio": pair.shown, "least": LEAST,
        }  # fmt: skip
        written = pair.text.startswith("#")
        self.add_error(f"{pair.scheme}-{pair.ground if written else pair.text}", words % said)

    def _kept(self, name: str) -> dict[str, object] | None:
        """Keep an uploaded file; None where none was handed in, or where it was refused."""
        file = self.cleaned_data.get(name)
        if not file:
            return None
        try:
            if name in ("logo", "dark_logo"):
                return files.keep_logo(file)
            return files.keep_font(file, self.cleaned_data.get(f"{name}_licence", "").strip())
        except NotPossible as refusal:
            self.add_error(name, str(refusal))
            return None


def keys() -> Iterator[str]:
    """Yield the name of each colour of each scheme."""
    for name in COLOURS:
        yield from (f"{scheme}-{name}" for scheme in SCHEMES)
