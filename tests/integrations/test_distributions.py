"""The wheel and the source archive: complete, and described by pages whose links work outside the repository."""

from __future__ import annotations

import re
import subprocess
import sys
import tarfile
import zipfile
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kzcheck import __version__
from kzcheck.cli.schema import Name
from kzcheck.version import HOME

if TYPE_CHECKING:
    from email.message import Message

ROOT = Path(__file__).parents[2]
WHEEL = f"kzcheck-{__version__}-py3-none-any.whl"
ARCHIVE = f"kzcheck-{__version__}"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with a wheel and a source archive of this checkout."""
    pytest.importorskip("hatchling", reason="hatchling, which builds the wheel, is not installed")
    folder = tmp_path_factory.mktemp("built")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-d", folder], cwd=ROOT, check=True, capture_output=True, timeout=60
    )
    return folder


@pytest.fixture
def wheel(built: Path) -> zipfile.ZipFile:
    return zipfile.ZipFile(built / WHEEL)


@pytest.fixture
def metadata(wheel: zipfile.ZipFile) -> Message:
    return message_from_bytes(wheel.read(f"kzcheck-{__version__}.dist-info/METADATA"))


def test_the_addresses_of_the_project_come_from_one_place(metadata: Message):
    addresses = dict(line.split(", ") for line in metadata.get_all("Project-URL"))

    assert addresses.keys() == {"Homepage", "Source", "Documentation", "Changelog", "Issues"}
    assert all(address.startswith(HOME) for address in addresses.values())


def test_the_readme_on_the_package_index_has_no_relative_links(metadata: Message):
    readme = metadata.get_payload(decode=True).decode("utf-8")
    links = re.findall(r"(!?)\[[^\]]*\]\(([^)]+)\)", readme)
    ours = [(picture, address.removeprefix(f"{HOME}/")) for picture, address in links if address.startswith(f"{HOME}/")]

    assert [address for _, address in links if not address.startswith("https://")] == []
    assert len(ours) > 10
    for picture, address in ours:
        kind, tag, file = re.fullmatch(r"(raw|blob)/([^/]+)/([^#]+)(?:#.*)?", address).groups()
        assert (kind, tag) == ("raw" if picture else "blob", f"v{__version__}")
        assert (ROOT / file).exists()


def test_the_wheel_holds_the_schemas_and_nothing_but_the_package(wheel: zipfile.ZipFile):
    names = set(wheel.namelist())

    assert {f"kzcheck/schemas/{name}.schema.json" for name in Name} <= names
    assert f"kzcheck-{__version__}.dist-info/licenses/LICENSE" in names
    assert {name.partition("/")[0] for name in names} == {"kzcheck", f"kzcheck-{__version__}.dist-info"}


def test_the_source_archive_holds_every_file_of_the_repository(built: Path):
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=False, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("this is not a checkout of the repository")
    files = {name for name in listed.stdout.split("\0") if name and (ROOT / name).exists()}
    with tarfile.open(built / f"{ARCHIVE}.tar.gz") as archive:
        names = {name.removeprefix(f"{ARCHIVE}/") for name in archive.getnames()}

    assert files - names == set()
