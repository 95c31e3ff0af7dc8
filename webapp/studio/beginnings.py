"""What a new file of a draft holds first: as little as can be checked and edited."""

import re
from pathlib import PurePosixPath

_BPMN = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" \
xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" \
xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" \
id="definitions_{id}" targetNamespace="https://siklus.example/bpmn">
  <bpmn:process id="{id}" name="{id}" isExecutable="true">
    <bpmn:startEvent id="start"><bpmn:outgoing>to_end</bpmn:outgoing></bpmn:startEvent>
    <bpmn:sequenceFlow id="to_end" sourceRef="start" targetRef="end" />
    <bpmn:endEvent id="end"><bpmn:incoming>to_end</bpmn:incoming></bpmn:endEvent>
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram_{id}">
    <bpmndi:BPMNPlane id="plane_{id}" bpmnElement="{id}">
      <bpmndi:BPMNShape id="start_shape" bpmnElement="start"><dc:Bounds x="160" y="100" width="36" height="36" />\
</bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="end_shape" bpmnElement="end"><dc:Bounds x="400" y="100" width="36" height="36" />\
</bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="to_end_edge" bpmnElement="to_end"><di:waypoint x="196" y="118" />\
<di:waypoint x="400" y="118" /></bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
"""
_DMN = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="definitions_{id}" name="{id}" \
namespace="https://siklus.example/dmn">
  <decision id="{id}" name="{id}">
    <decisionTable id="{id}_table" hitPolicy="UNIQUE">
      <input id="{id}_input" label="value"><inputExpression id="{id}_expression" typeRef="string">\
<text>value</text></inputExpression></input>
      <output id="{id}_output" name="{id}_result" typeRef="string" />
      <rule id="{id}_rule_1"><inputEntry id="{id}_entry_1"><text>-</text></inputEntry>\
<outputEntry id="{id}_answer_1"><text>"…"</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>
"""
_FORM = """{{
  "id": "{id}",
  "type": "default",
  "schemaVersion": 18,
  "siklus": {{"title": "{id}"}},
  "components": [
    {{"id": "note_field", "key": "note", "type": "textarea", "label": "Catatan"}}
  ]
}}
"""
_BEGINNINGS = {".bpmn": _BPMN, ".dmn": _DMN, ".form": _FORM, ".toml": 'title = "{id}"\n', ".md": "# {id}\n"}


def beginning(name: str) -> bytes:
    """What a new file of that name holds first."""
    path = PurePosixPath(name)
    id_ = re.sub(r"\W", "_", path.stem)
    return _BEGINNINGS.get(path.suffix, "").format(id=id_).encode()
