"""Articles: blocks, derivations, restrictions and corrections."""
