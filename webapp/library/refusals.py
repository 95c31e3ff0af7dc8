"""Why a pack or a file of one is not taken in. The docstrings are what people read."""

from webapp.core.errors import Refusal


class BadBundle(Refusal):
    """This file is no pack of a process. Nothing was stored."""

    status = 422


class NoZip(BadBundle):
    """This file is no zip that can be read. Nothing was stored."""


class EmptyPack(BadBundle):
    """The pack holds no file. Nothing was stored."""


class PackTooLarge(BadBundle):
    """A pack may hold %(files)s files and %(megabytes)s MB at most. Nothing was stored."""


class FileTooLarge(BadBundle):
    """The file %(name)s is larger than %(megabytes)s MB, which is the limit. Nothing was stored."""

    status = 413


class TooTightlyPacked(BadBundle):
    """The file %(name)s grows too much when it is unpacked, as harmful files do. Nothing was stored."""


class StrangeName(BadBundle):
    """“%(name)s” cannot be a file of a pack. Use letters, digits, “-” and “_”, and end with .bpmn, .dmn, .form, .toml
    or .md."""


class StrangeFolder(BadBundle):
    """The file %(name)s lies in a folder that does not belong in a pack. Nothing was stored."""


class TwiceInThePack(BadBundle):
    """The pack holds two files named %(name)s. Nothing was stored."""
