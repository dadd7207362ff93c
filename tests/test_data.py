from __future__ import annotations

import json
import re
from importlib import import_module
from typing import TYPE_CHECKING

from kzcheck import data
from kzcheck.data.cues import Citing, Claims, Credits, Notices, Titles, Turns, Works
from kzcheck.data.language import Language
from kzcheck.data.profile import Profile
from kzcheck.language.scripts import mixed_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from msgspec import Struct

ROOT = data.FOLDER.parent
USERS = {path: path.read_text("utf-8") for path in sorted(ROOT.rglob("*.py")) if path.parent != data.FOLDER}


def shapes() -> dict[str, type[Struct]]:
    """Return the shapes of subject files by name, from the code that reads them."""
    calls = (
        (path, name, shape) for path, text in USERS.items() for name, shape in re.findall(r'data\.read\("(\w+)", (\w+)\)', text)
    )
    return {
        name: getattr(import_module(f"kzcheck.{'.'.join(path.relative_to(ROOT).with_suffix('').parts)}"), shape)
        for path, name, shape in calls
    }


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from strings([*value, *value.values()])
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def test_each_subject_file_has_its_shape():
    assert sorted(shapes()) == sorted(path.stem for path in data.FOLDER.glob("*.json"))
    for name, shape in shapes().items():
        data.read(name, shape)


def test_each_language_file_has_its_shape():
    for code, language in data.languages().items():
        assert language.about
        assert len(language.months) in (0, 12), code
        assert len(language.seasons) in (0, 4), code


def test_each_fact_is_used():
    used = {word for text in USERS.values() for word in re.findall(r"""(?<=[."'])\w+""", text)}

    for shape in (Language, Profile, Credits, Works, Notices, Titles, Claims, Turns, Citing, *shapes().values()):
        assert not set(shape.__struct_fields__) - used - {"about"}


def test_no_word_mixes_scripts():
    for path in data.FOLDER.rglob("*.json"):
        for text in strings(json.loads(path.read_bytes())):
            assert not [*mixed_words(text)], path.name


def test_no_list_contains_a_word_twice():
    for path in data.FOLDER.rglob("*.json"):
        for name, value in json.loads(path.read_bytes()).items():
            if isinstance(value, list) and all(isinstance(word, str) for word in value):
                assert len(value) == len(set(value)), f"{path.name}: {name}"
