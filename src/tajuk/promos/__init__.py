"""Promo slots, overlays and the academy."""
