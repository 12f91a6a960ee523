"""When the text of a protocol is ready to be given to parents (B1)."""

import re

_GAP = re.compile(r"\[[^\[\]\n]{1,80}\]")


def find_gaps(text: str) -> list[str]:
    """Return the gaps that a school still has to fill in, such as ``[phone]``.

    A gap is a few words in square brackets on one line. Each is returned once, with
    its brackets, in the order of the text.
    """
    return list(dict.fromkeys(_GAP.findall(text)))


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of a plain text: what empty lines keep apart."""
    blocks = re.split(r"\n\s*\n", text.strip())
    return [block.strip() for block in blocks if block.strip()]


def pair_paragraphs(
    source: str, translation: str
) -> list[tuple[str | None, str | None]]:
    """Return two texts side by side, for a sheet that holds both languages (B3).

    As long as both have as many paragraphs they are paired one by one, so that a
    reader finds the same sentence on the same line; else each is one block. Without a
    translation the paragraphs stand alone.
    """
    left, right = split_paragraphs(source), split_paragraphs(translation)
    if len(left) == len(right):
        return list(zip(left, right, strict=True))
    if not right:
        return [(paragraph, None) for paragraph in left]
    return [("\n\n".join(left) or None, "\n\n".join(right) or None)]
