"""The desk's own screens, inside Wagtail's admin."""
