"""Agencies' wires: sources, raw payloads, items and their versions."""
