"""Readers' accounts and subscriptions."""
