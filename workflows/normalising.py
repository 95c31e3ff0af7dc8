"""Makes a file of another tool one of ours where its meaning is certain, and says what was done.

Nothing is decided here: what the checks can mend without a doubt is mended, again and again until nothing of that kind
is left. Settings of the other tool stay in the file.
"""

from collections.abc import Iterator

from lxml import etree

from sentences import Problem
from workflows import bundle, validation
from workflows.context import Context
from workflows.document import FLOW_NODES, SCOPES, Document
from workflows.drawing.canvas import Canvas
from workflows.markup import Unreadable, local, parse, written
from workflows.mending import CannotMend, mend
from workflows.problems import found
from workflows.rules import size

ROUNDS, MOST_EDITS = 6, 300
NAMELESS = frozenset({"process", "sequenceFlow", "association", "message", "error", "signal", "escalation"})


def normalise(name: str, content: bytes) -> tuple[bytes, tuple[Problem, ...]]:
    """The file and a note for each thing that was done to it, as problems of the severity "note".

    Raises nothing; what cannot be read, or is no BPMN, comes back as it was.
    """
    try:
        root = parse(content, everything=True)
    except Unreadable:
        return content, ()
    document = Document(root, name)
    if not document.is_bpmn or any(size.problems(document)):
        return content, ()
    notes = list(_identify(root, name))
    mended = written(root) if notes else content
    for _ in range(ROUNDS):
        edits, said = _certain(name, mended, MOST_EDITS - len(notes))
        if not edits:
            break
        try:
            mended = mend(mended, edits)
        except (CannotMend, Unreadable):
            break
        notes += said
    return mended, tuple(notes)


def _identify(root: etree._Element, file: str) -> Iterator[Problem]:
    """What an edit must be able to name gets an id."""
    canvas = Canvas(Document(root))
    for element in list(canvas.document.elements):
        kind = local(element)
        parent = element.getparent()
        inside = parent is not None and local(parent) in SCOPES
        if not element.get("id") and (kind in NAMELESS or (kind in FLOW_NODES and inside)):
            element.set("id", canvas.free_id(f"{kind}_1"))
            yield found("note.id", element.get("id"), element.sourceline or 0, file, severity="note", kind=kind)


def _certain(name: str, content: bytes, most: int) -> tuple[list[dict], list[Problem]]:
    """The edits that change no meaning, with the notes that tell of them; one for each element at a time."""
    edits: list[dict] = []
    notes: list[Problem] = []
    touched: set[str] = set()
    for problem in validation.problems(bundle.defined({name: content}, Context())):
        fix = problem.fix
        if fix is None or not fix.certain or problem.element in touched or len(edits) >= most:
            continue
        if fix.code == "fix.layout" and edits:
            continue  # what is drawn last need not be moved
        touched.add(problem.element)
        edits += fix.edits
        done = found("note.done", problem.element, problem.line, name, severity="note", what=fix, why=problem.phrase)
        notes.append(done)
    return edits, notes
