"""Where the rooms above find ``filled``; the rooms below take it from ``app.web.drafts``."""

from app.web.drafts import filled

__all__ = ["filled"]
