"""Instruments, quotes, sessions and their providers."""
