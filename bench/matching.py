"""How well and how fast somebody is found again on sealed names.

    python -m bench.matching                     # labelled pairs, then 50,000 people
    python -m bench.matching --people 5000       # fewer people
    python -m bench.matching --million           # and 1,000,000, for the growth
    python -m bench.matching --pairs-only

Pairs: 5,000, half of them one person written twice, of the seed that was held out (`--tuned` for
the one that the rules were tuned on). Speed: an area with its circle in an encrypted database in
a temporary folder, everybody sealed and under tokens as the application does it; timed is looking
for one person: making the tokens, asking, opening every card that comes back, comparing. ``cpu``
is what the process itself worked of that, for a machine that does other things too. What the
population is and is not, see ``bench.population``.
"""

import argparse
import json
import random
import tempfile
import time
from pathlib import Path
from statistics import mean, quantiles
from uuid import UUID

import click
from sqlalchemy import insert

import app.accounts.area.model  # noqa: F401 - first, so that columns that point to it know its type
from app.confidentiality.circle.ring import Ring
from app.db import db, new_id, transaction
from app.db.connection import open_for_maintenance
from app.db.keyfile import database_key, database_path
from app.marac.match import queries
from app.marac.match.likeness import comparing
from app.marac.match.model import MatchSubject
from app.marac.match.rules import compare_if_shown
from app.marac.match.sealing import CARD
from app.marac.match.searching import search
from app.marac.match.tokens import kept_under, keyed
from app.marac.party.rules import PartyKind
from app.vault import sealing
from bench.labelled import HELD_OUT, TUNED_ON, Figures, card, judged, labelled
from bench.population import Made, people
from bench.variations import DIFFERENT, SAME
from tests.builders import World, build_world
from tests.working import build_working

AT_A_TIME = 5_000
SEARCHES = 400
PAIRS = 5_000
SHIFT = 1 << 24
INDEX = "ix_match_token_subject"
Known = list[tuple[UUID, Made]]


def main() -> None:
    """Measure and print."""
    asked = _asked()
    started = time.perf_counter()
    _print_pairs(judged(labelled(TUNED_ON if asked.tuned else HELD_OUT, asked.pairs)), asked)
    if asked.pairs_only:
        return
    with tempfile.TemporaryDirectory() as folder:
        world = build_working(build_world(Path(folder) / "instance"))
        sizes = [asked.people, *([1_000_000] if asked.million else [])]
        loaded = 0
        for size in sizes:
            known = _load(world, size - loaded, seed=size)
            loaded = size
            _print_speed(world, size, known)
        world.close()
    print(f"\nIn all {time.perf_counter() - started:.0f} seconds.")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="How well and how fast somebody is found again.")
    parser.add_argument("--people", type=int, default=50_000)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--million", action="store_true")
    parser.add_argument("--pairs-only", action="store_true")
    parser.add_argument("--tuned", action="store_true", help="pairs of the seed tuned on")
    return parser.parse_args()


def _print_pairs(figures: Figures, asked: argparse.Namespace) -> None:
    seed = "tuned on" if asked.tuned else "held out"
    print(f"{sum(figures.there.values())} labelled pairs, seed {seed}")
    print(f"recall {figures.recall:.4f}, precision {figures.precision:.4f}\n")
    print(f"{'kind':28}{'pairs':>7}{'compared':>10}{'shown':>8}")
    for kinds in (SAME, DIFFERENT):
        for kind in kinds:
            there = figures.there[kind]
            compared, shown = figures.compared[kind] / there, figures.shown[kind] / there
            print(f"{kind:28}{there:7}{compared:10.3f}{shown:8.3f}")
        print()


