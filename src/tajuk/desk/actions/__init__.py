"""The newsroom's verbs, each in a module of its own."""
