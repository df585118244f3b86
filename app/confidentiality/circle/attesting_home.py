"""The home page's part of attesting: one's own word, and for officers whom they are asked about."""

from app import clock
from app.access.actor import Actor
from app.access.permissions import Permission
from app.confidentiality.circle import sponsored
from app.confidentiality.circle.attested import Word, word_of
from app.confidentiality.circle.chain import Chain
from app.confidentiality.circle.forms import OwnWordForm
from app.confidentiality.circle.ring import names_of_sponsors
from app.web.home import Panel, home_panel


@home_panel(order=4)
def my_employer(actor: Actor) -> Panel | None:
    """Ask for one's own word within a month of its end, and say whom to ask for a sponsor's."""
    if actor.keyring is None:
        return None
    chain, now = Chain.of(actor), clock.now()
    word = word_of(chain, actor.person_id, actor.keys.key_id)
    needs_sponsor = _waits_for_sponsor(actor, chain, word)
    if not word.own_is_due(now) and not needs_sponsor:
        return None
    context = {
        "word": word,
        "now": now,
        "form": OwnWordForm(formdata=None) if word.own_is_due(now) else None,
        "sponsors": names_of_sponsors(chain, actor.person_id, word) if needs_sponsor else "",
    }
    return Panel("circle/word_home.html", context)


@home_panel(order=22)
def whom_i_attest_for(actor: Actor) -> Panel | None:
    """Tell an officer for whom a word is due, whose keys are held back, who has to renew theirs."""
    if actor.keyring is None or not actor.may(Permission.KEY_CONFIRM):
        return None
    people = sponsored.everybody(actor)
    due = [one for one in sponsored.due(people) if not one.word.withheld]
    context = {
        "mine": [one for one in due if one.is_mine],
        "others": [one for one in due if not one.is_mine],
        "withheld": [one for one in people if one.word.withheld],
        "own": [one for one in people if one.own_is_due],
    }
    return Panel("circle/attesting_home.html", context) if any(context.values()) else None


def _waits_for_sponsor(actor: Actor, chain: Chain, word: Word) -> bool:
    """Whether a sponsor is to be asked: not before an officer has confirmed one's keys."""
    return word.sponsor_is_due(clock.now()) and chain.trusted(actor.keys.key_id) is not None
