"""The drawing of a case in the reader's language."""


def test_the_diagram_speaks_the_language_in_its_address(cycle, signed_in):
    ana = signed_in(cycle.office.ana)
    address = f"/cases/{cycle.case.id}/diagrams/%s/appraisal.bpmn"
    assert 'name="Rencana kinerja"' in ana.get(address % "id").text
    english = ana.get(address % "en").text
    assert 'name="Performance plan"' in english
    assert "Rencana kinerja" not in english


def test_a_diagram_that_the_process_does_not_have_is_not_there(cycle, signed_in):
    ana = signed_in(cycle.office.ana)
    assert ana.get(f"/cases/{cycle.case.id}/diagrams/en/other.bpmn").status_code == 404
