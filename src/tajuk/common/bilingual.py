"""Pick the text of a row that carries one for each language edition."""

from django.utils.translation import get_language


def pick(row: object, field: str, language: str | None = None) -> str:
    """Return `row.<field>_<language>`, the other language's when that is empty; the active language by default."""
    first = "en" if (language or get_language() or "").startswith("en") else "id"
    other = "id" if first == "en" else "en"
    return str(getattr(row, f"{field}_{first}") or getattr(row, f"{field}_{other}"))
