"""Building the index: what is read, what is left out and said, and what a kill or a second process may cost: nothing."""

from __future__ import annotations

import gzip
import io
import json
import signal
import subprocess
import sys
import tarfile
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha512
from typing import TYPE_CHECKING

import psutil
import pymarc
import pytest

from kzcheck.errors import UnreadableError, UsageError
from kzcheck.evidence import Found
from kzcheck.index import building
from kzcheck.index.shelves import Shelf, Writer
from lab.snapshots import crossref, lines

if TYPE_CHECKING:
    from pathlib import Path

    from tests.conftest import Run
    from tests.index.conftest import Build

    from kzcheck.evidence import Record

KILLED = """
import os, signal, sys
from pathlib import Path
from kzcheck.index import building
building.EACH = int(sys.argv[3])
def progress(_part, works):
    if works >= building.EACH:
        os.kill(os.getpid(), signal.SIGKILL)

building.build([Path(sys.argv[1])], Path(sys.argv[2]), progress=progress)
"""


MARC_TITLE = b"10\x1faInvented things\x1e"
MARC = b"00072nam a2200049 a 4500001000200000245002000002\x1e7\x1e" + MARC_TITLE + b"\x1d"


def by(into: Path, source: str, kind: str, value: str) -> tuple[Record, ...]:
    """Return the records that a shelf has under an identifier."""
    answer = Shelf(into, source).answer(kind, (value,))[value]
    return answer.records if isinstance(answer, Found) else ()


def test_a_work_is_found_by_its_doi_with_the_record_that_the_service_would_give(snapshot: Path, build: Build, into: Path):
    done = build(snapshot)

    assert done.returncode == 0, done.stderr
    assert "Crossref: 300 works" in done.stdout
    (record,) = by(into, "crossref", "DOI", "10.5555/w7")
    assert (record.service, record.agency, record.item.volume, record.item.author[0].family) == (
        "crossref",
        "Crossref",
        "7",
        "Name7",
    )


def test_the_index_says_how_old_and_how_large_it_is(snapshot: Path, build: Build, into: Path, kzcheck: Run):
    assert kzcheck("index", "info", "--into", into).returncode == 1
    build(snapshot)

    assert "Crossref: 300 works of 2025-03-02 from 1 file, some of them" in kzcheck("index", "info", "--into", into).stdout
    assert kzcheck("index", "check", "--into", into).stdout == "the index is complete\n"


def test_what_was_read_is_not_read_again(snapshot: Path, build: Build, into: Path):
    build(snapshot)

    assert "nothing new; 1 file read before" in build(snapshot).stdout
    assert Shelf(into, "crossref").count == 300


def test_a_file_that_changed_is_read_again_and_replaces_its_own_works(snapshot: Path, build: Build, into: Path, kzcheck: Run):
    build(snapshot)
    snapshot.write_bytes(gzip.compress(lines([crossref(7, "A title that was corrected")])))

    assert kzcheck("index", "update", "--into", into).returncode == 0
    assert Shelf(into, "crossref").count == 1
    assert by(into, "crossref", "DOI", "10.5555/w7")[0].item.title == "A title that was corrected"


def test_a_later_file_replaces_works_of_an_earlier_one(snapshot: Path, build: Build, into: Path, tmp_path: Path):
    build(snapshot)
    later = tmp_path / "later.jsonl"
    later.write_bytes(lines([crossref(7, "A title that was corrected", indexed={"date-time": "2025-06-01T00:00:00Z"})]))
    build(later)

    assert [record.item.title for record in by(into, "crossref", "DOI", "10.5555/w7")] == ["A title that was corrected"]
    assert Shelf(into, "crossref").day == "2025-06-01"


def archive_of(*contents: bytes, name: str = "../n") -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for number, content in enumerate(contents):
            member = tarfile.TarInfo(f"{name}{number}")
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return packed.getvalue()


