"""Which fields of a review are doubtful, in document order, looked at again only where something changed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable

from reviewer.model.fields import FieldRef
from reviewer.model.tree import Node

_MANY = 200
"""From this many nodes on, making the list anew is cheaper than putting each in its place."""


class Doubts:
    """The doubtful fields of a tree.

    `judge` says which keys of a node are doubtful now, in their order. Whoever changes the tree says so: `touch` for nodes
    that may be judged otherwise now, `drop` for those that are gone, `reordered` when nodes came or moved. Nothing is worked
    out before somebody asks.
    """

    def __init__(self, root: Node, judge: Callable[[Node], tuple[str, ...]]) -> None:
        self._root = root
        self._judge = judge
        self._keys: dict[int, tuple[str, ...]] = {}
        """The doubtful keys of every node that has some."""
        self._touched: dict[int, Node] = {node.id: node for node in root.walk()}
        self._places: dict[int, int] | None = None
        self._all: list[FieldRef] | None = None
        self._log: list[int] = []

    def touch(self, nodes: Iterable[Node]) -> None:
        """These nodes may be judged otherwise now."""
        touched = {node.id: node for node in nodes}
        self._touched.update(touched)
        self._log += touched

    def drop(self, nodes: Iterable[Node]) -> None:
        """These nodes are gone from the tree; the order of the others is as it was."""
        for node in nodes:
            self._touched.pop(node.id, None)
            self._put(node.id, ())
            self._log.append(node.id)

    def reordered(self) -> None:
        """Nodes came or moved."""
        self._places = self._all = None

    def changes(self, since: int) -> tuple[set[int], int]:
        """The ids of the nodes touched or dropped since a moment, and the moment that it is now; 0 is the beginning."""
        return set(self._log[since:]), len(self._log)

    def of(self, node: Node) -> tuple[str, ...]:
        """The doubtful keys of one node."""
        if self._touched:
            self._catch_up()
        return self._keys.get(node.id, ())

    def by_node(self) -> dict[int, tuple[str, ...]]:
        """The doubtful keys of every node that has some, by its id; as they are now."""
        self._catch_up()
        return self._keys.copy()

    def all(self) -> list[FieldRef]:
        """Every doubtful field, in document order; the list is kept and must not be changed."""
        self._catch_up()
        if self._all is None:
            places = self.places()
            self._all = [
                FieldRef(node_id, key)
                for node_id in sorted(self._keys, key=places.__getitem__)
                for key in self._keys[node_id]
            ]
        return self._all

    def places(self) -> dict[int, int]:
        """The place of every node in document order, by its id."""
        if self._places is None:
            self._places = {node.id: place for place, node in enumerate(self._root.walk())}
        return self._places

    def _catch_up(self) -> None:
        if len(self._touched) > _MANY:
            self._all = None
        for node in self._touched.values():
            self._put(node.id, self._judge(node))
        self._touched.clear()

    def _put(self, node_id: int, now: tuple[str, ...]) -> None:
        """The doubtful keys of a node are these now; the list of all is kept where it is known, and then places are too."""
        before = self._keys.pop(node_id, ())
        if now:
            self._keys[node_id] = now
        if self._all is None or before == now:
            return
        places = self.places()
        start = bisect_left(self._all, places[node_id], key=lambda ref: places[ref.node])
        self._all[start : start + len(before)] = [FieldRef(node_id, key) for key in now]
