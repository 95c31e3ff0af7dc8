"""What a pack says and its catalogue does not, and what the catalogue says that nobody reads any more."""

import pytest

from webapp.library import bundles, packs, wording

WORDS = "catalogue.en.toml"


@pytest.fixture
def files():
    return bundles.shipped("appraisal")


def renamed(files, name, old, new):
    """The pack with a text changed in one file."""
    assert old.encode() in files[name]
    return {**files, name: files[name].replace(old.encode(), new.encode())}


def test_the_shipped_pack_says_everything_in_english_and_nothing_in_vain(files):
    assert list(wording.problems(files)) == []
    assert len(wording.read(files).said) > 500


def test_a_renamed_step_is_without_translation_and_its_old_name_is_left_over(files):
    missing, unused = wording.problems(renamed(files, "planning.bpmn", '"Susun rencana kinerja"', '"Tulis rencana"'))
    assert (missing.code, missing.file, missing.element) == ("catalogue.missing", "planning.bpmn", "draft_plan")
    assert (missing.severity, unused.severity) == ("warning", "warning")
    assert files["planning.bpmn"].splitlines()[missing.line - 1].strip().startswith(b'<bpmn:userTask id="draft_plan"')
    assert "“Tulis rencana” (texts: 1)" in missing.text
    assert "catalogue.en.toml" in missing.sentence("id")
    assert (unused.code, unused.file) == ("catalogue.unused", WORDS)
    assert files[WORDS].splitlines()[unused.line - 1].startswith(b'"Susun rencana kinerja"')


def test_an_empty_translation_is_none(files):
    blank = renamed(files, WORDS, '= "Draft the performance plan"', '= ""')
    (problem,) = wording.problems(blank)
    assert (problem.code, problem.element) == ("catalogue.missing", "draft_plan")
    assert packs.compiled(blank).translation("en")("Susun rencana kinerja") == "Susun rencana kinerja"


def test_what_is_missing_of_one_file_is_told_once_with_the_first_few(files):
    bare = {**files, WORDS: b"", "catalogue.fr.toml": files[WORDS]}
    told = [problem for problem in wording.problems(bare) if dict(problem.values)["catalogue"] == WORDS]
    read_in = {name for name in files if name.endswith((".bpmn", ".dmn", ".form"))}
    assert {problem.file for problem in told} - {told[-1].file} == read_in
    assert len(told) == len(read_in) + 1, "the titles of all scenarios together"
    assert all(problem.text.count("“") <= wording.NAMED_AT_MOST for problem in told)


def test_a_text_of_a_form_names_its_question_and_its_line(files):
    (missing, _unused) = wording.problems(renamed(files, "comment_on_rating.form", '"Kirim tanggapan"', '"Kirim saja"'))
    assert (missing.element, missing.file) == ("comment_on_rating", "comment_on_rating.form")
    assert (
        b'"Kirim saja"'
        in renamed(files, "comment_on_rating.form", '"Kirim tanggapan"', '"Kirim saja"')[
            "comment_on_rating.form"
        ].splitlines()[missing.line - 1]
    )


def test_nothing_counts_as_left_over_while_a_file_cannot_be_read(files):
    torn = {**files, "planning.bpmn": files["planning.bpmn"][:5000]}
    assert [problem.code for problem in wording.problems(torn)] == []


def test_a_pack_without_a_catalogue_is_not_blamed_for_one(files):
    alone = {name: content for name, content in files.items() if name != WORDS}
    assert list(wording.problems(alone)) == []
    assert list(wording.problems({**files, WORDS: b"no = toml ="})) == []


def test_the_title_of_a_group_is_drawn_in_the_readers_language(files):
    group = '<bpmn:category id="c"><bpmn:categoryValue id="v" value="Tahap awal" /></bpmn:category></bpmn:definitions>'
    grouped = renamed(files, "planning.bpmn", "</bpmn:definitions>", group)
    (missing,) = wording.problems(grouped)
    assert (missing.element, "“Tahap awal”" in missing.text) == ("v", True)
    said = {**grouped, WORDS: grouped[WORDS] + b'"Tahap awal" = "First part"\n'}
    assert b'value="First part"' in packs.compiled(said).diagram("planning", "en")
