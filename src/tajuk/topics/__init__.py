"""What stories are filed under: sections and topics."""
