"""The worker's web side over real HTTP."""
