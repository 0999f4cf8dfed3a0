"""RSS and Atom read with lxml, ten times as fast as feedparser and with its very results, or not at all."""

__all__ = ["path", "strict_xml"]
