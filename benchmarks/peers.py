"""Other programs from PyPI, each in its own environment, whose services are those of the loopback web.

None of them has a setting for the addresses of its services, so a `sitecustomize` makes their HTTP clients send requests for a
service to loopback. Hosts that nothing plays lead to a play that knows nothing. Where accuracy is measured, not time, the programs'
sleeps pass at once.
"""

from __future__ import annotations

import json
import subprocess
import venv
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from kzcheck.csl import Item

CONTACT = "editor@example.org"
PROGRAMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "bibtex-updater 1.12.0": (("bibtex-updater==1.12.0", "bibtexparser<2"), ("bibtex-check", "--mailto", CONTACT)),
    "bibaudit 0.1.2": (("bibaudit==0.1.2",), ("bibaudit", "check", "--mailto", CONTACT)),
    "citegate 0.3.0": (("citegate==0.3.0",), ("citegate", "--mailto", CONTACT)),
    "citecheck-refs 0.4.1": (("citecheck-refs==0.4.1",), ("citecheck",)),
    "refextract 1.1.7": (("refextract==1.1.7",), ("python",)),
}
"""What to install (the first fails with the newest bibtexparser), and the command that checks a list, or runs Python beside it."""

TIMED = ("bibtex-updater 1.12.0", "bibaudit 0.1.2", "citegate 0.3.0")
"""Programs whose time is measured."""

HOSTS = {
    "api.crossref.org": "crossref",
    "doi.org": "doi",
    "dx.doi.org": "doi",
    "api.datacite.org": "datacite",
    "api.openalex.org": "openalex",
    "openlibrary.org": "open-library",
    "eutils.ncbi.nlm.nih.gov": "pubmed",
    "api.labs.crossref.org": "retractions",
    "api.semanticscholar.org": "semantic-scholar",
    "dblp.org": "dblp",
    "export.arxiv.org": "arxiv",
    "api.openreview.net": "openreview",
    "api2.openreview.net": "openreview",
    "www.ebi.ac.uk": "europe-pmc",
    "www.googleapis.com": "google-books",
}
"""Which play answers for which host, if there is one; `elsewhere` answers for all others."""

TO_LOOPBACK = """
import json, os
from urllib.parse import urlsplit

HOSTS = json.loads(os.environ["LOOPBACK"])

if "LOOPBACK_HURRY" in os.environ:
    import time
    sleep, monotonic, now, slept = time.sleep, time.monotonic, time.time, [0.0]

    def hurried(seconds):
        slept[0] += seconds
        sleep(0.0005)

    time.sleep, time.monotonic, time.time = hurried, lambda: monotonic() + slept[0], lambda: now() + slept[0]

def there(url):
    parts = urlsplit(str(url))
    if parts.hostname in (None, "localhost") or parts.hostname.startswith("127."):
        return str(url)
    base = HOSTS.get(parts.hostname) or HOSTS["elsewhere"]
    return base + (parts.path or "/") + ("?" + parts.query if parts.query else "")

import urllib.request
open_it = urllib.request.urlopen
def urlopen(request, *args, **kwargs):
    if isinstance(request, urllib.request.Request):
        request.full_url = there(request.full_url)
    else:
        request = there(request)
    return open_it(request, *args, **kwargs)
urllib.request.urlopen = urlopen

try:
    from requests.adapters import HTTPAdapter
    send = HTTPAdapter.send
    def adapted(self, request, *args, **kwargs):
        request.url = there(request.url)
        return send(self, request, *args, **kwargs)
    HTTPAdapter.send = adapted
except ImportError:
    pass

try:
    import httpx
    handle = httpx.HTTPTransport.handle_request
    def handled(self, request):
        request.url = httpx.URL(there(request.url))
        request.headers["host"] = request.url.netloc.decode()
        return handle(self, request)
    httpx.HTTPTransport.handle_request = handled
except ImportError:
    pass
"""
RETRACTIONS = b"Record ID,Title,OriginalPaperDOI,RetractionDOI,RetractionDate,RetractionNature,Reason,OriginalPaperPubMedID\n"
KINDS = {"article-journal": "article", "book": "book"}


def install(folder: Path, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Install programs; return the command of each that can be installed, and name those that cannot."""
    (folder / "sitecustomize.py").write_text(TO_LOOPBACK, "utf-8")
    commands: dict[str, tuple[str, ...]] = {}
    for name in names:
        packages, (program, *options) = PROGRAMS[name]
        place = folder / name.replace(" ", "-")
        venv.create(place, with_pip=True)
        pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages]
        done = subprocess.run(pip, check=False, capture_output=True, text=True)
        if done.returncode:
            print(f"{name}: skipped, it cannot be installed: {done.stderr.strip().rpartition(chr(10))[2][:200]}")
        else:
            commands[name] = (str(place / "bin" / program), *options)
    return commands


def environment(folder: Path, place: Path, urls: Mapping[str, str]) -> dict[str, str]:
    """Return an environment in which a program asks on loopback and keeps its files in `place`."""
    hosts = {host: urls.get(name, urls["elsewhere"]) for host, name in HOSTS.items()} | {"elsewhere": urls["elsewhere"]}
    return {
        "PYTHONPATH": str(folder),
        "LOOPBACK": json.dumps(hosts),
        "HOME": str(place),
        "XDG_CACHE_HOME": str(place / "cache"),
    }


def handlers(answer: Callable[..., Any]) -> dict[str, Callable[[Any], Any]]:
    """Return plays of hosts that kzcheck does not ask: PubMed knows no work, no work is retracted, others have no page."""
    nothing = {"header": {"type": "esearch"}, "esearchresult": {"count": "0", "retmax": "0", "retstart": "0", "idlist": []}}
    known = answer(200, {"content-type": "application/json"}, json.dumps(nothing).encode())
    return {
        "pubmed": lambda _: known,
        "retractions": lambda _: answer(200, {"content-type": "text/csv"}, RETRACTIONS),
        "elsewhere": lambda _: answer(404, {"content-type": "text/plain"}, b"Not found"),
    }


def write(file: Path, items: Iterable[Item]) -> Path:
    """Write items as BibTeX."""
    entries = []
    for item in items:
        fields = {
            "author": " and ".join(f"{name.family}, {name.given}" for name in item.author),
            "title": f"{{{item.title}}}",
            "journal": item.container_title,
            "year": str(item.year or ""),
            "volume": item.volume,
            "number": item.issue,
            "pages": item.page.replace("-", "--"),
            "doi": item.doi,
        }
        lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
        entries.append(f"@{KINDS.get(item.type, 'misc')}{{key{item.id},\n{lines}\n}}\n")
    file.write_text("\n".join(entries), "utf-8")
    return file
