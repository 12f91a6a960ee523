"""Take a passage out of HTML and leave all else as it was (F4)."""

import re

from lxml import etree, html

#: Between these and their neighbours there is a space, also where none is written.
_BLOCKS = frozenset({"br", "div", "li", "p", "td", "tr", "ul", "ol", "blockquote"})


def text_of(fragment: str) -> str:
    """Give the words of a fragment of HTML, without its marks."""
    return "".join(text for _node, _name, text in _segments(_parse(fragment)))


def without_passage(fragment: str, pattern: re.Pattern[str]) -> str | None:
    """Give the fragment without a passage; None where the passage is not in it.

    :param fragment: HTML as a note or an activity holds it.
    :param pattern: as :func:`..logic.passages.passage_pattern` gives it; it may span
        marks, as in ``<b>two</b> words``.
    """
    root = _parse(fragment)
    segments = _segments(root)
    spans = [m.span() for m in pattern.finditer("".join(s[2] for s in segments))]
    if not spans:
        return None
    position = 0
    for node, name, text in segments:
        kept = "".join(
            letter
            for number, letter in enumerate(text, position)
            if not any(begin <= number < end for begin, end in spans)
        )
        position += len(text)
        if node is not None and kept != text:
            setattr(node, name, kept)
    inner = (root.text or "") + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in root
    )
    return inner.strip()


def _parse(fragment: str) -> html.HtmlElement:
    return html.fragment_fromstring(fragment, create_parent="div")


def _segments(root: html.HtmlElement) -> list[tuple[object, str, str]]:
    """Give (node, attribute, text) in the order of reading; no node for a space."""
    segments: list[tuple[object, str, str]] = []

    def walk(node: html.HtmlElement) -> None:
        if node.tag in _BLOCKS:
            segments.append((None, "", " "))
        if isinstance(node.tag, str) and node.text:
            segments.append((node, "text", node.text))
        for child in node:
            walk(child)
        if node.tag in _BLOCKS:
            segments.append((None, "", " "))
        if node is not root and node.tail:
            segments.append((node, "tail", node.tail))

    walk(root)
    return segments
