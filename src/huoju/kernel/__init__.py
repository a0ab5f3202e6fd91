"""What every zone needs; knows nothing of any one bureau's work."""
