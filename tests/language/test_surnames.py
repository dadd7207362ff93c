"""Common surnames."""

from __future__ import annotations

from kzcheck.language.common_names import is_common, is_east_asian


def test_common_surnames_are_recognised_in_any_spelling():
    assert all(map(is_common, ("Smith", "GARCÍA", "Иванов", "Yılmaz", "Kim", "Müller")))
    assert not any(map(is_common, ("Meienberger", "Purtas", "Касумзаде")))


def test_east_asian_surnames_are_distinguished():
    assert all(map(is_east_asian, ("Wang", "Kim", "Nguyễn", "Tanaka")))
    assert not any(map(is_east_asian, ("Smith", "Ivanov")))
