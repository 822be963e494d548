"""The newsroom's own screens and verbs: take, publish, hold, kill, correct."""
