"""What operators see: the feeds, what was done to them, and stories merged and split."""
