"""The log: one line an event, and of an exception never its words, which may hold a person's."""

import logging
from logging.handlers import WatchedFileHandler

from app.config import Config

LINE = "%(asctime)s %(levelname)s %(name)s %(message)s"


class QuietFormatter(logging.Formatter):
    """Names the kind of an exception that a library logs; leaves out its words and the stack."""

    def formatException(self, ei: object) -> str:
        """The exception's class, no more."""
        kind = ei[0] if isinstance(ei, tuple) else None
        return f"exception={getattr(kind, '__name__', '-')}"

    def formatStack(self, stack_info: str) -> str:
        """Nothing: a stack shows values."""
        return ""


def set_up(config: Config) -> None:
    """Send every logger to the file of the settings, or to the terminal; tests keep their own."""
    if config.kind == "testing":
        return
    handler: logging.Handler = logging.StreamHandler()
    if config.log_file is not None:
        config.log_file.touch(mode=0o600)
        handler = WatchedFileHandler(config.log_file)
    handler.setFormatter(QuietFormatter(LINE))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
