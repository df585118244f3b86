"""Every event of the trail: one module for each part of the work, and all of them here by name.

A new one is a small class: its tag, what its subject is, and its exact fields.
"""

from app.audit.events.after import *  # noqa: F403
from app.audit.events.before import *  # noqa: F403
from app.audit.events.cases import *  # noqa: F403
from app.audit.events.circle import *  # noqa: F403
from app.audit.events.conflicts import *  # noqa: F403
from app.audit.events.exits import *  # noqa: F403
from app.audit.events.gate import *  # noqa: F403
from app.audit.events.meeting import *  # noqa: F403
from app.audit.events.people import *  # noqa: F403
from app.audit.events.recipients import *  # noqa: F403
from app.audit.events.referring import *  # noqa: F403
