"""Commands of the markets app."""