def _load(world: World, many: int, *, seed: int) -> Known:
    """Write so many people as the application would, some thousands in one transaction.

    Return some of them, as they were made.
    """
    dice = random.Random(seed)
    made = people(dice, many)
    wanted = set(dice.sample(range(many), min(many, SEARCHES)))
    known: Known = []
    tokens: list[int] = []
    with world.inside():
        ring = Ring(world.actor("coordinator"))
        index_id = queries.index_secret(ring.actor)
        key = ring.key(index_id)
        number = db.session.scalar(db.select(db.func.max(MatchSubject.number))) or 0
    with click.progressbar(range(0, many, AT_A_TIME), label=f"sealing {many:,} people") as starts:
        for start in starts:
            rows = []
            for place, each in enumerate(made[start : start + AT_A_TIME], start):
                number += 1
                subject_id, own = new_id(), card(each)
                rows.append(
                    {
                        "number": number,
                        "id": subject_id,
                        "area_id": world.area_id,
                        "record_id": new_id(),
                        "kind": PartyKind.VICTIM,
                        "secret_id": index_id,
                        "sealed_card": sealing.seal_json(key, CARD, subject_id, own.to_dict()),
                    }
                )
                tokens += [t * SHIFT + number for t in keyed(key, kept_under(own))]
                if place in wanted:
                    known.append((subject_id, each))
            with world.inside(), transaction():
                db.session.execute(insert(MatchSubject), rows)
    _write_tokens(world, tokens)
    return known


def _write_tokens(world: World, tokens: list[int]) -> None:
    """Write all tokens in their order, and the index over subjects afterwards: once, not anew for
    every thousand."""
    tokens.sort()
    path, key = database_path(world.instance), database_key(world.instance)
    database = open_for_maintenance(path, key)
    index = database.execute("SELECT sql FROM sqlite_master WHERE name = ?", (INDEX,)).fetchone()[0]
    database.execute("BEGIN IMMEDIATE")
    database.execute(f"DROP INDEX {INDEX}")
    pairs = (divmod(each, SHIFT) for each in tokens)
    database.executemany("INSERT INTO match_token (token, subject) VALUES (?, ?)", pairs)
    database.execute(index)
    database.execute("COMMIT")
    database.close()


def _print_speed(world: World, size: int, known: Known) -> None:
    """Look for people who are there, written in another way, and for people who are not."""
    dice = random.Random(HELD_OUT)
    took: list[float] = []
    worked: list[float] = []
    opened: list[int] = []
    others: dict[bool, list[int]] = {True: [], False: []}
    there = found_again = 0
    with world.inside():
        ring = Ring(world.actor("coordinator"))
        ring.key(queries.index_secret(ring.actor))
        for number, (subject_id, made) in enumerate(known):
            varies = list(SAME.values())[number % len(SAME)]
            sought = varies(dice, made)
            if sought is None:
                continue
            db.session.rollback()
            own = card(sought)
            before, worked_before = time.perf_counter(), time.process_time()
            found, by = search(ring, own, subject_id), comparing()
            shown = {each.id for each in found if compare_if_shown(own, each.card, by=by)}
            took.append((time.perf_counter() - before) * 1000)
            worked.append((time.process_time() - worked_before) * 1000)
            opened.append(len(found))
            there += 1
            found_again += subject_id in shown
            others[own.date_of_birth is not None].append(len(shown - {subject_id}))
    figures = {
        "people": size,
        "searches": len(took),
        **_cuts(took, ""),
        **_cuts(worked, "cpu_"),
        "most_ms": round(max(took), 1),
        "cards_opened_p50": sorted(opened)[len(opened) // 2],
        "cards_opened_p95": sorted(opened)[len(opened) * 19 // 20],
        "found_again": round(found_again / there, 4),
        "others_shown_birth_known": round(mean(others[True]), 2),
        "others_shown_birth_missing": round(mean(others[False]), 2),
        "file_mb": round(database_path(world.instance).stat().st_size / 1e6),
    }
    print(json.dumps(figures, indent=2))


def _cuts(took: list[float], what: str) -> dict[str, float]:
    cuts = quantiles(took, n=20)
    return {f"{what}p50_ms": round(cuts[9], 2), f"{what}p95_ms": round(cuts[18], 2)}


if __name__ == "__main__":
    main()
