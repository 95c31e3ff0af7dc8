"""A mail server that can be in many moods."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import Message
from email.policy import default

from aiosmtpd.controller import Controller


class PostOffice:
    """Takes mail, or refuses it after having read it; `seen` counts every try, `mails` what was taken."""

    def __init__(self) -> None:
        self.refusing = False
        self.seen: list[Message] = []
        self.mails: list[Message] = []

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 aiosmtpd's name
        mail = message_from_bytes(envelope.content, policy=default)
        self.seen.append(mail)
        if self.refusing:
            return "451 come back later"
        self.mails.append(mail)
        return "250 taken"


@contextmanager
def post_office(port: int) -> Iterator[PostOffice]:
    office = PostOffice()
    controller = Controller(office, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


@contextmanager
def silence(port: int) -> Iterator[list[float]]:
    """A server that takes connections and never says a word; the moments at which it was called."""
    called: list[float] = []
    connections = []
    with socket.create_server(("127.0.0.1", port)) as listening:
        listening.settimeout(0.1)
        over = threading.Event()

        def listen() -> None:
            while not over.is_set():
                try:
                    connections.append(listening.accept()[0])
                    called.append(time.monotonic())
                except TimeoutError:
                    continue

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield called
        finally:
            over.set()
            thread.join()
            for each in connections:
                each.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return found.getsockname()[1]
