"""Commands of clearance."""
