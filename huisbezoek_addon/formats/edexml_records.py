"""From one EDEXML element to one record, by the names that we may read (A3, A6).

Only the elements in the tables below are looked at. Citizen service and education
numbers, ECK iD (also an attribute), origin, countries, weight, photo, sex, postcode
and a pupil's user name and e-mail are in none of them, so they pass unread.

Suppliers write some names differently; the variants stand beside the official one.
"""

from collections.abc import Callable, Iterator

from lxml import etree

from ..logic.grades import parse_grade
from ..logic.import_records import (
    GroupRecord,
    HeaderRecord,
    LocationRecord,
    PupilRecord,
    Record,
    TeacherGroup,
    TeacherRecord,
)
from .cleaning import (
    CODE_LENGTH,
    KEY_LENGTH,
    PREFIX_LENGTH,
    Cleaner,
    clean_text,
    parse_moment,
    parse_school_year,
)

VERSIONS = frozenset({"2.1", "2.0", "1.03"})

#: Element as written → what it means.
_NAMES = {
    "achternaam": "achternaam",
    "voorvoegsel": "voorvoegsel",
    "voorvoegsels": "voorvoegsel",
    "tussenvoegsel": "voorvoegsel",
    "tussenvoegsels": "voorvoegsel",
    "roepnaam": "roepnaam",
    "voornamen": "voornamen",
    "voornaam": "voornamen",
    "voorletters-1": "voorletters",
    "voorletters": "voorletters",
    "voorletters_1": "voorletters",
}
_HEADER = {
    "schooljaar": "schooljaar",
    "peildatum": "peildatum",
    "brincode": "brincode",
    "dependancecode": "dependancecode",
    "schoolkey": "schoolkey",
    "aanmaakdatum": "aanmaakdatum",
    "xsdversie": "xsdversie",
}
_GROUP = {"naam": "naam", "jaargroep": "jaargroep"}
_PUPIL = {
    **_NAMES,
    "geboortedatum": "geboortedatum",
    "jaargroep": "jaargroep",
    "instroomdatum": "instroomdatum",
    "uitstroomdatum": "uitstroomdatum",
}
_TEACHER = {**_NAMES, "emailadres": "emailadres", "email": "emailadres"}
#: From this line on libxml2 counts through the text inside an element.
_LAST_EXACT_LINE = 65_534


def local_name(element: etree._Element) -> str:
    """Give the name of an element, without namespace, in lower case."""
    return str(element.tag).rpartition("}")[2].lower()


def line_of(element: etree._Element) -> int:
    """Give the line where the element starts.

    Beyond line 65,534 lxml gives the line where the first text inside ends.
    """
    line: int = element.sourceline or 1  # type: ignore[assignment]
    if line > _LAST_EXACT_LINE:
        line -= (element.text or "").count("\n")
    return line


def _texts(element: etree._Element, wanted: dict[str, str]) -> dict[str, str]:
    """Give the texts of the wanted child elements; the first one filled counts."""
    texts: dict[str, str] = {}
    for child in element:
        meaning = wanted.get(local_name(child))
        if meaning and child.text and not texts.get(meaning):
            texts[meaning] = child.text
    return texts


