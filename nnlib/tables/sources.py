"""Text, bytes or a file, as the text of a table."""

import codecs
import difflib
import os
import re
from pathlib import Path

from nnlib import files
from nnlib.shown import counted, shown
from nnlib.tables.remarks import quoted

MOST_BYTES = 20_000_000
MANY = 0.7  # the share of bytes in every second place that are 0
SAVE_AS_CSV = "open it in the program that made it, and save it as CSV"
UNPACK = "unpack it, and give what is in it"
KINDS = {  # how files begin that are no text
    b"\xd0\xcf\x11\xe0": "an Excel file of the old kind (.xls)",
    b"%PDF": "a PDF",
    b"{\\rtf": "a text with formats (RTF)",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"\x93NUMPY": "an array of NumPy (.npy)",
    b"PAR1": "a Parquet file",
    b"ARROW1": "a Feather file",
    b"SQLite format 3": "a database",
    b"\x89HDF": "an HDF5 file",
    b"MATLAB": "a file of MATLAB",
}
PACKED = {
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
}
MARKS = {  # what some programs put first, to tell the encoding
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
ENCODINGS = (
    *("windows-1252", "windows-1250", "windows-1251", "windows-1253", "mac-roman"),
    *("gb18030", "big5", "shift_jis", "euc_kr"),
)
LETTER, SIGN = "[\xc0-\xff]", "[\xa2-\xa9\xac-\xaf\xb1-\xb6\xb8\xb9\xbc-\xbe]"
# No western language has three such letters in a row, or a sign such as ¼ beside one.
NOT_WESTERN = re.compile(f"\ufffd|{LETTER}{{3}}|{LETTER}{SIGN}|{SIGN}{LETTER}")
NOT_ASCII = re.compile(r"[^\x00-\x7f]")
JSON = re.compile(r"\s*[\[{]\s*[\[{\"]")
WEB_PAGE = re.compile(r"\s*<(?:!doctype|html|table|tbody|thead|tr|div|\?xml)\b", re.I)
# [1, 2], as Python and NumPy write the rows of a table.
BRACKETED = re.compile(
    r"\s*(?:(?:np\.)?array\()?[\[(]+([^\[\]()\n]*[,; \t][^\[\]()\n]*)[\])]+"
    r"(?:,\s*dtype=[\w.]+\))?[,;]?\s*"
)


def content(source):
    """Return what a source holds, as text or as bytes.

    Text with a line break in it is the table itself, and text in one line the path of a file.
    """
    if isinstance(source, bytes | bytearray | memoryview):
        held = bytes(source)
    elif issubclass(type(source), str):
        held = str.__str__(source)
        if not held.strip():
            raise ValueError("source is empty: give the path of a file, or a table as text.")
        if len(held.splitlines()) < 2 and not held.endswith(("\n", "\r")):
            held = _file(held)
    elif issubclass(type(source), os.PathLike):
        held = _file(source)
    else:
        raise ValueError(
            f"source must be the path of a file, or a table as text or bytes; got {shown(source)}."
        )
    if len(held) > MOST_BYTES:
        raise ValueError(
            f"source holds more than {MOST_BYTES // 1_000_000} MB: leave out rows or columns that "
            "you do not need."
        )
    return held


def decoded(held, encoding, said):
    """Return text as it is, and bytes as text in the encoding that they say or seem to have."""
    if encoding is not None:
        encoding = _known(encoding)
    text = held if isinstance(held, str) else _text(held, encoding, said)
    text = _without_brackets(text.removeprefix("\ufeff"))
    if "\0" in text:
        raise ValueError(f"source is no text, for it holds characters of number 0: {SAVE_AS_CSV}.")
    for kind, start in (("a web page", WEB_PAGE), ("in JSON", JSON)):
        if start.match(text[:200]):
            raise ValueError(f"source is {kind} and no table in text: {SAVE_AS_CSV}.")
    return text


def _without_brackets(text):
    """Return lines without the brackets around each of them; the first line may be one of names."""
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    if not filled or not all(map(BRACKETED.fullmatch, filled[1:] or filled)):
        return text
    return "\n".join(BRACKETED.sub(r"\1", line) for line in lines)


def _file(path):
    path = files.checked(path, "source")
    if not os.path.exists(path):  # noqa: PTH110, a Path stops at a name that is too long
        near = difflib.get_close_matches(path.name, _names_in(path.parent), n=1)
        mend = (
            f"Did you mean {shown(near[0])}?" if near else "A table as text has two lines or more."
        )
        raise FileNotFoundError(
            f"source {shown(path)} is no file that can be found from {shown(Path.cwd())}. {mend}"
        )
    if path.is_file() and path.stat().st_size > MOST_BYTES:
        return " " * (MOST_BYTES + 1)  # too large to be read at all
    return files.read(path, "source")


def _names_in(folder):
    """Return the names in a folder, none if it cannot be looked into."""
    try:
        return [each.name for each in folder.iterdir()]
    except OSError:
        return []


def _known(encoding):
    """Return an encoding's name, if it is one of text."""
    try:
        found = codecs.lookup(str.__str__(encoding))
        "".encode(found.name)  # others than those of text raise an error here
    except Exception:
        raise ValueError(
            f"encoding {shown(encoding)} is not known: write one such as 'utf-8', 'windows-1252' "
            "or 'utf-16'."
        ) from None
    return found.name


def _text(held, encoding, said):
    for start, kind in KINDS.items():
        if held.startswith(start):
            raise ValueError(f"source is {kind} and no table in text: {SAVE_AS_CSV}.")
    for start, kind in PACKED.items():
        if held.startswith(start):
            raise ValueError(f"source is packed ({kind}) and no table in text: {UNPACK}.")
    if encoding is not None:
        return _in_encoding(held, encoding)
    for mark, name in MARKS.items():
        if held.startswith(mark):
            if name != "utf-8-sig":
                said.note(f"The text was read as {name.upper()}.")
            return _in_encoding(held, name)
    for first, name in ((0, "utf-16-be"), (1, "utf-16-le")):
        every_second = held[first:1000:2]
        if every_second.count(0) > MANY * len(every_second):  # Latin letters are two bytes each
            said.note("The text was read as UTF-16.")
            return _in_encoding(held, name)
    try:
        return held.decode("utf-8")
    except UnicodeDecodeError:
        text = held.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    if 2 * broken > len(NOT_ASCII.findall(text)):
        return _in_windows(held, said)
    said.note(
        f"The text was read as UTF-8, in which {counted(broken, 'character')} could not be read: "
        "'\ufffd' stands there."
    )
    return text


def _in_encoding(held, encoding):
    try:
        return held.decode(encoding)
    except (UnicodeError, ValueError):
        raise ValueError(
            f"source is no text in the encoding {encoding}: name the one it has, such as "
            "encoding='utf-8', or save it again as CSV in UTF-8."
        ) from None


def _in_windows(held, said):
    """Return bytes that are no UTF-8 in the encoding that most of such files have."""
    text = held.decode("windows-1252", errors="replace")
    words = [word for word in re.split(r"[ \t\r\n,;|\"]+", text) if not word.isascii()]
    unlikely = next((word for word in words if NOT_WESTERN.search(word)), None)
    seen = (
        "The text is not in UTF-8, and was read as Windows-1252, where one word is "
        f"{quoted(unlikely or words[0])}."
    )
    if unlikely:
        said.ask("encoding", f"{seen} Which encoding is it in?", ENCODINGS, ENCODINGS[0])
    else:
        said.note(f"{seen} If that is wrong, name another encoding.")
    return text
