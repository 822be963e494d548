"""Stories of one event stand together, whoever sent them in whatever language; copies are folded."""
