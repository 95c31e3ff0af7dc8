"""Two versions of a pack, compared: what differs is told part by part in plain words, also of broken files."""

import json
import re
from os import environ

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pack_edits import (
    NEW,
    Drawing,
    call_swapped,
    condition_changed,
    deadline_added,
    name_changed,
    nothing,
    pack,
    task_inserted,
    task_removed,
)

import workflows
from workflows.comparison.versions import MOST_BYTES

EXAMPLES = 40 * int(environ.get("SIKLUS_THOROUGH", "1"))
EDITS = (task_inserted, task_removed, condition_changed, deadline_added, name_changed, call_swapped)


def told(files, language="id"):
    return [sentence.strip() for sentence in workflows.compare(pack(), files).sentences(language)]


def edited(name, old, new):
    content = pack()[name]
    assert old.encode() in content
    return {**pack(), name: content.replace(old.encode(), new.encode(), 1)}


def form(name, change):
    source = json.loads(pack()[name])
    change(source)
    return {**pack(), name: json.dumps(source).encode()}


def test_the_same_files_do_not_differ():
    comparison = workflows.compare(pack(), nothing(pack()))
    assert not comparison
    assert comparison.sentences("id") == []


def test_a_file_that_is_only_written_in_another_way_does_not_differ():
    drawing = Drawing(pack(), "planning.bpmn")
    files = {**drawing.done(), "draft_plan.form": json.dumps(json.loads(pack()["draft_plan.form"])).encode()}
    assert files["draft_plan.form"] != pack()["draft_plan.form"]
    assert not workflows.compare(pack(), files)


@pytest.mark.parametrize("edit", EDITS)
def test_every_edit_is_told_in_both_languages(edit):
    indonesian, english = told(edit(pack())), told(edit(pack()), "en")
    assert len(indonesian) == len(english) > 1
    assert not set(indonesian) & set(english)


def test_what_the_editors_write_or_leave_out_by_themselves_does_not_differ():
    table = edited("work_rating.dmn", ' hitPolicy="UNIQUE"', "")
    outlined = form("draft_plan.form", lambda source: source["components"][1].update(showOutline=True))
    assert told(table) == told(outlined) == []


def test_an_inserted_step_is_told_with_what_it_follows_and_without_the_flows_it_cut():
    assert told(task_inserted(pack())) == [
        "Proses “Pemantauan dan umpan balik”:",
        "Langkah “Periksa sekali lagi” ditambahkan setelah “Catat kemajuan”.",
    ]
    flows = [
        d
        for d in workflows.compare(pack(), task_inserted(pack())).diagrams["monitoring"].differences
        if d.kind == "flow"
    ]
    assert {flow.state for flow in flows} == {"added", "changed"}
    assert all(flow.implied for flow in flows)


def test_a_removed_step_a_name_a_condition_a_deadline_and_a_call_are_told():
    assert "Langkah “Periksa catatan sesi” dihapus." in told(task_removed(pack()))
    assert "“Susun rencana kinerja”: nama berubah dari “Susun rencana kinerja” menjadi “Tulis rencana”." in told(
        name_changed(pack())
    )
    (sentence,) = [s for s in told(condition_changed(pack())) if "syarat" in s]
    assert sentence.endswith("menjadi “=sessions_held >= 1 or targets_met”.")
    assert f"Kejadian pada tepi “Pimpin sidang dan putuskan” ditambahkan: “{NEW}”." in told(deadline_added(pack()))
    assert "“Pembinaan”: proses yang dipanggil berubah dari “coaching” menjadi “mentoring”." in told(
        call_swapped(pack())
    )


def test_a_shape_that_was_only_moved_counts_as_moved():
    drawing = Drawing(pack(), "planning.bpmn")
    shape = next(e for e in drawing.root.iter() if e.get("bpmnElement") == "draft_plan")
    shape[0].set("x", "1")
    comparison = workflows.compare(pack(), drawing.done())
    assert comparison.diagrams["planning"].marks() == {"draft_plan": "moved"}
    assert comparison.sentences("id")[1].strip() == "Hanya digeser pada gambar: “Susun rencana kinerja”."


