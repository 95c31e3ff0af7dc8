"""The editors of the studio, with the mouse away: what is drawn is kept, checked and mended, and can be taken back."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import BPMN, DRAFT, ZEEBE, Desk, shipped
from tests.browser.inspection import faults_of
from tests.browser.site import Site

pytestmark = pytest.mark.browser


def test_a_task_is_added_mended_and_kept_by_keys_alone(desk: Desk):
    desk.open("planning.bpmn")
    page = desk.page
    desk.go("draft_plan")
    desk.press("a")
    page.keyboard.press("Tab")  # from where to what: a user task stands first
    page.keyboard.press("Tab")
    page.keyboard.type("Periksa rencana")
    desk.press("Enter")
    expect(desk.row("periksa_rencana")).to_be_focused()
    expect(desk.row("draft_plan")).to_contain_text("→ Periksa rencana")
    desk.has_problems("periksa_rencana", 3)  # no form, nobody to do it, no translation of its name
    expect(desk.row("periksa_rencana").locator(".studio-count")).to_contain_text("3")
    expect(page.locator(".studio-badge")).to_have_text("3")

    desk.press("Enter")
    desk.choose("set-form", "agree_plan")
    page.fill("#set-assignee", "=supervisor")
    desk.submit()
    desk.has_problems("periksa_rencana", 1)
    task = desk.element("periksa_rencana")
    assert task.find(f".//{ZEEBE}formDefinition").get("formId") == "agree_plan"
    assert task.find(f".//{ZEEBE}assignmentDefinition").get("assignee") == "=supervisor"
    desk.reload()
    expect(desk.row("periksa_rencana")).to_be_visible()


def test_undo_is_offered_once_there_is_something_to_go_back_to(desk: Desk):
    desk.open("reward.bpmn")
    undo = desk.page.locator("[data-do=undo]")
    expect(undo).to_have_attribute("aria-disabled", "true")
    desk.go("propose_award")
    desk.press("F2")
    desk.page.keyboard.type("Usulkan")
    desk.press("Enter")
    expect(undo).to_have_attribute("aria-disabled", "false")


def test_undo_goes_on_over_a_reload(desk: Desk):
    desk.open("planning.bpmn")
    page = desk.page
    desk.go("draft_plan")
    for name in ("Satu", "Dua"):
        desk.press("F2")
        page.keyboard.type(name)
        desk.press("Enter")
        desk.saved()
    desk.reload()
    page.click("[data-do=undo]")  # nothing is left of this page, so back to what was stored before
    expect(page.locator("#studio-note")).to_contain_text("Sekarang pada revisi")
    expect(desk.row("draft_plan")).to_contain_text("Satu")
    assert desk.element("draft_plan").get("name") == "Satu"
    page.click("[data-do=redo]")
    expect(page.locator("[data-do=redo]")).to_have_attribute("aria-disabled", "true")
    assert desk.element("draft_plan").get("name") == "Dua"


def test_steps_are_renamed_moved_and_removed_from_the_outline(desk: Desk):
    desk.open("planning.bpmn")
    page = desk.page
    desk.go("record_draft")
    desk.press("F2")
    page.keyboard.type("Simpan rancangan")
    desk.press("Enter")
    expect(desk.row("draft_plan")).to_contain_text("→ Simpan rancangan")

    desk.press("m")
    desk.choose("one", "agree_plan")
    desk.submit()
    expect(desk.row("draft_plan")).to_contain_text("→ Bahas dan sepakati rencana")
    expect(desk.row("record_draft")).to_contain_text("→ agreement_answered")
    desk.press("Control+z")
    expect(desk.row("record_draft")).to_contain_text("→ Bahas dan sepakati rencana")

    desk.press("Delete")
    expect(desk.row("record_draft")).to_have_count(0)
    expect(desk.row("draft_plan")).to_contain_text("→ Bahas dan sepakati rencana")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "treeitem"


def test_an_event_is_put_on_a_step_set_and_connected_from_the_outline(desk: Desk):
    desk.open("planning.bpmn")
    page = desk.page
    desk.go("agree_plan")
    desk.press("a")
    desk.choose("where", "border")
    desk.choose_kind("Kejadian batas waktu (tidak menyela)")
    page.fill("dialog[open] #name", "Hari ke-3")
    desk.submit()
    expect(desk.row("hari_ke_3")).to_be_focused()
    desk.press("Enter")
    page.fill("#set-time", "P3D")
    desk.submit()
    desk.press("c")
    desk.choose("one", "remind_agree_plan")
    desk.submit()
    event = desk.element("hari_ke_3")
    assert (event.get("attachedToRef"), event.get("cancelActivity")) == ("agree_plan", "false")
    assert event.findtext(f".//{BPMN}timeDuration") == "P3D"
    flow = desk.element(event.findtext(f"{BPMN}outgoing"))
    assert flow.get("targetRef") == "remind_agree_plan"


def test_an_operation_is_chosen_with_its_inputs(desk: Desk):
    desk.open("planning.bpmn")
    desk.go("record_draft")
    desk.press("Enter")
    desk.choose("set-operation", "cases.remind")
    desk.submit()
    desk.press("Enter")
    desk.page.fill("#set-input-level", "=2")
    desk.submit()
    task = desk.element("record_draft")
    given = {line.get("target"): line.get("source") for line in task.iter(f"{ZEEBE}input")}
    assert task.find(f".//{ZEEBE}taskDefinition").get("type") == "cases.remind"
    assert given == {"task": '="draft_plan"', "level": "=2"}  # the task was given before and stays
    assert [line.get("target") for line in task.iter(f"{ZEEBE}output")] == ["plan_drafts"]


def test_a_fix_is_one_step_that_can_be_undone(desk: Desk):
    desk.open("planning.bpmn")
    desk.go("draft_plan")
    desk.press("c")
    desk.choose("one", "agree_plan")
    desk.submit()
    desk.has_problems("draft_plan", 1)
    desk.problems("draft_plan").locator("[data-fix]").click()
    desk.has_problems("draft_plan", 0)
    expect(desk.row("draft_plan")).not_to_contain_text("Catat rancangan")
    gateways = list(desk.model().iter(f"{BPMN}parallelGateway"))
    assert [len(gateway.findall(f"{BPMN}outgoing")) for gateway in gateways] == [2]
    desk.press("Control+z")
    desk.has_problems("draft_plan", 1)
    assert not list(desk.model().iter(f"{BPMN}parallelGateway"))


def test_a_file_without_a_drawing_is_drawn_by_its_fix(desk: Desk):
    desk.open(
        "reward.bpmn",
        re.sub(b"<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", b"", shipped("reward.bpmn"), flags=re.DOTALL),
    )
    page = desk.page
    expect(page.locator("#studio-note")).to_contain_text("tidak dapat digambar")
    expect(page.locator("#canvas")).to_be_hidden()
    desk.problems("reward").locator("[data-fix]").click()
    expect(page.locator("#canvas [data-element-id=propose_award]")).to_be_visible()
    expect(page.locator("#studio-note")).to_be_hidden()
    desk.has_problems("reward", 0)


EDITS = [
    {"do": "set", "element": "planning", "attribute": "isExecutable", "value": "false"},
    {"do": "unset", "element": "draft_plan", "attribute": "name"},
    {"do": "rename", "element": "record_draft", "value": "keep_draft"},
    {"do": "remove", "element": "remind_agree_plan"},
    {"do": "gateway", "element": "agreement_answered", "kind": "inclusiveGateway", "where": "before"},
    {"do": "default", "element": "plan_agreed", "flow": "{}"},
    {
        "do": "extension",
        "element": "take_over_plan",
        "type": "zeebe:formDefinition",
        "attributes": {"formId": "draft_plan"},
    },
    {"do": "condition", "flow": "draft_plan_to_record_draft", "value": "=true"},
]


def test_every_kind_of_edit_can_be_done_to_the_drawing(desk: Desk):
    desk.open("planning.bpmn")
    gateway = next(e for e in desk.model_as_shipped().iter(f"{BPMN}exclusiveGateway") if e.get("default"))
    other = next(e.text for e in gateway.findall(f"{BPMN}outgoing") if e.text != gateway.get("default"))
    edits = [e if e["do"] != "default" else {**e, "element": gateway.get("id"), "flow": other} for e in EDITS]
    fix = {"title": "Semua", "edits": edits}
    problem = {
        "code": "x",
        "severity": "error",
        "element": "draft_plan",
        "line": 1,
        "text": "X",
        "file": "",
        "fix": fix,
    }
    answer = json.dumps({"problems": [problem]})
    desk.page.route("**/problems", lambda route: route.fulfill(body=answer, content_type="application/json"))
    desk.reload()
    desk.page.click("[data-fix=x]")
    assert next(desk.model().iter(f"{BPMN}process")).get("isExecutable") == "false"
    assert desk.element("draft_plan").get("name") is None
    assert desk.element("record_draft") is None
    assert desk.element("keep_draft") is not None
    assert desk.element("remind_agree_plan") is None
    added = next(desk.model().iter(f"{BPMN}inclusiveGateway"))
    assert len(added.findall(f"{BPMN}incoming")) == 2
    assert [e.text for e in desk.element("agreement_answered").findall(f"{BPMN}incoming")] == [
        e.text for e in added.findall(f"{BPMN}outgoing")
    ]
    assert desk.element(gateway.get("id")).get("default") == other
    assert desk.element("take_over_plan").find(f".//{ZEEBE}formDefinition").get("formId") == "draft_plan"
    condition = desk.element("draft_plan_to_record_draft").findtext(f"{BPMN}conditionExpression")
    assert condition == "=true"
    desk.page.click("[data-do=undo]")
    assert desk.element("record_draft") is not None
    assert desk.element("remind_agree_plan") is not None
    assert not list(desk.model().iter(f"{BPMN}inclusiveGateway"))


@pytest.mark.parametrize(
    ("choice", "stands"), [("Pakai yang di sana", "Hari kelima"), ("Pakai yang di sini", "Hari ke-5")]
)
def test_of_two_windows_that_change_a_file_nothing_is_lost(desk: Desk, choice: str, stands: str):
    desk.open("planning.bpmn")
    page = desk.page
    desk.put(shipped("planning.bpmn").decode().replace("Hari ke-5", "Hari kelima"))
    with desk.visitor.expecting(412):
        desk.go("draft_plan")
        desk.press("F2")
        page.keyboard.type("Tulis rencana")
        desk.press("Enter")
        dialog = page.locator("dialog[open]")
        expect(dialog).to_contain_text("Anda mengubah berkas ini di jendela lain")
    mine = page.evaluate(
        "async address => (await (await fetch(address)).text())", dialog.locator("a").get_attribute("href")
    )
    assert {"Tulis rencana", "Hari kelima"} <= set(re.findall("Tulis rencana|Hari kelima", mine))  # both, side by side
    page.get_by_role("button", name=choice).click()
    expect(page.locator("#save-state")).to_have_attribute("data-state", "ready" if "sana" in choice else "saved")
    desk.reload()
    expect(page.locator("#outline")).to_contain_text(stands)


def test_without_a_connection_the_work_stays_in_the_browser_until_there_is_one(site: Site, known: dict, page):
    opened = page(base_url=site.url, storage_state=known)
    desk = Desk(_Alone(opened))
    desk.open("planning.bpmn")
    opened.context.set_offline(True)
    desk.go("draft_plan")
    desk.press("F2")
    opened.keyboard.type("Tulis rencana")
    desk.press("Enter")
    expect(opened.locator("#save-state")).to_have_attribute("data-state", "failed")
    expect(opened.locator("#save-state")).to_contain_text("Salinannya ada di peramban ini")
    opened.context.set_offline(False)
    assert "Tulis rencana" in desk.stored()
    assert opened.evaluate("Object.keys(localStorage).filter(name => name.startsWith('siklus-studio'))") == []


class _Alone:
    """A visitor whose failing requests are the point of the test."""

    def __init__(self, page) -> None:
        self.page = page

    def open(self, path: str) -> None:
        self.page.goto(path)


def test_a_cell_of_a_table_is_checked_while_it_is_written(desk: Desk):
    desk.open("final_predicate.dmn")
    page = desk.page
    page.locator("td.output-cell").first.click()
    page.keyboard.type("x")
    desk.has_problems("final_predicate", 1)
    expect(page.locator("#views .has-error")).to_have_text("Tabel predikat kinerja")
    assert '"poor"x' in desk.stored()
    page.locator("body").focus()
    page.click("[data-do=undo]")
    desk.has_problems("final_predicate", 0)


def test_a_form_changes_only_where_somebody_changed_it(desk: Desk):
    desk.open("agree_plan.form")
    page = desk.page
    expect(page.locator("[data-field-type=textfield].fjs-palette-field")).to_be_visible()
    expect(page.locator("[data-field-type=html].fjs-palette-field")).to_be_hidden()
    page.get_by_text("Siklus", exact=True).last.click()
    page.fill("#bio-properties-panel-siklus-submit", "Kirim putusan saya")
    desk.press("Tab")
    before = json.loads(shipped("agree_plan.form"))
    after = desk.form()
    assert after["siklus"] == before["siklus"] | {"submit": "Kirim putusan saya"}
    assert [c["id"] for c in after["components"]] == [c["id"] for c in before["components"]]
    assert list(after) == list(before)
    assert after["schemaVersion"] == before["schemaVersion"]


@pytest.mark.parametrize("name", ["planning.bpmn", "final_predicate.dmn", "agree_plan.form"])
def test_editors_are_accessible_and_loosen_the_policy_for_styles_only(desk: Desk, name: str):
    desk.open(name)
    answer = desk.page.goto(f"{DRAFT}/files/{name}")
    desk.page.wait_for_selector("#studio[data-ready]")
    policy = answer.header_value("content-security-policy")
    assert re.findall("[a-z-]+ [^;]*unsafe[^;]*", policy) == ["style-src 'self' 'unsafe-inline'"]
    faults = faults_of(desk.page, every_theme=True)
    if name == "planning.bpmn":
        desk.go("draft_plan")
        desk.press("Enter")
        faults += desk.page.evaluate(
            "axe.run('dialog').then(({violations}) => violations.map(v => v.id + ': ' + v.help))"
        )
    assert not faults, "\n".join(faults)
    mark = desk.page.locator(".bjs-powered-by, .powered-by, .fjs-powered-by-link").last
    expect(mark).to_be_visible()


_LYING_OVER = """() => {
  const boxes = [...document.querySelectorAll('#canvas .djs-shape')]
    .filter(e => !e.dataset.elementId.endsWith('_label') && e.getBoundingClientRect().width)
    .map(e => [e.dataset.elementId, e.querySelector('.djs-visual').getBoundingClientRect()]);
  return boxes.flatMap(([one, a], at) => boxes.slice(at + 1)
    .filter(([, b]) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1)
    .map(([other]) => `${one} ${other}`));
}"""


@pytest.mark.parametrize(
    "flow", ["remind_agree_plan", "plan_agreed_to_revisions_used", "revisions_used_to_draft_round"]
)
def test_what_is_added_on_a_flow_down_up_or_back_lies_over_nothing(desk: Desk, flow: str):
    desk.open("planning.bpmn")
    before = set(desk.page.evaluate(_LYING_OVER))  # events on the border of their steps
    desk.go(flow)
    desk.press("a")
    desk.page.fill("dialog[open] #name", "Periksa dulu")
    desk.submit()
    expect(desk.row("periksa_dulu")).to_be_focused()
    assert set(desk.page.evaluate(_LYING_OVER)) == before


def test_what_cannot_be_moved_by_keys_says_why(desk: Desk):
    desk.open("planning.bpmn")
    said = desk.page.locator("#studio-note[role=status]")
    for element, keys, why in (
        ("planning", ["Alt+ArrowDown"], "Seluruh proses tidak dapat digeser"),
        ("draft_plan_to_record_draft", ["Alt+ArrowUp"], "Alur mengikuti langkah"),
        ("agree_plan_late", ["Alt+ArrowDown"], "Kejadian tetap pada tepi"),
        ("record_draft", ["Alt+ArrowRight"] * 4, "“Catat rancangan” sekarang menutupi “Bahas dan sepakati rencana”"),
    ):
        desk.go(element)
        desk.press(*keys)
        expect(said).to_contain_text(why)
    desk.go("remind_agree_plan")
    desk.press("Alt+ArrowDown")
    expect(said).to_be_hidden()


def test_a_duration_in_words_is_mended_in_the_drawing_and_a_dead_row_in_the_file(desk: Desk):
    event = "agree_plan_late"
    in_words = re.sub(
        rf'(id="{event}_timer">\s*<bpmn:time\w+[^>]*>)[^<]+', r"\g<1>5 hari", shipped("planning.bpmn").decode()
    )
    desk.open("planning.bpmn", in_words.encode())
    desk.problems(event).locator("[data-fix]").click()
    desk.has_problems(event, 0)
    assert desk.element(event).findtext(f".//{BPMN}timeDuration") == "P5D"
    desk.page.click("[data-do=undo]")
    desk.has_problems(event, 1)

    desk.open("follow_up.dmn", shipped("follow_up.dmn").replace(b'<text>"good"</text>', b'<text>"goood"</text>'))
    desk.problems("good_to_reward").locator("[data-fix]").click()
    desk.has_problems("good_to_reward", 0)
    expect(desk.page.locator("#canvas td", has_text='"goood"')).to_have_count(0)
    desk.page.click("[data-do=undo]")  # the file's states go back where the editor has no step of its own
    desk.has_problems("good_to_reward", 1)


def test_a_link_to_a_problem_opens_the_editor_at_its_element(desk: Desk):
    desk.open("planning.bpmn")
    desk.page.goto(f"{DRAFT}/files/planning.bpmn#record_draft")
    desk.page.reload()
    desk.page.wait_for_selector("#studio[data-ready]")
    expect(desk.row("record_draft")).to_be_focused()
    expect(desk.page.locator("#properties .bio-properties-panel-header")).to_contain_text("Catat rancangan")
    desk.open("follow_up.dmn")
    desk.page.goto(f"{DRAFT}/files/follow_up.dmn#good_to_reward")
    desk.page.reload()
    desk.page.wait_for_selector("#studio[data-ready]")
    expect(desk.page.locator('td.selected[data-row-id="good_to_reward"]')).to_have_count(1)
