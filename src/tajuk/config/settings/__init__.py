"""Settings: base is the embedded default; the others change what they must."""
