"""The sandbox's tests, and the client by which other rooms' tests act as its users."""
