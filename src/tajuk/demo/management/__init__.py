"""Commands of the demo newsroom."""
