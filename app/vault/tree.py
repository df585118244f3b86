"""A tree over many leaves, so that a copy without some of them still shows that the rest is true.

Each leaf is salted, so nobody can try out what a leaf that was left out says. Random leaves fill
the tree up to a power of two, at least 64, and all of them stand in a random order: a copy shows
neither that a leaf was left out nor how many there are. The hashes of leaves and of what is above
them begin with different bytes (RFC 6962, 2.1), so that neither can pass for the other.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.vault.errors import Forged, Misuse

SALT_BYTES = HASH_BYTES = 32
LEAST_LEAVES = 64
MOST_LEAVES = 4096
_LEAF, _NODE = b"\x00", b"\x01"


@dataclass(frozen=True)
class Leaf:
    """What one leaf says, and the random bytes that hide it from whoever does not have it."""

    salt: bytes = field(repr=False)
    content: bytes = field(repr=False)

    @property
    def hash(self) -> bytes:
        """The 32 bytes by which the tree knows it."""
        return hash_of(self.salt, self.content)


@dataclass(frozen=True)
class Tree:
    """The hashes of all leaves, in the tree's order, and the leaves that say something, as given.

    What is random has a hash and no leaf; nothing tells one from the other.
    """

    hashes: tuple[bytes, ...] = field(repr=False)
    leaves: tuple[Leaf, ...] = field(repr=False)

    @property
    def root(self) -> bytes:
        """The 32 bytes that stand for the whole."""
        return root_of(self.hashes)


def grow(contents: Sequence[bytes]) -> Tree:
    """Make a tree of these contents; ``Misuse`` for none or for more than fit.

    At least one leaf is random, however many contents there are.
    """
    if not contents or len(contents) >= MOST_LEAVES:
        raise Misuse("A tree has from one leaf to 4,095")
    leaves = tuple(Leaf(secrets.token_bytes(SALT_BYTES), content) for content in contents)
    size = max(LEAST_LEAVES, 1 << len(contents).bit_length())
    hashes = [leaf.hash for leaf in leaves]
    hashes += [secrets.token_bytes(HASH_BYTES) for _ in range(size - len(leaves))]
    secrets.SystemRandom().shuffle(hashes)
    return Tree(tuple(hashes), leaves)


def hash_of(salt: bytes, content: bytes) -> bytes:
    """Return the hash of a leaf; ``Misuse`` unless the salt is 32 bytes and the content bytes."""
    if not isinstance(salt, bytes) or len(salt) != SALT_BYTES or not isinstance(content, bytes):
        raise Misuse("A leaf is 32 bytes of salt, and bytes")
    return hashlib.sha256(_LEAF + salt + content).digest()


def root_of(hashes: Sequence[bytes]) -> bytes:
    """Return the root over the hashes of all leaves, in their order.

    ``Misuse`` unless they are a power of two, at least 64, of 32 bytes each.
    """
    size = len(hashes)
    if not LEAST_LEAVES <= size <= MOST_LEAVES or size & (size - 1):
        raise Misuse("A tree has a power of two of leaves, from 64 to 4,096")
    if not all(isinstance(one, bytes) and len(one) == HASH_BYTES for one in hashes):
        raise Misuse("The hash of a leaf is 32 bytes")
    level = list(hashes)
    while len(level) > 1:
        pairs = zip(level[::2], level[1::2], strict=True)
        level = [hashlib.sha256(_NODE + left + right).digest() for left, right in pairs]
    return level[0]


def check(root: bytes, hashes: Sequence[bytes], leaves: Sequence[Leaf]) -> None:
    """Return if these hashes make this root and every leaf given is one of them, once.

    ``Forged`` if not: a leaf was changed, or is of another tree.
    """
    if root_of(hashes) != root or len(set(hashes)) != len(hashes):
        raise Forged("These leaves do not make this root")
    found = [leaf.hash for leaf in leaves]
    if len(set(found)) != len(found) or not set(found) <= set(hashes):
        raise Forged("A leaf is not of this tree")
