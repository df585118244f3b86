"""Every sealed value of the system by its immutable contract id; tested against the tables."""

from dataclasses import dataclass

from app.vault.errors import Misuse

LEAST_BUCKET = 64


@dataclass(frozen=True)
class Contract:
    """What one sealed column holds.

    ``id`` never changes, even if the table does. ``version`` (1 to 255) counts changes of what is
    inside; older versions stay readable. ``bucket`` is the least size, in bytes, it is padded to.
    """

    id: str
    version: int
    holds: str
    bucket: int = LEAST_BUCKET


_ALL = (
    Contract("person.keyring", 1, "The private halves of a person's key pairs."),
    Contract("person.unlock", 1, "The random key that opens a person's keyring."),
    Contract("person.second_factor", 1, "The secret that a person's one-time codes are made from."),
    Contract("session.data", 1, "What one signed-in browser's session remembers.", 256),
    Contract("session.keyring", 1, "A signed-in person's keyring, for as long as they stay."),
    Contract("draft.fields", 1, "What somebody had typed when their session ended.", 1024),
    Contract("grant.secret", 1, "A key that is sealed to one holder."),
    Contract("exclusion.reason", 1, "Why a case is kept from somebody.", 256),
    Contract("compartment.reason", 1, "Why somebody was let into an immigration section.", 1024),
    Contract("party.details", 1, "Who a person of a case is and how to reach them safely.", 1024),
    Contract("assessment.answers", 1, "The questions as asked, the answers, the judgement.", 4096),
    Contract("assessment.immigration", 1, "The immigration section of an assessment.", 16384),
    Contract("referral.summary", 1, "What a referral says.", 1024),
    Contract("referral.note", 1, "What officer and referrer write to each other.", 256),
    Contract("referral.draft", 1, "A referral that its writer has not sent yet.", 4096),
    Contract("referral.equality", 1, "Equality answers, for the area's return only.", 512),
    Contract("token.keys", 1, "What a token signs with; nothing that opens anything."),
    Contract("match.card", 1, "What is compared of a person: names, birth, phone, postcode.", 512),
    Contract("match.why", 1, "What an officer looked at before deciding who is who.", 256),
    Contract("match.undone", 1, "Why such a decision was taken back.", 256),
    Contract("case.summary", 1, "What happened and what she wants.", 1024),
    Contract("case.label", 1, "The name and the flags that an agenda shows.", 256),
    Contract("conflict.words", 1, "Who may know somebody in a case, and how.", 2048),
    Contract("conflict.decision", 1, "What an officer decided of a conflict, and why.", 2048),
    Contract("contribution.text", 1, "What one agency shared about a case.", 256),
    Contract("research.who", 1, "Whom an agency is asked to look up: names and births.", 1024),
    Contract("research.line", 1, "A line of an agency's own research, and what of it.", 512),
    Contract("research.sent", 1, "What an agency that cannot come sent to be read out.", 1024),
    Contract("hearing.note", 1, "How a case was presented, what differs, how it ended.", 256),
    Contract("risk.text", 1, "A risk that a meeting saw.", 256),
    Contract("action.details", 1, "What was agreed, by whom, and how it will be known.", 256),
    Contract("action.log", 1, "What happened with an action.", 256),
    Contract("flag.details", 1, "Whose records to flag: names, dates of birth, until when.", 512),
    Contract("flag.why", 1, "Why an agency could not set or clear a flag.", 256),
    Contract("flag.end", 1, "Why a case left the 12-month list early."),
    Contract("feedback.asked", 1, "Who is to tell the victim of her meeting.", 128),
    Contract("feedback.words", 1, "What the victim was told of her meeting, and how it went.", 512),
    Contract("enquiry.words", 1, "Who somebody said they are, and what they asked for.", 1024),
    Contract("outside.note", 1, "What an agency did of its own duty, outside this system.", 128),
    Contract("package.content", 1, "What would leave the circle, as a chair looks at it.", 4096),
    Contract("release.content", 1, "What a chair released to one recipient.", 4096),
    Contract("disclosure.asked", 1, "What somebody asks to share outside, and why.", 4096),
    Contract("disclosure.prepared", 1, "What a chair has chosen of a request, unsigned.", 4096),
    Contract("disclosure.decided", 1, "What a chair decided of a request, with reasons.", 4096),
    Contract("spoken.told", 1, "What was told by word of mouth, to whom, and why.", 4096),
    Contract("spoken.looked", 1, "What a chair says of what was told by word of mouth.", 1024),
    Contract("release.passphrase", 1, "The passphrase of a file that is handed over."),
    Contract("collection.key", 1, "A release's key, for one named person outside.", 256),
    Contract("handover.words", 1, "Who of a recipient said that a paper has arrived."),
    Contract("telling.words", 1, "That she was told of a sharing, when, and if it was safe.", 128),
    Contract("minutes.draft", 1, "A part of minutes as it is drafted, beside the board.", 1024),
    Contract("minutes.leaf", 1, "A part of minutes as it was approved, with its salt.", 1024),
    Contract("minutes.reason", 1, "Why words about status stay in minutes.", 256),
    Contract("letter.content", 1, "A letter: its purpose, agreement, paper and outcome.", 8192),
)

CONTRACTS: dict[str, Contract] = {contract.id: contract for contract in _ALL}


def contract_of(contract_id: str) -> Contract:
    """Return the contract of this id; ``Misuse`` if it is not written in this file."""
    contract = CONTRACTS.get(contract_id) if isinstance(contract_id, str) else None
    if contract is None:
        raise Misuse(f"No contract {contract_id!r} in app/vault/inventory.py")
    return contract
