//! Decodes escape sequences and the characters of the designated sets.

use super::super::multibyte::Multibyte;
use super::super::tables::Code;
use super::super::{Decoded, Fault};
use super::{ESCAPE, SHIFT_IN, SHIFT_OUT, Set, Variant};

/// Tables, each loaded once.
#[derive(Default)]
struct Tables(Vec<(&'static str, Multibyte)>);

impl Tables {
    fn of(&mut self, set: Set) -> Option<&Multibyte> {
        let module = set.module();
        if !self.0.iter().any(|(other, _)| *other == module) {
            self.0.push((module, Multibyte::of_module(module)));
        }
        let found = self.0.iter().find(|(other, _)| *other == module);
        found.map(|(_, table)| table)
    }
}

pub(super) struct Decoder {
    variant: Variant,
    tables: Tables,
    /// The designated sets: G0, G1 for shift out, and G2 for single shifts.
    sets: [Set; 3],
    is_shifted: bool,
    /// Whether an unrecognized escape sequence is being copied as text up to its end.
    passes: bool,
    out: Vec<u32>,
}

impl Decoder {
    pub(super) fn new(variant: Variant) -> Decoder {
        Decoder {
            variant,
            tables: Tables::default(),
            sets: [Set::Ascii; 3],
            is_shifted: false,
            passes: false,
            out: Vec::new(),
        }
    }

    pub(super) fn run(mut self, mut rest: &[u8]) -> Option<Vec<u32>> {
        while let Some((&byte, after)) = rest.split_first() {
            if self.passes {
                self.out.push(u32::from(byte));
                self.passes = !ends_sequence(byte);
                rest = after;
                continue;
            }
            rest = match byte {
                ESCAPE => self.escape(rest)?,
                SHIFT_IN | SHIFT_OUT if self.variant == Variant::Kr => {
                    self.is_shifted = byte == SHIFT_OUT;
                    after
                }
                b'\n' => {
                    self.is_shifted = false;
                    self.out.push(u32::from(byte));
                    after
                }
                0x80.. => return None,
                _ => self.character(rest)?,
            };
        }
        Some(self.out)
    }

    fn character<'a>(&mut self, rest: &'a [u8]) -> Option<&'a [u8]> {
        let first = *rest.first()?;
        let set = match self.is_shifted {
            true => self.sets[1],
            false => self.sets[0],
        };
        if set == Set::Ascii || first < b' ' {
            self.out.push(u32::from(first));
            return rest.get(1..);
        }
        let is_double = set.mark().0;
        let second = if is_double { *rest.get(1)? } else { 0 };
        let code = set.code([first, second])?;
        let table = &self.tables.of(set)?.table;
        let character = set.instead(table.get(code)?);
        table.push(character, &mut self.out);
        rest.get(1 + usize::from(is_double)..)
    }

    fn escape<'a>(&mut self, rest: &'a [u8]) -> Option<&'a [u8]> {
        let kind = *rest.get(1)?;
        if kind == b'N' && self.variant == Variant::Jp2 {
            let &[_, _, byte, ref after @ ..] = rest else {
                return None;
            };
            let set = self.sets[2];
            let code = match set {
                _ if byte >= 0x80 => return None,
                Set::Ascii => Code::from(byte),
                set => set.code([byte, 0])?,
            };
            let character = self.tables.of(set)?.table.get(code)?;
            self.out.push(character);
            return Some(after);
        }
        if !b"()$.&".contains(&kind) {
            self.out.push(u32::from(ESCAPE));
            self.passes = true;
            return rest.get(1..);
        }
        self.designate(rest)
    }

    /// Handles an escape sequence that designates a set.
    fn designate<'a>(&mut self, rest: &'a [u8]) -> Option<&'a [u8]> {
        let has_older = !matches!(self.variant, Variant::Kr);
        let (place, mark, length) = match *rest {
            // An escape sequence that announces the revised JIS X 0208.
            [_, b'&', b'@', ESCAPE, b'$', b'B', ..] if has_older => (0, (true, b'B'), 6),
            [_, b'$', letter @ (b'@' | b'A'..=b'Z'), ..] => (0, (true, letter), 3),
            [_, b'$', b'(', letter @ (b'@' | b'A'..=b'Z'), ..] => (0, (true, letter), 4),
            [_, b'$', b')', letter @ (b'@' | b'A'..=b'Z'), ..] => (1, (true, letter), 4),
            [_, b'(', letter @ (b'@' | b'A'..=b'Z'), ..] => (0, (false, letter), 3),
            [_, b')', letter @ (b'@' | b'A'..=b'Z'), ..] => (1, (false, letter), 3),
            [_, b'.', letter @ (b'@' | b'A'..=b'Z'), ..] if self.variant == Variant::Jp2 => {
                (2, (false, letter), 3)
            }
            _ => return None,
        };
        let known = [Set::Ascii]
            .into_iter()
            .chain(self.variant.sets().iter().copied());
        let set = known.into_iter().find(|set| set.mark() == mark)?;
        *self.sets.get_mut(place)? = set;
        rest.get(length..)
    }
}

fn ends_sequence(byte: u8) -> bool {
    matches!(byte, b'@' | b'A'..=b'Z')
}

/// HZ: GB 2312 in ASCII, between `~{` and `~}`.
pub(in super::super) fn decode_hz(bytes: &[u8]) -> Decoded {
    let table = Multibyte::of_module("gb2312");
    let mut out = Vec::with_capacity(bytes.len());
    let mut is_chinese = false;
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        let second = after.first().copied();
        let mut length = 2;
        match (first, second) {
            (b'~', Some(b'~')) if !is_chinese => out.push(u32::from(b'~')),
            (b'~', Some(b'{')) if !is_chinese => is_chinese = true,
            (b'~', Some(b'\n')) if !is_chinese => {}
            (b'~', Some(b'}')) if is_chinese => is_chinese = false,
            (b'~', _) | (0x80.., _) => return Err(Fault::Undecodable),
            (_, _) if !is_chinese => {
                out.push(u32::from(first));
                length = 1;
            }
            (_, second) => {
                let code = second.and_then(|second| Set::Gb2312.code([first, second]));
                let character = code.and_then(|code| table.table.get(code));
                out.push(character.ok_or(Fault::Undecodable)?);
            }
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    Ok(out)
}