def test_of_many_shapes_that_were_only_moved_none_is_cut_in_the_middle():
    drawing = Drawing(pack(), "planning.bpmn")
    for shape in drawing.root.iter("{*}BPMNShape"):
        shape[0].set("x", "1")
    told = workflows.compare(pack(), drawing.done()).sentences("en")[1]
    assert "…" not in told
    assert re.search(r"”, and \d+ more\.$", told)


def test_a_flow_led_elsewhere_is_told_by_the_steps_it_joins():
    drawing = Drawing(pack(), "coaching.bpmn")
    drawing.lead("plan_coaching", "close_coaching")
    (sentence,) = [s for s in told(drawing.done()) if "“Susun rencana pembinaan → Buka pembinaan”" in s]
    assert sentence.endswith("tujuan berubah dari “Buka pembinaan” menjadi “Tutup pembinaan”.")


def test_a_table_is_compared_cell_by_cell():
    rule = '<rule id="needs_improvement_to_coaching">'
    assert rule.encode() in pack()["follow_up.dmn"]
    text = pack()["follow_up.dmn"].decode()
    start = text.index(rule)
    first, rest = text[:start], text[start:]
    changed = {**pack(), "follow_up.dmn": (first + rest.replace('coaching"</text>', 'reward"</text>', 1)).encode()}
    (part,) = workflows.compare(pack(), changed).tables.values()
    (row,) = part.differences
    (cell,) = row.changes
    assert (row.kind, row.id, cell.old, cell.new) == ("row", "needs_improvement_to_coaching", '"coaching"', '"reward"')
    assert told(changed)[1] == f'Baris {row.name}, {cell.what}: “"coaching"” menjadi “"reward"”.'


def test_rows_that_were_added_removed_or_put_elsewhere_are_told_as_rows():
    text = pack()["follow_up.dmn"].decode()
    end = len("</rule>")
    rules = [text[a : text.index("</rule>", a) + end] for a in _places(text, "<rule ")]
    less = {**pack(), "follow_up.dmn": text.replace(rules[0], "").encode()}
    swapped = {**pack(), "follow_up.dmn": text.replace(rules[0], "").replace(rules[-1], rules[-1] + rules[0]).encode()}
    assert told(less)[1:] == ["Baris 1 dihapus."]
    assert workflows.compare(less, pack()).sentences("en")[1].strip() == "Row 1 was added."
    assert told(swapped)[1:] == [f"Baris 1 kini menjadi baris {len(rules)}."]


def _places(text, word):
    found = [text.find(word)]
    while (place := text.find(word, found[-1] + 1)) > 0:
        found.append(place)
    return found


def test_a_form_is_compared_field_by_field():
    def change(source):
        components = source["components"]
        components[1]["components"][0]["values"][1]["label"] = "Tugas tambahan"
        components.append({"type": "textfield", "id": "extra", "key": "extra", "label": "Catatan akhir"})
        source["siklus"]["submit"] = "Kirim"

    sentences = told(form("draft_plan.form", change))
    assert sentences[0] == "Formulir “Rencana kinerja”:"
    assert "Pengaturan “siklus.submit” berubah dari “Kirim rencana” menjadi “Kirim”." in sentences
    assert "Isian “Jenis”: values[additional] berubah dari “Tambahan” menjadi “Tugas tambahan”." in sentences
    assert any(s.startswith("Isian “Catatan akhir” ditambahkan setelah “") for s in sentences)


def test_a_field_that_was_put_elsewhere_is_told_once():
    def change(source):
        source["components"].append(source["components"].pop(0))

    (part,) = workflows.compare(pack(), form("agree_plan.form", change)).forms.values()
    assert [(d.state, d.id) for d in part.differences] == [("moved", "agree_plan_text_1")]


