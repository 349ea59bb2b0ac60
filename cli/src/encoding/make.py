"""Writes names.txt and tables.bin next to this script: the mappings of Python's codecs.

Run it with the reference's Python (3.11), optionally naming another output folder. `tables.rs` describes the format.
"""

import codecs
import encodings
import encodings.aliases
import os
import pkgutil
import sys

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
NONE = 0
# Numbers of character pairs with a single code start here.
PAIRS = 0x110000

# Each table, and the table it is stored as a difference from.
MULTIBYTE = [
    ("euc_jp", None),
    ("shift_jis", ("euc_jp", "shifted")),
    ("cp932", ("shift_jis", "same")),
    ("euc_jis_2004", ("euc_jp", "same")),
    ("euc_jisx0213", ("euc_jis_2004", "same")),
    ("shift_jis_2004", ("euc_jis_2004", "shifted")),
    ("shift_jisx0213", ("shift_jis_2004", "same")),
    ("euc_kr", None),
    ("cp949", ("euc_kr", "same")),
    ("johab", None),
    ("gb2312", None),
    ("gbk", ("gb2312", "same")),
    ("gb18030", ("gbk", "same")),
    ("big5", None),
    ("cp950", ("big5", "same")),
    ("big5hkscs", ("big5", "same")),
]
UNICODE = "utf_7 utf_8 utf_8_sig utf_16 utf_16_le utf_16_be utf_32 utf_32_le utf_32_be".split()
ESCAPES = "unicode_escape raw_unicode_escape punycode idna undefined charmap".split()
STATEFUL = (
    "hz iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_2004 iso2022_jp_3 iso2022_jp_ext iso2022_kr"
).split()
# Modules that cannot be imported on Linux.
ABSENT = ["mbcs", "oem", "aliases", "iso8859_1"]


def modules():
    return sorted(m.name for m in pkgutil.iter_modules(encodings.__path__) if m.name not in ABSENT)


def decoded(codec, data):
    try:
        return codecs.decode(data, codec)
    except UnicodeError:
        return None


def sequences(codec, wide):
    """The codes of one, two and three bytes. A third byte follows 0x8F only, and its code is 0xXXYY without the high
    bit of YY."""
    for byte in range(256):
        yield byte, bytes([byte])
    if not wide:
        return
    for lead in range(0x80, 0x100):
        if decoded(codec, bytes([lead])) is not None:
            continue
        for trail in range(256):
            yield lead << 8 | trail, bytes([lead, trail])
    if codec.startswith("euc_j"):
        for row in range(0xA1, 0xFF):
            for cell in range(0xA1, 0xFF):
                yield row << 8 | cell & 0x7F, bytes([0x8F, row, cell])


def table(codec, wide, pairs):
    """Codes and their characters."""
    found = {}
    for code, data in sequences(codec, wide):
        text = decoded(codec, data)
        if text is None:
            continue
        if len(text) == 1:
            found[code] = ord(text)
        else:
            assert len(text) == 2, (codec, data, text)
            if text not in pairs:
                pairs.append(text)
            found[code] = PAIRS + pairs.index(text)
    return found


# Where Shift_JIS has the rows of JIS X 0213's second plane: two per lead byte from 0xF0.
SECOND_PLANE = [1, 8, 3, 4, 5, 12, 13, 14, 15] + list(range(78, 95))


def shifted(code):
    """Where Shift_JIS has a code of EUC-JP; None if nowhere."""
    row, cell = (code >> 8) - 0xA0, (code & 0x7F) - 0x20
    if code < 0x80:
        return code
    if code >> 8 == 0x8E:
        return code & 0xFF
    if code & 0x80:
        row -= 1
    elif row in SECOND_PLANE:
        row = 94 + SECOND_PLANE.index(row)
    else:
        return None
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9E if row % 2 else cell + (0x3F if cell < 64 else 0x40)
    return lead << 8 | trail


def described_by(base, how):
    if how == "same":
        return dict(base)
    return {shifted(code): char for code, char in base.items() if shifted(code) is not None}


def varint(number):
    out = bytearray()
    while number >= 0x80:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def signed(number):
    return varint(number << 1 if number >= 0 else (-number << 1) - 1)


