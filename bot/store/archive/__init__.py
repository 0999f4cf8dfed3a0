"""What was stored, read for answers: articles, the ledger of figures, gists, and the full-text index.

- ``archive_store`` the facade, ``store.archive``
- ``articles``, ``readings`` articles with what was read of them; ``former_versions`` what edited ones were before
- ``corrections`` what operators corrected, and what chats reported as wrong
- ``sightings`` which feeds brought an address
- ``search``, ``indexing`` the full-text index
- ``ledger``, ``gists`` what is kept beside the articles so that answers need not read them all
- ``derived`` whether both are of this version; ``ledger_again``, ``gists_again`` made anew where they are not

What does not belong here: the rows of feeds and chats.
"""

__all__ = [
    "archive_store",
    "articles",
    "corrections",
    "derived",
    "former_versions",
    "gists",
    "indexing",
    "ledger",
    "ledger_again",
    "readings",
]
