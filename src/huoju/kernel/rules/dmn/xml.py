"""Reading XML that a stranger may have sent: no entities, no network, bounded size and depth."""

from __future__ import annotations

from typing import Any

from lxml import etree

from huoju.kernel.rules.errors import MalformedXml, UnsafeXml, XmlTooLarge

MAX_BYTES = 64 * 1024 * 1024
MAX_DEPTH = 200


def parse_xml(data: bytes, where: str) -> Any:
    """The lxml tree of a document.

    Raises
    ------
    MalformedXml with line and element, UnsafeXml for a document type or entities, XmlTooLarge.
    """
    if len(data) > MAX_BYTES:
        raise XmlTooLarge(
            where=where, what="文件大小(字节)/file size in bytes", size=len(data), limit=MAX_BYTES
        )
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise UnsafeXml(where=where, what="文档类型或实体声明(DOCTYPE， ENTITY)")
    parser = etree.XMLPullParser(
        events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    opened: list[str] = []
    try:
        parser.feed(data)
        root = parser.close()
    except etree.XMLSyntaxError as problem:
        _follow(parser, opened, where)
        raise MalformedXml(
            where=where,
            line=problem.lineno or 1,
            element=opened[-1] if opened else "-",
            detail=problem.msg or "",
        ) from None
    _follow(parser, opened, where)
    document = root.getroottree()
    if document.docinfo.internalDTD is not None:
        raise UnsafeXml(where=where, what="文档类型声明(DOCTYPE)")
    return document


def _follow(parser: Any, opened: list[str], where: str) -> None:
    """Follow the elements as they open and close; what is left open is where the text broke off."""
    try:
        for event, element in parser.read_events():
            if event == "end":
                opened.pop()
                continue
            opened.append(local_name(element))
            if len(opened) > MAX_DEPTH:
                raise XmlTooLarge(
                    where=where, what="元素层数/element depth", size=len(opened), limit=MAX_DEPTH
                )
    except etree.XMLSyntaxError:
        return


def local_name(element: Any) -> str:
    """The name without its namespace; "" for comments and processing instructions."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
