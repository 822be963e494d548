"""Factories: rows for tests, with traits for the states that matter."""
