"""The one table of who may do what; whatever is not written here is refused.

A permission opens a door of the house, never a record: a record opens only with a key
(``confidentiality.circle``), and the exclusion list is asked before either.
"""

from enum import StrEnum


class Role(StrEnum):
    """What a person does in the MARAC; somebody may hold more than one role."""

    CHAIR = "chair"
    DEPUTY_CHAIR = "deputy_chair"
    COORDINATOR = "coordinator"
    IDVA = "idva"
    REPRESENTATIVE = "representative"
    SIGNATORY = "signatory"
    ADMINISTRATOR = "administrator"


ROLE_LABELS: dict[Role, str] = {
    Role.CHAIR: "Chair",
    Role.DEPUTY_CHAIR: "Deputy chair",
    Role.COORDINATOR: "Coordinator",
    Role.IDVA: "IDVA",
    Role.REPRESENTATIVE: "Agency representative",
    Role.SIGNATORY: "Signs for the agency",
    Role.ADMINISTRATOR: "Administrator",
}

OFFICERS: frozenset[Role] = frozenset({Role.CHAIR, Role.DEPUTY_CHAIR, Role.COORDINATOR})
"""The people who hold the officers' circle of an area (architecture §3)."""


class Permission(StrEnum):
    """``<thing>:<verb>``; a POST is never guarded by a verb that only reads."""

    ACTION_AGREE = "action:agree"
    ACTION_PROGRESS = "action:progress"
    ACTION_READ = "action:read"
    ADDRESS_REVEAL = "address:reveal"
    AGENCY_CREATE = "agency:create"
    AGENCY_READ = "agency:read"
    AGREEMENT_PUBLISH = "agreement:publish"
    AGREEMENT_READ = "agreement:read"
    AGREEMENT_SIGN = "agreement:sign"
    AREA_CHANGE = "area:change"
    AREA_READ = "area:read"
    ASSESSMENT_WRITE = "assessment:write"
    CASE_CHANGE = "case:change"
    CASE_CONCLUDE = "case:conclude"
    CASE_EXCLUDE = "case:exclude"
    CASE_LIST = "case:list"
    CASE_OPEN = "case:open"
    CASE_READ = "case:read"
    COMPARTMENT_OPEN = "compartment:open"
    CONFLICT_DECLARE = "conflict:declare"
    CONFLICT_READ = "conflict:read"
    CONTRIBUTION_WRITE = "contribution:write"
    DISCLOSURE_DECIDE = "disclosure:decide"
    DISCLOSURE_READ = "disclosure:read"
    DISCLOSURE_REQUEST = "disclosure:request"
    DOOR_KEEP = "door:keep"
    DOOR_READ = "door:read"
    ENQUIRY_RECORD = "enquiry:record"
    FEEDBACK_READ = "feedback:read"
    FEEDBACK_WRITE = "feedback:write"
    FLAG_CONFIRM = "flag:confirm"
    FLAG_READ = "flag:read"
    FLAG_SET = "flag:set"
    KEY_CONFIRM = "key:confirm"
    LETTER_READ = "letter:read"
    LETTER_SIGN = "letter:sign"
    LETTER_WRITE = "letter:write"
    MATCH_DECIDE = "match:decide"
    MEETING_ATTEND = "meeting:attend"
    MEETING_PLAN = "meeting:plan"
    MEETING_READ = "meeting:read"
    MEETING_RUN = "meeting:run"
    MINUTES_READ = "minutes:read"
    MINUTES_SIGN = "minutes:sign"
    MINUTES_WRITE = "minutes:write"
    PACK_AGREE = "pack:agree"
    PACK_ASK = "pack:ask"
    PACK_READ = "pack:read"
    PERSON_CHANGE = "person:change"
    PERSON_EXPEL = "person:expel"
    PERSON_INVITE = "person:invite"
    PERSON_READ = "person:read"
    RECIPIENT_CONFIRM = "recipient:confirm"
    RECIPIENT_PROPOSE = "recipient:propose"
    RECIPIENT_READ = "recipient:read"
    REFERRAL_MAKE = "referral:make"
    REFERRAL_READ = "referral:read"
    REFERRAL_TRIAGE = "referral:triage"
    REGISTER_READ = "register:read"
    RELEASE_HAND_OVER = "release:handover"
    RELEASE_READ = "release:read"
    RELEASE_RECALL = "release:recall"
    RELEASE_RECEIVE = "release:receive"
    RESEARCH_READ = "research:read"
    RESEARCH_WRITE = "research:write"
    RISK_WRITE = "risk:write"
    SUPPORT_CHANGE = "support:change"
    SUPPORT_READ = "support:read"
    TOKEN_MAKE = "token:make"  # noqa: S105


