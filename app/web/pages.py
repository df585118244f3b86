"""The pages that belong to no noun."""

from flask import Blueprint, Flask, render_template, request

from app.access.marks import public

frame = Blueprint("frame", __name__)


def init_app(app: Flask) -> None:
    """Register them."""
    app.register_blueprint(frame)


@frame.get("/hidden")
@public("covers the screen, and shows nothing")
def hidden() -> str:
    """What the Hide screen button opens where there is no JavaScript."""
    return render_template("web/hidden.html", back=local_path(request.args.get("back", "")))


def local_path(path: str) -> str:
    """The path if it is one of ours, or the front page; never an address of another site."""
    if (
        path.startswith("/")
        and not path.startswith("//")
        and path.isprintable()
        and "\\" not in path
    ):
        return path
    return "/"
