"""The whole way: the worker as a real process, feeds over real HTTP, and the sandbox as Telegram."""
