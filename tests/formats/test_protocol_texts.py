"""The texts that every school begins with: whole, and the same in six languages."""

from pathlib import Path

import pytest

from huisbezoek_addon.formats.protocol_texts import read_protocol_text
from huisbezoek_addon.logic.grades import GRADES
from huisbezoek_addon.logic.protocols import find_gaps, split_paragraphs

FOLDER = Path(__file__).resolve().parents[2] / "huisbezoek_addon/data/protocol"
LANGUAGES = ("nld", "eng", "tur", "ara", "pol", "ukr")
ALPHABETS = {"ara": "ARABIC", "ukr": "CYRILLIC"}


def read(code):
    return read_protocol_text((FOLDER / f"{code}.xml").read_bytes(), school="De Linde")


def outline(text, audience):
    return [
        (part.key, len(split_paragraphs(part.text)))
        for part in text.sections
        if part.audience == audience
    ]


@pytest.mark.parametrize("code", LANGUAGES)
def test_parents_read_the_same_in_each_language(code):
    assert read(code).lang == code
    assert read(code).title
    assert outline(read(code), "parents") == outline(read("nld"), "parents")
    assert all(part.name and part.text for part in read(code).sections)


@pytest.mark.parametrize("code", LANGUAGES)
def test_nothing_is_left_to_fill_in(code):
    text = "\n".join(part.text for part in read(code).sections)
    assert not find_gaps(text)
    assert "{" not in text
    assert "De Linde" in text


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_sheet_has_its_words(code):
    labels = read(code).labels
    assert set(labels) == set(read("nld").labels)
    assert set(labels) > {"unchecked", "contacts", "internal", "external"}
    assert "3" in labels["version"].format(version=3)


def test_staff_and_goals_in_dutch_and_english():
    dutch, english = read("nld"), read("eng")
    assert outline(dutch, "staff") == outline(english, "staff") != []
    assert [goal.key for goal in dutch.goals] == [goal.key for goal in english.goals]
    for ours, theirs in zip(dutch.goals, english.goals, strict=True):
        grades = [(topic.grade_from, topic.grade_to) for topic in ours.topics]
        assert grades == [(topic.grade_from, topic.grade_to) for topic in theirs.topics]
        assert {grade for pair in grades for grade in pair if grade} <= set(GRADES)


def test_the_brochures_amk_is_veilig_thuis():
    text = "\n".join(part.text for part in read("nld").sections)
    assert "Veilig Thuis" in text
    assert "AMK" not in text
