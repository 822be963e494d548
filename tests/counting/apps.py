"""Count renders from within a running product."""

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings


class CountingConfig(AppConfig):
    """Wrap the one function that renders pages for plates."""

    name = "tests.counting"
    label = "counting"

    def ready(self) -> None:
        """Note each address before it is rendered."""
        from tajuk.press import bake

        render = bake.render

        def counted(address: str, *args: Any, **options: Any) -> Any:
            with (Path(settings.DATA) / "renders.log").open("a") as log:
                log.write(address + "\n")
            return render(address, *args, **options)

        bake.render = counted  # type: ignore[assignment]
