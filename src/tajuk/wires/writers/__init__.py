"""Stories written in the formats of others."""
