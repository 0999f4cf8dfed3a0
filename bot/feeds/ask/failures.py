"""The web's weather in words: every way in which a request comes to nothing, as a ``PollFailed`` with its sentence.

A sentence continues after the outlet's name (``Yonhap: answers 404 ...``), fits on a line, says what to do where there
is something to do, and quotes neither addresses (they may hold keys) nor the server's own words.
"""

import asyncio
import socket
import ssl
from collections.abc import Collection
from http import HTTPStatus

import aiohttp

from bot.feeds.ask.decode import CodingError
from bot.feeds.ask.guard import AddressError
from bot.feeds.ask.redirects import RedirectError
from bot.model import Freshness, PollFailed, Trouble

ADVICE = {
    400: "the address may be wrong; open it in a browser",
    401: "it wants a login; take the feed out of config/feeds.toml",
    403: "the site may block programs; open the address in a browser, and take the feed out if that works only there",
    404: "the feed is not there; look up its new address and change it in config/feeds.toml",
    406: "the address may be wrong; open it in a browser",
    410: "the feed is gone for good and is not asked again; take it out of config/feeds.toml",
    407: "the proxy of FEED_PROXY wants a user name and password, or others than it has",
    429: "we ask too often; it is left alone for a while",
    451: "it is withheld for legal reasons; take the feed out of config/feeds.toml",
}


class TooLargeError(Exception):
    """The body, announced or received, is above the cap."""


WEATHER = (aiohttp.ClientError, OSError, TimeoutError, ValueError, CodingError, RedirectError, TooLargeError)
"""What a request may raise without it being a bug of ours (ValueError: aiohttp's and yarl's for absurd input)."""


def from_error(error: Exception, *, total_timeout: float, body_cap: int, proxies: Collection[str] = ()) -> PollFailed:
    """The outcome that an exception of WEATHER stands for; ``proxies`` are the hosts of the proxies asked through."""
    match error:
        case TooLargeError():
            size = f"{body_cap / 1024 / 1024:.3g} MB"
            return PollFailed(
                Trouble.TOO_LARGE, f"sends more than {size}, where it was cut off; is the address a feed?"
            )
        case CodingError() | RedirectError():
            return PollFailed(Trouble.REFUSED, str(error))
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, AddressError):
            return PollFailed(Trouble.REFUSED, str(error.os_error))
        case AddressError():
            return PollFailed(Trouble.REFUSED, str(error))
        case aiohttp.ClientConnectorDNSError() if error.host in proxies:
            return PollFailed(
                Trouble.CONNECTION,
                "was not asked: the proxy of FEED_PROXY cannot be reached, as its name does not resolve",
            )
        case aiohttp.ClientProxyConnectionError():
            return PollFailed(Trouble.CONNECTION, "was not asked: the proxy of FEED_PROXY cannot be reached")
        case aiohttp.ClientHttpProxyError():
            advice = ADVICE[407] if error.status == 407 else "the proxy of FEED_PROXY does not let us through"
            return PollFailed(Trouble.CONNECTION, f"was not asked: {advice} ({error.status})")
        case aiohttp.ServerTimeoutError():
            return PollFailed(Trouble.TIMEOUT, "cannot be reached in time; it is asked again later")
        case asyncio.TimeoutError():
            return PollFailed(
                Trouble.TIMEOUT, f"gave no whole answer within {total_timeout:g} s; it is asked again later"
            )
        case _:
            return PollFailed(Trouble.CONNECTION, _connection_sentence(error))


def _connection_sentence(error: Exception) -> str:
    cause = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    match cause:
        case socket.gaierror() | UnicodeError():
            return "has a host name that does not resolve; check the address and this machine's DNS"
        case ssl.SSLCertVerificationError() | ssl.CertificateError():
            return "shows a certificate that is not valid for it; it is asked again later"
        case ssl.SSLError():
            return "fails at the TLS handshake; it is asked again later"
        case ConnectionRefusedError():
            return "refuses the connection; it is asked again later"
        case aiohttp.ClientPayloadError() | aiohttp.ServerDisconnectedError() | ConnectionResetError():
            return "breaks off the connection in the middle of its answer; it is asked again later"
        case aiohttp.ClientResponseError() | ValueError():
            return "answers in something that is not proper HTTP; is the address a feed?"
        case _:
            return "cannot be reached; it is asked again later"


def from_status(status: int, freshness: Freshness) -> PollFailed:
    """The outcome of an answer that is neither a body nor a 304."""
    try:
        phrase = f" ({HTTPStatus(status).phrase})"
    except ValueError:
        phrase = ""
    advice = ADVICE.get(status) or (
        "the fault is the server's; it is asked again later" if status >= 500 else "the address may be wrong"
    )
    return PollFailed(
        Trouble.STATUS, f"answers {status}{phrase}: {advice}", status=status, freshness=freshness, gone=status == 410
    )
