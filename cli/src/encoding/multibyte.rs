//! Table-driven encodings of one to four bytes per character.

use std::collections::HashMap;
use std::sync::Arc;

use super::tables::{Code, PAIRS, Table, second_plane};
use super::{Decoded, Fault, Lacking, complaint, names};

/// A table with the rules that it cannot express.
pub(super) struct Multibyte {
    pub(super) table: Arc<Table>,
}

impl Multibyte {
    /// Loads the table at an index.
    pub(super) fn load(place: usize) -> Multibyte {
        Multibyte {
            table: Table::load(place),
        }
    }

    /// Loads the table of a Python module.
    pub(super) fn of_module(module: &str) -> Multibyte {
        Multibyte::load(names::table(module))
    }

    /// Whether 0x8F introduces a three-byte code.
    fn has_third_byte(&self) -> bool {
        self.table.module.starts_with("euc_j")
    }

    pub(super) fn decode(&self, bytes: &[u8]) -> Decoded {
        let mut out = Vec::with_capacity(bytes.len());
        let composed = Composed::of(self.table.module);
        let mut rest = bytes;
        while let Some(&first) = rest.first() {
            let (character, length) = self
                .one(rest, first)
                .or_else(|| composed.decode(rest, &self.table))
                .ok_or(Fault::Undecodable)?;
            self.table.push(character, &mut out);
            rest = rest.get(length..).unwrap_or_default();
        }
        Ok(out)
    }

    /// Decodes the first character by the table; returns it with its length.
    fn one(&self, rest: &[u8], first: u8) -> Option<(u32, usize)> {
        if let Some(character) = self.table.get(Code::from(first)) {
            return Some((character, 1));
        }
        let second = *rest.get(1)?;
        if first == 0x8F && self.has_third_byte() {
            let third = *rest.get(2)?;
            let code = Code::from_be_bytes([second, third & 0x7F]);
            let character = self
                .table
                .get(code)
                .filter(|_| second & third & 0x80 != 0)?;
            return Some((character, 3));
        }
        // A second byte without the high bit belongs to a three-byte code in the table.
        if self.has_third_byte() && second < 0x80 {
            return None;
        }
        let code = Code::from_be_bytes([first, second]);
        Some((self.table.get(code)?, 2))
    }

    /// All characters with their codes.
    pub(super) fn written(&self) -> HashMap<u32, Code> {
        let rank = |code: Code| match code {
            0x100.. if self.has_third_byte() && code & 0x80 == 0 => {
                1 + u8::from(second_plane(usize::from(code >> 8) - 0xA0).is_none())
            }
            _ => 0,
        };
        let mut codes = HashMap::new();
        for wanted in 0..3 {
            for (code, character) in self.table.codes().filter(|(code, _)| rank(*code) == wanted) {
                codes.entry(character).or_insert(code);
            }
        }
        for &(character, code) in &self.table.otherwise {
            if code == 0 {
                codes.remove(&character);
            } else {
                codes.insert(character, code);
            }
        }
        codes
    }

    pub(super) fn encode(&self, text: &[char], lacking: Lacking) -> Result<Vec<u8>, String> {
        let codes = self.written();
        let pairs = self.pairs(&codes);
        let composed = Composed::of(self.table.module);
        let mut out = Vec::with_capacity(text.len());
        let mut at = 0;
        while let Some(&c) = text.get(at) {
            let next = text.get(at + 1).map_or(0, |&next| u32::from(next));
            let paired = pairs.iter().find(|(pair, _)| *pair == (u32::from(c), next));
            if let Some(&(_, code)) = paired {
                self.push_code(code, &mut out);
                at += 2;
                continue;
            }
            match codes.get(&u32::from(c)) {
                Some(&code) => self.push_code(code, &mut out),
                None => match composed.encode(c, &self.table) {
                    Some(bytes) => out.extend(bytes),
                    None if lacking == Lacking::Replaced => {
                        let code = codes.get(&u32::from('?'));
                        self.push_code(code.copied().unwrap_or_default(), &mut out);
                    }
                    None => return Err(self.missing(&codes, text, at)),
                },
            }
            at += 1;
        }
        Ok(out)
    }

    /// The character pairs that have a single code.
    fn pairs(&self, codes: &HashMap<u32, Code>) -> Vec<((u32, u32), Code)> {
        let numbered = (PAIRS..).zip(&self.table.pairs);
        numbered
            .filter_map(|(number, &pair)| Some((pair, *codes.get(&number)?)))
            .collect()
    }

    fn push_code(&self, code: Code, out: &mut Vec<u8>) {
        match code.to_be_bytes() {
            [0, byte] => out.push(byte),
            [row, cell] if self.has_third_byte() && cell < 0x80 => {
                out.extend([0x8F, row, cell | 0x80])
            }
            both => out.extend(both),
        }
    }

