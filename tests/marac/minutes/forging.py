"""What a reader can make of a copy of minutes with a file, an editor and the own key.

resigned(table, pdf, seal, press="typst 0.15.1")     # signed anew by the IDVA, as a whole file
"""

from typing import Any

from app.marac.minutes import copying, statements
from app.marac.minutes.copying import Copied
from app.paper import split_seal, with_seal
from app.paper.minutes import written
from app.vault import digests, signing
from tests.marac.table import Table

Sealed = tuple[bytes, dict[str, Any]]


def copy_of(table: Table, who: str) -> Copied:
    """A copy that somebody takes."""
    return copying.take(table.world.actor(who), table.meeting_id)


def root(table: Table) -> bytes:
    """What a stranger checks against."""
    return table.world.actor("chair").keys.root_public


def taken_apart(data: bytes) -> Sealed:
    """The pages and the seal behind them."""
    split = split_seal(data)
    assert split is not None
    return split


def said_of(seal: dict[str, Any]) -> dict[str, str]:
    """What the reader signed of the copy."""
    return signing.read_statement(bytes.fromhex(seal["copy"]["says"]))


def signers_of(seal: dict[str, Any]) -> list[tuple[str, str]]:
    """Name and moment of each of the chair's signatures, as the pages print them."""
    proofs = [version["proof"] for version in seal["minutes"]["versions"]]
    return [
        (
            signing.read_statement(bytes.fromhex(proof["chain"][0]["says"]))["name"],
            signing.read_statement(bytes.fromhex(proof["says"]))["at"],
        )
        for proof in proofs
    ]


def fitting(seal: dict[str, Any]) -> dict[str, str]:
    """What the copy says of itself, with digest and code made to fit these leaves."""
    said = said_of(seal) | {"data": digests.sha256_hex(written([seal["minutes"]]))}
    return said | {"code": statements.code_from(said)}


def resigned(table: Table, pdf: bytes, seal: dict[str, Any], **more: str) -> bytes:
    """The copy of the IDVA, signed anew with the IDVA's own key over these pages and leaves."""
    said = fitting(seal) | {"digest": digests.sha256_hex(pdf)} | more
    statement = signing.statement(said.pop("statement"), **said)
    signature = table.world.actor("idva").keys.sign(statement).hex()
    proof = {**seal["copy"], "says": statement.hex(), "signature": signature}
    return with_seal(pdf, {**seal, "copy": proof})
