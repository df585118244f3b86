"""A mail relay on this machine, as kind or as difficult as a test wants it."""

import socketserver
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from threading import Thread


class Relay(socketserver.ThreadingTCPServer):
    """Takes messages and keeps what was said. ``slow``: seconds before each answer."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, refused: Collection[str], hangs_up_after: int, slow: float) -> None:
        super().__init__(("127.0.0.1", 0), Call)
        self.refused, self.hangs_up_after, self.slow = refused, hangs_up_after, slow
        self.calls = 0
        self.taken: list[tuple[str, str]] = []

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])


class Call(socketserver.StreamRequestHandler):
    """One connection, by RFC 5321 as far as a client of ours speaks it."""

    server: Relay

    def handle(self) -> None:
        """Answer line by line."""
        self.server.calls += 1
        messages, to = 0, ""
        self._say("220 relay.example.org")
        while line := self.rfile.readline().decode():
            verb = line[:4].upper()
            if verb == "RCPT":
                to = line.partition("<")[2].partition(">")[0]
                self._say("550 not here" if to in self.server.refused else "250 yes")
            elif verb == "DATA":
                self._say("354 go on")
                body = "".join(iter(lambda: self.rfile.readline().decode(), ".\r\n"))
                self.server.taken.append((to, body))
                self._say("250 taken")
                messages += 1
                if messages == self.server.hangs_up_after:
                    return
            elif verb == "QUIT":
                self._say("221 goodbye")
                return
            else:
                self._say("250 yes")

    def _say(self, words: str) -> None:
        time.sleep(self.server.slow)
        self.wfile.write(f"{words}\r\n".encode())


@contextmanager
def a_relay(
    *, refused: Collection[str] = (), hangs_up_after: int = 0, slow: float = 0
) -> Iterator[Relay]:
    """Have a relay that refuses these addresses, or hangs up after so many messages, or is slow."""
    relay = Relay(refused, hangs_up_after, slow)
    thread = Thread(target=relay.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield relay
    finally:
        relay.shutdown()
        thread.join()
        relay.server_close()
