"""What is measured, a figure a module: each gives its rows and whether what was to be reached was."""
