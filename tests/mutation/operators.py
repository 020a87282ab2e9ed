"""Small changes that cosmic-ray lacks: a statement dropped, `in` turned round, names swapped."""

from __future__ import annotations

import parso
from cosmic_ray.operators.operator import Operator
from parso.python.tree import Keyword

SWAPPED = {"min": "max", "max": "min", "any": "all", "all": "any"}


class DropStatement(Operator):
    """A statement on a line of its own does nothing: a check is not made, nothing is returned."""

    KEPT = ("string", "import_name", "import_from", "keyword")  # docstrings, imports, `pass`

    def mutation_positions(self, node):
        """Each plain statement."""
        if node.type == "simple_stmt" and node.children[0].type not in self.KEPT:
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        """Put `pass` in its place."""
        first = node.get_first_leaf()
        return parso.parse(f"{first.prefix}pass\n")

    @classmethod
    def examples(cls):
        """None: the tests have them."""
        return ()


class TurnMembership(Operator):
    """`in` becomes `not in`, and the other way round."""

    def mutation_positions(self, node):
        """Each of the two in a comparison."""
        for child in self._found(node):
            yield child.start_pos, child.end_pos

    def mutate(self, node, index):
        """Turn one of them."""
        child = self._found(node)[index]
        turned = "not in" if child.get_code().split() == ["in"] else "in"
        at = node.children.index(child)
        node.children[at] = Keyword(turned, child.start_pos, child.get_first_leaf().prefix)
        return node

    def _found(self, node):
        if node.type != "comparison":
            return []
        return [c for c in node.children if c.get_code().split() in (["in"], ["not", "in"])]

    @classmethod
    def examples(cls):
        """None: the tests have them."""
        return ()


class SwapName(Operator):
    """`min` becomes `max`, `any` becomes `all`, and the other way round."""

    def mutation_positions(self, node):
        """Each call of one of them."""
        if node.type == "name" and node.value in SWAPPED:
            yield node.start_pos, node.end_pos

    def mutate(self, node, index):
        """Write the other's name."""
        node.value = SWAPPED[node.value]
        return node

    @classmethod
    def examples(cls):
        """None: the tests have them."""
        return ()


OWN = (DropStatement, TurnMembership, SwapName)
