"""What a household may not read is taken out of what staff wrote."""
