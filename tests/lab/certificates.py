"""Valid and faulty certificates for the lab, made by openssl once per process."""

from __future__ import annotations

import subprocess
from functools import cache
from pathlib import Path
from shutil import which
from tempfile import TemporaryDirectory

MAKE = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"
PAST = ("-not_before", "20200101000000Z", "-not_after", "20200102000000Z")
FAULTS = {
    "valid": ("127.0.2.1", ("-days", "9")),
    "self-signed": ("127.0.2.2", ("-days", "9")),
    "expired": ("127.0.2.3", PAST),
    "wrong-host": ("127.0.2.99", ("-days", "9")),
}
"""The address and the validity of each certificate."""

_folder = TemporaryDirectory(prefix="lab-certificates-")


@cache
def certificates() -> dict[str, Path]:
    """Return the files with key and certificate by fault, and the `bundle` that trusts all but the self-signed one.

    The result is empty if openssl is missing, or too old to make an expired certificate.
    """
    if not which("openssl"):
        return {}
    folder = Path(_folder.name)
    made: dict[str, Path] = {}
    public: dict[str, str] = {}
    for fault, (address, validity) in FAULTS.items():
        key, certificate, both = (folder / f"{fault}.{part}" for part in ("key", "crt", "pem"))
        named = ("-subj", f"/CN=lab {fault}", "-addext", f"subjectAltName=IP:{address}")
        command = ["openssl", *MAKE.split(), *named, *validity, "-keyout", str(key), "-out", str(certificate)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            return {}
        public[fault] = certificate.read_text()
        both.write_text(key.read_text() + public[fault])
        made[fault] = both
    bundle = folder / "bundle.crt"
    bundle.write_text("".join(text for fault, text in public.items() if fault != "self-signed"))
    return {**made, "bundle": bundle}
