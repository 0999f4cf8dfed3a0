"""How the encoder is trained: labelled reports in, the files that ``bot.reading.encoder`` runs and their card out.

    pip install -e '.[train]'
    python -m bot.reading.training seeds/labelled/*.jsonl --out MODEL

What belongs here: the base weights (``base``) and the part of their vocabulary that is kept (``cut``), labels as
lessons (``data``), the network (``network``), the loop (``loop``), its marks (``judge``), what makes its
probabilities honest (``calibrate``), the files (``export``) and the card (``card``). What does not: anything that the
program at work needs; nothing outside imports this package, and only it needs torch.
"""
