//! Encodes each character in the first set that has it, switching sets as needed.

use std::collections::HashMap;

use super::super::multibyte::Multibyte;
use super::super::tables::{Code, PAIRS, second_plane};
use super::super::{Lacking, complaint};
use super::{ESCAPE, SHIFT_IN, SHIFT_OUT, Set, Variant};

/// A table with the codes of its characters.
struct Loaded {
    module: &'static str,
    codes: HashMap<u32, Code>,
    pairs: Vec<(u32, u32)>,
}

impl Loaded {
    fn new(module: &'static str) -> Loaded {
        let encoding = Multibyte::of_module(module);
        Loaded {
            module,
            codes: encoding.written(),
            pairs: encoding.table.pairs.clone(),
        }
    }

    fn pair(&self, one: char, two: char) -> Option<Code> {
        let pair = (u32::from(one), u32::from(two));
        let place = self.pairs.iter().position(|&other| other == pair)?;
        self.codes
            .get(&(PAIRS + u32::try_from(place).ok()?))
            .copied()
    }
}

pub(super) struct Encoder {
    variant: Variant,
    loaded: Vec<Loaded>,
    current: Set,
    /// Whether the set for shift out has been designated.
    is_named: bool,
    is_shifted: bool,
    out: Vec<u8>,
}

impl Encoder {
    pub(super) fn new(variant: Variant) -> Encoder {
        let mut loaded: Vec<Loaded> = Vec::new();
        for set in variant.sets() {
            if !loaded.iter().any(|other| other.module == set.module()) {
                loaded.push(Loaded::new(set.module()));
            }
        }
        Encoder {
            variant,
            loaded,
            current: Set::Ascii,
            is_named: false,
            is_shifted: false,
            out: Vec::new(),
        }
    }

    pub(super) fn run(mut self, text: &[char], lacking: Lacking) -> Result<Vec<u8>, String> {
        let mut at = 0;
        while let Some(&c) = text.get(at) {
            let next = text.get(at + 1).copied();
            let found = match next.and_then(|next| self.pair(c, next)) {
                Some(found) => {
                    at += 1;
                    Some(found)
                }
                None => self.single(c),
            };
            match (u8::try_from(c), found) {
                (Ok(byte), _) if byte < 0x80 => self.ascii(byte),
                (_, Some((set, bytes))) => self.push(set, bytes),
                (_, None) if lacking == Lacking::Replaced => self.ascii(b'?'),
                (_, None) => {
                    let name = self.variant.name();
                    return Err(complaint(
                        name,
                        text,
                        at,
                        at + 1,
                        "illegal multibyte sequence",
                    ));
                }
            }
            at += 1;
        }
        self.end();
        Ok(self.out)
    }

    fn end(&mut self) {
        if self.is_shifted {
            self.out.push(SHIFT_IN);
            self.is_shifted = false;
        }
        if self.current != Set::Ascii {
            self.out.extend([ESCAPE, b'(', b'B']);
            self.current = Set::Ascii;
        }
    }

    fn ascii(&mut self, byte: u8) {
        self.end();
        self.out.push(byte);
    }

    fn of(&self, set: Set) -> Option<&Loaded> {
        self.loaded
            .iter()
            .find(|other| other.module == set.module())
    }

    /// Encodes two characters that JIS X 0213 combines into one.
    fn pair(&self, one: char, two: char) -> Option<(Set, Vec<u8>)> {
        let first = [Set::Jis0213First, Set::Jis0213First2000];
        let set = first
            .into_iter()
            .find(|set| self.variant.sets().contains(set))?;
        let code = self.of(set)?.pair(one, two)?;
        Some((set, bytes(set, code)?))
    }

    /// Encodes a character in the first set that has it.
    fn single(&self, c: char) -> Option<(Set, Vec<u8>)> {
        self.variant.sets().iter().find_map(|&set| {
            let found = match (set, c) {
                (Set::Jis0201Roman, '\u{a5}') => vec![0x5C],
                (Set::Jis0201Roman, '\u{203e}') => vec![0x7E],
                // Python decodes to this character, but does not encode it.
                (Set::Jis0213First | Set::Jis0213First2000, '\u{ff5e}') => return None,
                (Set::Jis0213Second, '\u{9b1c}') if self.variant == Variant::Jp3 => return None,
                (Set::Jis0213Second, '\u{9b1d}') if self.variant == Variant::Jp3 => {
                    vec![0x7D, 0x3B]
                }
                (Set::Ascii | Set::Jis0201Roman | Set::Latin1 | Set::Greek, _) => return None,
                _ => bytes(set, *self.of(set)?.codes.get(&u32::from(c))?)?,
            };
            Some((set, found))
        })
    }

    fn push(&mut self, set: Set, bytes: Vec<u8>) {
        let (is_double, letter) = set.mark();
        if self.variant == Variant::Kr {
            if !self.is_named {
                self.out.extend([ESCAPE, b'$', b')', letter]);
                self.is_named = true;
            }
            if !self.is_shifted {
                self.out.push(SHIFT_OUT);
                self.is_shifted = true;
            }
        } else if self.current != set {
            match (is_double, set) {
                (false, _) => self.out.extend([ESCAPE, b'(', letter]),
                (true, Set::Jis0208) => self.out.extend([ESCAPE, b'$', letter]),
                (true, _) => self.out.extend([ESCAPE, b'$', b'(', letter]),
            }
            self.current = set;
        }
        self.out.extend(bytes);
    }
}

/// The set's bytes for a code in its table; `None` if the code belongs to another set.
fn bytes(set: Set, code: Code) -> Option<Vec<u8>> {
    let [row, cell] = code.to_be_bytes();
    let is_second = cell & 0x80 == 0;
    let fits = match set {
        Set::Jis0201Kana => return (row == 0 && cell & 0x80 != 0).then(|| vec![cell & 0x7F]),
        Set::Jis0212 => is_second,
        Set::Jis0213Second => {
            is_second && second_plane(usize::from(row).checked_sub(0xA0)?).is_some()
        }
        _ => !is_second,
    };
    // Lead bytes up to 0xA0 are outside any 94-row set.
    (fits && row > 0xA0 && cell & 0x7F > 0x20).then(|| vec![row & 0x7F, cell & 0x7F])
}

/// HZ: GB 2312 in ASCII, between `~{` and `~}`.
pub(in super::super) fn encode_hz(text: &[char], lacking: Lacking) -> Result<Vec<u8>, String> {
    let chinese = Loaded::new("gb2312");
    let mut out = Vec::with_capacity(text.len());
    let mut is_chinese = false;
    for (at, &c) in text.iter().enumerate() {
        let code = chinese.codes.get(&u32::from(c)).filter(|_| !c.is_ascii());
        let byte = u8::try_from(c).ok().filter(u8::is_ascii);
        match (byte, code) {
            (_, Some(code)) => {
                if !is_chinese {
                    out.extend(b"~{");
                    is_chinese = true;
                }
                out.extend((code & 0x7F7F).to_be_bytes());
            }
            (None, None) if lacking == Lacking::Refused => {
                return Err(complaint(
                    "hz",
                    text,
                    at,
                    at + 1,
                    "illegal multibyte sequence",
                ));
            }
            (byte, None) => {
                if is_chinese {
                    out.extend(b"~}");
                    is_chinese = false;
                }
                let byte = byte.unwrap_or(b'?');
                out.push(byte);
                out.extend((byte == b'~').then_some(b'~'));
            }
        }
    }
    if is_chinese {
        out.extend(b"~}");
    }
    Ok(out)
}
