"""burdenwatch follows one negotiation in the news and keeps its subscribers ahead of it.

The pipeline on one screen; its calls, in their order, stand in ``worker/intake/pipeline``. An entry of a feed goes:

1. ``worker`` ticks (APScheduler); ``store`` hands out the feeds that are due, under a lease.
2. ``feeds`` asks politely and parses. What came of it is a value; the web's weather never raises.
3. ``reading`` says what the text says: language, relevance with its reason, figures with role and speaker. Pure.
   What is on the topic, or nearly, has its article's text fetched by ``feeds``, and is read once more. On the topic or
   not, the chats' own queries are held against it.
4. ``store`` opens ONE transaction for all polls that wait, which ``worker`` holds. Of each poll in its turn ``store``
   tells what the entries are to be held against: the stories and figures known, those of the polls before it too.
5. ``desk`` decides: known or new, which story, whom to tell, when to ask again. Pure: facts and ``now`` in, a plan out.
6. ``store`` applies the plan, before the next poll is decided: articles, figures, outbox rows; and at the end of the
   transaction, for all polls together, the feeds' rows with their validators.
7. ``chat`` claims owed rows, renders them, paces them to Telegram's limits and sends; ``desk`` settles each outcome.

A command goes: update -> ``chat`` parses its arguments -> ``store`` reads -> ``desk`` compares -> ``chat`` renders.

Arrows run down only::

    cli -> worker -> dashboard -> feeds | store | chat | web | sandbox -> desk -> phrases | reading -> model

``settings`` (the environment) and ``topic`` (config/ and seeds/) are read by ``cli`` and ``worker``, which hand their
values down; ``rates`` (the ECB's exchange rates) is handed down in the same way.
"""

__version__ = "0.1.0"
