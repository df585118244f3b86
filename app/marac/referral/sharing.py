"""On what basis information is shared without agreement: the ICO's four steps, in plain labels.

Source: ICO, "Sharing personal information to safeguard" (compatible purpose; a basis in law;
UK GDPR articles 6 and 9; necessary and proportionate). The laws are those of domain.md §5.
"""

LEGAL_BASES: dict[str, str] = {
    "care_act_2014": "Care Act 2014: an adult with care and support needs at risk",
    "children_acts": "Children Acts 1989 and 2004: a child who may be harmed",
    "crime_and_disorder_act_1998": (
        "Crime and Disorder Act 1998, section 115: to prevent crime and disorder"
    ),
    "common_law": "Common law: an overriding public interest, or to protect somebody’s life",
    "other": "Another law or power, named under 4",
}
"""What allows an agency to share at all."""

ARTICLE_6: dict[str, str] = {
    "public_task": "Public task: it is part of what the agency is there to do",
    "legal_obligation": "Legal obligation: a law requires it",
    "vital_interests": "Vital interests: to protect somebody’s life",
    "legitimate_interests": "Legitimate interests: for agencies that are not public bodies",
    "other": "Another, or not sure: the coordinator will ask",
}
"""UK GDPR article 6: which lawful basis."""

ARTICLE_9: dict[str, str] = {
    "substantial_public_interest": (
        "Substantial public interest: safeguarding children and individuals at risk"
    ),
    "vital_interests": "Vital interests: somebody who cannot consent",
    "health_or_social_care": "Health or social care",
    "legal_claims": "Legal claims",
    "none_shared": "No health or other special category information is shared",
    "other": "Another, or not sure: the coordinator will ask",
}
"""UK GDPR article 9: which condition, where health or other special information is shared."""
