"""The Flask extensions as bare instances; create_app gives them their application."""

from flask_login import LoginManager
from flask_migrate import Migrate
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
login_manager = LoginManager()
migrate = Migrate()


@login_manager.user_loader
def nobody(_person_id: str) -> None:
    """Until accounts brings its own loader, nobody is signed in."""
    return
