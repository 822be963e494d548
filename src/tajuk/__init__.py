"""Tajuk: a financial newsroom, from the wire to the reader."""

__version__ = "0.1.0"
