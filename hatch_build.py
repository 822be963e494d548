"""Compile the translations into the wheel: `.po` files are kept in git, `.mo` files are not."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileTranslations(BuildHookInterface[Any]):
    """Write a `.mo` file beside each `.po` file before the wheel is filled."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile every catalogue under `src/tajuk/locale`, leaving out entries marked fuzzy."""
        for source in sorted(Path(self.root, "src/tajuk/locale").glob("*/LC_MESSAGES/*.po")):
            with source.open("rb") as catalogue, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(catalogue, locale=source.parts[-3]))
