"""The vacation region that a school's place proposes (A1, C2)."""

import pytest

from huisbezoek_addon.logic import regions

PLACES = [
    ("Zwolle", "north"),
    ("Amsterdam", "north"),
    ("Utrecht", "middle"),
    ("Den Haag", "middle"),
    ("'s-Gravenhage", "middle"),
    ("Eindhoven", "south"),
    ("Maastricht", "south"),
    # Gelderland lies in all three.
    ("Hattem", "north"),
    ("Apeldoorn", "middle"),
    ("Arnhem", "south"),
    # What differs from the rest of its province.
    ("Zeewolde", "middle"),
    ("Eemnes", "north"),
    # One municipality, two regions since a merger.
    ("Abcoude", "north"),
    ("Mijdrecht", "middle"),
    ("'s-Heerenberg", "middle"),
    ("Didam", "south"),
    ("Werkendam", "middle"),
    ("Hank", "south"),
]


@pytest.mark.parametrize(("place", "region"), PLACES)
def test_known_place_proposes_its_region(place, region):
    assert regions.propose_region(place) == region


@pytest.mark.parametrize(
    "place", ["ZWOLLE", " zwolle ", "den-haag", "'S-HERTOGENBOSCH"]
)
def test_spelling_does_not_matter(place):
    assert regions.propose_region(place)


@pytest.mark.parametrize("place", ["", "  ", "Bergen", "Montferland", "Altena", "Gent"])
def test_unknown_or_ambiguous_place_proposes_nothing(place):
    assert regions.propose_region(place) is None


def test_no_place_lies_in_two_regions():
    names = [
        regions._normalize(name)
        for text in regions._PLACES.values()
        for line in text.strip().splitlines()
        for name in line.rpartition(": ")[2].split(",")
        if name.strip()
    ]
    assert len(names) == len(set(names)), {n for n in names if names.count(n) > 1}


def test_every_listed_place_is_read():
    assert len(regions._REGIONS) > 450
    assert not any(":" in place for place in regions._REGIONS)
