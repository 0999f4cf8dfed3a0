"""``python -m bot`` is ``burdenwatch``."""

from bot.cli import main

if __name__ == "__main__":
    main()
