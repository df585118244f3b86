"""What of a case can be asked for, item by item, and what never leaves in any of them.

Nothing here touches the immigration section: no item of it exists. An address that is confidential,
that is not known to be safe to write to, or that the perpetrator shares, is in no item, and neither
is any school; who told what about the risks stays inside too (ICO, September 2023: four of seven
reprimands were for a safe address in the wrong hands).
"""

from collections.abc import Iterator
from uuid import UUID

from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure.ports import (
    Described,
    Item,
    OpenedRecord,
    Passage,
    Somebody,
    lines,
    sentences,
    ways,
)
from app.marac.case import queries
from app.marac.case.model import Case
from app.marac.case.opened import OpenedCase, open_label, open_whole
from app.marac.party.rules import WAYS, Details, PartyKind, Safe
from app.marac.party.service import OpenParty
from app.marac.risk.rules import Answer

ROLES: dict[PartyKind, str] = {
    PartyKind.VICTIM: "the victim",
    PartyKind.PERPETRATOR: "the perpetrator",
    PartyKind.CHILD: "a child",
    PartyKind.OTHER_AT_RISK: "somebody else at risk",
}
ADDRESS, NUMBER, SCHOOL = "[address left out]", "[number left out]", "[school left out]"
SAFETY, WHO, HAPPENED = "Making contact safely", "Who the victim is", "What happened"
RISK, PERPETRATOR, OTHERS = "Risk", "The perpetrator", "Children and others at risk"
BY_PHONE = ("safe_to_call", "safe_to_text", "safe_to_leave_message")
SUMMARY_ITEMS: dict[str, str] = {
    "what_happened": "What happened",
    "own_words": "In the victim’s own words",
    "wishes": "What the victim wants",
    "in_place": "What is already in place",
    "worker_view": "The worker’s view",
}


def describe(ring: Ring, case_id: UUID) -> Described:
    """Return what a list shows of a case; ``NotVisible`` for whoever has no key of it."""
    case = queries.case(ring.actor, case_id)
    return _described(case, open_label(ring, case).name)


def open_record(ring: Ring, case_id: UUID) -> OpenedRecord:
    """Open a case with everything of it that can be asked for; the caller writes the trail."""
    opened = open_whole(ring, queries.case(ring.actor, case_id))
    return OpenedRecord(
        described=_described(opened.case, opened.label.name),
        people=tuple(_somebody(each) for each in opened.parties),
        items=tuple(_items(opened)),
        never=tuple(_never(opened)),
        warnings=tuple(_warnings(opened)),
        cautions=tuple(_cautions(opened)),
    )


def _described(case: Case, name: str) -> Described:
    return Described(f"Case {case.reference}", name, case.secret_id, case.idva_id)


def _somebody(party: OpenParty) -> Somebody:
    details = party.details
    return Somebody(
        key=str(party.id),
        name=details.name,
        names=(details.name, *details.aliases),
        role=ROLES[PartyKind(party.kind)],
        is_victim=party.kind == PartyKind.VICTIM,
        works_for=details.works_for,
    )


def _items(opened: OpenedCase) -> Iterator[Item]:
    if opened.victim:
        yield from _of_victim(opened, opened.victim)
    for name, title in SUMMARY_ITEMS.items():
        text = getattr(opened.summary, name)
        yield Item(f"summary.{name}", HAPPENED, title, sentences(text))
    yield from _of_risk(opened)
    for party in opened.of_kind(PartyKind.PERPETRATOR):
        yield from _of_perpetrator(party)
    for party in opened.of_kind(PartyKind.CHILD) + opened.of_kind(PartyKind.OTHER_AT_RISK):
        yield _of_other(party)


def _of_victim(opened: OpenedCase, victim: OpenParty) -> Iterator[Item]:
    who, key = victim.details, f"party.{victim.id}"
    yield Item(
        f"{key}.contact", SAFETY, "How to make contact safely with the victim",
        _contact(opened, who), "Only what is known to be safe", str(victim.id),
    )  # fmt: skip
    told = lines(("Must not be told", who.must_not_be_told), ("Knows about it", who.who_knows))
    yield Item(f"{key}.told", SAFETY, "Who must not be told", told)
    yield Item(
        f"{key}.identity", WHO, "Name and date of birth of the victim",
        lines(("Name", who.name), ("Date of birth", _born(who)), ("Pronouns", who.pronouns)),
        subject=str(victim.id), says_who=True,
    )  # fmt: skip
    yield Item(f"{key}.pregnancy", WHO, "Pregnancy", sentences(who.pregnancy))


def _contact(opened: OpenedCase, who: Details) -> tuple[Passage, ...]:
    """Return the lines on safe contact: a number or an address only if that way is safe."""
    phone = who.phone if any(getattr(who, way) is Safe.YES for way in BY_PHONE) else ""
    address = "" if _is_unsafe(opened, who) else _where(who)
    safe = [
        (label, "Safe" if getattr(who, way) is Safe.YES else "Do not") for way, label in _ways()
    ]
    return (
        lines(*safe)
        + ways(("Telephone", phone), ("Address", address))
        + lines(
            ("When", who.contact_when),
            ("By whom", who.contact_by_whom),
            ("Language", who.language),
            ("Interpreter", who.interpreter),
            ("Must never interpret", who.must_not_interpret),
        )
    )


