"""Accepted uploads for tests."""

import hashlib

from forms.evidence import Upload

PDF = b"%PDF-1"


def upload(content: bytes = PDF, name: str = "bukti.pdf") -> Upload:
    return Upload(name, "application/pdf", content, hashlib.sha256(content).hexdigest())


def reference(content: bytes = PDF, name: str = "bukti.pdf") -> dict:
    """What an answer keeps of the upload."""
    return upload(content, name).described()
