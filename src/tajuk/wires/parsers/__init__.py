"""One reader a format; `tajuk.wires.recognise` says which one reads a document."""
