"""Make EDEXML files of any size, the same for the same arguments.

The people are made up: names are put together from short lists, keys count up.

    python huisbezoek_addon/tests/edexml_generator.py 20000 > big.xml
"""

import sys
from collections.abc import Iterator
from datetime import date, timedelta

FIRST_NAMES = ("Noor", "Sem", "Yara", "Daan", "Amina", "Lotte", "Emre", "Zoë", "Bram")
PREFIXES = ("", "", "", "van den", "de", "el")
LAST_NAMES = ("Linde", "Kaya", "Brink", "Haddad", "Molenaar", "Wit", "Öztürk", "Dam")
GROUP_SIZE = 25
_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<EDEX>
  <school>
    <schooljaar>2026-2027</schooljaar>
    <peildatum>{reference_date}</peildatum>
    <brincode>99XX</brincode>
    <aanmaakdatum>{reference_date}T08:00:00</aanmaakdatum>
    <xsdversie>2.1</xsdversie>
  </school>
"""
_PUPIL = """    <leerling key="{key}" eckid="https://ketenid.nl/201703/geheim{key}">
      <achternaam>{last}</achternaam>
{prefix}      <roepnaam>{first}</roepnaam>
      <geboortedatum>{born}</geboortedatum>
      <geslacht>1</geslacht>
      <jaargroep>{grade}</jaargroep>
      <groep key="g{group}"/>
      <etniciteit>1</etniciteit>
      <land>XX</land>
      <onderwijsnummer>geheim{key}</onderwijsnummer>
      <postcodenl>9999ZX</postcodenl>
      <instroomdatum>2026-08-24</instroomdatum>
    </leerling>
"""


def generate(pupils: int, reference_date: str = "2026-10-01") -> Iterator[str]:
    """Give an EDEXML 2.1 file in pieces.

    :param pupils: how many; there is a group and a teacher per 25 of them.
    :param reference_date: the day it describes.
    """
    groups = -(-pupils // GROUP_SIZE)
    yield _HEAD.format(reference_date=reference_date)
    yield "  <groepen>\n"
    for group in range(groups):
        yield f'    <groep key="g{group}">\n      <naam>Groep {group}</naam>\n'
        yield f"      <jaargroep>{_grade(group)}</jaargroep>\n    </groep>\n"
    yield "  </groepen>\n  <leerlingen>\n"
    for number in range(pupils):
        yield _pupil(number)
    yield "  </leerlingen>\n  <leerkrachten>\n"
    for group in range(groups):
        yield _teacher(group)
    yield "  </leerkrachten>\n</EDEX>\n"


def generate_bytes(pupils: int, reference_date: str = "2026-10-01") -> bytes:
    """Give the file as it would be uploaded."""
    return "".join(generate(pupils, reference_date)).encode()


def _grade(group: int) -> int:
    """Give a grade of primary school."""
    return group % 8 + 1


def _pupil(number: int) -> str:
    """Give one pupil."""
    group = number // GROUP_SIZE
    prefix = PREFIXES[number % len(PREFIXES)]
    born = date(2022, 9, 30) - timedelta(days=365 * (_grade(group) - 1) + number % 365)
    return _PUPIL.format(
        key=10_000 + number,
        last=LAST_NAMES[number // len(FIRST_NAMES) % len(LAST_NAMES)],
        prefix=f"      <voorvoegsel>{prefix}</voorvoegsel>\n" if prefix else "",
        first=FIRST_NAMES[number % len(FIRST_NAMES)],
        born=born.isoformat(),
        grade=_grade(group),
        group=group,
    )


def _teacher(group: int) -> str:
    """Give the teacher of a group."""
    return f"""    <leerkracht key="L{group}">
      <achternaam>{LAST_NAMES[group % len(LAST_NAMES)]}</achternaam>
      <roepnaam>{FIRST_NAMES[group % len(FIRST_NAMES)]}</roepnaam>
      <emailadres>l{group}@school.example.org</emailadres>
      <rol>LRK</rol>
      <groepen>
        <groep key="g{group}"/>
      </groepen>
    </leerkracht>
"""


if __name__ == "__main__":
    for piece in generate(int(sys.argv[1])):
        sys.stdout.write(piece)
