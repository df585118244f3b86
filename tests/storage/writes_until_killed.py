"""Run by test_faults: writes numbered notes and prints each number once it is committed."""

import sys
from itertools import count
from pathlib import Path

from app.db import transaction
from tests.storage.small_app import Note, make_app

if __name__ == "__main__":
    app = make_app(Path(sys.argv[1]))
    for number in count():
        with app.app_context(), transaction() as session:
            session.add_all([Note(text=f"{number:06} first"), Note(text=f"{number:06} second")])
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
