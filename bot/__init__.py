"""burdenwatch follows one negotiation in the news and keeps its subscribers ahead of it.

The pipeline on one screen. An entry of a feed goes:

1. ``worker`` ticks (APScheduler); ``store`` hands out the feeds that are due, under a lease.
2. ``feeds`` asks politely and parses. What came of it is a value; the web's weather never raises.
3. ``reading`` says what the text says: language, relevance with its reason, figures with role and speaker. Pure.
4. ``desk`` decides: known or new, which story, whom to tell, when to ask again. Pure: facts and ``now`` in, a plan out.
5. ``store`` applies the plan in ONE transaction: articles, figures, outbox rows, and last the feed's validators.
6. ``chat`` claims owed rows, renders them, paces them to Telegram's limits and sends; ``desk`` settles each outcome.

A command goes: update -> ``chat`` parses its arguments -> ``store`` reads -> ``desk`` compares -> ``chat`` renders.

Arrows run down only::

    cli -> worker -> feeds | store | chat | web | sandbox -> desk -> phrases | reading -> model

``settings`` (the environment) and ``topic`` (config/ and seeds/) are read by ``cli`` and ``worker``, which hand their
values down; ``rates`` (the ECB's exchange rates) is handed down in the same way.
"""

__version__ = "0.1.0"
