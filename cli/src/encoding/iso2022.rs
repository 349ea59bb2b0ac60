//! Stateful encodings that switch between character sets: ISO 2022 for Japanese and Korean, and HZ.

mod decode;
mod encode;

use super::tables::{Code, second_plane};
use super::{Decoded, Fault, Lacking};

pub(super) use decode::decode_hz;
pub(super) use encode::encode_hz;

const ESCAPE: u8 = 0x1B;
const SHIFT_OUT: u8 = 0x0E;
const SHIFT_IN: u8 = 0x0F;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Variant {
    Jp,
    Jp1,
    Jp2,
    Jp2004,
    Jp3,
    JpExt,
    Kr,
}

/// A character set that can be switched to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Set {
    Ascii,
    Jis0201Roman,
    Jis0201Kana,
    Jis0208,
    /// The same set under its older designation.
    Jis0208Old,
    Jis0212,
    Jis0213First,
    Jis0213First2000,
    Jis0213Second,
    Gb2312,
    Ksx1001,
    Latin1,
    Greek,
}

impl Set {
    /// The set's designation in escape sequences: whether it is double-byte, and its final byte.
    fn mark(self) -> (bool, u8) {
        match self {
            Set::Ascii => (false, b'B'),
            Set::Jis0201Roman => (false, b'J'),
            Set::Jis0201Kana => (false, b'I'),
            Set::Jis0208 => (true, b'B'),
            Set::Jis0208Old => (true, b'@'),
            Set::Jis0212 => (true, b'D'),
            Set::Jis0213First2000 => (true, b'O'),
            Set::Jis0213Second => (true, b'P'),
            Set::Jis0213First => (true, b'Q'),
            Set::Gb2312 => (true, b'A'),
            Set::Ksx1001 => (true, b'C'),
            Set::Latin1 => (false, b'A'),
            Set::Greek => (false, b'F'),
        }
    }

    /// The encoding whose table contains the set's characters.
    fn module(self) -> &'static str {
        match self {
            Set::Ascii | Set::Latin1 | Set::Jis0201Roman => "latin_1",
            Set::Jis0201Kana => "shift_jis",
            Set::Jis0208 | Set::Jis0208Old | Set::Jis0212 => "euc_jp",
            Set::Jis0213First | Set::Jis0213Second => "euc_jis_2004",
            Set::Jis0213First2000 => "euc_jisx0213",
            Set::Gb2312 => "gb2312",
            // EUC-KR lacks the Hangul filler.
            Set::Ksx1001 => "cp949",
            Set::Greek => "iso8859_7",
        }
    }

    /// The code in that table for the set's bytes.
    fn code(self, bytes: [u8; 2]) -> Option<Code> {
        let [row, cell] = bytes;
        match self {
            Set::Ascii | Set::Jis0201Roman => Some(Code::from(row)),
            Set::Jis0201Kana => (0x21..=0x5F).contains(&row).then(|| Code::from(row | 0x80)),
            Set::Latin1 | Set::Greek => Some(Code::from(row | 0x80)),
            _ if !(0x21..=0x7E).contains(&row) || !(0x21..=0x7E).contains(&cell) => None,
            Set::Jis0213Second => {
                second_plane(usize::from(row - 0x20))?;
                Some(Code::from_be_bytes([row | 0x80, cell]))
            }
            Set::Jis0212 => Some(Code::from_be_bytes([row | 0x80, cell])),
            _ => Some(Code::from_be_bytes([row | 0x80, cell | 0x80])),
        }
    }

    /// Replaces the characters in which JIS X 0201 Roman differs from ASCII, and the tilde that Python decodes
    /// differently.
    fn instead(self, character: u32) -> u32 {
        match (self, character) {
            (Set::Jis0201Roman, 0x5C) => 0xA5,
            (Set::Jis0201Roman, 0x7E) => 0x203E,
            (Set::Jis0213First | Set::Jis0213First2000, 0xFF5E) => 0x7E,
            _ => character,
        }
    }
}

impl Variant {
    /// The encoding implemented by a Python module.
    pub(super) fn of_module(module: &str) -> Option<Variant> {
        Some(match module {
            "iso2022_jp" => Variant::Jp,
            "iso2022_jp_1" => Variant::Jp1,
            "iso2022_jp_2" => Variant::Jp2,
            "iso2022_jp_2004" => Variant::Jp2004,
            "iso2022_jp_3" => Variant::Jp3,
            "iso2022_jp_ext" => Variant::JpExt,
            "iso2022_kr" => Variant::Kr,
            _ => return None,
        })
    }

    fn name(self) -> &'static str {
        match self {
            Variant::Jp => "iso2022_jp",
            Variant::Jp1 => "iso2022_jp_1",
            Variant::Jp2 => "iso2022_jp_2",
            Variant::Jp2004 => "iso2022_jp_2004",
            Variant::Jp3 => "iso2022_jp_3",
            Variant::JpExt => "iso2022_jp_ext",
            Variant::Kr => "iso2022_kr",
        }
    }

    /// The sets besides ASCII, in order of preference.
    fn sets(self) -> &'static [Set] {
        match self {
            Variant::Jp => &[Set::Jis0208, Set::Jis0201Roman, Set::Jis0208Old],
            Variant::Jp1 => &[
                Set::Jis0208,
                Set::Jis0212,
                Set::Jis0201Roman,
                Set::Jis0208Old,
            ],
            Variant::Jp2 => &[
                Set::Jis0208,
                Set::Jis0212,
                Set::Ksx1001,
                Set::Gb2312,
                Set::Jis0201Roman,
                Set::Jis0208Old,
                Set::Latin1,
                Set::Greek,
            ],
            Variant::Jp2004 => &[Set::Jis0208, Set::Jis0213First, Set::Jis0213Second],
            Variant::Jp3 => &[Set::Jis0208, Set::Jis0213First2000, Set::Jis0213Second],
            Variant::JpExt => &[
                Set::Jis0208,
                Set::Jis0212,
                Set::Jis0201Roman,
                Set::Jis0201Kana,
                Set::Jis0208Old,
            ],
            Variant::Kr => &[Set::Ksx1001],
        }
    }

    pub(super) fn decode(self, bytes: &[u8]) -> Decoded {
        decode::Decoder::new(self)
            .run(bytes)
            .ok_or(Fault::Undecodable)
    }

    pub(super) fn encode(self, text: &[char], lacking: Lacking) -> Result<Vec<u8>, String> {
        encode::Encoder::new(self).run(text, lacking)
    }
}
