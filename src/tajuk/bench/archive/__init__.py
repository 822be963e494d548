"""A made archive: as many plausible stories as are asked for, written straight into the tables."""
