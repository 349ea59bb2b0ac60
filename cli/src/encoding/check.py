"""Prints what Python decodes and encodes in each encoding, for comparison by `tests.rs`.

Lines are `name SPELLING CODEC`, `read CODEC BYTES RESULT`, `row CODEC BYTES RESULTS` for the bytes followed by each
byte, and `write CODEC BYTES` or `begin CODEC BYTES`. Bytes are hexadecimal, a result is code points, `-` for what cannot be decoded, or `!`
and the words of another error. `write` is of all characters of
`every` in order, `begin` of the first of them, with question marks for those that are lacking.
"""

import codecs
import encodings.aliases
import pkgutil
import random
import warnings

warnings.simplefilter("ignore")
SKIPPED = ["aliases", "mbcs", "oem", "iso8859_1"]
modules = sorted(m.name for m in pkgutil.iter_modules(encodings.__path__) if m.name not in SKIPPED)
text = [m for m in modules if codecs.lookup(m)._is_text_encoding]

for name in set(encodings.aliases.aliases) | set(modules):
    try:
        codec = codecs.lookup(name)
    except LookupError:
        continue
    if codec._is_text_encoding:
        for spelling in (name, name.upper(), name.replace("_", "-"), "--%s " % name.replace("_", " -")):
            if codecs.lookup(spelling).name == codec.name:
                print("name", spelling.replace(" ", "~"), codec.name)


def result(codec, data):
    try:
        decoded = codecs.getincrementaldecoder(codec)().decode(data, True)
        return ",".join("%x" % ord(c) for c in decoded)
    except UnicodeDecodeError:
        return "-"
    except UnicodeError as error:
        return "!" + str(error).replace("\n", "~").replace(" ", "_")


def read(codec, data):
    print("read", codec, data.hex() or ".", result(codec, data))


def row(codec, prefix):
    """What comes of all bytes after the prefix."""
    print("row", codec, prefix.hex() or ".", *(result(codec, prefix + bytes([byte])) for byte in range(256)))


multibyte = "euc shift_ cp932 cp949 cp950 big5 gb johab".split()
for codec in text:
    row(codec, b"")
    if any(codec.startswith(prefix) for prefix in multibyte):
        for lead in range(0x80, 0x100):
            row(codec, bytes([lead]))
    if codec.startswith("euc_j"):
        for lead in range(0x9F, 0x100):
            row(codec, bytes([0x8F, lead]))

chance = random.Random(1)
escapes = [b"\x1b" + x for x in b"$B $@ $A $(B $(C $(D $(O $(P $(Q $)C (B (J (I .A .F N [A &@\x1b$B".split(b" ")]
shapes = {
    "gb18030": [b"\x81\x30\x81", b"\x90\x30\x81\x30", b"\xe3\x32\x9a\x35", b"0", b"\x84\x31\xa4", b"\x39", b"\xa1\xa2"],
    "euc_kr": [b"\xa4\xd4", b"\xa4\xa1", b"\xa4\xa2", b"\xa4\xbf", b"\xa4\xbe", b"a", b"\xb0\xa1"],
    "hz": [b"~", b"~{", b"~}", b"\n", b"!!", b"0!", b"a", b"\xa1"],
    "utf_7": [b"+", b"-", b"AG", b"2A", b"Ae", b"3A", b"a", b" ", b"A", b"~", b"\\", b"/", b"\x80", b"ACI"],
    "unicode_escape": [b"\\", b"x4", b"u00e", b"U0000", b"0", b"7", b"n", b"'", b"\n", b"\xe9", b"q", b"1F60"],
    "punycode": [b"-", b"ab", b"3", b"z", b"\n", b"Q", b"\xe9", b"tda", b"9999"],
    "idna": [b".", b"ab", b"\xe9", b"-"],
    "utf_16": [b"\xff\xfe", b"\xfe\xff", b"a\0", b"\x3d\xd8", b"\0\xde", b"\0"],
    "utf_32": [b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"a\0\0\0", b"\0\0\0a", b"\0\xd8\0\0", b"\0"],
    "utf_8": [b"\xef\xbb\xbf", b"\xc3", b"\xa9", b"a", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80"],
    "iso2022": escapes + [b"!!", b"0!", b"a", b"\n", b"\x0e", b"\x0f", b"~", b"\\", b"\x80", b"t&", b"M!", b"Py", b"+S"],
}
for codec in text:
    for prefix, shape in shapes.items():
        if codec.replace("raw_", "").startswith(prefix):
            for _ in range(300 if codec.startswith("iso") else 1000):
                read(codec, b"".join(chance.choice(shape) for _ in range(chance.randrange(8))))
for codec in text:
    if codec.startswith("iso2022") or codec == "hz":
        for escape in escapes if codec != "hz" else [b"~{"]:
            if result(codec, escape) == "-":
                continue
            escape += b"\x0e" if codec == "iso2022_kr" else b""
            pairs = [bytes([lead, trail]) for lead in range(0x21, 0x7F) for trail in range(0x21, 0x7F)]
            read(codec, escape + b"".join(pair for pair in pairs if result(codec, escape + pair) != "-"))
            for lead in b"!0t~":
                row(codec, escape + bytes([lead]))

every = [chr(c) for c in range(0x10000) if not 0xD800 <= c < 0xE000] + [chr(c) for c in range(0x20000, 0x2A6E0)]
# Sequences that some encodings map to one code come last.
every += [a + b for a in "\u304b\u30ab\u31f7\u00e6\u0254\u028c\u0259\u025a\u02e9\u02e5\u00ca\u00ea" for b in
          "\u309a\u0300\u0301\u02e5\u02e9\u0304\u030c"]
for codec in text:
    if codec not in ("punycode", "idna", "undefined"):
        wide = any(codec.startswith(prefix) for prefix in multibyte + ["iso2022", "hz"])
        encoder = codecs.getincrementalencoder(codec)("replace")
        print("write" if wide else "begin", codec, encoder.encode("".join(every if wide else every[:0x2800]), True).hex())
