"""The first sheet of an Excel file, as rows of cells in text."""

import datetime
import io
import re
import warnings
import zipfile

from nnlib.tables.remarks import MOST_ROWS, Row, quoted
from nnlib.tables.sources import UNPACK

MOST_UNPACKED = 200_000_000  # bytes
LIKE_THOUSANDS = re.compile(r"(?<!\d)\d{1,3}\.\d{3}(?!\d)")  # with a 0 behind, it is none to anyone
HOW_TO_INSTALL = "install the package openpyxl (in a cell: %pip install openpyxl)"


def is_one(held):
    """Return whether bytes are a zip file, as every .xlsx is."""
    return isinstance(held, bytes) and held.startswith(b"PK\x03\x04")


def rows(held, said):
    """Return the rows of the first sheet that is not empty, nor hidden."""
    _refuse_what_is_packed_otherwise(held)
    try:
        import openpyxl
    except ImportError:
        raise ValueError(
            f"source is an Excel file. To read it, {HOW_TO_INSTALL}, or save it as CSV in Excel."
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of parts that are no table
            with zipfile.ZipFile(io.BytesIO(held)) as parts:
                size = sum(part.file_size for part in parts.infolist())
            book = (
                None
                if size > MOST_UNPACKED
                else openpyxl.load_workbook(io.BytesIO(held), read_only=True, data_only=True)
            )
            sheet, found = _first_with_cells(book)
    except Exception:  # a damaged file can raise whatever there is
        raise ValueError(
            "source is no Excel file that can be read: open it in the program that made it, and "
            "save it as CSV."
        ) from None
    if len(book.worksheets) > 1:
        place = "the first" if sheet is book.worksheets[0] else "the first with anything to be seen"
        said.note(f"Of {len(book.worksheets)} sheets, {place} was read: {quoted(sheet.title)}.")
    return found


def _refuse_what_is_packed_otherwise(held):
    """Say of a zip file without a workbook what it is; whether it is damaged is seen later."""
    try:
        with zipfile.ZipFile(io.BytesIO(held)) as parts:
            names = parts.namelist()
    except Exception:  # as above
        return
    if any(name.endswith(".npy") for name in names):
        raise ValueError(
            "source is a file of NumPy (.npz) and no table. If an explorer has kept it, open it "
            "there with 'Open what was kept'."
        )
    if "content.xml" in names:
        raise ValueError("source is an OpenDocument file (.ods): save it as CSV or as .xlsx there.")
    if names and "[Content_Types].xml" not in names:
        raise ValueError(f"source is packed (zip) and no table: {UNPACK}.")


def _first_with_cells(book):
    """Return a sheet and its rows."""
    seen = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in seen:
        rows = _rows(sheet)
        if any(any(row.cells) for row in rows):
            break
    return sheet, rows


def _rows(sheet):
    sheet.reset_dimensions()  # some programs write wrong ones
    return [
        Row(line, [_text(cell) for cell in cells])
        for line, cells in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 2), 1)
    ]


def _text(cell):
    """Return a cell as a person sees it."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        is_percent = "%" in (cell.number_format or "")
        text = f"{100 * value:.15g}%" if is_percent else repr(value)
        return LIKE_THOUSANDS.sub(r"\g<0>0", text)
    if isinstance(value, datetime.time):
        value = datetime.timedelta(
            hours=value.hour, minutes=value.minute, seconds=value.second,
            microseconds=value.microsecond,
        )  # fmt: skip
    if isinstance(value, datetime.timedelta):
        return _time(value.total_seconds(), (cell.number_format or "").lower())
    return str(value).strip()


def _time(total, shape):
    """Return seconds as the form of their cell shows them; without one of hours, as 75:30."""
    minutes, seconds = divmod(round(total, 2), 60)
    hours, left = divmod(int(minutes), 60)
    text = f"{seconds:05.2f}".removesuffix("0").removesuffix(".0")
    if "h" not in shape and "s" in shape:
        return f"{int(minutes)}:{text}"
    return f"{hours}:{left:02d}:{text}" if seconds or "s" in shape else f"{hours}:{left:02d}"
