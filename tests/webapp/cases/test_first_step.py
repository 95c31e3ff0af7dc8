from tests.journeys.paper import Paper


def test_an_employee_drafts_her_plan_without_javascript(cycle, signed_in):
    ana = signed_in(cycle.office.ana)
    task = cycle.task("draft_plan")
    paper = Paper(ana, f"/tasks/{task.id}")
    print(paper.names)
    print(paper.response.text[:200])
