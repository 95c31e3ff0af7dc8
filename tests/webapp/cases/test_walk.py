from tests.journeys.walk import Walk


def test_a_case_reaches_the_panel(cycle, signed_in):
    walk = Walk(cycle, signed_in)
    walk.until("score_dossier")
    assert walk.done == []
