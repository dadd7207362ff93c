"""Why something was not had or not asked: a code with its values, and the one table of the sentences that say it.

What decides compares codes. A sentence is made when somebody is to read it, and never read back.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence  # noqa: TC003 - msgspec reads the annotations
from typing import TYPE_CHECKING

from msgspec import Struct

from kzcheck.sources import SourceName  # noqa: TC001 - as above
from kzcheck.wording import Plural, written

if TYPE_CHECKING:
    from kzcheck.wording import Template

SECONDS = "seconds"
"""The value that decides between the two forms of a sentence."""

REASONS: Mapping[str, Template] = {
    # of a host or a service, after its name: nothing that can be read came back
    "no-such-host": "cannot be found (no such host)",
    "no-name-server": "could not be looked up (the name server does not answer)",
    "late-lookup": Plural(
        "could not be looked up within {seconds:g} second", "could not be looked up within {seconds:g} seconds", SECONDS
    ),
    "late-connection": Plural(
        "did not accept the connection within {seconds:g} second",
        "did not accept the connection within {seconds:g} seconds",
        SECONDS,
    ),
    "late-encryption": Plural(
        "did not set up an encrypted connection within {seconds:g} second",
        "did not set up an encrypted connection within {seconds:g} seconds",
        SECONDS,
    ),
    "late": Plural("did not answer within {seconds:g} second", "did not answer within {seconds:g} seconds", SECONDS),
    "late-body": Plural(
        "did not finish its answer within {seconds:g} second", "did not finish its answer within {seconds:g} seconds", SECONDS
    ),
    "unfinished": "did not finish its answer in time",
    "no-host-answers": Plural(
        "did not answer within {seconds:g} second, nor did any other host",
        "did not answer within {seconds:g} seconds, nor did any other host",
        SECONDS,
    ),
    "no-service-answers": Plural(
        "did not answer within {seconds:g} second, nor did any other service",
        "did not answer within {seconds:g} seconds, nor did any other service",
        SECONDS,
    ),
    "out-of-time": "did not answer within the time limit for all requests ({seconds:g} s)",
    "interrupted": "did not answer before the run was interrupted",
    "refused-connection": "refused the connection",
    "closed": "closed the connection without an answer",
    "closed-early": "closed the connection while encryption was being set up",
    "unreachable": "could not be reached",
    "no-network": "could not be reached (no route to its network)",
    "certificate-expired": "has an invalid certificate (expired)",
    "certificate-not-yet": "has an invalid certificate (not valid yet)",
    "certificate-of-another": "has an invalid certificate (issued to another host)",
    "certificate-self-signed": "has an invalid certificate (self-signed)",
    "certificate-unknown-issuer": "has an invalid certificate (unknown issuer)",
    "certificate-untrusted": "has an invalid certificate (not trusted)",
    "unencrypted": "does not use encryption",
    "old-encryption": "offers only outdated encryption",
    "no-encryption": "could not set up an encrypted connection",
    "no-http": "answered with something that is not HTTP",
    "encoding": "answered in an encoding that was not requested",
    "broken-off": "broke off its answer",
    "too-long": "answered with more than {size:.3g} MiB",
    "damaged": "sent a damaged compressed answer",
    "bomb": "sent a compressed answer that expands more than {times} times",
    "too-many-redirects": "redirects more than {times} times",
    "loop": "redirects in a circle",
    "to-no-address": "redirects to something that is not a web address",
    "to-open-address": "redirects from an encrypted to an unencrypted address",
    "after-redirect": "redirects to {host}, which {reason}",
    "after-redirect-elsewhere": "redirects to another host, which {reason}",
    "internal": "has an internal address and was not contacted",
    "unreadable-address": "has an unreadable address",
    "no-address": "is not a web address",
    "unknown-failure": "failed for an unknown reason ({error})",
    "not-sent": "could not be contacted ({error}: {words})",
    "too-many-files": "could not be contacted (too many open files on this machine)",
    "proxy-silent": "could not be contacted: the proxy does not answer",
    "proxy-no-http": "could not be contacted: the proxy in the settings is not an HTTP proxy",
    "no-certificates": "could not be contacted: the certificates named in the settings cannot be read",
    "unsendable-settings": "could not be contacted: the settings contain a value that cannot be sent",
    # of a service, after its name: it was not asked, or gave no answer of use
    "status": "failed (HTTP {status})",
    "needs-key": "requires a key (HTTP {status})",
    "refuses": "refuses to answer (HTTP {status})",
    "pause": "asks for a pause (HTTP {status})",
    "may-not-answer": "is not allowed to answer (HTTP {status})",
    "no-budget": "allows no more requests today",
    "only-offline": "was not asked, since the audit was run offline",
    "switched-off": "is switched off in the settings",
    "in-opensearch": "could not be looked up in your OpenSearch, which {reason}",
    "no-key": "needs a key, and none is set",
    "not-asked": "is not used",
    "limits": "was not used: its limits allow no more requests in one audit",
    "may-not-show": "is not allowed to show this site",
    "unreadable": "answered with something unreadable",
    "unreadable-by-fault": "answered with something unreadable ({error})",
    "nothing": "answered with nothing",
    "no-json": "answered with something that is not JSON",
    "page-for-json": "answered with a web page instead of JSON",
    "broken-json": "answered with JSON that is broken or cut short",
    "other-json": "answered with unexpected JSON",
    "too-many-values": "answered with more than {most:,} values",
    "page-for-xml": "answered with a web page instead of XML",
    "broken-xml": "answered with XML that is broken or cut short",
    "other-xml": "answered with unexpected XML",
    "other-kind-of-xml": "answered with another kind of XML",
    "document-type": "answered with XML that declares a document type",
    "too-many-marks": "answered with XML of more than {most:,} tags and attributes",
    "too-large": "answered with more than {size} MB",
    "other-entries": "answered with unexpected entries",
    "other-records": "answered with unexpected records",
    "no-list-of-copies": "answered with something that is not a list of copies",
    "no-doi": "answered with a work without a DOI",
    "no-titles": "answered with works without titles",
    "unreadable-works": "answered with unreadable works",
    "part-of-works": "answered with only some of the works",
    "part-of-list": "answered with only part of the list",
    "says": "answered: {words}",
    "no-list-for-doi": "cannot look up such a DOI as part of a list",
    "no-registration": "did not say whether it is registered",
    "no-agency": "did not say who registered the DOI",
    "no-record": "does not lead to a readable record",
    # of a page, after "the page"
    "unread": "cannot be read: the host {reason}",
    "no-answer": "does not answer",
    "not-looked-at": "was not checked",
    "one-look": "{reason}, in one check only",
    "not-found": "is not found (404)",
    "gone": "is permanently gone (410)",
    "asks-for-password": "asks for a password (401)",
    "no-programs": "refuses access to programs, or to everyone (403)",
    "proxy-refuses": "cannot be read through this network's proxy (407)",
    "asks-for-pause": "asks for a pause (429)",
    "asks-for-pause-in-words": "asks for a pause ({status}, {words})",
    "withheld": "is withheld for legal reasons (451)",
    "no-programs-999": "refuses access to programs (999)",
    "challenge": "asks for proof that the reader is human ({words})",
    "challenge-in-words": "asks for proof that the reader is human (“{words}”)",
    "gave-up": "gave up waiting (408)",
    "refused": "is refused ({status})",
    "server-error": "fails on its server ({status})",
    "no-target": "redirects without saying where ({status})",
    "no-meaning": "returns a meaningless status ({status})",
    "parked": "is a placeholder page of a domain seller or web server (“{words}”)",
    "login": "asks the reader to log in (“{words}”)",
    "says-not-found": "says that it does not exist (“{words}”)",
    "says-error": "shows an error message (“{words}”)",
    "empty": "is empty",
    "same-as-sibling": "shows what its site shows for any address",
    "drifted": "is about something else (“{title}”)",
    "to-front": "leads to the home page of its site",
    "to-search": "leads to the search page of its site",
    "to-sink": "leads to the same page as other addresses of its site",
    "sends-to-login": "forwards readers to a login page",
    "sends-to-front": "forwards readers to the home page of its site",
    "sends-on": "forwards readers to another address",
    "moved": "has moved permanently to another address",
    "no-fragment": "has no such section",
    "paywall": "shows the text only to those who pay (“{words}”)",
    "only-abstract": "has only an abstract",
    # of a reference, a claim or a link: sentences of their own
    "offline": "the audit was run offline",
    "skipped-host": "the settings exclude its host",
    "not-visited": "it was not visited",
    "no-pages": "the entry does not give the pages of the work",
    "not-a-page": "the locator is not a page number",
    "not-compared": "it was not compared with a text of the work that it cites",
    "not-fetched": "texts are not fetched when many articles are audited together",
    "text-of": "no text of [{reference}]: {reason}",
    "text-at": "{place}: {reason}",
    "no-open-copy": "no open copy of it is known",
    "no-doi-for-copy": "no DOI of it is known, by which an open copy could be found",
    "no-time": "there was no time left to read it",
    "not-cited": "it was not read, since no claim cites the work",
    "changed": "new or changed since the evidence was gathered",
    "not-gathered": "the evidence has nothing on it",
    "not-wanted": "it was not looked up in this run",
    "no-doi-known": "the work has no known DOI, and retractions are listed by DOI",
    "no-record-found": "its record was not found, so the DOI under which a retraction would be listed is unknown",
    "only-in-index": "its record is from your index, which has no later notices; there is no Retraction Watch table",
    "not-at-crossref": "Crossref does not know its DOI, and there is no Retraction Watch table",
    "no-host": "no host answered, so this machine may be offline",
    "identifier-not-asked": "its identifier could not be looked up",
    "no-table": "there is no Retraction Watch table, so only Crossref was searched; get it with kzcheck retractions update",
    "bare-registration": "its {kind} is registered, but no service has a record of it",
    "unsure": "no record certainly matches this work; the nearest is {service} {record}",
    "no-competence": "none of the services used covers such works ({type})",
    "no-type": "none of the services used covers such works (entry of unknown type)",
    "nobody-to-ask": "every service that may know it was left out",
    # of the file with the text of a cited work: sentences of their own
    "empty-file": "its file is empty",
    "no-words": "its file has no words",
    "only-pictures": "its file has only pictures of pages, without their words",
    "encrypted-file": "its file is encrypted",
    "damaged-file": "its file is damaged, or not what its name says",
    "large-file": "its file is too large",
    "slow-file": Plural(
        "its file takes more than {seconds:g} second to read", "its file takes more than {seconds:g} seconds to read", SECONDS
    ),
    "much-memory": "its file cannot be read within the memory that is allowed",
    "broke-off": "the program that reads its file broke off",
    "other-kind": "its file is of a kind that is not read",
    "unmapped-fonts": "the fonts of its file do not say which letters they print",
    "no-pandoc": "its file is read with pandoc, which is not installed",
    "another-work": "the text at hand seems to be of another work: it does not begin with this title and its authors",
    "its-host": "its host {reason}",
    "the-page": "the page {reason}",
    "the-service": "the service {reason}",
    "file-elsewhere": "its file is not in the article's folder, or hidden",
    "missing-file": "its file does not exist",
    "unreadable-file": "its file cannot be opened",
    "short-text": "its text has only {count:,} words, as an abstract has",
}
"""The sentence of each code."""

LATE = frozenset(("late", "late-lookup", "late-connection", "late-encryption", "late-body"))
"""Those that tell of the seconds that one request was allowed."""

BRIEF: Mapping[str, str] = {"unsure": "no record certainly matches this work"}
"""What is said where one sentence is about many subjects, and the whole has what is another for each."""

LISTED: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(("status", "needs-key", "refuses", "pause", "may-not-answer"), ("status", ", HTTP ")),
    **dict.fromkeys(("refused", "server-error", "no-target", "no-meaning"), ("status", ", ")),
    **dict.fromkeys(("unknown-failure", "unreadable-by-fault"), ("error", ", ")),
    **dict.fromkeys(("challenge-in-words", "login"), ("words", '", "')),
    "challenge": ("words", ", "),
    "no-competence": ("type", ", "),
    "text-of": ("reference", "], ["),
}
"""The value that one sentence about many subjects lists, and what goes between: "failed (HTTP 503, HTTP 429)"."""


class Reason(Struct, frozen=True, omit_defaults=True):
    """Why something was not had or not asked: a code of `REASONS` and the values that its sentence names.

    `str()` gives the sentence, or what follows the name of whom it is about: `service`, where several can be meant.
    """

    code: str
    values: dict[str, str | int | float | Reason] = {}
    service: SourceName | None = None

    def __post_init__(self) -> None:
        """Refuse what cannot be said, as a file of evidence may hold it.

        Raises:
            ValueError: there is no such code, or a value is missing or of another kind.
        """
        try:
            str(self)
        except (LookupError, OverflowError, TypeError, ValueError):
            raise ValueError(f"no such reason: {self.code[:40]}") from None

    def __str__(self) -> str:
        """Return it in English."""
        return written(REASONS[self.code], self.values)

    def __hash__(self) -> int:
        """Let it be counted: values are a mapping, which has no hash of its own."""
        return hash((self.code, self.service))

    @property
    def root(self) -> Reason:
        """The reason within this one, if it is about another: "redirects to example.org, which refused the connection"."""
        inner = self.values.get("reason")
        return inner.root if isinstance(inner, Reason) else self


def kind(reason: Reason) -> Hashable:
    """Return what reasons have in common of which one sentence can tell: see `summary`."""
    if reason.code in BRIEF:
        return reason.code
    listed, _ = LISTED.get(reason.code, ("", ""))
    values = {name: kind(value) if isinstance(value, Reason) else value for name, value in reason.values.items() if name != listed}
    return reason.code, reason.service, tuple(sorted(values.items()))


def summary(reasons: Sequence[Reason]) -> str:
    """Return one sentence for several reasons of one `kind`."""
    first = reasons[0]
    if first.code in BRIEF:
        return written(BRIEF[first.code])
    values: dict[str, str | int | float | Reason] = {**first.values}
    if first.code in LISTED:
        listed, between = LISTED[first.code]
        values[listed] = between.join(dict.fromkeys(str(reason.values[listed]) for reason in reasons))
    if inner := [part for reason in reasons if isinstance(part := reason.values.get("reason"), Reason)]:
        values["reason"] = summary(inner)
    return written(REASONS[first.code], values)
