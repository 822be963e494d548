"""Home and section fronts that an editor lays out, and static pages."""
