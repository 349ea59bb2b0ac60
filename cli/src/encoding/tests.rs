//! Compares every encoding with Python, where a matching one is installed, and checks invariants without it.

use std::collections::HashMap;
use std::process::{Command, Output};

use super::*;

fn named(name: &str) -> Encoding {
    Encoding::named(name).unwrap()
}

fn text(name: &str, bytes: &[u8]) -> String {
    let value = named(name).decode(bytes.to_vec()).unwrap();
    value.as_str().unwrap().to_owned()
}

/// Runs one of the scripts here, if there is a Python with the reference's tables.
fn python(script: &str, arguments: &[&str]) -> Option<Output> {
    let version = Command::new("python3").arg("--version").output().ok()?;
    if !version.stdout.starts_with(b"Python 3.11.") {
        println!("skipped: there is no Python 3.11 to compare with");
        return None;
    }
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/encoding/");
    let run = Command::new("python3")
        .args(["-I", &format!("{folder}{script}")])
        .args(arguments)
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    Some(run)
}

#[test]
fn the_tables_are_what_the_program_writes() {
    let folder = std::env::temp_dir().join(format!("smithgen-tables-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    if python("make.py", &[folder.to_str().unwrap()]).is_some() {
        let same = |name: &str, ours: &[u8]| std::fs::read(folder.join(name)).unwrap() == ours;
        assert!(same("tables.bin", include_bytes!("tables.bin")));
        assert!(same("names.txt", include_bytes!("names.txt")));
    }
    std::fs::remove_dir_all(&folder).unwrap();
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().as_chunks::<2>().0;
    let digit = |c: u8| char::from(c).to_digit(16).unwrap() as u8;
    pairs
        .iter()
        .map(|&[a, b]| digit(a) << 4 | digit(b))
        .collect()
}

/// A result in the format of `check.py`.
fn result(encoding: Encoding, bytes: &[u8]) -> String {
    match encoding.decode(bytes.to_vec()) {
        Ok(value) => {
            let points = value.code_points().unwrap();
            let points: Vec<String> = points.iter().map(|point| format!("{point:x}")).collect();
            points.join(",")
        }
        Err(Fault::Undecodable) => "-".to_owned(),
        Err(Fault::Refused(message)) => {
            format!("!{}", message.replace('\n', "~").replace(' ', "_"))
        }
    }
}

/// All characters, as `check.py` writes them.
fn every() -> String {
    let mut text: String = (0..0x1_0000)
        .chain(0x2_0000..0x2_A6E0)
        .filter_map(char::from_u32)
        .collect();
    for first in
        "\u{304b}\u{30ab}\u{31f7}\u{e6}\u{254}\u{28c}\u{259}\u{25a}\u{2e9}\u{2e5}\u{ca}\u{ea}"
            .chars()
    {
        for second in "\u{309a}\u{300}\u{301}\u{2e5}\u{2e9}\u{304}\u{30c}".chars() {
            text.extend([first, second]);
        }
    }
    text
}

#[test]
fn every_encoding_is_read_and_written_as_python_does() {
    let Some(reference) = python("check.py", &[]) else {
        return;
    };
    let reference = String::from_utf8(reference.stdout).unwrap();
    let every = every();
    let mut encodings = HashMap::new();
    let (mut compared, mut wrong) = (0, Vec::new());
    for line in reference.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        let [kind, codec, data] = words[..3] else {
            panic!("{line}")
        };
        if kind == "name" {
            let name = codec.replace('~', " ");
            if Encoding::named(&name) != Encoding::named(data) {
                wrong.push(format!("{name} is not {data}"));
            }
            continue;
        }
        let encoding = *encodings.entry(codec).or_insert_with(|| named(codec));
        if kind == "write" || kind == "begin" {
            let text: String = match kind {
                "write" => every.clone(),
                _ => every.chars().take(0x2800).collect(),
            };
            wrong.extend(difference(
                codec,
                &encoding.encode_lossy(&text),
                &bytes(data),
            ));
            continue;
        }
        let mut sequence = bytes(data.trim_matches('.'));
        for (last, theirs) in words.iter().skip(3).enumerate() {
            if kind == "row" {
                sequence.push(u8::try_from(last).unwrap());
            }
            let ours = result(encoding, &sequence);
            compared += 1;
            if ours != *theirs {
                wrong.push(format!(
                    "{codec} {sequence:02x?}: {ours}, but Python: {theirs}"
                ));
            }
            if kind == "row" {
                sequence.pop();
            }
        }
    }
    assert!(compared > 500_000, "{compared}");
    let shown = wrong
        .iter()
        .take(60)
        .cloned()
        .collect::<Vec<_>>()
        .join("\n");
    assert!(wrong.is_empty(), "{} differ:\n{shown}", wrong.len());
}