ARCHIVE = archive_of(lines([crossref(1)]), lines([crossref(2)]))
SECOND = ARCHIVE.index(b"../n1")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (ARCHIVE[: SECOND + 600], "unexpected end of data"),
        (ARCHIVE[:SECOND], "this archive is damaged or was cut off"),
        (ARCHIVE[:SECOND] + b"?" + ARCHIVE[SECOND + 1 :], "this archive is damaged or was cut off"),
        (gzip.compress(ARCHIVE)[:-40], "Compressed file ended before"),
        (ARCHIVE[:SECOND] + archive_of(lines([crossref(2)]), name="n" * 70_000), "a member has a name of 70,"),
    ],
)
def test_a_damaged_archive_is_read_to_the_damage_and_not_whole(content: bytes, why: str, build: Build, into: Path, tmp_path: Path):
    (tmp_path / "s.tar").write_bytes(content)
    (tmp_path / "b.jsonl").write_bytes(lines([crossref(9)]))
    done = build(tmp_path / "s.tar", tmp_path / "b.jsonl", "--covers", "crossref")

    assert done.returncode == 1
    assert all(line.startswith("kzcheck: s.tar") for line in done.stderr.splitlines())
    assert why in done.stderr
    assert by(into, "crossref", "DOI", "10.5555/w1")
    assert by(into, "crossref", "DOI", "10.5555/w9")
    assert not Shelf(into, "crossref").state.snapshots[str(tmp_path / "s.tar")].ended


def test_folders_that_a_folder_links_to_are_read_once(build: Build, tmp_path: Path):
    place = tmp_path / "snapshot"
    place.mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.jsonl").write_bytes(b"\xef\xbb\xbf" + lines([crossref(1)]) + b"\r\n \n" + lines([crossref(2)]))
    (place / "linked").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "back").symlink_to(place)

    assert build(place).stdout.startswith("Crossref: 2 works in ")


@pytest.mark.parametrize("packing", ["folder", "tar", "items", "indented items"])
def test_folders_archives_and_documents_of_many_works_are_read(packing: str, build: Build, tmp_path: Path):
    works = [crossref(number) for number in range(20)]
    place = tmp_path / "snapshot"
    if packing == "tar":
        with tarfile.open(place, "w") as archive:
            for name, part in (("a.jsonl.gz", works[:10]), ("b.jsonl.gz", works[10:])):
                content = gzip.compress(lines(part))
                member = tarfile.TarInfo(f"crossref/{name}")
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
    elif packing == "folder":
        (place / "deep").mkdir(parents=True)
        (place / "a.jsonl").write_bytes(lines(works[:10]))
        (place / "deep" / "b.jsonl.gz").write_bytes(gzip.compress(lines(works[10:])))
    else:
        place.write_bytes(gzip.compress(json.dumps({"items": works}, indent=packing == "indented items" or None).encode()))

    done = build(place)
    assert "Crossref: 20 works" in done.stdout, done.stderr


def test_openalex_datacite_marc_and_own_lists_are_recognised_by_their_content(build: Build, into: Path, tmp_path: Path):
    openalex = {
        "id": "https://openalex.org/W1",
        "doi": "https://doi.org/10.5555/oa",
        "display_name": "An invented river",
        "publication_year": 2001,
        "type": "article",
        "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/123456"},
        "updated_date": "2025-01-01",
        "abstract_inverted_index": {"An": [0]},
    }
    datacite = {
        "id": "10.5555/dc",
        "type": "dois",
        "attributes": {"doi": "10.5555/dc", "titles": [{"title": "Invented data"}], "publicationYear": 2003, "types": {}},
    }
    book = pymarc.Record()
    book.add_field(pymarc.Field("001", data="77"))
    book.add_field(pymarc.Field("020", pymarc.Indicators(" ", " "), [pymarc.Subfield("a", "9783161484100")]))
    book.add_field(pymarc.Field("245", pymarc.Indicators("1", "0"), [pymarc.Subfield("a", "Eine erfundene Grammatik")]))
    for name, content in (
        ("one", lines([openalex])),
        ("two", lines([datacite])),
        ("three", book.as_marc()),
        ("four", b"@article{x, title={My own river}, author={Doe, Jane}, year={2004}, doi={10.5555/own}}"),
        ("five", json.dumps([{"id": "y", "type": "book", "title": "My own book", "ISBN": "9780306406157"}]).encode()),
    ):
        (tmp_path / name).write_bytes(content)
    done = build(*(tmp_path / name for name in "one two three four five".split()))

    assert done.returncode == 0, done.stderr
    assert by(into, "openalex", "PMID", "123456")[0].item.title == "An invented river"
    assert by(into, "datacite", "DOI", "10.5555/dc")[0].agency == "DataCite"
    assert by(into, "own", "ISBN", "9783161484100")[0].item.title == "Eine erfundene Grammatik"
    assert by(into, "own", "DOI", "10.5555/own")[0].item.author[0].family == "Doe"
    assert by(into, "own", "ISBN", "9780306406157")[0].item.title == "My own book"