def test_catalogue_settings_and_other_files_are_told_too():
    assert told(edited("pack.toml", "1.0.0", "1.1.0"))[1] == "Entri “version” berubah dari “1.0.0” menjadi “1.1.0”."
    assert told({**pack(), "notes.md": b"x"}) == ["Berkas “notes.md” ditambahkan."]
    assert told({**pack(), "README.md": pack()["README.md"] + b"x\n"})[1] == "Baris dihapus: 0, ditambahkan: 1."
    assert told({n: c for n, c in pack().items() if n != "reward.bpmn"})[0].endswith(" dihapus.")


def test_a_file_that_cannot_be_read_is_compared_as_text():
    broken = {**pack(), "coaching.bpmn": pack()["coaching.bpmn"][:900], "follow_up.dmn": b"", "draft_plan.form": b"{"}
    comparison = workflows.compare(pack(), broken)
    assert set(comparison.files) == {"coaching.bpmn", "follow_up.dmn", "draft_plan.form"}
    assert not comparison.diagrams


@settings(max_examples=EXAMPLES, deadline=None)
@given(
    st.sampled_from(["coaching.bpmn", "follow_up.dmn", "agree_plan.form", "catalogue.en.toml"]),
    st.integers(0, 9_000),
    st.integers(0, 300),
    st.binary(max_size=20),
)
def test_no_bytes_break_the_comparison(name, place, dropped, noise):
    content = pack()[name]
    files = {name: content[:place] + noise + content[place + dropped :]}
    for old, new in ((files, {name: content}), ({name: content}, files)):
        comparison = workflows.compare(old, new)
        json.dumps(comparison.plain())
        assert bool(comparison.sentences("en")) <= bool(comparison)


@pytest.mark.parametrize(
    "content",
    [
        b"[]",
        b"null",
        b'{"components": 5}',
        b'{"components": [5, {"components": {}}], "siklus": 1, "id": {}}',
        b"[" * 9999,
    ],
)
def test_no_json_breaks_the_comparison_of_forms(content):
    assert workflows.compare({"a.form": content}, {"a.form": b"{}"}).sentences("id") is not None


def renamed(name, old, new):
    content = pack()[name].decode()
    assert f'"{old}"' in content
    return {**pack(), name: re.sub(rf'(["_>]){old}(["_<])', rf"\g<1>{new}\g<2>", content).encode()}


def test_a_step_with_another_id_is_told_as_that_and_not_as_gone_and_come():
    files = renamed("monitoring.bpmn", "review_progress", "look_over_progress")
    said = told(files)
    assert [sentence for sentence in said if "“look_over_progress”" in sentence and "mengikuti id" in sentence]
    assert not [sentence for sentence in said if "ditambahkan" in sentence or "dihapus" in sentence]
    marks = workflows.compare(pack(), files).diagrams["monitoring"].marks()
    assert marks["review_progress"] == marks["look_over_progress"] == "changed"


def test_of_two_alike_nobody_guesses_which_has_another_id():
    drawing = '<userTask id="{}" name="Sama"/><sequenceFlow id="to_{}" sourceRef="s" targetRef="{}"/>'

    def drawn(*ids):
        inner = "".join(drawing.format(id_, id_, id_) for id_ in ids)
        head = '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="p"><startEvent id="s"/>'
        return {"p.bpmn": f"{head}{inner}</process></definitions>".encode()}

    states = {d.state for d in workflows.compare(drawn("a", "b"), drawn("c", "d")).diagrams["p"].differences}
    assert states == {"added", "removed"}
    one = workflows.compare(drawn("a"), drawn("c")).diagrams["p"].differences
    assert {d.state for d in one} == {"changed"}


def test_what_is_too_large_to_be_compared_part_by_part_is_compared_as_text_and_the_small_still_in_full():
    small = b'{"id": "small", "components": [{"key": "a", "type": "textfield", "label": "%s"}]}'
    large = b'{"id": "large", "components": []}' + b" " * (MOST_BYTES // 2)
    found = workflows.compare(
        {"small.form": small % b"A", "large.form": large},
        {"small.form": small % b"B", "large.form": large + b" "},
    )
    assert set(found.forms) == {"small"}
    assert set(found.files) == {"large.form"}
