"""The PDF of a certificate: what it says, how it is tagged, and that it is made once."""

import hashlib
import io
from datetime import date

import pytest
from pypdf import PdfReader

from tests.webapp.factories import make_office
from tests.webapp.outcomes.answers import approval, proposal
from tests.webapp.plans.rows import Story, make_case
from webapp.core import files
from webapp.core.jobs import jobs
from webapp.core.operations import perform
from webapp.outcomes import awards, printing, queries

ADDRESS = "https://siklus.example/c/7K2M-Q9XD"
WORDS = {
    "agency": "Kabupaten Siklus",
    "title": "Pegawai berkinerja sangat baik tahun 2026",
    "name": "Rina Ayu Wulandari, S.K.M.",
    "nip": "198804122011012003",
    "post": "Epidemiolog Kesehatan Ahli Muda",
    "unit": "Dinas Kesehatan",
    "cycle": "Siklus Kinerja 2026",
    "predicate": "Sangat Baik",
    "citation": "Atas dedikasi melayani imunisasi di delapan dusun terpencil",
    "date": "18 Desember 2026",
    "signer": "Dr. Hendra Gunawan, M.Si.",
    "signer_nip": "197001011995031001",
    "signer_post": "Sekretaris Daerah",
}


def certificate(**words) -> bytes:
    return printing.printed(
        WORDS | words, number="800/0147/SIKLUS/2026", code="7K2M-Q9XD", address=ADDRESS, on=date(2026, 12, 18)
    )


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return certificate()


def test_it_says_what_it_is_for_whom_and_where_to_check_it(pdf):
    text = " ".join(text_of(pdf).split())
    for words in (
        "KABUPATEN SIKLUS",
        "Piagam Penghargaan",
        "Nomor 800/0147/SIKLUS/2026",
        "Rina Ayu Wulandari, S.K.M.",
        "19880412 201101 2 003",
        "Sangat Baik",
        "delapan dusun terpencil",
        "Ditetapkan pada 18 Desember 2026",
        "Dr. Hendra Gunawan, M.Si.",
        "7K2M-Q9XD",
    ):
        assert words in text


def test_it_is_tagged_in_indonesian_for_the_archive_and_for_screen_readers(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "id-ID"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Piagam Penghargaan 800/0147/SIKLUS/2026"
    assert reader.metadata.author == "Kabupaten Siklus"
    claims = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in claims
    assert "<pdfuaid:part>1</pdfuaid:part>" in claims


def test_the_picture_of_the_code_is_described_in_words(pdf):
    tags = list(tags_of(PdfReader(io.BytesIO(pdf)).trailer["/Root"]["/StructTreeRoot"]))
    assert [tag["/Alt"] for tag in tags if tag.get("/S") == "/Figure"] == [
        f"Kode QR untuk memeriksa keaslian piagam ini di {ADDRESS}"
    ]
    assert [tag for tag in tags if tag.get("/S") == "/H1"]


def tags_of(node):
    node = node.get_object()
    if hasattr(node, "get") and "/K" in node:
        yield node
        children = node["/K"]
        for child in children if isinstance(children, list) else [children]:
            if not isinstance(child.get_object(), int):
                yield from tags_of(child)


def test_it_brings_its_own_fonts_and_one_page(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    fonts = reader.pages[0]["/Resources"]["/Font"]
    assert len(reader.pages) == 1
    assert {str(font.get_object()["/BaseFont"]).split("+")[1].split("-")[0] for font in fonts.values()} == {
        "LibertinusSerif"
    }


def test_the_same_words_give_the_same_bytes(pdf):
    assert certificate() == pdf
    assert certificate(name="Rina A. Wulandari") != pdf


def test_words_are_never_instructions_to_the_typesetter():
    tricky = '#strong[x] $y$ \\ ") + read("/etc/passwd") <label> @ref *bold*'
    assert '#strong[x] $y$ \\ ") + read("/etc/passwd") <label> @ref *bold*' in text_of(certificate(citation=tricky))


def test_every_sign_that_is_let_through_can_be_drawn():
    every = "".join(chr(code) for code in range(0x3000) if printing.drawable(chr(code)))
    assert len(every) > 500
    assert certificate(citation=every)


def test_signs_that_cannot_be_drawn_are_left_out():
    found = text_of(certificate(citation="Selamat 🎉 \u0001\ufeff漢\nbertugas"))
    assert "Selamat bertugas" in " ".join(found.split())


def test_long_words_stay_on_one_page():
    long = certificate(
        name="Prof. Dr. Raden Ajeng Siti Nurhaliza Kusumawardhani Tedjokusumo, S.K.M., M.Epid.",
        title="Pegawai berkinerja sangat baik " * 6,
        citation="Atas dedikasi melayani imunisasi " * 12,
        post="Kepala Bidang Pencegahan dan Pengendalian Penyakit Menular",
        unit="Dinas Kesehatan, Pengendalian Penduduk, dan Keluarga Berencana",
    )
    assert len(PdfReader(io.BytesIO(long)).pages) == 1


@pytest.fixture
def issued(app, tmp_path, monkeypatch):
    """A certificate whose PDF has yet to be made, with a folder of its own for files."""
    monkeypatch.setattr(files, "store", lambda: files.Folder(tmp_path))
    office = make_office()
    story = Story(make_case(office, office.ana))
    story.hand_in("propose_award", office.eka, proposal())
    on = story.hand_in("approve_award", office.dewi, approval())
    inputs = {"task": "propose_award", "approval": "approve_award", "predicate": "very_good"}
    perform(on, "outcomes.issue_certificate", inputs)
    return queries.award(on.agency_id, on.case_id).certificate


def render(certificate):
    jobs["outcomes.render_certificate"].run(agency_id=certificate.agency_id, certificate_id=certificate.id)


def test_the_job_keeps_the_pdf_under_its_hash(issued):
    assert issued.sha256 is None
    render(issued)
    kept = files.store().get(issued.sha256)
    assert hashlib.sha256(kept).hexdigest() == issued.sha256
    assert issued.code in text_of(kept)


def test_a_second_run_leaves_the_first_pdf(issued):
    render(issued)
    first = issued.sha256
    issued.words = {**issued.words, "name": "Orang Lain"}
    render(issued)
    assert issued.sha256 == first


def test_where_nobody_has_said_where_we_are_reached_nothing_is_printed(issued):
    with pytest.raises(awards.NoPublicAddress, match="set SIKLUS_PUBLIC_URL"):
        awards.render_certificate(issued.agency_id, issued.id, public_url="")
    assert issued.sha256 is None


def test_a_job_for_a_certificate_that_was_rolled_back_does_nothing(issued):
    jobs["outcomes.render_certificate"].run(agency_id=issued.agency_id, certificate_id=issued.id + 1000)
    assert issued.sha256 is None
