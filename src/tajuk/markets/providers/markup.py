"""Markup of providers, read without document types, entities or a network."""

from lxml import etree, html

from tajuk.markets.providers import ProviderError

Element = etree._Element


def parse_xml(body: bytes) -> Element:
    """Return the root of an XML answer; raise `ProviderError` in one line."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ProviderError(f"the answer is not XML: {' '.join(str(error).split())[:200]}") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise ProviderError("the answer declares a document type, which no provider's does")
    return root


def parse_html(body: bytes) -> Element:
    """Return the root of a page; raise `ProviderError` in one line."""
    try:
        return html.fromstring(
            body, parser=html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False)
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ProviderError(f"the answer is not a page: {' '.join(str(error).split())[:200]}") from None


def name_of(element: Element) -> str:
    """Return an element's name without its namespace, empty for comments."""
    return etree.QName(element).localname if not callable(element.tag) else ""
