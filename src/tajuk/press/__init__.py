"""Plates, dependency keys, the outbox and rendering."""
