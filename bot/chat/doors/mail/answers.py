"""What an SMTP server's answers mean: whose fault it is that it takes an e-mail not (RFC 5321, codes of RFC 3463).

Its own words are told nowhere: they may repeat what was sent, and that is a password at one point.
"""

import re
import ssl
from enum import IntEnum

from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPDataError,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.model import MailFault, NotMailed

_ENHANCED = re.compile(r"\s*([245]\.\d{1,3}\.\d{1,3})\b", re.ASCII)
_OF_READERS = frozenset({550, 551, 552, 553, 556})
"""Of a refused recipient, where no other code says more: no mailbox, moved, full, misspelt, a domain without mail."""
_OF_SENDERS = frozenset({"5.1.7", "5.1.8"})
"""The sender's address is wrong, whatever was just asked."""
_UNREACHABLE = frozenset({"5.4.4", "5.4.6"})
"""The address's domain leads nowhere."""


class Stage(IntEnum):
    """How far an e-mail is."""

    CONNECT = 0
    STARTTLS = 1
    LOGIN = 2
    SENDER = 3
    READER = 4
    LETTER = 5
    """From here on a broken connection leaves open whether it was taken."""
    TAKEN = 6


class OpenNetworkError(OSError):
    """The server is on the public internet, and the setting asks it without TLS."""


def meaning(problem: Exception, stage: Stage) -> NotMailed:
    """Of what came of handing an e-mail over, other than that it was taken."""
    match problem:
        case SMTPResponseException():
            return _refused(problem, stage)
        case OpenNetworkError():
            return _server("is on the public internet, and SMTP_TLS=none asks it without TLS", perhaps=False)
    if _caused_by(problem, ssl.SSLCertVerificationError):
        return _server("shows a certificate that is not valid for it", perhaps=False)
    if _caused_by(problem, ssl.SSLError):
        return _server("fails at the TLS handshake", perhaps=False)
    perhaps = stage >= Stage.LETTER
    if _caused_by(problem, TimeoutError):
        return _server("did not answer in time", perhaps=perhaps)
    if stage is Stage.STARTTLS:
        return _server("offers no STARTTLS", perhaps=False)
    if stage is Stage.LOGIN:
        return _server("lets nobody log in this way", perhaps=False)
    return _server("broke off the connection" if stage > Stage.CONNECT else "cannot be reached", perhaps=perhaps)


def _refused(problem: SMTPResponseException, stage: Stage) -> NotMailed:
    """The server has answered, so it has not taken it; an answer that is none leaves that open."""
    status, enhanced = problem.code, _enhanced(problem)
    if not 200 <= status < 600:
        return _server("answers in something that is not proper SMTP", perhaps=stage >= Stage.LETTER)
    told = f"({status}{f' {enhanced}' if enhanced else ''})"
    later = status < 500
    match problem:
        case SMTPAuthenticationError():
            return _server(f"refuses our user name and password {told}", perhaps=False)
        case SMTPSenderRefused():
            return _server(f"does not take mail from MAIL_FROM {told}", perhaps=False)
        case SMTPRecipientRefused() | SMTPDataError() if later and not _is_server_s(status, enhanced):
            return NotMailed(MailFault.LATER, f"the mail server does not take mail for it just now {told}")
        case SMTPRecipientRefused() if not later and _is_reader_s(status, enhanced):
            return NotMailed(MailFault.READER, f"the mail server says that this address takes no mail {told}")
        case SMTPRecipientRefused() if not later:
            return NotMailed(MailFault.POLICY, f"the mail server does not pass on our mail to it {told}")
        case SMTPDataError() if not later and enhanced and _is_reader_s(0, enhanced):
            return NotMailed(MailFault.READER, f"the mail server says that this address takes no mail {told}")
        case SMTPDataError() if not later:
            return NotMailed(MailFault.LETTER, f"the mail server refuses this e-mail {told}")
    return _server(f"is not at our service {told}", perhaps=False)


def _server(what: str, *, perhaps: bool) -> NotMailed:
    return NotMailed(MailFault.SERVER, f"the mail server {what}", perhaps=perhaps)


def _enhanced(problem: SMTPResponseException) -> str:
    found = _ENHANCED.match(str(problem.message))
    return found[1] if found else ""


def _is_server_s(status: int, enhanced: str) -> bool:
    """Of a refusal for now: the server goes down, has no room, or says so of its system."""
    return status == 421 or (status == 452 and not enhanced) or enhanced.startswith("4.3.")


def _is_reader_s(status: int, enhanced: str) -> bool:
    """Of a refusal for good; policy (5.7) is about who sends, as a rule."""
    if enhanced:
        return (enhanced.startswith(("5.1.", "5.2.")) and enhanced not in _OF_SENDERS) or enhanced in _UNREACHABLE
    return status in _OF_READERS


def _caused_by(problem: BaseException, kind: type[BaseException]) -> bool:
    """aiosmtplib puts errors of its own before those of sockets and TLS."""
    seen: BaseException | None = problem
    while seen is not None:
        if isinstance(seen, kind):
            return True
        seen = seen.__cause__
    return False
