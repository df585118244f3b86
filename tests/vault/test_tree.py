"""The tree that minutes are signed as: what is left out leaves no trace, what is there is true."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.vault import tree
from app.vault.errors import Forged, Misuse

CONTENTS = st.lists(st.binary(max_size=200), min_size=1, max_size=70)


@given(CONTENTS, st.data())
def test_any_choice_of_leaves_proves_itself(contents: list[bytes], data: st.DataObject) -> None:
    """A copy with any of the leaves, in any order, is checked against the same root."""
    grown = tree.grow(contents)
    chosen = data.draw(st.lists(st.sampled_from(grown.leaves), unique_by=id))
    tree.check(grown.root, grown.hashes, chosen)


@given(CONTENTS, st.data())
def test_one_altered_byte_is_found(contents: list[bytes], data: st.DataObject) -> None:
    """A leaf of which salt or content is altered by one bit is not of the tree."""
    grown = tree.grow(contents)
    leaf = data.draw(st.sampled_from(grown.leaves))
    whole = bytearray(leaf.salt + leaf.content)
    whole[data.draw(st.integers(0, len(whole) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    altered = tree.Leaf(bytes(whole[:32]), bytes(whole[32:]))
    with pytest.raises(Forged):
        tree.check(grown.root, grown.hashes, [altered])


@given(CONTENTS)
def test_a_leaf_of_another_tree_is_refused(contents: list[bytes]) -> None:
    """The same words in another tree have another salt, and are not of this one."""
    one, other = tree.grow(contents), tree.grow(contents)
    with pytest.raises(Forged):
        tree.check(one.root, one.hashes, other.leaves[:1])


@given(CONTENTS)
def test_the_size_says_next_to_nothing(contents: list[bytes]) -> None:
    """There are 64 leaves, or the next power of two, and always one that is nobody's."""
    size = len(tree.grow(contents).hashes)
    assert size & (size - 1) == 0
    assert size == 64 or size <= 2 * len(contents)
    assert size > len(contents)


def test_sixteen_cases_and_fifteen_look_alike() -> None:
    """What a reader is given beside her leaves has the same shape whatever was left out."""
    fifteen, sixteen = tree.grow([b"x"] * 15), tree.grow([b"x"] * 16)
    assert [len(one) for one in fifteen.hashes] == [len(one) for one in sixteen.hashes]


def test_the_order_of_the_cases_is_not_the_order_of_the_tree() -> None:
    """Where the first case stands differs from tree to tree, or a gap would show."""
    places = {
        grown.hashes.index(grown.leaves[0].hash)
        for grown in (tree.grow([b"a", b"b"]) for _ in range(60))
    }
    assert len(places) > 8


def test_leaves_and_nodes_begin_with_different_bytes() -> None:
    """RFC 6962: 0x00 before a leaf, 0x01 before what is above, so neither passes for the other."""
    salt = bytes(32)
    assert tree.hash_of(salt, b"words") == hashlib.sha256(b"\x00" + salt + b"words").digest()
    level = [bytes([number]) * 32 for number in range(64)]
    above = list(level)
    while len(above) > 1:
        above = [
            hashlib.sha256(b"\x01" + above[i] + above[i + 1]).digest()
            for i in range(0, len(above), 2)
        ]
    assert tree.root_of(level) == above[0]


def test_a_hash_cannot_stand_twice() -> None:
    """A list with one hash twice is no tree of ours, and one leaf is not shown twice."""
    grown = tree.grow([b"a"])
    with pytest.raises(Forged):
        tree.check(grown.root, grown.hashes, grown.leaves * 2)
    doubled = (grown.hashes[0],) * 64
    with pytest.raises(Forged):
        tree.check(tree.root_of(doubled), doubled, [])


@pytest.mark.parametrize("size", [0, 1, 32, 63, 65, 96, 8192])
def test_only_whole_trees_have_a_root(size: int) -> None:
    """A power of two from 64 to 4,096, nothing else."""
    with pytest.raises(Misuse):
        tree.root_of([bytes(32)] * size)


@pytest.mark.parametrize(("salt", "content"), [(bytes(31), b"x"), (bytes(33), b"x"), (b"", b"")])
def test_a_salt_has_32_bytes(salt: bytes, content: bytes) -> None:
    """So that salt and content cannot be cut in another place."""
    with pytest.raises(Misuse):
        tree.hash_of(salt, content)


@pytest.mark.parametrize("contents", [[], [b"x"] * 4096])
def test_a_tree_has_leaves_and_not_too_many(contents: list[bytes]) -> None:
    """None, or more than fit, is a fault of whoever calls."""
    with pytest.raises(Misuse):
        tree.grow(contents)


def test_nothing_of_a_leaf_stands_in_a_traceback() -> None:
    """Neither salt nor words are in what a debugger or a log prints."""
    grown = tree.grow([b"Zephyrine"])
    assert "Zephyrine" not in repr(grown)
    assert "salt" not in repr(grown.leaves[0])