_P = Permission

_EVERY_SIGNATORY_OF_THE_CIRCLE = frozenset(
    {
        _P.ACTION_PROGRESS,
        _P.ACTION_READ,
        _P.ADDRESS_REVEAL,
        _P.AGREEMENT_READ,
        _P.AGREEMENT_SIGN,
        _P.ASSESSMENT_WRITE,
        _P.CASE_CHANGE,
        _P.CASE_OPEN,
        _P.CASE_READ,
        _P.COMPARTMENT_OPEN,
        _P.CONFLICT_DECLARE,
        _P.CONTRIBUTION_WRITE,
        _P.DISCLOSURE_READ,
        _P.DISCLOSURE_REQUEST,
        _P.DOOR_KEEP,
        _P.DOOR_READ,
        _P.ENQUIRY_RECORD,
        _P.FLAG_CONFIRM,
        _P.FLAG_READ,
        _P.LETTER_READ,
        _P.LETTER_SIGN,
        _P.MEETING_ATTEND,
        _P.MEETING_READ,
        _P.MINUTES_READ,
        _P.RECIPIENT_PROPOSE,
        _P.RECIPIENT_READ,
        _P.REFERRAL_MAKE,
        _P.RELEASE_HAND_OVER,
        _P.RELEASE_READ,
        _P.RELEASE_RECEIVE,
        _P.RESEARCH_READ,
        _P.RESEARCH_WRITE,
        _P.SUPPORT_READ,
        _P.TOKEN_MAKE,
    }
)

_OFFICER = _EVERY_SIGNATORY_OF_THE_CIRCLE | {
    _P.ACTION_AGREE,
    _P.AGENCY_READ,
    _P.CASE_EXCLUDE,
    _P.CASE_LIST,
    _P.CONFLICT_READ,
    _P.FEEDBACK_READ,
    _P.FEEDBACK_WRITE,
    _P.FLAG_SET,
    _P.KEY_CONFIRM,
    _P.MATCH_DECIDE,
    _P.MEETING_PLAN,
    _P.MINUTES_WRITE,
    _P.PACK_AGREE,
    _P.PACK_ASK,
    _P.PACK_READ,
    _P.PERSON_EXPEL,
    _P.LETTER_WRITE,
    _P.PERSON_READ,
    _P.RECIPIENT_CONFIRM,
    _P.REFERRAL_READ,
    _P.REFERRAL_TRIAGE,
    _P.REGISTER_READ,
    _P.RELEASE_RECALL,
    _P.RISK_WRITE,
    _P.SUPPORT_CHANGE,
    _P.AGREEMENT_PUBLISH,
}

_RUNS_MEETINGS = _OFFICER | {
    _P.MEETING_RUN,
    _P.CASE_CONCLUDE,
    _P.DISCLOSURE_DECIDE,
    _P.MINUTES_SIGN,
}

GRANTS: dict[Role, frozenset[Permission]] = {
    Role.CHAIR: _RUNS_MEETINGS,
    Role.DEPUTY_CHAIR: _RUNS_MEETINGS,
    Role.COORDINATOR: _OFFICER | {_P.CASE_CONCLUDE},
    Role.IDVA: _EVERY_SIGNATORY_OF_THE_CIRCLE
    | {_P.LETTER_WRITE, _P.FEEDBACK_READ, _P.FEEDBACK_WRITE},
    Role.REPRESENTATIVE: _EVERY_SIGNATORY_OF_THE_CIRCLE,
    Role.SIGNATORY: frozenset({_P.AGREEMENT_READ, _P.AGREEMENT_SIGN}),
    # Administers agencies, people and settings; holds no key and confirms none (architecture §4).
    Role.ADMINISTRATOR: frozenset(
        {
            _P.AGENCY_CREATE,
            _P.AGENCY_READ,
            _P.AREA_CHANGE,
            _P.AREA_READ,
            _P.PERSON_CHANGE,
            _P.PERSON_INVITE,
            _P.PERSON_READ,
        }
    ),
}


def permissions_of(roles: frozenset[Role]) -> frozenset[Permission]:
    """Return every permission the roles hold together; no role, no permission."""
    return frozenset().union(*(GRANTS[role] for role in roles))


def roles_fit(roles: frozenset[Role]) -> bool:
    """Say whether one person may hold these roles: an administrator holds no other role."""
    return bool(roles) and (Role.ADMINISTRATOR not in roles or roles == {Role.ADMINISTRATOR})
