"""Every sealed column of the system, by its immutable contract id; tested against the tables."""

from dataclasses import dataclass

from app.vault.errors import Misuse


@dataclass(frozen=True)
class Contract:
    """What one sealed column holds. ``bucket`` is the least padded size in bytes."""

    id: str
    version: int
    holds: str
    bucket: int = 64


_ALL = (
    Contract("person.keyring", 1, "the private halves of a person's key pairs"),
    Contract("person.unlock", 1, "the random key that opens a person's keyring"),
    Contract("person.second_factor", 1, "the secret of a person's authenticator"),
    Contract("session.data", 1, "what a browser's session remembers", 256),
    Contract("session.keyring", 1, "a signed-in person's opened keyring"),
    Contract("draft.fields", 1, "what somebody had typed when the session ended", 1024),
    Contract("grant.secret", 1, "a key, sealed to its holder or under another key"),
    Contract("exclusion.reason", 1, "why a record is kept from somebody", 256),
    Contract("compartment.reason", 1, "why somebody was let into a compartment", 256),
    Contract("party.details", 1, "who a person of a case is and how to reach them", 1024),
    Contract("assessment.answers", 1, "the questions as asked, the answers, the judgement", 4096),
    Contract("assessment.immigration", 1, "the immigration section of an assessment", 4096),
    Contract("referral.summary", 1, "what a referral says", 1024),
    Contract("case.label", 1, "the name and flags an agenda shows", 256),
    Contract("case.summary", 1, "what happened and what she wants", 1024),
    Contract("contribution.text", 1, "what an agency shared", 256),
    Contract("risk.text", 1, "a risk seen at a meeting", 256),
    Contract("action.details", 1, "what was agreed and how it will be known", 256),
    Contract("action.log", 1, "what happened with an action", 256),
)

CONTRACTS: dict[str, Contract] = {contract.id: contract for contract in _ALL}


def contract_of(contract_id: str) -> Contract:
    """Return the contract of this id; ``Misuse`` if nobody has written it here."""
    try:
        return CONTRACTS[contract_id]
    except (KeyError, TypeError):
        raise Misuse(f"No contract {contract_id!r} in the inventory") from None
