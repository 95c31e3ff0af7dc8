"""Rules about size: what is larger than anybody can draw or read is not looked at any further."""

from collections import Counter
from collections.abc import Iterator, Mapping

from lxml import etree

from workflows.document import FLOW_NODES, Document, process_of
from workflows.markup import local
from workflows.problems import Problem, found

MOST_NODES, MOST_FLOWS, MOST_PROCESSES, MOST_IN_FILE = 300, 1_000, 50, 2_000
MOST_FILES, MOST_MEGABYTES, MOST_STEPS = 300, 6, 5_000  # of one bundle
TOO_LARGE = frozenset({"process.large", "process.tangled", "file.large", "bundle.large", "bundle.large-diagrams"})


def of_bundle(files: Mapping[str, bytes]) -> Iterator[Problem]:
    """Of what is so large nothing is read at all."""
    if len(files) > MOST_FILES or sum(map(len, files.values())) > MOST_MEGABYTES * 1_000_000:
        yield found("bundle.large", files=MOST_FILES, megabytes=MOST_MEGABYTES)


def problems(document: Document) -> Iterator[Problem]:
    """The first thing that is too large."""
    nodes: Counter[etree._Element | None] = Counter()
    flows: Counter[etree._Element | None] = Counter()
    for element in document.elements:
        if local(element) in FLOW_NODES:
            nodes[process_of(element)] += 1
        elif local(element) == "sequenceFlow":
            flows[process_of(element)] += 1
    for process in document.processes:
        at = (process.get("id", ""), process.sourceline or 0, document.file)
        if nodes[process] > MOST_NODES:
            yield found("process.large", *at, most=MOST_NODES)
            return
        if flows[process] > MOST_FLOWS:
            yield found("process.tangled", *at, most=MOST_FLOWS)
            return
    if len(document.processes) > MOST_PROCESSES or sum(nodes.values()) > MOST_IN_FILE:
        yield found("file.large", "", 0, document.file, processes=MOST_PROCESSES, most=MOST_IN_FILE)
