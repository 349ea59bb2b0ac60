"""Prints tables.rs: what Python knows of characters, as facts that the command line needs.

Run it with a Python whose `unicodedata` is that of the reference's:
`python3 cli/src/value/unicode/make.py > cli/src/value/unicode/tables.rs`.
"""

import sys
import unicodedata

LAST = sys.maxunicode


def runs(holds):
    """First and last of each run of characters for which this holds."""
    found = []
    for point in range(LAST + 1):
        if not holds(point):
            continue
        if found and found[-1][1] == point - 1:
            found[-1][1] = point
        else:
            found.append([point, point])
    return ["(0x%x, 0x%x)" % (first, last) for first, last in found]


def lines(items):
    """Items with commas, as many on a line as fit."""
    line = ""
    for item in items:
        if len(line) + len(item) + 2 > 100:
            yield line
            line = ""
        line += (" " if line else "    ") + item + ","
    yield line


def table(says, name, kind, items):
    print("\n/// %s\npub(super) static %s: &[%s] = &[" % (says, name, kind))
    print("\n".join(lines(items)))
    print("];")


def is_wide(point):
    return point >= 0xA1 and unicodedata.east_asian_width(chr(point)) in "WFA"


print("//! Facts of the Unicode character database %s, as `make.py` prints them." % unicodedata.unidata_version)
table(
    "First and last of each run of characters that are not printable.",
    "UNPRINTABLE",
    "(u32, u32)",
    runs(lambda point: point != 0x20 and not chr(point).isprintable()),
)
table(
    "First and last of each run of characters from U+00A1 on of width `W`, `F` or `A`.",
    "WIDE",
    "(u32, u32)",
    runs(is_wide),
)
table(
    "The zero of each script's decimal digits; nine follow each.",
    "ZEROS",
    "u32",
    ["0x%x" % point for point in range(LAST + 1) if unicodedata.decimal(chr(point), None) == 0],
)