def runs(base, wanted):
    """The differences as runs of codes: how far from the end of the run before, how many and whether they are taken
    away, and the characters, each relative to the successor of the one before."""
    differing = sorted(c for c in base.keys() | wanted.keys() if base.get(c) != wanted.get(c))
    grouped = []
    for code in differing:
        gone = code not in wanted
        if grouped and grouped[-1][0] + grouped[-1][1] == code and grouped[-1][2] == gone:
            grouped[-1][1] += 1
        else:
            grouped.append([code, 1, gone])
    out = varint(len(grouped))
    end = expected = 0
    for start, count, gone in grouped:
        out += varint(start - end) + varint(count << 1 | gone)
        for code in [] if gone else range(start, start + count):
            out += signed(wanted[code] - expected)
            expected = wanted[code] + 1
        end = start + count
    return out


def encoded(codec, text):
    """The code, as `sequences` numbers it, that the codec writes."""
    try:
        data = codecs.encode(text, codec)
    except UnicodeError:
        return None
    if len(data) == 3:
        return data[1] << 8 | data[2] & 0x7F
    return int.from_bytes(data, "big") if len(data) < 3 else None


def rank(codec, code):
    """Codes of three bytes come last, those of JIS X 0212 after those of JIS X 0213."""
    three = codec.startswith("euc_j") and code > 0xFF and not code & 0x80
    return three and (1 if (code >> 8) - 0xA0 in SECOND_PLANE else 2), code


def exceptions(codec, wanted, pairs):
    """Characters that are not written as the first code, by `rank`, that is read as them; 0 if not at all."""
    first = {}
    for code in sorted(wanted, key=lambda code: rank(codec, code)):
        first.setdefault(wanted[code], code)
    out, before = [], 0
    candidates = set(first) | set(range(0x80, 0x3000)) | set(range(0x3000, 0xD800)) | set(range(0xE000, 0x10000))
    for char in sorted(candidates):
        text = pairs[char - PAIRS] if char >= PAIRS else chr(char)
        code = encoded(codec, text)
        if code != first.get(char) and not (codec == "gb18030" and code is None):
            out.append((char, code or 0))
    data = varint(len(out))
    for char, code in out:
        data += varint(char - before) + varint(code)
        before = char
    print(codec, "written otherwise:", len(out))
    return data


def main():
    pairs, data, made = [], b"", {}
    singles = [
        m
        for m in modules()
        if codecs.lookup(m)._is_text_encoding
        and m not in UNICODE + ESCAPES + STATEFUL
        and m not in dict(MULTIBYTE)
    ]
    order = ["ascii"] + [s for s in singles if s != "ascii"]
    for codec in order:
        made[codec] = table(codec, False, pairs)
        part = runs({} if codec == "ascii" else made["ascii"], made[codec])
        data += b"\0\0" + part + exceptions(codec, made[codec], pairs)
    print("single bytes:", len(data))
    for codec, base in MULTIBYTE:
        made[codec] = table(codec, True, pairs)
        start = described_by(made[base[0]], base[1]) if base else made["ascii"]
        part = runs(start, made[codec])
        more = exceptions(codec, made[codec], pairs)
        print(codec, len(part), len(more))
        place = order.index(base[0]) if base else 0
        data += varint(place) + varint(int(bool(base) and base[1] == "shifted")) + part + more
        order.append(codec)
    head = varint(len(pairs))
    for text in pairs:
        head += varint(ord(text[0])) + varint(ord(text[1]))
    with open(os.path.join(FOLDER, "tables.bin"), "wb") as file:
        file.write(head + data)
    aliases = {}
    for alias, codec in sorted(encodings.aliases.aliases.items()):
        aliases.setdefault(codec, []).append(alias)
    with open(os.path.join(FOLDER, "names.txt"), "w", encoding="ascii") as file:
        for codec in order:
            file.write(" ".join(["table", codec, codecs.lookup(codec).name] + aliases.get(codec, [])) + "\n")
        for codec in modules():
            if codec in order:
                continue
            found = codecs.lookup(codec)
            kind = "text" if found._is_text_encoding else "other"
            file.write(" ".join([kind, codec, found.name] + aliases.get(codec, [])) + "\n")


main()
