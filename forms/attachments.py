"""Answers that are files: what was sent now and what was kept from before."""

from __future__ import annotations

import math

from forms import evidence, limits
from forms.fields import Answer


class FileAnswer(Answer):
    """Descriptions of files; those sent before are kept by their checksum, and only if this person's form had them."""

    def coerce(self, value: object) -> object:
        found = value if isinstance(value, list) else []
        return [item for item in found if is_file(item)]

    def process_formdata(self, valuelist: list[str]) -> None:
        kept = [self.level.owner.known_files.get(checksum) for checksum in valuelist if checksum]
        uploads = [self._accept(sent) for sent in self.level.owner.files.get(self.name, []) if _file_name(sent)]
        found = [item for item in kept if item] + [upload.described() for upload in uploads if upload]
        unique = list({item["sha256"]: item for item in found}.values())
        self.data = unique if self.question.multiple else unique[-1:]
        if None in kept:
            self.process_errors.append(
                self._all_but_label(self.gettext("A file of “%(label)s” is no longer there. Attach it again."))
            )
        if len(self.data) > limits.FILES:
            message = self.gettext("“%(label)s” takes at most %(most)s files.")
            self.process_errors.append(self._all_but_label(message, most=limits.FILES))

    def _accept(self, sent: object) -> evidence.Upload | None:
        name, most = evidence.clean_name(_file_name(sent)), self.question.bounds.file_bytes
        content = sent.stream.read(most + 1) if hasattr(sent, "stream") else sent.read(most + 1)  # type: ignore[attr-defined]
        if len(content) > most:
            message = self.gettext("“%(file)s” is larger than %(megabytes)s MB.")
            self.process_errors.append(self._all_but_label(message, file=name, megabytes=math.ceil(most / 1_000_000)))
            return None
        try:
            upload = evidence.inspect(name, content, self.question.bounds.extensions)
        except evidence.NotEvidence as refusal:
            self.process_errors.append(
                self._all_but_label(self._why_not(refusal.reason), file=name, types=self.accepted)
            )
            return None
        self.level.owner.uploads.append(upload)
        return upload

    def _why_not(self, reason: str) -> str:
        if reason == "type":
            return self.gettext("“%(file)s” cannot be attached. Attach one of: %(types)s.")
        if reason == "content":
            return self.gettext("“%(file)s” is not what its name says, or it is damaged.")
        return self.gettext("“%(file)s” contains parts that could do harm, such as macros. Save it as a PDF.")

    @property
    def accepted(self) -> str:
        return ", ".join(self.question.bounds.extensions)

    @property
    def accept(self) -> str:
        """For the attribute of the same name."""
        return ",".join(f".{extension}" for extension in self.question.bounds.extensions)

    @property
    def shown(self) -> str:
        return ", ".join(item["name"] for item in self.coerce(self.data))  # type: ignore[attr-defined]

    def show(self, value: object) -> str:
        return ""

    def _please(self) -> str:
        return self.gettext("Attach a file for “%(label)s”.")


def is_file(item: object) -> bool:
    return isinstance(item, dict) and all(isinstance(item.get(name), str) for name in ("name", "type", "sha256"))


def _file_name(sent: object) -> str:
    name = getattr(sent, "filename", None)
    return name if isinstance(name, str) else ""
