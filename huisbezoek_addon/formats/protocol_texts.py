"""The texts that a protocol begins with, from the XML files of the addon (B1–B3).

One file a language: goals with topics, sections for parents and for staff, and the
few words that a printed sheet needs beside them. Paragraphs are plain text.
"""

from dataclasses import dataclass, field

from lxml import etree


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of a goal; grades as in :mod:`..logic.grades`, or None."""

    name: str
    grade_from: str | None = None
    grade_to: str | None = None


@dataclass(frozen=True, slots=True)
class Goal:
    """One goal of the visits and the topics that it gives the report."""

    key: str
    name: str
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One section: heading, and paragraphs kept apart by empty lines."""

    key: str
    audience: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class ProtocolText:
    """What one language file holds; ``labels`` are words of the printed sheet."""

    lang: str
    title: str
    goals: tuple[Goal, ...] = ()
    sections: tuple[Section, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)


def read_protocol_text(content: bytes, **values: str) -> ProtocolText:
    """Read one file.

    :param content: the XML.
    :param values: what stands in the texts between braces, such as ``school``.
    :raises lxml.etree.XMLSyntaxError: for a file that is no XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(content, parser)

    def text_of(element):
        text = " ".join("".join(element.itertext()).split())
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", value)
        return text

    return ProtocolText(
        lang=root.get("lang"),
        title=root.get("title"),
        goals=tuple(
            Goal(
                goal.get("key"),
                text_of(goal.find("name")),
                tuple(
                    Topic(text_of(topic), topic.get("from"), topic.get("to"))
                    for topic in goal.iterfind("topic")
                ),
            )
            for goal in root.iterfind("goal")
        ),
        sections=tuple(
            Section(
                section.get("key"),
                section.get("audience"),
                text_of(section.find("name")),
                "\n\n".join(text_of(p) for p in section.iterfind("p")),
            )
            for section in root.iterfind("section")
        ),
        labels={label.get("key"): text_of(label) for label in root.iterfind("label")},
    )
