"""Flask itself, with other habits: always escape, never log words, write no upload to a file."""

from collections.abc import Callable
from io import BytesIO
from types import TracebackType
from typing import IO, Any

from flask import Flask, Request, Response, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from app.vault.errors import VaultError
from app.web.flood import Flood
from app.web.headers import add_headers
from app.web.quiet import Quiet

ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]


class InMemory(Request):
    """A request whose files are held in memory: none ever lies in a temporary folder."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        """Hold a file in memory; MAX_CONTENT_LENGTH says how long one can be at most."""
        return BytesIO()


class Application(Flask):
    """The application. Templates escape whatever their name ends with."""

    request_class = InMemory

    def select_jinja_autoescape(self, filename: str | None) -> bool:
        """Escape always; a template without .html in its name is no exception."""
        return True

    def log_exception(self, exc_info: ExcInfo) -> None:
        """Log what kind of fault and where; its words may hold a person's."""
        log_fault(self, exc_info[1])

    def process_response(self, response: Response) -> Response:
        """Add the headers last and whatever else fails, so that no answer is without them."""
        try:
            response = super().process_response(response)
        finally:
            add_headers(response)
        return response

    def trust_proxies(self, count: int) -> None:
        """Believe the forwarding headers of so many proxies in front of us."""
        if count:
            fixed: Any = ProxyFix(self.wsgi_app, x_for=count, x_proto=count, x_host=count)
            self.wsgi_app = fixed  # type: ignore[method-assign]

    def hold_off(self) -> None:
        """Answer whoever asks too much with 429, before anything is done."""
        flood: Any = Flood(self.wsgi_app, self.config["SESSION_COOKIE_NAME"])
        self.wsgi_app = flood  # type: ignore[method-assign]

    def say_again(self, changes: Callable[[], int], moves: Callable[[], int]) -> None:
        """Answer polls that found nothing new from memory, while so much stays the same."""
        quiet: Any = Quiet(self.wsgi_app, changes, moves)
        self.wsgi_app = quiet  # type: ignore[method-assign]


def log_fault(app: Flask, fault: BaseException | None, reference: str = "-") -> None:
    """One line: type, place in our code, reference, person's id, endpoint. Never values.

    What does not open or is forged is named: the vault's words are a contract and ids.
    """
    app.logger.error(
        "fault=%s place=%s reference=%s actor=%s endpoint=%s said=%s",
        type(fault).__name__,
        place_of(fault),
        reference,
        getattr(g.get("actor"), "person_id", "-"),
        request.endpoint or "-",
        fault if isinstance(fault, VaultError) else "-",
    )


def place_of(fault: BaseException | None) -> str:
    """The innermost line of our own code that the fault came through, as file:line."""
    place = "-"
    step = fault.__traceback__ if fault is not None else None
    while step is not None:
        name = step.tb_frame.f_globals.get("__name__", "")
        if name == "app" or name.startswith("app."):
            place = f"{name}:{step.tb_lineno}"
        step = step.tb_next
    return place
