"""What a reader's browser and other machines ask for."""