def test_a_catalogues_dump_stands_for_the_catalogue_if_it_is_declared_to(build: Build, into: Path, tmp_path: Path, kzcheck: Run):
    xml = """<collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>00000nam a2200000 c 4500</leader>
    <controlfield tag="001">900000004</controlfield>
    <datafield tag="245" ind1="1" ind2="0"><subfield code="a">Erfundene Dinge</subfield></datafield></record></collection>"""
    (tmp_path / "dump.xml").write_text(xml, "utf-8")

    assert build(tmp_path / "dump.xml", "--covers", "dnb").returncode == 0
    assert Shelf(into, "dnb").whole
    other = kzcheck("index", "build", tmp_path / "dump.xml", "--covers", "crossref", "--into", tmp_path / "other")
    assert "is not a snapshot of crossref" in other.stderr


def test_a_catalogues_dump_is_as_old_as_its_newest_record(build: Build, into: Path, tmp_path: Path):
    def marc(number: int, changed: str) -> str:
        return f"""<record xmlns="http://www.loc.gov/MARC21/slim"><leader>00000nam a2200000 c 4500</leader>
        <controlfield tag="001">{number}</controlfield><controlfield tag="005">{changed}</controlfield>
        <datafield tag="245" ind1="1" ind2="0"><subfield code="a">Erfundene Dinge {number}</subfield></datafield></record>"""

    records = marc(1, "20190203101112.0") + marc(2, "20210304101112.0") + marc(3, "99991231000000.0") + marc(4, "")
    (tmp_path / "dump.xml").write_text(f"<collection>{records}</collection>", "utf-8")
    build(tmp_path / "dump.xml", "--covers", "dnb")
    assert (Shelf(into, "dnb").count, Shelf(into, "dnb").day) == (4, "2021-03-04")

    mods = """<mods xmlns="http://www.loc.gov/mods/v3"><titleInfo><title>Invented things</title></titleInfo>
    <recordInfo><recordChangeDate encoding="iso8601">20180506</recordChangeDate></recordInfo></mods>"""
    (tmp_path / "mods.xml").write_text(mods, "utf-8")
    build(tmp_path / "mods.xml")
    assert Shelf(into, "own").day == "2018-05-06"


def test_later_works_do_not_make_a_whole_snapshot_younger(snapshot: Path, build: Build, into: Path, tmp_path: Path, kzcheck: Run):
    later = tmp_path / "later.jsonl"
    later.write_bytes(lines([crossref(400, indexed={"date-time": "2026-02-01T00:00:00Z"})]))
    build(snapshot, "--covers", "crossref")
    build(later)

    shelf = Shelf(into, "crossref")
    assert (shelf.count, shelf.whole, shelf.day) == (301, True, "2025-03-02")
    info = kzcheck("index", "info", "--into", into).stdout
    assert f"{snapshot}: 300 works read, the newest of 2025-03-02, declared to be all\n" in info
    assert f"{later}: 1 work read, the newest of 2026-02-01\n" in info


def test_a_snapshot_is_whole_only_if_each_of_its_files_was_read(build: Build, into: Path, tmp_path: Path, kzcheck: Run):
    place = tmp_path / "snapshot"
    place.mkdir()
    packed = gzip.compress(lines([crossref(number, indexed={"date-time": "2025-09-01T00:00:00Z"}) for number in range(50)]))
    (place / "a.jsonl").write_bytes(lines([crossref(90)]))
    (place / "b.gz").write_bytes(b"\x1f\x8b" + packed[2:20])
    assert build(place, "--covers", "crossref").returncode == 1
    assert not Shelf(into, "crossref").whole
    assert f"{place}: some of its files were not read" in kzcheck("index", "check", "--into", into).stdout

    (place / "b.gz").write_bytes(packed[:-50])
    build(place, "--covers", "crossref")
    assert not Shelf(into, "crossref").whole

    (place / "b.gz").write_bytes(packed)
    assert kzcheck("index", "update", "--into", into).returncode == 0
    assert (Shelf(into, "crossref").whole, Shelf(into, "crossref").day) == (True, "2025-09-01")