    fn missing(&self, codes: &HashMap<u32, Code>, text: &[char], from: usize) -> String {
        let lacks = |c: &&char| !codes.contains_key(&u32::from(**c));
        let run = from + text.iter().skip(from).take_while(lacks).count();
        match self.table.module {
            "ascii" => complaint("ascii", text, from, run, "ordinal not in range(128)"),
            "latin_1" => complaint("latin-1", text, from, run, "ordinal not in range(256)"),
            _ if self.table.codes().any(|(code, _)| code > 0xFF) => complaint(
                self.table.codec,
                text,
                from,
                from + 1,
                "illegal multibyte sequence",
            ),
            _ => complaint("charmap", text, from, run, "character maps to <undefined>"),
        }
    }
}

/// Encodes code points below 256 as single bytes.
pub(super) fn latin(text: &[char], lacking: Lacking) -> Result<Vec<u8>, String> {
    let mut out = Vec::with_capacity(text.len());
    for (at, &c) in text.iter().enumerate() {
        match u8::try_from(u32::from(c)) {
            Ok(byte) => out.push(byte),
            Err(_) if lacking == Lacking::Replaced => out.push(b'?'),
            Err(_) => {
                let rest = text.iter().skip(at);
                let to = at + rest.take_while(|c| u32::from(**c) > 0xFF).count();
                return Err(complaint(
                    "latin-1",
                    text,
                    at,
                    to,
                    "ordinal not in range(256)",
                ));
            }
        }
    }
    Ok(out)
}

/// Codes that are computed rather than stored.
enum Composed {
    None,
    /// GB 18030: four-byte codes number the rest of the basic plane, followed by the supplementary planes.
    Counted,
    /// EUC-KR: syllables that KS X 1001 lacks, composed of their jamo in eight bytes.
    Letters,
}

/// Positions of the leading and trailing jamo in KS X 1001's row of jamo.
const INITIALS: &[u8; 19] =
    b"\xa1\xa2\xa4\xa7\xa8\xa9\xb1\xb2\xb3\xb5\xb6\xb7\xb8\xb9\xba\xbb\xbc\xbd\xbe";
const FINALS: &[u8; 28] =
    b"\xd4\xa1\xa2\xa3\xa4\xa5\xa6\xa7\xa9\xaa\xab\xac\xad\xae\xaf\xb0\xb1\xb2\xb4\xb5\xb6\xb7\xb8\xba\xbb\xbc\xbd\xbe";
/// The first of 21 vowels, in order.
const VOWEL: u8 = 0xBF;
/// The first Hangul syllable.
const SYLLABLE: u32 = 0xAC00;

impl Composed {
    fn of(module: &str) -> Composed {
        match module {
            "gb18030" => Composed::Counted,
            "euc_kr" => Composed::Letters,
            _ => Composed::None,
        }
    }

    /// Decodes the first character; returns it with its length.
    fn decode(&self, bytes: &[u8], table: &Table) -> Option<(u32, usize)> {
        match self {
            Composed::None => None,
            Composed::Counted => {
                let &[
                    a @ 0x81..=0xFE,
                    b @ b'0'..=b'9',
                    c @ 0x81..=0xFE,
                    d @ b'0'..=b'9',
                    ..,
                ] = bytes
                else {
                    return None;
                };
                let digits = [
                    (a - 0x81, 1),
                    (b - b'0', 10),
                    (c - 0x81, 126),
                    (d - b'0', 10),
                ];
                let number = digits
                    .iter()
                    .fold(0, |sum, &(digit, base)| sum * base + usize::from(digit));
                let point = match number.checked_sub(189_000) {
                    None => *table.uncoded().get(number)?,
                    Some(more) => u32::try_from(0x1_0000 + more).ok()?,
                };
                char::from_u32(point).map(|_| (point, 4))
            }
            Composed::Letters => {
                let &[0xA4, 0xD4, 0xA4, initial, 0xA4, vowel, 0xA4, last, ..] = bytes else {
                    return None;
                };
                let initial = INITIALS.iter().position(|&letter| letter == initial)?;
                let vowel = vowel.checked_sub(VOWEL).filter(|&vowel| vowel < 21)?;
                let last = FINALS.iter().position(|&letter| letter == last)?;
                let number = (initial * 21 + usize::from(vowel)) * 28 + last;
                Some((SYLLABLE + u32::try_from(number).ok()?, 8))
            }
        }
    }

    fn encode(&self, c: char, table: &Table) -> Option<Vec<u8>> {
        let point = u32::from(c);
        match self {
            Composed::None => None,
            Composed::Counted => {
                let number = match point.checked_sub(0x1_0000) {
                    Some(more) => 189_000 + more as usize,
                    None => table.uncoded().binary_search(&point).ok()?,
                };
                let digit = |base: usize, size: usize| u8::try_from(number / base % size).ok();
                Some(vec![
                    0x81 + digit(12_600, 126)?,
                    b'0' + digit(1_260, 10)?,
                    0x81 + digit(10, 126)?,
                    b'0' + digit(1, 10)?,
                ])
            }
            Composed::Letters => {
                let number = point
                    .checked_sub(SYLLABLE)
                    .filter(|&number| number < 11_172)? as usize;
                let vowel = VOWEL + u8::try_from(number / 28 % 21).ok()?;
                let (initial, last) = (INITIALS.get(number / 588)?, FINALS.get(number % 28)?);
                Some(vec![0xA4, 0xD4, 0xA4, *initial, 0xA4, vowel, 0xA4, *last])
            }
        }
    }
}
