"""The people of the newsroom: accounts, desks and bylines."""
