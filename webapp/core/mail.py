"""Sends mail through SMTP; without a server nothing leaves, and the notices in the database are the mailbox."""

import smtplib
import ssl
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

TIMEOUT = 20


def send(server_url: str, *, sender: str, to: str, subject: str, body: str, message_id: str) -> bool:
    """Hand one plain-text mail to the server; False when there is none (an empty address).

    Raises smtplib.SMTPException or OSError.
    `message_id` is derived from what the mail is about, so that a repeat after a crash is recognisable as one.
    """
    if not server_url:
        return False
    address = urlsplit(server_url)
    message = EmailMessage()
    message["From"] = sender
    message["To"] = to
    message["Subject"] = " ".join(subject.split())
    message["Message-ID"] = f"<{message_id}@siklus>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    with _connected(address.scheme, address.hostname or "localhost", address.port) as server:
        if address.username:
            server.login(unquote(address.username), unquote(address.password or ""))
        server.send_message(message)
    return True


def _connected(scheme: str, host: str, port: int | None) -> smtplib.SMTP:
    """smtps: TLS from the start; smtp+starttls: upgraded; smtp: plain, for a relay on the same machine."""
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=TIMEOUT, context=ssl.create_default_context())
    server = smtplib.SMTP(host, port or (587 if scheme == "smtp+starttls" else 25), timeout=TIMEOUT)
    if scheme == "smtp+starttls":
        server.starttls(context=ssl.create_default_context())
    return server