/// The first difference between our output and Python's.
fn difference(codec: &str, ours: &[u8], theirs: &[u8]) -> Option<String> {
    let at = ours.iter().zip(theirs).position(|(a, b)| a != b);
    let at = at.or((ours.len() != theirs.len()).then_some(ours.len().min(theirs.len())))?;
    let around = |bytes: &[u8]| {
        bytes
            .iter()
            .skip(at.saturating_sub(4))
            .take(9)
            .copied()
            .collect::<Vec<u8>>()
    };
    Some(format!(
        "written in {codec}, at {at}: {:02x?}, but Python: {:02x?}",
        around(ours),
        around(theirs)
    ))
}

#[test]
fn texts_are_read_by_the_name_that_python_gives() {
    for (name, bytes, want) in [
        ("latin-1", &b"\x80\xe9"[..], "\u{80}é"),
        ("cp1252", b"\x80\xe9", "€é"),
        ("CP437", b"\x82\xe1", "éß"),
        ("IBM037", b"\xc1\x81", "Aa"),
        ("mac-roman", b"\x8e\xdb", "é€"),
        ("koi8-r", b"\xf6", "Ж"),
        ("shift_jis", b"a\x93\xfa\x96{", "a日本"),
        ("ms932", b"\x87\x40", "①"),
        ("euc-jp", b"\xc6\xfc\x8f\xb0\xa1\x8e\xb1", "日丂ｱ"),
        ("shift-jis-2004", b"\x82\xf5\xf0\x40", "か\u{309a}𠂉"),
        (
            "euc_kr",
            b"\xc7\xd1\xa4\xd4\xa4\xa1\xa4\xbf\xa4\xa2",
            "한갂",
        ),
        ("johab", b"\xd0\x65", "한"),
        (
            "gb18030",
            b"\xd6\xd0\x81\x30\x81\x30\x90\x30\x81\x30",
            "中\u{80}𐀀",
        ),
        ("big5", b"\xa4\xa4\xa4\xe5", "中文"),
        ("hz", b"a~{VPND~}~~", "a中文~"),
        ("iso-2022-jp", b"\x1b$BF|K\\\x1b(Ba", "日本a"),
        ("iso-2022-kr", b"\x1b$)C\x0eGQ\x0fa", "한a"),
        ("utf-7", b"+AOk-+-", "é+"),
        ("utf_16", b"\xfe\xff\0a", "a"),
        ("utf-8-sig", b"\xef\xbb\xbfa", "a"),
        ("unicode-escape", b"\\u00e9\\n\\101", "é\nA"),
        ("punycode", b"bcher-kva", "bücher"),
        ("locale", "é".as_bytes(), "é"),
    ] {
        assert_eq!(text(name, bytes), want, "{name}");
    }
}

#[test]
fn what_is_no_encoding_of_text_is_refused_in_pythons_words() {
    for (name, want) in [
        ("foo", "unknown encoding: foo"),
        ("", "unknown encoding: "),
        ("mbcs", "unknown encoding: mbcs"),
        ("LOCALE", "unknown encoding: LOCALE"),
        (
            "Rot-13",
            "'Rot-13' is not a text encoding; use codecs.open() to handle arbitrary codecs",
        ),
        (
            "base64",
            "'base64' is not a text encoding; use codecs.open() to handle arbitrary codecs",
        ),
    ] {
        assert_eq!(Encoding::named(name).unwrap_err(), want);
    }
    let refused = |name: &str, bytes: &[u8]| named(name).decode(bytes.to_vec()).unwrap_err();
    assert_eq!(refused("cp1252", b"\x81"), Fault::Undecodable);
    assert_eq!(refused("shift_jis", b"\x87\x40"), Fault::Undecodable);
    assert_eq!(
        refused("utf-16", b"a\0"),
        Fault::Refused("UTF-16 stream does not start with BOM".to_owned())
    );
    assert_eq!(
        refused("undefined", b""),
        Fault::Refused("undefined encoding".to_owned())
    );
}

#[test]
fn what_an_encoding_lacks_fails_or_becomes_a_question_mark() {
    assert_eq!(named("ISO-8859-1").encode_strict("é"), Ok(vec![0xE9]));
    assert_eq!(named("ascii").encode_lossy("aé"), b"a?");
    assert_eq!(named("cp037").encode_lossy("a€"), [0x81, 0x6F]);
    assert_eq!(named("utf-16").encode_lossy("a"), [0xFF, 0xFE, 0x61, 0]);
    for (name, text, want) in [
        (
            "ascii",
            "cafés",
            "'ascii' codec can't encode character '\\xe9' in position 3: ordinal not in range(128)",
        ),
        (
            "latin-1",
            "a€€b",
            "'latin-1' codec can't encode characters in position 1-2: ordinal not in range(256)",
        ),
        (
            "cp1252",
            "😀",
            "'charmap' codec can't encode character '\\U0001f600' in position 0: character maps to <undefined>",
        ),
        (
            "big5",
            "aéé",
            "'big5' codec can't encode character '\\xe9' in position 1: illegal multibyte sequence",
        ),
    ] {
        assert_eq!(named(name).encode_strict(text).unwrap_err(), want);
    }
}