def _of_risk(opened: OpenedCase) -> Iterator[Item]:
    assessment = opened.assessment
    if assessment is None:
        return
    answered, result = assessment.answered, assessment.result
    met = [(each.label, each.because or "Met") for each in result.criteria]
    yield Item("risk.threshold", RISK, "Why the case is heard", lines(*met))
    ticked = [
        (each.label, each.given.comment or "Yes") for each in answered.with_answer(Answer.YES)
    ]
    yield Item("risk.topics", RISK, "What was answered ‘yes’ on the risk form", lines(*ticked))
    reasons = sentences(answered.judgement.reasons)
    yield Item("risk.judgement", RISK, "The worker’s professional judgement", reasons)


def _of_perpetrator(party: OpenParty) -> Iterator[Item]:
    who, key, subject = party.details, f"party.{party.id}", str(party.id)
    named = lines(
        ("Name", who.name), ("Other names", ", ".join(who.aliases)),
        ("Date of birth", _born(who)), ("Relationship", who.relationship),
    )  # fmt: skip
    yield Item(f"{key}.identity", PERPETRATOR, "Who the perpetrator is", named, subject=subject)
    where = ways(("Address", _where(who)), ("Telephone", who.phone))
    alone = lines(("Name", who.name), ("Date of birth", _born(who))) + where
    yield Item(
        f"{key}.alone", PERPETRATOR, "What is recorded of this person alone", alone,
        subject=subject, about_subject=True,
    )  # fmt: skip
    danger = lines(("Weapons", who.weapons), ("Bail conditions and orders", who.orders))
    yield Item(f"{key}.danger", PERPETRATOR, "How he or she is dangerous", danger, subject=subject)
    yield Item(f"{key}.where", PERPETRATOR, "Where the perpetrator lives", where, subject=subject)


def _of_other(party: OpenParty) -> Item:
    who, role = party.details, ROLES[PartyKind(party.kind)].capitalize()
    return Item(
        f"party.{party.id}.care", OTHERS, f"{role}: {who.name}",
        lines(
            ("Name", who.name), ("Date of birth", _born(who)),
            ("Relationship", who.relationship), ("Who has care", who.in_care_of),
        ),
        "Never the school, nor an address",
        str(party.id),
    )  # fmt: skip


def _never(opened: OpenedCase) -> Iterator[tuple[str, str]]:
    for party in opened.parties:
        who = party.details
        if who.school:
            yield who.school, SCHOOL
        is_perpetrator = party.kind == PartyKind.PERPETRATOR
        if who.address_confidential or (not is_perpetrator and _is_unsafe(opened, who)):
            yield from ((words, ADDRESS) for words in (who.address, who.postcode) if words)
        if not is_perpetrator and who.phone and not _may_ring(who):
            yield who.phone, NUMBER


def _warnings(opened: OpenedCase) -> Iterator[str]:
    if opened.victim is None:
        return
    who = opened.victim.details
    yield from _cautions(opened)
    if who.address_confidential:
        yield "The victim’s address is confidential. It is left out everywhere."
    elif who.address and _is_unsafe(opened, who):
        yield "The victim’s address is not known to be safe. It is left out everywhere."
    if who.must_not_be_told:
        yield f"Must not be told: {who.must_not_be_told}"


def _cautions(opened: OpenedCase) -> Iterator[str]:
    """Say how nobody may make contact; it tells a reader nothing of where anybody is."""
    if opened.victim is None:
        return
    who = opened.victim.details
    unsafe = [label.lower() for way, label in _ways() if getattr(who, way) is not Safe.YES]
    if unsafe:
        yield f"It is not known to be safe to {_either(unsafe)}. Nobody may do so because of this."


def _is_unsafe(opened: OpenedCase, who: Details) -> bool:
    """Say whether an address must not leave: confidential, not known to be safe, or shared."""
    shared = any(_same_place(who, each.details) for each in opened.of_kind(PartyKind.PERPETRATOR))
    return who.address_confidential or shared or who.safe_to_write is not Safe.YES


def _same_place(one: Details, other: Details) -> bool:
    first = [_bare(each.address.partition("\n")[0]) for each in (one, other)]
    return bool(first[0]) and first[0] == first[1] and _bare(one.postcode) == _bare(other.postcode)


def _bare(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())


def _may_ring(who: Details) -> bool:
    return any(getattr(who, way) is Safe.YES for way in BY_PHONE)


def _ways() -> list[tuple[str, str]]:
    return list(WAYS.items())


def _where(who: Details) -> str:
    return "\n".join(filter(None, (who.address, who.postcode)))


def _born(who: Details) -> str:
    born = who.date_of_birth
    return f"{born.day} {born:%B %Y}" if born else ""


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
