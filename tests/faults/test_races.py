"""Many people, or one impatient one, at the same instant."""

import time
from collections import Counter
from uuid import uuid4

from tests.faults.town import Town, together

WORDS = "Semua target triwulan tercapai"


def test_twenty_clicks_on_one_form_hand_it_in_once(town: Town) -> None:
    town.open_case(town.ana, members=[town.bo])
    task = town.task("write_report")
    browser = town.browser(town.ana)
    form = browser.form_of(task) | {"words": WORDS}
    windows = [browser.twin() for _ in range(20)]

    began = time.monotonic()
    answers = together([lambda w=w: w.post(f"/tasks/{task}/completion", data=form) for w in windows])

    assert time.monotonic() - began < 2
    assert Counter(answer.status_code for answer in answers) == {303: 20}
    assert town.number("select count(*) from submission") == 1
    assert town.number("select count(*) from event where kind = 'task completed'") == 1
    assert town.rows("select element, status from task order by opened_at, element") == [
        ("write_report", "done"),
        ("score", "open"),
    ]


def test_of_twenty_forms_for_one_task_one_is_taken_and_the_rest_keep_their_text(town: Town) -> None:
    town.open_case(town.ana, members=[town.bo])
    task = town.task("write_report")
    browser = town.browser(town.ana)
    forms = [browser.form_of(task) | {"_key": str(uuid4()), "words": f"{WORDS} {n}."} for n in range(20)]
    windows = [(browser.twin(), form) for form in forms]

    began = time.monotonic()
    answers = together([lambda w=w, f=f: w.post(f"/tasks/{task}/completion", data=f) for w, f in windows])

    assert time.monotonic() - began < 2
    assert Counter(answer.status_code for answer in answers) == {303: 1, 409: 19}
    for answer, form in zip(answers, forms, strict=True):
        assert answer.status_code == 303 or form["words"] in answer.text
    assert town.number("select count(*) from submission") == 1
    assert town.number("select count(*) from task where element = 'score'") == 1


def test_ten_members_score_at_the_same_instant(town: Town) -> None:
    panel = town.people("Anggota", 10)
    town.open_case(town.ana, members=panel)
    town.complete("write_report", town.ana)
    desks = [(town.browser(member), town.task("score", member)) for member in panel]
    forms = [browser.form_of(task) | {"words": WORDS} for browser, task in desks]

    began = time.monotonic()
    answers = together(
        [lambda d=d, f=f: d[0].post(f"/tasks/{d[1]}/completion", data=f) for d, f in zip(desks, forms, strict=True)]
    )

    assert time.monotonic() - began < 2
    assert Counter(answer.status_code for answer in answers) == {303: 10}
    assert town.number("select count(*) from submission where element = 'score'") == 10
    assert town.number("select count(*) from task where element = 'confirm'") == 1
    assert town.variables()["opinions"] == 10


def test_a_rater_never_sees_what_another_wrote(town: Town) -> None:
    one, other, late = town.people("Anggota", 3)
    town.open_case(town.ana, members=[one, other, late])
    town.complete("write_report", town.ana)
    hers, his = town.task("score", one), town.task("score", other)
    town.complete("score", one, words="Sangat baik menurut saya")
    second = town.browser(other)
    typed = second.form_of(his) | {"words": "Kurang menurut saya"}
    saved = second.post(f"/tasks/{his}/draft", data=typed)

    third = town.browser(late)
    own = town.task("score", late)
    own_form = third.form_of(own) | {"words": "Belum"}
    echoed = third.post(f"/tasks/{own}/draft", data=own_form)

    assert (saved.status_code, echoed.status_code) == (200, 200)
    case = town.number('select id from "case"')
    for address in (f"/tasks/{own}", "/inbox", "/inbox?tab=shared", f"/cases/{case}", "/search?q=Ana", "/notices"):
        page = third.get(address)
        assert page.status_code == 200, address
        assert "menurut saya" not in page.text, address
    assert "menurut saya" not in echoed.text
    for address in (hers, his):
        assert third.get(f"/tasks/{address}").status_code == 404
        for door in ("draft", "completion"):
            assert third.post(f"/tasks/{address}/{door}", data=own_form).status_code == 404
    assert "Kurang menurut saya" in second.get(f"/tasks/{his}").text


def test_a_draft_that_comes_after_the_form_was_sent_is_not_kept(town: Town) -> None:
    town.open_case(town.ana, members=[town.bo])
    task = town.task("write_report")
    browser = town.browser(town.ana)
    form = browser.form_of(task) | {"words": WORDS}
    windows = [browser.twin() for _ in range(8)]

    answers = together(
        [lambda w=w: w.post(f"/tasks/{task}/draft", data=form) for w in windows]
        + [lambda: browser.post(f"/tasks/{task}/completion", data=form)]
    )

    assert answers[-1].status_code == 303
    assert {answer.status_code for answer in answers[:-1]} <= {200, 409}
    assert browser.twin().post(f"/tasks/{task}/draft", data=form).status_code == 409
    assert town.number("select count(*) from draft") == 0


def test_a_task_of_a_group_is_taken_by_one_of_ten(town: Town) -> None:
    panel = town.people("Anggota", 10, roles=("panel",))
    town.open_case(town.ana, members=[town.bo])
    task = town.task("write_report")
    town.do("update task set assignee_id = null, groups = '{panel}' where id = :task", task=task)
    desks = [(browser := town.browser(member), browser.form_of(task)) for member in panel]

    answers = together([lambda b=b, f=f: b.post(f"/tasks/{task}/claim", data=f) for b, f in desks])

    codes = Counter(answer.status_code for answer in answers)
    assert codes[303] == 1
    assert codes[404] + codes[409] == 9
