"""Claims about a run, as lessons write them: `dropout.apart > dropout.near + 0.03 and abs(bond.apart - bond.near) < 0.05`."""

import ast
import operator
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any

from model.errors import SettingError

Values = Mapping[str, Mapping[str, float]]
"""Values by measure and condition."""
SUMS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
COMPARISONS = {ast.Gt: operator.gt, ast.Lt: operator.lt, ast.GtE: operator.ge, ast.LtE: operator.le}
CALLS: Mapping[str, Callable[..., float]] = {"abs": abs, "max": max, "min": min}


def holds(claim: str, values: Values) -> bool:
    """Whether a claim holds; SettingError when it is not one that can be read."""
    try:
        return bool(worth(ast.parse(claim, mode="eval").body, values))
    except (SyntaxError, KeyError, TypeError) as e:
        raise SettingError(f"the claim {claim!r} cannot be read: {e}.") from None


def worth(node: ast.AST, values: Values) -> Any:
    """What a part of a claim is worth: comparisons, sums, `and`, `or`, abs, max and min of numbers and `measure.condition`."""
    match node:
        case ast.BoolOp(op=ast.And()):
            return all(worth(part, values) for part in node.values)
        case ast.BoolOp(op=ast.Or()):
            return any(worth(part, values) for part in node.values)
        case ast.Compare():
            sides = [worth(side, values) for side in (node.left, *node.comparators)]
            return all(COMPARISONS[type(how)](*two) for how, two in zip(node.ops, pairwise(sides), strict=True))  # type: ignore[index]
        case ast.BinOp():
            return SUMS[type(node.op)](worth(node.left, values), worth(node.right, values))  # type: ignore[index]
        case ast.UnaryOp(op=ast.USub()):
            return -worth(node.operand, values)
        case ast.Call(func=ast.Name(id=name)):
            return CALLS[name](*(worth(part, values) for part in node.args))
        case ast.Attribute(value=ast.Name(id=measure), attr=condition):
            return values[measure][condition]
        case ast.Constant(value=int() | float()):
            return node.value
    raise TypeError(f"{ast.unparse(node)} is no number or comparison")