def _children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Give the child elements of one name."""
    return (child for child in element if local_name(child) == name)


def _key(clean: Cleaner, element: etree._Element) -> str:
    """Give the key attribute of an element, ``""`` when it has none."""
    return clean.text(element.get("key"), "key", KEY_LENGTH)


def _grade(clean: Cleaner, raw: str | None) -> str:
    """Give a grade; one that does not exist is a warning and left out."""
    grade = parse_grade(clean_text(raw))
    if grade is None:
        clean.add("grade_unknown", "jaargroep")
    return grade or ""


def _person(clean: Cleaner, texts: dict[str, str]) -> dict[str, str]:
    """Give the names of a pupil or teacher as fields of the record."""
    given = clean.text(texts.get("voornamen"), "voornamen")
    first = clean.text(texts.get("roepnaam"), "roepnaam") or given.partition(" ")[0]
    last = clean.text(texts.get("achternaam"), "achternaam")
    prefix = clean.text(texts.get("voorvoegsel"), "voorvoegsel", PREFIX_LENGTH)
    if not first and not last:
        clean.add("name_missing")
    return {"first_name": first, "prefix": prefix, "last_name": last}


def _read_header(element: etree._Element) -> HeaderRecord:
    """Read the ``school`` block."""
    clean = Cleaner(line_of(element))
    texts = _texts(element, _HEADER)
    version = clean.text(texts.get("xsdversie"), "xsdversie", CODE_LENGTH)
    if version not in VERSIONS:
        clean.add("version_unknown")
    return HeaderRecord(
        line=clean.line,
        school_year=parse_school_year(clean_text(texts.get("schooljaar"))),
        reference_date=clean.date(texts.get("peildatum"), "peildatum"),
        created_at=parse_moment(clean_text(texts.get("aanmaakdatum"))),
        brin=clean.text(texts.get("brincode"), "brincode", CODE_LENGTH).upper(),
        location_code=clean.text(
            texts.get("dependancecode"), "dependancecode", CODE_LENGTH
        ),
        school_key=clean.text(texts.get("schoolkey"), "schoolkey", KEY_LENGTH),
        version=version,
        problems=clean.problems,
    )


def _read_location(element: etree._Element) -> LocationRecord:
    """Read a ``vestiging``."""
    clean = Cleaner(line_of(element))
    name = clean.text(_texts(element, _GROUP).get("naam"), "naam")
    return LocationRecord(clean.line, _key(clean, element), name, clean.problems)


def _read_group(element: etree._Element) -> GroupRecord:
    """Read a ``groep`` or ``samengestelde_groep``."""
    clean = Cleaner(line_of(element))
    texts = _texts(element, _GROUP)
    return GroupRecord(
        line=clean.line,
        key=_key(clean, element),
        name=clean.text(texts.get("naam"), "naam"),
        grade=_grade(clean, texts.get("jaargroep")),
        composite=local_name(element) == "samengestelde_groep",
        problems=clean.problems,
    )


def _read_pupil(element: etree._Element) -> PupilRecord:
    """Read a ``leerling``; in 1.03 it has a group or a grade, not both."""
    clean = Cleaner(line_of(element))
    texts = _texts(element, _PUPIL)
    names = _person(clean, texts)
    if not names["first_name"]:
        names["first_name"] = clean.text(
            texts.get("voorletters"), "voorletters", CODE_LENGTH
        )
        clean.add("first_name_missing")
    return PupilRecord(
        line=clean.line,
        key=_key(clean, element),
        **names,
        birth_date=clean.date(texts.get("geboortedatum"), "geboortedatum"),
        grade=_grade(clean, texts.get("jaargroep")),
        group_key=_first_key(clean, element, "groep"),
        composite_group_keys=_composite_keys(clean, element),
        location_key=_first_key(clean, element, "vestiging"),
        entry_date=clean.date(texts.get("instroomdatum"), "instroomdatum"),
        leave_date=clean.date(texts.get("uitstroomdatum"), "uitstroomdatum"),
        problems=clean.problems,
    )


def _first_key(clean: Cleaner, element: etree._Element, name: str) -> str:
    """Give the key that the first child of this name refers to."""
    child = next(_children(element, name), None)
    return "" if child is None else _key(clean, child)


def _composite_keys(clean: Cleaner, element: etree._Element) -> tuple[str, ...]:
    """Give the keys of a pupil's composite groups, each once, in order."""
    keys = (
        _key(clean, group)
        for block in _children(element, "samengestelde_groepen")
        for group in _children(block, "samengestelde_groep")
    )
    return tuple(dict.fromkeys(key for key in keys if key))


def _read_teacher(element: etree._Element) -> TeacherRecord:
    """Read a ``leerkracht``, whatever that person's role is."""
    clean = Cleaner(line_of(element))
    texts = _texts(element, _TEACHER)
    codes, descriptions = _roles(clean, element)
    return TeacherRecord(
        line=clean.line,
        key=_key(clean, element),
        **_person(clean, texts),
        initials=clean.text(texts.get("voorletters"), "voorletters", CODE_LENGTH),
        email=clean.email(texts.get("emailadres"), "emailadres"),
        role_codes=codes,
        role_descriptions=descriptions,
        groups=_teacher_groups(clean, element),
        problems=clean.problems,
    )


def _roles(
    clean: Cleaner, element: etree._Element
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give role codes and role descriptions of a teacher or of one group."""
    codes = (clean.text(e.text, "rol", CODE_LENGTH) for e in _children(element, "rol"))
    words = (
        clean.text(e.text, "rolomschrijving")
        for e in _children(element, "rolomschrijving")
    )
    return tuple(c.upper() for c in codes if c), tuple(w for w in words if w)


def _teacher_groups(
    clean: Cleaner, element: etree._Element
) -> tuple[TeacherGroup, ...]:
    """Give the groups of a teacher, each once, with the roles in them."""
    groups: dict[tuple[str, bool], TeacherGroup] = {}
    for block in _children(element, "groepen"):
        for child in block:
            name, key = local_name(child), _key(clean, child)
            if key and name in ("groep", "samengestelde_groep"):
                composite = name == "samengestelde_groep"
                group = TeacherGroup(key, composite, *_roles(clean, child))
                groups.setdefault((key, composite), group)
    return tuple(groups.values())


#: Where an element stands below the root → what reads it.
READERS: dict[tuple[str, ...], Callable[[etree._Element], Record]] = {
    ("school",): _read_header,
    ("vestigingen", "vestiging"): _read_location,
    ("groepen", "groep"): _read_group,
    ("groepen", "samengestelde_groep"): _read_group,
    ("samengestelde_groepen", "samengestelde_groep"): _read_group,
    ("leerlingen", "leerling"): _read_pupil,
    ("leerkrachten", "leerkracht"): _read_teacher,
}
