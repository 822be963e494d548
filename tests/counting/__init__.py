"""An app that counts what is rendered: a line for each page in `renders.log` of the data folder."""
