"""Figures beside peers, and the made archive that they are measured on."""
