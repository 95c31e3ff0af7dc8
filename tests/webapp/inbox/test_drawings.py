"""The drawing of a case in the reader's language, and what the diagram says about showing its stages."""

from tests.webapp.outcomes import walked
from webapp.library import queries as library


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


def test_the_icon_of_a_task_is_the_one_that_the_diagram_gives_its_stage(cycle, signed_in):
    ana = signed_in(cycle.office.ana)
    assert ".svg#target" in ana.get("/inbox").text.split('class="task"', 1)[1]
    process = library.pack(cycle.office.agency.id, cycle.cycle.process_version_id).process
    stage = process.elements["appraisal", "plan_stage"]
    assert isinstance(stage.properties, dict)
    stage.properties.pop("icon")
    assert ".svg#list-check" in ana.get("/inbox").text.split('class="task"', 1)[1]
    stage.properties["icon"] = "target"  # packs are shared


def test_the_page_of_a_case_shows_what_its_stages_have_brought_so_far(cycle, signed_in):
    ana = signed_in(cycle.office.ana)
    page = ana.get(f"/cases/{cycle.case.id}").text
    assert ("Plan</h2>" in page, "Progress</h2>" in page, "Coaching plan</h2>" in page) == (True, False, False)
    walked.until(cycle, "report_progress")
    page = ana.get(f"/cases/{cycle.case.id}").text
    assert ("Plan</h2>" in page, "Progress</h2>" in page, "Coaching plan</h2>" in page) == (True, True, False)
