"""What can be wrong in a roster: for each kind a sentence and what to do about it, both translatable."""

from dataclasses import asdict, dataclass, field

from webapp.core.words import N_

SENTENCES = {
    "empty": (N_("The file is empty."), N_("Choose the file with the roster.")),
    "no_rows": (N_("There is a heading but no row below it."), N_("Write one person per row below the heading.")),
    "kind": (
        N_("A file of the kind %(kind)s cannot be read."),
        N_("Save it as .xlsx, .ods or .csv (UTF-8) and import that file."),
    ),
    "locked": (
        N_("This is an old Excel file (.xls), or one that is locked with a password."),
        N_("Open it in Excel, remove the password, and save it as “Excel Workbook (.xlsx)”."),
    ),
    "broken": (
        N_("The file cannot be opened: it is damaged, or it is not what its name says."),
        N_("Open it in a spreadsheet program and save it anew as .xlsx."),
    ),
    "too_large": (
        N_("Unpacked, the file is larger than %(megabytes)s MB."),
        N_("Remove pictures and other sheets, and import again."),
    ),
    "encoding": (
        N_("The text is written in %(encoding)s; names with accents would be damaged."),
        N_("In Excel choose “Save as”, then “CSV UTF-8 (Comma delimited)”, or import the .xlsx file itself."),
    ),
    "csv": (N_("The row cannot be divided into columns."), N_("Look for a quotation mark that is not closed.")),
    "header_missing": (
        N_("No row has the headings of a roster."),
        N_("Use the headings of the template, such as NIP, Nama, Jabatan, Kode Unit, NIP Atasan."),
    ),
    "column_missing": (
        N_("The column “%(heading)s” is missing."),
        N_("Add a column with this heading, as in the template."),
    ),
    "heading_twice": (N_("Two columns have this heading."), N_("Keep one of the two.")),
    "hidden_only": (
        N_("The roster stands on a hidden sheet only."),
        N_("Show the sheet, check it, save the file and import again."),
    ),
    "several_sheets": (
        N_("Several sheets look like a roster: %(sheets)s."),
        N_("Keep one of them; a roster is one sheet."),
    ),
    "formula": (
        N_("The cell holds a formula, not a value."),
        N_("Copy the column and paste it as values (“Paste special, values”)."),
    ),
    "spreadsheet_error": (N_("The cell holds an error of the spreadsheet."), N_("Correct it in the spreadsheet.")),
    "date": (
        N_("The spreadsheet has made a date of this."),
        N_("Format the column as text and write the value again."),
    ),
    "too_long": (N_("This is longer than %(most)s characters."), N_("Shorten it.")),
    "missing": (N_("“%(heading)s” is empty."), N_("Fill it in.")),
    "nip_rounded": (
        N_("The spreadsheet has rounded this number: its last digits are lost."),
        N_("Format the column as text and take the numbers from the source again; the lost digits cannot be restored."),
    ),
    "nip_signs": (N_("A NIP consists of digits only."), N_("Remove “%(signs)s”.")),
    "nip_length": (
        N_("A NIP has 18 digits; this one has %(digits)s."),
        N_("Compare it with the decree of appointment."),
    ),
    "nip_birth": (
        N_("The first eight digits, %(part)s, are not a date of birth (year, month, day)."),
        N_("Compare it with the decree of appointment."),
    ),
    "nip_start": (
        N_("Digits 9 to 14, %(part)s, are not a year and month of appointment."),
        N_("Compare it with the decree of appointment."),
    ),
    "nip_sex": (
        N_("Digit 15 is %(part)s; it is 1 for men and 2 for women."),
        N_("Compare it with the decree of appointment."),
    ),
    "nip_sequence": (
        N_("The last three digits are 000; they count from 001."),
        N_("Format the column as text: a spreadsheet replaces digits that it cannot hold by zeros."),
    ),
    "nip_twice": (N_("This NIP stands in row %(row)s already."), N_("Remove one of the two rows.")),
    "nip_elsewhere": (
        N_("This NIP belongs to somebody of another agency."),
        N_("The other agency has to mark the person as having left first."),
    ),
    "email_form": (N_("This is not an e-mail address."), N_("Write it like name@example.go.id, or leave it empty.")),
    "email_twice": (
        N_("This e-mail address stands in row %(row)s already."),
        N_("Give each person an address of their own, or leave it empty."),
    ),
    "email_taken": (
        N_("This e-mail address belongs to %(name)s, who is not in the file."),
        N_("Correct the address, or add %(name)s to the file."),
    ),
    "role": (N_("There is no role “%(role)s”."), N_("Write one of: %(roles)s.")),
    "unit_differs": (
        N_("Row %(row)s gives the unit %(code)s another name: “%(other)s”."),
        N_("Write the same name in both rows, or another code."),
    ),
    "parent_differs": (
        N_("Row %(row)s puts the unit %(code)s below another unit: “%(other)s”."),
        N_("Write the same parent code in both rows."),
    ),
    "unit_unnamed": (N_("The unit %(code)s has no name."), N_("Write its name in at least one row.")),
    "parent_unknown": (
        N_("There is no unit with the code %(code)s."),
        N_("Add a row for it: only code, name and parent code are needed for a unit without people."),
    ),
    "unit_circle": (
        N_("These units lie within each other: %(chain)s."),
        N_("Correct the parent code of one of them."),
    ),
    "supervisor_self": (N_("A person cannot be their own supervisor."), N_("Write the NIP of the supervisor.")),
    "supervisor_unknown": (
        N_("Nobody with this NIP is in the file or in the agency."),
        N_("Correct the NIP, or add the supervisor as a row."),
    ),
    "supervisor_leaves": (
        N_("%(name)s is not in the file and would be marked as having left."),
        N_("Write the NIP of the new supervisor, or add %(name)s to the file."),
    ),
    "supervisor_circle": (
        N_("These people supervise each other in a circle: %(chain)s."),
        N_("Correct the supervisor of one of them."),
    ),
    "supervisor_missing": (
        N_(
            "The supervisor is missing. Only the head of the agency has none, so that everyone else has a superior too."
        ),
        N_("Write the NIP of the supervisor, or give this person the role “pimpinan”."),
    ),
    "only_a_unit": (
        N_("The row has neither NIP nor name."),
        N_("Complete it; a row that only declares a unit leaves all other columns empty."),
    ),
}

NOTICES = {
    "hidden_sheet": N_("The hidden sheet “%(sheet)s” was not read."),
    "other_sheet": N_("The sheet “%(sheet)s” was not read."),
    "other_column": N_("The column “%(heading)s” is not part of a roster and was not read."),
    "no_roles": N_("The file has no column “Peran”: roles stay as they are."),
}


@dataclass(frozen=True)
class Fault:
    """Something that keeps the roster from being stored. `row` as the spreadsheet counts, None for the whole file."""

    code: str
    row: int | None = None
    column: str = ""
    value: str = ""
    places: dict = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return SENTENCES[self.code][0]

    @property
    def remedy(self) -> str:
        return SENTENCES[self.code][1]

    def as_json(self) -> dict:
        return asdict(self)


@dataclass(frozen=True)
class Notice:
    """Something worth knowing that keeps nothing from being stored."""

    code: str
    places: dict = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return NOTICES[self.code]

    def as_json(self) -> dict:
        return asdict(self)


class Faulty(Exception):
    """The file cannot be read at all."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(", ".join(fault.code for fault in faults))
        self.faults = list(faults)
