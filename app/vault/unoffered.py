"""Words of the list that nobody here should be handed: they may be what was done to somebody."""

import re

_BEGINNINGS = (
    "afraid agon alien ammo arrest asham backstab backache batter blade browbeat bruis "
    "buckshot bullwhip bully captiv choke choking coerc constable control crazy crush cry "
    "curse degrad deport detain detention disobey divorc drown enslav entomb estrang evil "
    "exploit explo fondl graves gravey groin groom grope handgun hangover hatred headscarf "
    "humili hungr hunger hurt husband imprison jackknife jail jockstrap knife maggot mammo "
    "marry murder obedien onslaught outshoot ovar overkill panic pelvis penknife poison "
    "police preacher pregnan prison punch punish pureblood racis remarry revenge savage scar "
    "scary scarily shame slap smash smother spouse starv strang suffer suffoc thong threat "
    "throttl trash treacher undead undress uninjur unisex unwound useless vengeful violat "
    "visa widow wife womb wound"
)
_NEVER = re.compile("|".join(_BEGINNINGS.split()))


def may_be_offered(word: str) -> bool:
    """Say whether a word can be part of a passphrase that we suggest."""
    return _NEVER.match(word) is None
