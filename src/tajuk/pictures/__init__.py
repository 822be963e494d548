"""Pictures with caption, credit, rights and expiry, and their renditions."""
