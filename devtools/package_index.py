"""Fetches one wheel without pip. Which index to ask is told by the environment or pip's settings, never by us."""

from __future__ import annotations

import configparser
import hashlib
import json
import os
import platform
import re
import ssl
import sys
import urllib.request
from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urldefrag, urljoin

_VARIABLES = (
    "UV_DEFAULT_INDEX",
    "UV_INDEX_URL",
    "PIP_INDEX_URL",
    "UV_INDEX",
    "UV_EXTRA_INDEX_URL",
    "PIP_EXTRA_INDEX_URL",
)


class Listed(NamedTuple):
    """A file that an index offers."""

    name: str
    address: str


def configured(environment: Mapping[str, str] = os.environ, settings: Iterable[Path] | None = None) -> list[str]:
    """Addresses of indexes, the first to be asked first."""
    found = [address for name in _VARIABLES for address in environment.get(name, "").split()]
    for file in _pip_settings(environment) if settings is None else settings:
        parser = configparser.ConfigParser(interpolation=None)
        try:
            parser.read(file)
        except (configparser.Error, UnicodeDecodeError):
            continue
        for key in ("index-url", "extra-index-url"):
            for section in ("install", "global"):
                found += parser.get(section, key, fallback="").split()
    # uv allows a name before the address: name=address
    return list(dict.fromkeys(re.sub(r"^[\w-]+=", "", address).rstrip("/") for address in found))


def wheel(project: str, version: str, hashes: Iterable[str], indexes: Iterable[str]) -> bytes:
    """The wheel of this machine. Raises LookupError when no index has it or its hash is not among `hashes`."""
    known = set(hashes)
    told = []
    for index in indexes:
        try:
            page = f"{index}/{project}/"
            for listed in _fitting(offered(*_fetched(page)), project, version):
                content = _fetched(listed.address)[0]
                if hashlib.sha256(content).hexdigest() in known:
                    return content
                told.append(f"{listed.name} has another hash than the lock file says")
        except (OSError, ValueError) as error:
            told.append(f"{error}")
    raise LookupError("; ".join(told) or "no package index is configured")


def offered(page: bytes, content_type: str, base: str) -> list[Listed]:
    """The files on a page of an index, which answers in JSON or in HTML, with full or relative addresses."""
    if "json" in content_type:
        files = json.loads(page)["files"]
        return [Listed(file["filename"], urljoin(base, file["url"])) for file in files]
    reader = _Links()
    reader.feed(page.decode(errors="replace"))
    addresses = [urljoin(base, urldefrag(link).url) for link in reader.links]
    return [Listed(unquote(address.rpartition("/")[2]), address) for address in addresses]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.links += [value for name, value in attrs if name == "href" and value]


def _fitting(files: Iterable[Listed], project: str, version: str) -> list[Listed]:
    start = f"{project}-{version}-"
    pattern = platform_tag(platform.system(), platform.machine(), on_musl=any(Path("/lib").glob("ld-musl-*")))
    return [file for file in files if file.name.startswith(start) and re.search(pattern, file.name)]


def platform_tag(system: str, machine: str, *, on_musl: bool) -> str:
    """A pattern for the end of the names of wheels that run on this machine."""
    processor = {"amd64": "x86_64", "arm64": "aarch64"}.get(machine.lower(), machine.lower())
    if system == "Darwin":
        return rf"macosx_\d+_\d+_{processor.replace('aarch64', 'arm64')}\.whl$"
    if system == "Windows":
        return {"x86_64": r"win_amd64\.whl$", "aarch64": r"win_arm64\.whl$"}.get(processor, r"win32\.whl$")
    return rf"{'musllinux' if on_musl else 'manylinux'}\w*(\.\w+)*_{processor}\.whl$"


def _fetched(address: str) -> tuple[bytes, str, str]:
    accept = {"Accept": "application/vnd.pypi.simple.v1+json, text/html;q=0.2"}
    authorities = os.environ.get("PIP_CERT") or os.environ.get("REQUESTS_CA_BUNDLE")
    trust = ssl.create_default_context(cafile=authorities)
    if address.startswith("file:") and address.endswith("/"):
        address += "index.html"
    with urllib.request.urlopen(urllib.request.Request(address, headers=accept), timeout=120, context=trust) as answer:
        return answer.read(), answer.headers.get("content-type", ""), answer.url


def _pip_settings(environment: Mapping[str, str]) -> list[Path]:
    home = Path.home()
    places = [
        environment.get("PIP_CONFIG_FILE", ""),
        str(Path(sys.prefix) / "pip.conf"),
        str(Path(environment.get("XDG_CONFIG_HOME", home / ".config")) / "pip" / "pip.conf"),
        str(home / ".pip" / "pip.conf"),
        "/etc/xdg/pip/pip.conf",
        "/etc/pip.conf",
    ]
    return [Path(place) for place in places if place and Path(place).is_file()]
