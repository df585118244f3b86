"""AC-17: a recipient's mail forwards itself. There is nothing in it to forward, and no attachment.

A link for somebody outside opens nothing without the passphrase, and a scanner that follows it
uses nothing up.
"""

from email import message_from_bytes, policy
from email.message import EmailMessage

from app.accounts.person.post import SUBJECT
from app.confidentiality.gate.model import Collection, Receipt, Release
from app.confidentiality.gate.telling import told
from app.db import db
from tests.builders import World
from tests.confidentiality.gate.test_handing_over import a_link
from tests.pages import send
from tests.releases import SECRET, a_paper, a_release
from tests.working import CANARY

HEADERS = [
    "auto-submitted",
    "content-transfer-encoding",
    "content-type",
    "date",
    "from",
    "message-id",
    "mime-version",
    "subject",
    "to",
]


def messages(world: World) -> list[EmailMessage]:
    """Everything that was sent."""
    files = sorted((world.instance / "outbox").glob("*.eml"))
    found = [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]
    return [message for message in found if isinstance(message, EmailMessage)]


def test_no_message_says_what_it_is_about(marac: World) -> None:
    """A constant subject, constant words, one link: no name, no code, no case, no attachment."""
    release, paper = a_release(marac), a_paper(marac)
    with marac.app.test_request_context("/"):
        for each in (release, paper):
            told(marac.actor("deputy"), each, "Signed.")
    a_link(marac, paper)
    found = messages(marac)
    assert len(found) == 3
    with marac.inside():
        codes = [row.code for row in db.session.query(Release)]
    bodies = set()
    for message in found:
        assert sorted(name.lower() for name in message.keys()) == HEADERS
        assert message["Subject"] == SUBJECT
        assert message.get_content_type() == "text/plain"
        assert not list(message.iter_attachments())
        raw = message.as_string()
        for never in (SECRET, CANARY, "Quillon", "Northbrook", "Haven", str(release), *codes):
            assert never not in raw, never
        bodies.add(message.get_content())
    assert sum("/sign-in" in body for body in bodies) == 1, "both notices have the same words"
    assert not any(f"/released/{release}" in body for body in bodies)


def test_a_scanner_that_follows_a_link_uses_nothing_up(marac: World) -> None:
    """However often it is fetched, nothing is shown, counted or closed."""
    path, words = a_link(marac, a_paper(marac))
    for _ in range(12):
        answer = marac.client().get(path)
        assert answer.status_code == 200
        assert SECRET not in answer.text
    with marac.inside():
        assert db.session.query(Receipt).count() == 0
        assert db.session.query(Collection).one().tries == 0
    read = send(marac.client(), path, {"passphrase": words, "read": "x"})
    assert SECRET in read.text


def test_what_is_released_to_a_member_needs_signing_in(marac: World) -> None:
    """Whoever got the message by forwarding stands before the sign-in page."""
    release = a_release(marac)
    for path in ("/released", f"/released/{release}"):
        answer = marac.client().get(path)
        assert (answer.status_code, "/sign-in" in answer.location) == (303, True)
    assert marac.client().post(f"/released/{release}/read").status_code in (401, 422)
