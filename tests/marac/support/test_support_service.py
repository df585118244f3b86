"""Officers keep the directory; the firewall and the trail stand beside them."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from app import clock
from app.audit.model import AuditRow
from app.db import db, new_id
from app.marac.support import queries, service, shown
from app.marac.support.model import SupportOrganisation
from app.marac.support.rules import Kind
from app.refusals import Changed, NotVisible, Refused, RuleBroken
from tests.builders import World
from tests.marac.support.entries import ADVISER, REFUGE, entered, other

OUTSIDERS = ("idva", "housing", "officer", "administrator")


def trail(world: World) -> list[tuple[str, object]]:
    """What the trail says of the directory."""
    rows = db.session.scalars(
        select(AuditRow).where(AuditRow.tag == "support:change").order_by(AuditRow.seq)
    )
    return [(row.subject_id, row.detail) for row in rows]


def test_an_officer_enters_and_everybody_of_the_circle_reads(marac: World) -> None:
    """Chair, deputy or coordinator; an IDVA and a representative find it."""
    for number, who in enumerate(("chair", "deputy", "coordinator")):
        entered(marac, other(REFUGE, name=f"Refuge {number}"), who=who)
    with marac.inside():
        for who in ("idva", "housing"):
            assert len(queries.organisations(marac.actor(who))) == 3


@pytest.mark.parametrize("who", OUTSIDERS)
def test_nobody_else_writes_in_it(marac: World, who: str) -> None:
    """Entering, changing, checking and taking off are the officers’."""
    (refuge,) = entered(marac, REFUGE)
    acts = (
        lambda actor: service.enter(actor, ADVISER, on_register=True),
        lambda actor: service.change(actor, refuge, REFUGE, on_register=True, revision=1),
        lambda actor: service.confirm(actor, refuge, on_register=True),
        lambda actor: service.remove(actor, refuge),
    )
    for act in acts:
        with marac.inside(), pytest.raises(Refused):
            act(marac.actor(who))


def test_the_administrator_does_not_read_it(marac: World) -> None:
    """The directory is of the circle, and the administrator is not."""
    with marac.inside(), pytest.raises(Refused):
        queries.organisations(marac.actor("administrator"))


def test_the_trail_knows_every_act_and_no_name(marac: World) -> None:
    """Entered, changed, checked, removed: by id, with nothing that anybody wrote."""
    (refuge,) = entered(marac, REFUGE)
    with marac.inside():
        chair = marac.actor("chair")
        service.change(chair, refuge, other(REFUGE, hours="Nights"), on_register=False, revision=1)
        service.confirm(chair, refuge, on_register=False)
        service.remove(chair, refuge)
    with marac.inside():
        rows = trail(marac)
        assert [str(subject) for subject, _ in rows] == [str(refuge)] * 4
        assert "Lantern" not in repr(rows)
        for what, (_, detail) in zip(
            ("entered", "changed", "checked", "removed"), rows, strict=True
        ):
            assert what in str(detail)
        assert db.session.scalar(select(func.count()).select_from(SupportOrganisation)) == 0


def test_a_number_is_looked_up_before_it_is_entered(marac: World) -> None:
    """Who says that an adviser is regulated has found the number on the register, and is named."""
    with marac.inside(), pytest.raises(RuleBroken) as refused:
        service.enter(marac.actor("chair"), ADVISER, on_register=False)
    assert refused.value.field == "on_register"
    (adviser,) = entered(marac, ADVISER, who="chair")
    with marac.inside():
        entry = shown.entry(marac.actor("idva"), adviser)
        assert entry.register_checked_on == clock.today()
        assert entry.register_checked_by == "Priya Raman"
        assert entry.numbers == (("Immigration Advice Authority (IAA)", "F000000001"),)


def test_another_number_is_looked_up_again(marac: World) -> None:
    """The opening hours may change without it; the number may not."""
    (adviser,) = entered(marac, ADVISER)
    with marac.inside():
        chair = marac.actor("chair")
        again = other(ADVISER, hours="Mornings")
        service.change(chair, adviser, again, on_register=False, revision=1)
        moved = other(ADVISER, numbers={"iaa": "N000000002"})
        with pytest.raises(RuleBroken) as refused:
            service.change(chair, adviser, moved, on_register=False, revision=2)
        assert refused.value.field == "on_register"


def test_a_check_of_an_adviser_is_a_check_of_the_register(marac: World) -> None:
    """Whoever confirms an adviser has looked the number up today."""
    (adviser,) = entered(marac, ADVISER)
    with marac.inside(), pytest.raises(RuleBroken):
        service.confirm(marac.actor("chair"), adviser, on_register=False)


def test_after_six_months_an_entry_is_to_be_checked_again(marac: World) -> None:
    """Until somebody goes through it; an edit that leaves the register alone is not enough."""
    (adviser,) = entered(marac, ADVISER)
    later = clock.now() + timedelta(days=190)
    with clock.pretend(later), marac.inside():
        chair = marac.actor("chair")
        assert shown.entry(chair, adviser).is_stale
        again = other(ADVISER, hours="Mornings")
        service.change(chair, adviser, again, on_register=False, revision=1)
        assert shown.entry(chair, adviser).is_stale
        service.confirm(chair, adviser, on_register=True)
        assert not shown.entry(chair, adviser).is_stale


def test_who_no_longer_advises_is_no_longer_on_a_register(marac: World) -> None:
    """With the kind go the number and the date on which it was looked up."""
    (adviser,) = entered(marac, ADVISER)
    with marac.inside():
        chair = marac.actor("chair")
        plain = other(ADVISER, kinds=(Kind.OTHER,))
        service.change(chair, adviser, plain, on_register=False, revision=1)
        entry = shown.entry(chair, adviser)
        assert (entry.numbers, entry.register_checked_on, entry.advises) == ((), None, False)


def test_two_officers_do_not_overwrite_each_other(marac: World) -> None:
    """The second is told, and decides."""
    (refuge,) = entered(marac, REFUGE)
    with marac.inside():
        chair = marac.actor("chair")
        service.change(chair, refuge, other(REFUGE, hours="Nights"), on_register=False, revision=1)
        with pytest.raises(Changed):
            service.change(chair, refuge, REFUGE, on_register=False, revision=1)
        assert queries.organisation(chair, refuge).hours == "Nights"


def test_an_organisation_is_entered_once(marac: World) -> None:
    """In whatever letters; it may keep its own name."""
    (refuge,) = entered(marac, REFUGE)
    with marac.inside():
        chair = marac.actor("chair")
        with pytest.raises(RuleBroken, match="already"):
            service.enter(chair, other(REFUGE, name="LANTERN refuge"), on_register=False)
        service.change(chair, refuge, REFUGE, on_register=False, revision=1)


def test_what_is_not_in_the_directory_is_not_there(marac: World) -> None:
    """An id of nowhere gives nothing away."""
    with marac.inside():
        for act in (queries.organisation, service.remove):
            with pytest.raises(NotVisible):
                act(marac.actor("chair"), new_id())


def test_it_is_narrowed_down_by_all_that_somebody_needs(marac: World) -> None:
    """Kind, language and no recourse, each alone and together."""
    entered(marac, REFUGE, ADVISER)
    with marac.inside():
        everything = shown.directory(marac.actor("housing"))
    assert shown.languages_in(everything) == ["Arabic", "English", "Polish"]

    def names(kind: Kind | None, language: str | None, accepts: bool) -> list[str]:
        return [each.name for each in shown.narrowed(everything, kind, language, accepts)]

    assert names(None, None, False) == ["Lantern Refuge", "Wren Advice"]
    assert names(Kind.IMMIGRATION_ADVISER, None, False) == ["Wren Advice"]
    assert names(None, "Arabic", False) == ["Lantern Refuge"]
    assert names(None, None, True) == ["Lantern Refuge"]
    assert names(Kind.IMMIGRATION_ADVISER, "Polish", True) == []
