"""Edits of the shipped pack as an admin would make them: each takes the files of the pack and gives changed ones."""

from functools import cache

from lxml import etree

import workflows
from webapp.library.bundles import shipped
from workflows import scenarios

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
ZEEBE = "{http://camunda.org/schema/zeebe/1.0}"
NEW = "second_look"  # the id of whatever an edit adds
GONE = (  # what `task_removed` takes away: the task, and the reminder that hangs on it
    "confirm_coaching_session",
    "confirm_coaching_session_late",
    "remind_confirmation",
    "confirm_coaching_session_reminded",
)
Files = dict[str, bytes]


@cache
def pack() -> Files:
    return shipped("appraisal")


@cache
def stories() -> dict[str, scenarios.Scenario]:
    return scenarios.found_in(pack())[0]


class Drawing:
    """One diagram of the pack while it is edited."""

    def __init__(self, files: Files, file: str):
        self.files, self.file = files, file
        self.root = etree.fromstring(files[file])
        self.process = self.root.find(f"{BPMN}process")

    def __getitem__(self, id_: str) -> etree._Element:
        return next(element for element in self.root.iter() if element.get("id") == id_)

    def done(self) -> Files:
        return {**self.files, self.file: etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")}

    def add(self, kind: str, inner: str = "", /, **attributes: str) -> etree._Element:
        extra = 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"'
        element = etree.fromstring(f'<b:{kind} xmlns:b="{BPMN[1:-1]}" {extra}>{inner}</b:{kind}>')
        for name, value in attributes.items():
            element.set(name, value)
        self.process.append(element)
        return element

    def lead(self, source: str, target: str) -> None:
        """Point the only flow out of `source` at `target`, or draw one."""
        flow = next((f for f in self.process.iter(f"{BPMN}sequenceFlow") if f.get("sourceRef") == source), None)
        if flow is None:
            flow = self.add("sequenceFlow", id=f"{source}_to_{target}", sourceRef=source)
            self._mention(source, "outgoing", flow)
        for mention in self.process.iter(f"{BPMN}incoming"):
            if mention.text == flow.get("id"):
                mention.getparent().remove(mention)
                break
        flow.set("targetRef", target)
        self._mention(target, "incoming", flow)

    def _mention(self, element: str, side: str, flow: etree._Element) -> None:
        mention = etree.Element(BPMN + side)
        mention.text = flow.get("id")
        extensions = self[element].find(f"{BPMN}extensionElements")
        self[element].insert(0 if extensions is None else list(self[element]).index(extensions) + 1, mention)


PERSON = (
    '<b:extensionElements><zeebe:formDefinition formId="comment_on_rating"/>'
    '<zeebe:assignmentDefinition assignee="=supervisor"/></b:extensionElements>'
)


def nothing(files: Files) -> Files:
    return dict(files)


def task_inserted(files: Files) -> Files:
    """A task for a person before the evidence of a period is recorded."""
    drawing = Drawing(files, "monitoring.bpmn")
    drawing.add("userTask", PERSON, id=NEW, name="Periksa sekali lagi")
    drawing.lead("record_progress", NEW)
    drawing.lead(NEW, "record_evidence")
    return drawing.done()


def task_removed(files: Files) -> Files:
    """Nobody confirms a session of coaching any more."""
    drawing = Drawing(files, "coaching.bpmn")
    drawing.lead("hold_coaching_session", "record_session")
    for flow in list(drawing.process.iter(f"{BPMN}sequenceFlow")):
        if flow.get("sourceRef") in GONE or flow.get("targetRef") in GONE:
            _forget_flow(drawing, flow)
    for element in GONE:
        drawing.process.remove(drawing[element])
    return _without_shapes(drawing)


def condition_changed(files: Files) -> Files:
    """Coaching may end after a single session."""
    drawing = Drawing(files, "coaching.bpmn")
    condition = (
        drawing["coaching_complete"]
        .getparent()
        .find(f"{BPMN}sequenceFlow[@sourceRef='coaching_complete']/{BPMN}conditionExpression")
    )
    condition.text = "=sessions_held >= 1 or targets_met"
    return drawing.done()


def deadline_added(files: Files) -> Files:
    """The chair is reminded."""
    drawing = Drawing(files, "forum.bpmn")
    timer = "<b:timerEventDefinition><b:timeDuration>P900D</b:timeDuration></b:timerEventDefinition>"
    drawing.add("boundaryEvent", timer, id=NEW, attachedToRef="decide_forum", cancelActivity="false")
    drawing.add("endEvent", id=NEW + "_done")
    drawing.lead(NEW, NEW + "_done")
    return drawing.done()


def deadline_removed(files: Files) -> Files:
    """The chair decides without being reminded."""
    drawing = Drawing(files, "forum.bpmn")
    for timer in [e for e in drawing.process if e.get("attachedToRef") == "decide_forum"]:
        gone = {timer.get("id")}
        for flow in list(drawing.process.iter(f"{BPMN}sequenceFlow")):
            if flow.get("sourceRef") in gone:
                gone.add(flow.get("targetRef"))
                _forget_flow(drawing, flow)
        for element in gone:
            drawing.process.remove(drawing[element])
    return _without_shapes(drawing)


def deadlines_stretched(files: Files) -> Files:
    """What had five days has fifty."""
    return {name: content.replace(b"P5D", b"P50D") for name, content in files.items()}


def name_changed(files: Files) -> Files:
    drawing = Drawing(files, "planning.bpmn")
    drawing["draft_plan"].set("name", "Tulis rencana")
    return drawing.done()


def call_swapped(files: Files) -> Files:
    """The stage of coaching calls another process, drawn as a copy of the first."""
    drawing = Drawing(files, "coaching.bpmn")
    drawing.process.set("id", "mentoring")
    copy = drawing.done()["coaching.bpmn"]
    main = Drawing({**files, "mentoring.bpmn": copy}, "appraisal.bpmn")
    for called in main.process.iter(f"{ZEEBE}calledElement"):
        if called.get("processId") == "coaching":
            called.set("processId", "mentoring")
    return {name: content for name, content in main.done().items() if name != "coaching.bpmn"}


def rules_changed(files: Files) -> Files:
    """Whoever must improve gets no coaching."""
    content = files["follow_up.dmn"].decode()
    rule = content.index('<rule id="needs_improvement_to_coaching">')
    return {**files, "follow_up.dmn": (content[:rule] + content[rule:].replace('coaching"<', 'reward"<', 1)).encode()}


def _forget_flow(drawing: Drawing, flow: etree._Element) -> None:
    for mention in [m for m in drawing.process.iter() if m.text == flow.get("id")]:
        mention.getparent().remove(mention)
    drawing.process.remove(flow)


def _without_shapes(drawing: Drawing) -> Files:
    """Shapes and edges of what is gone go too."""
    there = {element.get("id") for element in drawing.process.iter()}
    for shape in [e for e in drawing.root.iter() if e.get("bpmnElement") and e.get("bpmnElement") not in there]:
        if not shape.get("bpmnElement").endswith(("_collaboration", drawing.process.get("id"))):
            shape.getparent().remove(shape)
    return drawing.done()


@cache
def version(edit) -> workflows.Process:
    return workflows.compile(edit(pack()))
