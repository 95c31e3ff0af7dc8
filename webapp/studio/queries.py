"""Reads of processes, their versions and drafts. What is not of the actor's agency does not exist."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import undefer

from webapp.cases.models import Case
from webapp.core.db import db
from webapp.core.errors import NotFound
from webapp.library import bundles
from webapp.library.models import Process, ProcessVersion
from webapp.people.models import Person
from webapp.studio.models import ProcessDraft, ProcessDraftFile, ProcessDraftRevision


@dataclass(frozen=True)
class Line:
    """A process in the list, with its newest version and its open draft, if there are any."""

    process: Process
    version: ProcessVersion | None
    draft: ProcessDraft | None
    running: int


@dataclass(frozen=True)
class VersionLine:
    """A published version, who published it, and how many cases run on it."""

    version: ProcessVersion
    author: Person | None
    running: int

    @property
    def short_hash(self) -> str:
        return self.version.sha256.hex()[:12]


@dataclass(frozen=True)
class Revision:
    """A revision without its content, with who made it. `stands` is the one that the draft holds now."""

    name: str
    number: int
    kind: str
    sha256: str
    size: int
    made_at: datetime
    author: Person
    stands: bool


@dataclass(frozen=True)
class StoredFile:
    """What a draft holds under a name. A file that was removed has no content and no entity tag."""

    revision: Revision
    content: bytes | None

    @property
    def name(self) -> str:
        return self.revision.name

    @property
    def tag(self) -> str:
        """The entity tag: the SHA-256 of the content in hexadecimal; nothing when the file was removed."""
        return self.revision.sha256


def processes(agency_id: int) -> list[Line]:
    found = db.session.scalars(select(Process).where(Process.agency_id == agency_id).order_by(Process.title))
    return [_line(process) for process in found]


def _line(process: Process) -> Line:
    lines = versions(process)
    running = sum(line.running for line in lines)
    return Line(process, lines[0].version if lines else None, open_draft(process), running)


def process_for(key: str, *, actor) -> Process:
    """Raises NotFound."""
    found = find_process(actor.agency_id, key)
    if found is None:
        raise NotFound
    return found


def find_process(agency_id: int, key: str) -> Process | None:
    return db.session.scalars(select(Process).where(Process.agency_id == agency_id, Process.key == key)).first()


def versions(process: Process) -> list[VersionLine]:
    """Newest first."""
    statement = (
        select(ProcessVersion, Person)
        .outerjoin(Person, _same(ProcessVersion.agency_id, Person, ProcessVersion.published_by))
        .where(ProcessVersion.agency_id == process.agency_id, ProcessVersion.process_id == process.id)
        .order_by(ProcessVersion.number.desc())
    )
    running = _running(process)
    return [
        VersionLine(version, author, running.get(version.id, 0))
        for version, author in db.session.execute(statement).all()
    ]


def _running(process: Process) -> dict[int, int]:
    """Version -> how many cases run on it."""
    statement = (
        select(Case.process_version_id, func.count())
        .join(ProcessVersion, _same(Case.agency_id, ProcessVersion, Case.process_version_id))
        .where(Case.agency_id == process.agency_id, Case.status == "running", ProcessVersion.process_id == process.id)
        .group_by(Case.process_version_id)
    )
    return dict(db.session.execute(statement).tuples().all())


def version_for(process: Process, number: int) -> ProcessVersion:
    """Raises NotFound."""
    found = db.session.scalars(
        select(ProcessVersion).where(
            ProcessVersion.agency_id == process.agency_id,
            ProcessVersion.process_id == process.id,
            ProcessVersion.number == number,
        )
    ).first()
    if found is None:
        raise NotFound
    return found


def newest_version(process: Process) -> ProcessVersion | None:
    lines = versions(process)
    return lines[0].version if lines else None


def newest_version_id(process: Process) -> int | None:
    """Without the files of it."""
    return db.session.scalar(
        select(ProcessVersion.id)
        .where(ProcessVersion.agency_id == process.agency_id, ProcessVersion.process_id == process.id)
        .order_by(ProcessVersion.number.desc())
        .limit(1)
    )


def files_of_version(version: ProcessVersion) -> bundles.Bundle:
    return bundles.unpacked(version.bundle)


def open_draft(process: Process) -> ProcessDraft | None:
    return db.session.scalars(_drafts(process, "open")).first()


def abandoned_drafts(process: Process) -> list[tuple[ProcessDraft, Person]]:
    """Each with who abandoned it, latest first."""
    statement = _drafts(process, "abandoned").add_columns(Person)
    statement = statement.join(Person, _same(ProcessDraft.agency_id, Person, ProcessDraft.closed_by))
    return [(draft, person) for draft, person in db.session.execute(statement.order_by(ProcessDraft.closed_at.desc()))]


def _drafts(process: Process, state: str) -> Select:
    return select(ProcessDraft).where(
        ProcessDraft.agency_id == process.agency_id,
        ProcessDraft.process_id == process.id,
        ProcessDraft.state == state,
    )


def draft_for(process: Process) -> ProcessDraft:
    """The open draft; raises NotFound."""
    found = open_draft(process)
    if found is None:
        raise NotFound
    return found


def abandoned_draft(process: Process, draft_id: int) -> ProcessDraft:
    """Raises NotFound."""
    found = db.session.get(ProcessDraft, (process.agency_id, draft_id))
    if found is None or found.process_id != process.id:
        raise NotFound
    return found


def base_of(draft: ProcessDraft) -> ProcessVersion | None:
    if draft.base_version_id is None:
        return None
    return db.session.get(ProcessVersion, (draft.agency_id, draft.base_version_id))


def base_files(draft: ProcessDraft) -> bundles.Bundle:
    """The files the draft began from; none when it is a new process."""
    base = base_of(draft)
    return files_of_version(base) if base is not None else {}


def files_of(draft: ProcessDraft) -> list[StoredFile]:
    """What stands under each name, removed files too, in the order of the names."""
    statement = _revisions(draft).where(ProcessDraftRevision.number == ProcessDraftFile.standing)
    rows = db.session.execute(statement.options(undefer(ProcessDraftRevision.content))).all()
    return sorted((_stored(*row) for row in rows), key=lambda file: file.name)


def bundle_of(draft: ProcessDraft) -> bundles.Bundle:
    """The files of the draft as they stand, without those that were removed."""
    return {file.name: file.content for file in files_of(draft) if file.content is not None}


def standing(draft: ProcessDraft, name: str) -> StoredFile | None:
    """What stands under this name; None when the draft has never had a file of that name."""
    statement = _revisions(draft).where(
        ProcessDraftRevision.number == ProcessDraftFile.standing, ProcessDraftFile.name == name
    )
    row = db.session.execute(statement.options(undefer(ProcessDraftRevision.content))).first()
    return _stored(*row) if row else None


def file_for(draft: ProcessDraft, name: str) -> StoredFile:
    """Raises NotFound when the draft has no such file, or no longer."""
    found = standing(draft, name)
    if found is None or found.content is None:
        raise NotFound
    return found


def revisions(draft: ProcessDraft, name: str) -> list[Revision]:
    """Newest first; raises NotFound when the draft has never had a file of that name."""
    statement = _revisions(draft).where(ProcessDraftFile.name == name).order_by(ProcessDraftRevision.number.desc())
    found = [_revision(*row) for row in db.session.execute(statement)]
    if not found:
        raise NotFound
    return found


def stood(draft: ProcessDraft, name: str) -> list[Revision]:
    """Those that the draft has held, newest first: what an editor can go back to."""
    return [each for each in revisions(draft, name) if each.kind not in ("set aside", "removed")]


def revision_for(draft: ProcessDraft, name: str, number: int) -> StoredFile:
    """Raises NotFound when there is no such revision, or it has no content."""
    statement = _revisions(draft).where(ProcessDraftFile.name == name, ProcessDraftRevision.number == number)
    row = db.session.execute(statement.options(undefer(ProcessDraftRevision.content))).first()
    if row is None or row[0].content is None:
        raise NotFound
    return _stored(*row)


def last_change(draft: ProcessDraft) -> Revision | None:
    statement = _revisions(draft).order_by(ProcessDraftRevision.made_at.desc()).limit(1)
    row = db.session.execute(statement).first()
    return _revision(*row) if row else None


def _revisions(draft: ProcessDraft) -> Select:
    of_file = and_(
        ProcessDraftFile.agency_id == ProcessDraftRevision.agency_id,
        ProcessDraftFile.draft_id == ProcessDraftRevision.draft_id,
        ProcessDraftFile.name == ProcessDraftRevision.name,
    )
    return (
        select(ProcessDraftRevision, ProcessDraftFile.standing, Person)
        .join(ProcessDraftFile, of_file)
        .join(Person, _same(ProcessDraftRevision.agency_id, Person, ProcessDraftRevision.made_by))
        .where(ProcessDraftRevision.agency_id == draft.agency_id, ProcessDraftRevision.draft_id == draft.id)
    )


def _same(agency, table, id_):
    return and_(table.agency_id == agency, table.id == id_)


def _stored(revision: ProcessDraftRevision, standing: int, author: Person) -> StoredFile:
    return StoredFile(_revision(revision, standing, author), revision.content)


def _revision(revision: ProcessDraftRevision, standing: int, author: Person) -> Revision:
    return Revision(
        name=revision.name,
        number=revision.number,
        kind=revision.kind,
        sha256=revision.sha256,
        size=revision.size,
        made_at=revision.made_at,
        author=author,
        stands=revision.number == standing,
    )
