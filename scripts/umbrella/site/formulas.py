"""Formulas as MathML: browsers draw them without a script."""

from __future__ import annotations

from docutils import nodes


def inline(writer: object, node: nodes.math) -> None:
    """Write a formula within a sentence.

    Raises:
        docutils.nodes.SkipNode: always; the node is written whole.
    """
    writer.body.append(f'<span class="math">{mathml(node.astext(), "inline")}</span>')
    raise nodes.SkipNode


def block(writer: object, node: nodes.math_block) -> None:
    """Write a formula on a line of its own.

    Raises:
        docutils.nodes.SkipNode: always; the node is written whole.
    """
    identity = f' id="{node["ids"][0]}"' if node.get("ids") else ""
    writer.body.append(f'<div class="math umb-scroll-x"{identity}>{mathml(node.astext(), "block")}</div>\n')
    raise nodes.SkipNode


def mathml(formula: str, display: str) -> str:
    """A LaTeX formula as MathML, ``inline`` or ``block``."""
    from latex2mathml.converter import convert

    return convert(formula, display=display)
