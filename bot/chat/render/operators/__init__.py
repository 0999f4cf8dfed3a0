"""What operators see: the feeds, what was done to them, and stories merged and split."""

__all__ = ["broadcasts", "corrections", "feed_changes", "feeds", "health", "sources", "story_changes"]
