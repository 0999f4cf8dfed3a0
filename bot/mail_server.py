"""What the settings SMTP_… and MAIL_FROM say: the server that takes our e-mail, and whose it is."""

import re
from dataclasses import dataclass
from ipaddress import ip_address

STARTTLS, SSL, NONE = "starttls", "ssl", "none"
TLS = (STARTTLS, SSL, NONE)
PORTS = {STARTTLS: 587, SSL: 465, NONE: 25}
"""Where a server listens that is said to speak TLS in a way, or none."""
LONGEST = 254
"""Characters of an address (RFC 5321, section 4.5.3.1.3, without the angle brackets)."""
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII)
_LABEL = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)", re.ASCII)
_NAMED = re.compile(r"(?:\"?(?P<name>[^<>\"]*?)\"?\s*)<(?P<address>[^<>]*)>")


@dataclass(frozen=True, slots=True, repr=False)
class MailServer:
    """A server that takes e-mail, and the account there."""

    host: str
    port: int
    tls: str
    """One of ``TLS``: after STARTTLS, from the first byte on (RFC 8314), or none."""
    user: str = ""
    password: str = ""

    def may_be_asked_at(self, address: str) -> bool:
        """Without TLS it is asked on private networks alone, as whoever is on the way reads the password, too."""
        return self.tls != NONE or not ip_address(address.partition("%")[0]).is_global


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address with the name that stands before it."""

    address: str
    name: str = ""

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]


def usable_address(words: str) -> str | None:
    """An address as it is kept, its domain in ASCII and lower case; None for what is none that mail is sent to.

    Of what RFC 5321 has (section 4.1.2) the common form: no quotes, no literal of an IP address, ASCII before the @.
    """
    local, at, domain = words.rpartition("@")
    try:
        domain = domain.removesuffix(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        return None
    labels = domain.split(".")
    fits = at and len(local) <= 64 and _LOCAL.fullmatch(local) and all(_LABEL.fullmatch(label) for label in labels)
    address = f"{local}@{domain}"
    return address if fits and len(labels) > 1 and not labels[-1].isdecimal() and len(address) <= LONGEST else None


def mailbox(value: str) -> Mailbox | None:
    """From ``news@example.org`` or ``Burden Watch <news@example.org>``; None where there is none.

    Raises ValueError with a sentence that continues after the setting's value.
    """
    if not value:
        return None
    named = _NAMED.fullmatch(value)
    address = usable_address(named["address"] if named else value)
    if address is None or not value.isprintable():
        raise ValueError("is not an e-mail address such as news@example.org or Burden Watch <news@example.org>")
    return Mailbox(address, named["name"] if named else "")
