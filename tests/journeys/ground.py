"""The ground on which random histories play: an area, its day, what always holds of it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
)

from app import clock
from app.audit.model import AuditRow
from app.confidentiality.circle.ring import Ring
from app.confidentiality.disclosure import service as disclosure
from app.confidentiality.gate import service as gate
from app.confidentiality.gate.model import Package, Receipt, Release
from app.confidentiality.gate.preparing import content_of
from app.confidentiality.gate.screening import envelope
from app.confidentiality.recipient.model import Recipient
from app.db import db
from tests.builders import World
from tests.journeys.expected import (
    AGENCY_OF,
    CHAIRS,
    NO,
    Asked,
    Model,
    Sent,
)


class Ground(RuleBasedStateMachine):
    """One area with its model, and how a step is tried."""

    template: World
    counts: dict[str, int]
    start: datetime
    recipients: dict[str, UUID]

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="membrane-"))
        self.world = self.template.copy_to(self.folder / "instance")
        self.model = Model()
        self.days = 0
        self.saved: tuple[Path, Model, int] | None = None

    def teardown(self) -> None:
        """Let go of the database."""
        self.world.close()
        shutil.rmtree(self.folder)

    @contextmanager
    def inside(self) -> Iterator[None]:
        """A fresh look at the database, on the machine's own day."""
        with ExitStack() as stack:
            pretended: AbstractContextManager[Any] = clock.pretend(
                self.start + timedelta(days=self.days)
            )
            stack.enter_context(pretended)
            stack.enter_context(self.world.inside())
            yield

    @property
    def today(self) -> date:
        """The day on which the machine stands."""
        return (self.start + timedelta(days=self.days)).date()

    # What always holds

    @invariant()
    def every_receipt_has_one_row_of_the_trail(self) -> None:
        """And every such row its receipt; their number is what the model counted."""
        if not hasattr(self, "start"):
            return
        with self.inside():
            receipts = {str(row.id) for row in db.session.query(Receipt)}
            rows = db.session.query(AuditRow).filter(AuditRow.tag == "release:receive").all()
            named = [receipt for receipt in receipts if any(receipt in row.detail for row in rows)]
        assert len(receipts) == len(rows) == len(named)
        assert len(receipts) == sum(sent.received for sent in self.model.releases)

    @invariant()
    def nobody_blocked_is_on_an_envelope(self) -> None:
        """Every recipient of every release is one that the firewall lets through."""
        if not hasattr(self, "start"):
            return
        with self.inside():
            for row in db.session.query(Release):
                assert envelope(db.session.get_one(Recipient, row.recipient_id)).allowed

    # Details

    def _receive(self, release: int, who: str, way: str) -> None:
        sent = self._sent(release)
        if sent is None:
            return
        asked = self.model.requests[sent.request]
        may = (
            (who, way) == (sent.who, sent.way)
            and not self._is_kept(who, asked)
            and not sent.recalled
            and self._stands(sent)
            and self.today <= sent.until
            and self._fresh(asked.to)
        )
        with self.inside():
            act = self._read if way == "read" else self._hand
            content = self._try(may, act, who, sent.id)
        if content is not None:
            assert way == "handed" or content == sent.content
            sent.received += 1
            self._count("received")
        else:
            self._count("refused to receive")

    def _content(self, who: str, release_id: UUID) -> bytes:
        """The bytes that the chair was shown."""
        package = db.session.get_one(Package, db.session.get_one(Release, release_id).package_id)
        return content_of(Ring(self.world.actor(who)), package)

    def _read(self, who: str, release_id: UUID) -> bytes:
        actor = self.world.actor(who)
        gate.accept(actor, release_id)
        return gate.receive(actor, release_id).content

    def _hand(self, who: str, release_id: UUID) -> bytes:
        return gate.hand_over(self.world.actor(who), release_id).pdf

    def _edit(self, who: str, request_id: UUID) -> bool:
        actor = self.world.actor(who)
        row = disclosure.open_request(actor, request_id).row
        disclosure.save(
            actor,
            request_id,
            "purpose",
            lambda asked: asked.with_page("purpose", purpose="To change the locks"),
            row.revision,
        )
        return True

    def _yes(self, act: Any, *given: Any) -> bool:
        act(*given)
        return True

    def _try(self, may: bool, act: Any, *given: Any, **named: Any) -> Any:
        """Do it; whoever may not is refused, and whoever may is not."""
        try:
            done = act(*given, **named)
        except NO:
            db.session.rollback()
            if may:
                raise
            return None
        assert may, f"{act.__name__} went through, and should not have"
        return done

    def _may_decide(self, asked: Asked, who: str) -> bool:
        return (
            who in CHAIRS
            and who != asked.by
            and AGENCY_OF[who] != AGENCY_OF[asked.by]
            and self.model.opens(who, asked.case)
        )

    def _fresh(self, to: str) -> bool:
        with self.inside():
            row = db.session.get_one(Recipient, self.recipients[to])
            good = row.closed_at is None and self.today <= self._good_until(row)
        return good

    def _good_until(self, row: Recipient) -> date:
        from app.confidentiality.recipient.model import RecipientCheck

        checks = db.session.query(RecipientCheck).filter(RecipientCheck.recipient_id == row.id)
        return max(check.good_until for check in checks if check.good_until)

    def _stands(self, sent: Sent) -> bool:
        asked = self.model.requests[sent.request]
        return asked.state == "decided" and asked.edition == sent.edition

    def _sent_for(self, request: int) -> list[Sent]:
        return [sent for sent in self.model.releases if sent.request == request]

    def _is_kept(self, who: str, asked: Asked) -> bool:
        return self.model.is_kept(who, asked.case)

    def _agency_kept(self, to: str, case: str) -> bool:
        return f"agency:{to}" in self.model.kept[case]

    def _asked(self, number: int) -> Asked | None:
        return self.model.requests[number] if 0 <= number < len(self.model.requests) else None

    def _sent(self, number: int) -> Sent | None:
        return self.model.releases[number] if 0 <= number < len(self.model.releases) else None

    def _count(self, what: str) -> None:
        self.counts[what] = self.counts.get(what, 0) + 1
