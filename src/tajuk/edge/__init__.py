"""Serve plates and fragments without Django on a reader's path."""
