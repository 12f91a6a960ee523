"""20,000 pupils: a few seconds, flat memory, right lines (A6)."""

import io
import tracemalloc

import pytest

from generators.edexml import generate_bytes
from huisbezoek_addon.formats.edexml import read_edexml


@pytest.fixture(scope="module")
def large_file():
    """Give a file of 20,000 pupils."""
    return generate_bytes(20_000)


def test_the_generator_is_deterministic():
    assert generate_bytes(60) == generate_bytes(60)


def resident_bytes():
    """Give the memory of this process, also what lxml takes outside Python."""
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * 4096


def test_memory_stays_flat_and_lines_stay_right(large_file):
    list(read_edexml(io.BytesIO(generate_bytes(200))))
    before, lines = resident_bytes(), {}
    count = 0
    for record in read_edexml(io.BytesIO(large_file)):
        count += 1
        if getattr(record, "key", "") in ("10000", "15000", "29999", "L799"):
            lines[record.key] = record.line
    assert resident_bytes() - before < 8_000_000
    assert count == 1 + 800 + 20_000 + 800
    text = large_file.splitlines()
    for key, line in lines.items():
        assert f' key="{key}"'.encode() in text[line - 1]
    assert len(lines) == 4


def test_python_memory_stays_flat():
    data = generate_bytes(2_000)
    tracemalloc.start()
    try:
        for _ in read_edexml(io.BytesIO(data)):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 1_500_000