def test_a_snapshot_is_not_whole_before_its_last_file_was_read(into: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    place = tmp_path / "snapshot"
    place.mkdir()
    for number in range(3):
        (place / f"{number}.jsonl").write_bytes(lines([crossref(number)]))
    monkeypatch.setattr(building, "EACH", 1)
    seen: list[bool] = []
    building.build([place], into, "crossref", lambda _part, _works: seen.append(Shelf(into, "crossref").whole))

    assert seen == [False] * 3
    assert Shelf(into, "crossref").whole


def test_a_snapshot_that_was_replaced_by_an_older_one_is_as_old_as_that(snapshot: Path, build: Build, into: Path, kzcheck: Run):
    build(snapshot, "--covers", "crossref")
    snapshot.write_bytes(gzip.compress(lines([crossref(7, indexed={"date-time": "2019-01-01T00:00:00Z"})])))
    kzcheck("index", "update", "--into", into)

    assert (Shelf(into, "crossref").whole, Shelf(into, "crossref").day) == (True, "2019-01-01")


def test_a_snapshot_with_many_damaged_works_is_not_whole(build: Build, into: Path, tmp_path: Path):
    (tmp_path / "s.jsonl").write_bytes(lines(map(crossref, range(50))) + b"{broken\n")
    build(tmp_path / "s.jsonl", "--covers", "crossref")

    assert not Shelf(into, "crossref").whole


def test_a_check_reads_every_file_of_the_index_to_its_end(snapshot: Path, build: Build, into: Path, kzcheck: Run):
    build(snapshot)
    (file,) = (into / "crossref").glob("*.idx")
    content = bytearray(file.read_bytes())
    content[len(content) // 3] ^= 1
    file.chmod(0o600)
    file.write_bytes(content)
    done = kzcheck("index", "check", "--into", into)

    assert done.returncode == 1
    assert f"{file}: is damaged; delete the index and build it again" in done.stdout


@pytest.mark.parametrize("ending", ["idx", "term", "store"])
def test_damage_of_any_file_of_the_index_is_one_line(ending: str, snapshot: Path, build: Build, into: Path):
    build(snapshot)
    (file,) = (into / "crossref").glob(f"*.{ending}")
    file.chmod(0o600)
    file.write_bytes(b"\xff" * (file.stat().st_size // 2) + file.read_bytes()[file.stat().st_size // 2 :])

    with pytest.raises(UnreadableError, match=r"^[^\n]*this index is damaged[^\n]*$"):
        building.check(into)


def test_a_work_that_is_twice_in_a_first_build_is_one_work(build: Build, into: Path, tmp_path: Path):
    (tmp_path / "s.jsonl").write_bytes(lines([crossref(1), crossref(2), crossref(1, "A title that was corrected")]))
    build(tmp_path / "s.jsonl")

    assert Shelf(into, "crossref").count == 2
    assert [record.item.title for record in by(into, "crossref", "DOI", "10.5555/w1")] == ["A title that was corrected"]


def test_characters_of_a_dump_that_cannot_be_read_are_not_printed(build: Build, into: Path, tmp_path: Path):
    marc_8 = MARC.replace(b"nam a", b"nam  ").replace(b"nted", b"\xff\xfe\xff\xfe").replace(b"7\x1e1", b"8\x1e1")
    (tmp_path / "s.mrc").write_bytes(MARC + b"\r\n" + marc_8)
    done = build(tmp_path / "s.mrc")

    assert (done.returncode, done.stderr) == (0, "")
    assert Shelf(into, "own").count == 2


def test_a_full_disk_is_one_line_and_loses_nothing(snapshot: Path, build: Build, into: Path, tmp_path: Path):
    build(snapshot)
    more = tmp_path / "more.jsonl"
    words = b"".join(sha512(b"%d" % number).digest() for number in range(1000)).hex()
    more.write_bytes(lines(crossref(number, words[number : number + 1000]) for number in range(0, 100_000, 50)))
    limited = (
        "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (50000, 50000)); from kzcheck.__main__ import main; main()"
    )
    command = [sys.executable, "-c", limited, "index", "build", more, "--into", into]
    full = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (full.returncode, full.stderr.count("\n")) == (2, 1)
    assert full.stderr.startswith("kzcheck: the index cannot be written: ")
    assert Shelf(into, "crossref").count == 300
    assert build(more).returncode == 0
    assert not building.check(into)


def test_an_index_where_none_can_be_is_one_line(snapshot: Path, into: Path, kzcheck: Run):
    into.write_text("a file", "utf-8")
    done = kzcheck("index", "build", snapshot, "--into", into)

    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "crossref: cannot be written: Not a directory" in done.stderr
    assert "there is no index" in kzcheck("index", "check", "--into", into).stderr


def test_a_misspelt_service_is_one_line_with_the_nearest_name(snapshot: Path, build: Build):
    done = build(snapshot, "--covers", "crosref")

    assert done.returncode == 2
    assert done.stderr == 'kzcheck: --covers has no value "crosref"; did you mean "crossref"?\n'


def test_a_snapshot_can_be_declared_to_have_all_works_afterwards(snapshot: Path, build: Build, into: Path):
    build(snapshot)
    assert not Shelf(into, "crossref").whole
    build(snapshot, "--covers", "crossref")

    assert Shelf(into, "crossref").whole
    assert Shelf(into, "crossref").count == 300


def test_items_that_crossref_did_not_deposit_are_a_list_of_ones_own(build: Build, into: Path, tmp_path: Path):
    items = [
        {"id": "a", "type": "article-journal", "title": "A title of one's own", "DOI": "10.5555/own"},
        {"id": "b", "type": "book", "title": "Another, without a DOI"},
    ]
    (tmp_path / "own.json").write_text(json.dumps({"items": items}))
    build(tmp_path / "own.json")

    assert Shelf(into, "own").count == 2
    assert by(into, "own", "DOI", "10.5555/own")


def test_damaged_lines_are_counted_and_left_out(build: Build, into: Path, tmp_path: Path, kzcheck: Run):
    hostile = [
        b'{"DOI": broken',
        b"[" * 100_000,
        b'{"title": ["no DOI"]}',
        b"\xff\xfe",
        b'{"DOI":"10.5555/x","title":"' + b"x" * (17 << 20),
    ]
    (tmp_path / "s.jsonl").write_bytes(lines([crossref(1)]) + b"\n".join([*hostile, b""]) + lines([crossref(2)]))
    done = build(tmp_path / "s.jsonl")

    assert "Crossref: 2 works; 5 damaged works left out" in done.stdout
    assert "5 damaged and left out" in kzcheck("index", "info", "--into", into).stdout
    assert by(into, "crossref", "DOI", "10.5555/w2")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (gzip.compress(lines(map(crossref, range(50))), mtime=0)[:-200], "Compressed file ended before"),
        (b'{"items": [' + lines([crossref(1)]) + b", {", "is not whole JSON"),
        (lines([crossref(1)]) + b"{}\n" * 1002, "more than 1,000 works are damaged"),
        (gzip.compress(lines([crossref(1)]) + b'{"DOI":"' + b"0" * (300 << 20)), "one line has more than 256 MB"),
        (lines([crossref(1)]) + lines([crossref(2)])[:-20], "ends in the middle of a work"),
        (bytes(5000), "begins with zeros"),
        (MARC + MARC[:-9], "does not end where it says"),
        (MARC + b"00004" + bytes(5000), "does not begin with its length"),
        (b'<collection><record><leader>x</leader><controlfield tag="001">1</controlfield>', "is not whole XML"),
    ],
)
def test_a_damaged_file_is_one_line_and_stops_no_other(content: bytes, why: str, build: Build, into: Path, tmp_path: Path):
    place = tmp_path / "snapshot"
    place.mkdir()
    (place / "a.dat").write_bytes(content)
    (place / "b.jsonl").write_bytes(lines([crossref(9)]))
    done = build(place)

    assert done.returncode == 1
    assert done.stderr.startswith("kzcheck: snapshot/a.dat: ")
    assert why in done.stderr
    assert done.stderr.count("\n") == 1
    assert by(into, "crossref", "DOI", "10.5555/w9")


def test_files_with_one_name_in_different_folders_do_not_replace_each_other(build: Build, into: Path, tmp_path: Path):
    for number, year in enumerate(("2024", "2025")):
        (tmp_path / year).mkdir()
        (tmp_path / year / "works.jsonl").write_bytes(lines([crossref(number)]))
    build(tmp_path / "2024" / "works.jsonl", tmp_path / "2025" / "works.jsonl")

    assert by(into, "crossref", "DOI", "10.5555/w0")
    assert by(into, "crossref", "DOI", "10.5555/w1")


def test_a_large_file_is_read_in_order_and_to_where_it_is_damaged(build: Build, into: Path, tmp_path: Path, kzcheck: Run):
    good = lines(map(crossref, range(20_000)))
    changed = lines([crossref(7, "A title that was corrected")])
    content = gzip.compress(good + b"{broken\n" + changed, 1, mtime=0)
    (tmp_path / "whole.gz").write_bytes(content)
    done = build(tmp_path / "whole.gz")

    assert done.stdout.startswith("Crossref: 20,001 works; 1 damaged work left out in ")
    assert [record.item.title for record in by(into, "crossref", "DOI", "10.5555/w7")][-1] == "A title that was corrected"

    (tmp_path / "broken.gz").write_bytes(content[: len(content) // 2])
    broken = kzcheck("index", "build", tmp_path / "broken.gz", "--into", tmp_path / "other")
    assert "Compressed file ended before" in broken.stderr
    assert Shelf(tmp_path / "other", "crossref").count > 5_000


def test_a_file_whose_reader_was_ended_is_reported_and_read_to_its_end_later(into: Path, tmp_path: Path):
    snapshot = tmp_path / "large.jsonl"
    snapshot.write_bytes(lines(map(crossref, range(30_000))))
    ended: list[int] = []

    def end_readers(_part: str, _works: int) -> None:
        if not ended:
            readers = [process for process in psutil.Process().children() if "kzcheck.index.workers" in process.cmdline()]
            ended.extend(process.pid for process in readers)
            for process in readers:
                process.kill()

    another = tmp_path / "other.jsonl"
    another.write_bytes(lines(crossref(number, "Another title") for number in range(40_000, 50_000)))
    first = building.build([snapshot, another], into, progress=end_readers)
    assert ended
    assert by(into, "crossref", "DOI", "10.5555/w49999")
    assert "a process that reads works was ended from outside" in first.wrong[0]
    assert not building.build([snapshot], into).wrong
    assert Shelf(into, "crossref").count == 40_000


def test_files_without_works_are_passed_over_in_folders(build: Build, tmp_path: Path):
    place = tmp_path / "snapshot"
    place.mkdir()
    (place / "LICENSE.txt").write_text("Everybody may use this.\n", "utf-8")
    (place / "manifest").write_text('{"entries": [{"url": "s3://example"}]}', "utf-8")
    (place / "works.jsonl").write_bytes(lines([crossref(9)]))
    done = build(place)

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Crossref: 1 work; 2 files without works passed over in ")


def test_a_snapshot_that_is_missing_is_one_line(build: Build, tmp_path: Path):
    done = build(tmp_path / "missing.tar")

    assert done.returncode == 3
    assert done.stderr.endswith("missing.tar: cannot be read: No such file or directory; check the path, or fetch it again\n")


def test_a_killed_build_goes_on_where_it_committed(into: Path, tmp_path: Path):
    each, works = 20_000, 20_050  # the first commit comes sooner than it would
    snapshot = tmp_path / "large.jsonl"
    snapshot.write_bytes(b"".join(b'{"DOI":"10.5555/%d","title":[]}\n' % number for number in range(works)))
    killed = subprocess.run([sys.executable, "-c", KILLED, snapshot, into, str(each)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert Shelf(into, "crossref").count == each
    assert building.check(into)[0].startswith(f"{snapshot}: was not read to its end")

    built = building.build([snapshot], into)

    assert built.works == {"crossref": 50}
    assert Shelf(into, "crossref").count == works
    assert not building.check(into)


def test_readers_see_every_committed_work_while_a_writer_is_at_work(snapshot: Path, into: Path, tmp_path: Path):
    building.build([snapshot], into)
    more = tmp_path / "more"
    more.mkdir()
    for number in range(10):
        (more / f"{number}.jsonl").write_bytes(lines([crossref(1000 + number)]))

    def read() -> list[int]:
        return [len(by(into, "crossref", "DOI", f"10.5555/w{number}")) for number in range(300)]

    with ThreadPoolExecutor(3) as threads:
        writing = threads.submit(building.build, [more], into)
        reading = [threads.submit(read) for _ in range(2)]
        assert [seen.result() for seen in reading] == [[1] * 300] * 2
        writing.result()
    assert Shelf(into, "crossref").count == 310


def test_a_second_writer_is_refused_in_one_line(snapshot: Path, into: Path):
    first = Writer(into, "crossref")
    with pytest.raises(UsageError, match="another process is writing to the index"):
        building.build([snapshot], into)
    first.close()
    assert building.build([snapshot], into).works == {"crossref": 300}
