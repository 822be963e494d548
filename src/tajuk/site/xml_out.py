"""Write XML through lxml, which escapes what needs it: nothing is put together by hand."""

from typing import Any

from lxml import etree


def root(name: str, namespace: str = "", **prefixes: str) -> etree._Element:
    """Return a document's root in its default namespace, with the prefixes of the others."""
    spaces: dict[Any, str] = {None: namespace} if namespace else {}
    return etree.Element(f"{{{namespace}}}{name}" if namespace else name, nsmap={**spaces, **prefixes})


def add(parent: etree._Element, name: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    """Add an element to `parent`, in the namespace that `name` begins with, else in the parent's own."""
    own = etree.QName(parent).namespace
    element = etree.SubElement(parent, name if name.startswith("{") or not own else f"{{{own}}}{name}")
    for key, value in attributes.items():
        element.set(key, value)
    element.text = text
    return element


def written(document: etree._Element) -> bytes:
    """Return a document as UTF-8."""
    return etree.tostring(document, xml_declaration=True, encoding="utf-8")
