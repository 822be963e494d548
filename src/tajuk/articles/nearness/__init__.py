"""Find the stories that belong beside a story: what is kept of each, how two are compared, how well it does."""
