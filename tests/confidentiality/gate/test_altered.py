"""What lies sealed at the gate and was altered by one bit is received by nobody."""

import pytest

from app.confidentiality.gate import collecting, service
from app.confidentiality.gate.model import Receipt
from app.db import db
from app.refusals import RuleBroken
from app.vault.errors import VaultError
from tests.builders import World
from tests.confidentiality.gate.test_handing_over import a_link
from tests.journeys.tampering import altered
from tests.releases import a_paper


@pytest.mark.parametrize(
    "column",
    ["sealed_content", "sealed_passphrase", "statement", "signature", "proof", "proof_signature"],
)
def test_an_altered_release_is_not_handed_over(marac: World, column: str) -> None:
    """The fault names the row; no receipt is written."""
    paper = a_paper(marac)
    with marac.inside():
        service.passphrase_of(marac.actor("idva"), paper)
    with altered(marac, "release", column), marac.inside(), pytest.raises(VaultError):
        service.hand_over(marac.actor("idva"), paper)
    with marac.inside():
        assert db.session.query(Receipt).count() == 0
        assert service.hand_over(marac.actor("idva"), paper).pdf


def test_an_altered_link_opens_nothing(marac: World) -> None:
    """It is answered as any other that does not open."""
    path, words = a_link(marac, a_paper(marac))
    token = path.rpartition("/")[2]
    with altered(marac, "collection", "sealed_key"), marac.inside():
        with pytest.raises(RuleBroken, match="open nothing"):
            collecting.collect(token, words, as_file=False)
    with marac.inside():
        assert collecting.collect(token, words, as_file=False).sheet
