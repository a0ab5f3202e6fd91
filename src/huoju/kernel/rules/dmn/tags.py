"""Small readings of XML elements, whatever their namespace is called."""

from __future__ import annotations

from typing import Any

from huoju.kernel.rules.dmn.model import Variable
from huoju.kernel.rules.dmn.xml import local_name
from huoju.kernel.rules.feel.scanner import normal_name


def children(element: Any, tag: str) -> list[Any]:
    """The direct children with a local name."""
    return [one for one in element if local_name(one) == tag]


def child(element: Any, tag: str) -> Any:
    """The first direct child with a local name, or None."""
    return next((one for one in element if local_name(one) == tag), None)


def line_of(element: Any) -> int:
    return int(element.sourceline or 0)


def text_of(element: Any, inner: bool = True) -> str | None:
    """The text of an element's `text` child (or of itself); None when there is none or it is blank."""
    if element is None:
        return None
    holder = child(element, "text") if inner and child(element, "text") is not None else element
    text = (holder.text or "").strip()
    return text or None


def variable_of(element: Any) -> Variable | None:
    """Name and type of a variable, parameter or column."""
    if element is None:
        return None
    type_ref = element.get("typeRef") or text_of(child(element, "typeRef"), inner=False)
    return Variable(normal_name(element.get("name") or ""), type_ref)
