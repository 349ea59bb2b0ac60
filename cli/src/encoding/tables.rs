//! Reads `tables.bin`, written by `make.py`, which maps the codes of each encoding to characters.
//!
//! All numbers are variable-length, seven bits per byte, least significant first. The file starts with the
//! character pairs that share one code. Each table is stored as a difference from another one: the index of that
//! table, whether its EUC codes are to be shifted to Shift_JIS, and runs of codes that are added or removed. A list
//! follows of characters that are not encoded as the first code that decodes to them.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::names;

const DATA: &[u8] = include_bytes!("tables.bin");
/// Numbers from here on are pairs.
pub(super) const PAIRS: u32 = 0x11_0000;
const NONE: u32 = u32::MAX;
/// Number of possible codes.
const CODES: usize = 0x1_0000;

/// A one- or two-byte code, big-endian. In a three-byte code, the leading 0x8F is dropped and the last byte has its
/// high bit cleared.
pub(super) type Code = u16;

/// Maps codes to characters.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub(super) module: &'static str,
    /// The encoding's name in messages.
    pub(super) codec: &'static str,
    characters: Vec<u32>,
    /// Characters not encoded as their first code, with the code to use; zero if the character cannot be encoded.
    pub(super) otherwise: Vec<(u32, Code)>,
    /// The pairs of all tables.
    pub(super) pairs: Vec<(u32, u32)>,
    uncoded: OnceLock<Vec<u32>>,
}

/// Reads numbers from the file. The file is compiled in and complete; reading past its end would give zeros.
#[derive(Clone, Copy)]
struct Numbers(&'static [u8]);

impl Numbers {
    fn next(&mut self) -> u32 {
        let (mut number, mut shift) = (0, 0);
        while let Some((&byte, rest)) = self.0.split_first() {
            self.0 = rest;
            number |= u32::from(byte & 0x7F) << shift;
            shift += 7;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    /// Reads a signed difference, whose sign is in the lowest bit.
    fn add_to(&mut self, base: u32) -> u32 {
        let number = self.next();
        match number & 1 {
            0 => base.wrapping_add(number >> 1),
            _ => base.wrapping_sub((number >> 1) + 1),
        }
    }

    fn pairs(&mut self) -> Vec<(u32, u32)> {
        let count = self.next();
        (0..count).map(|_| (self.next(), self.next())).collect()
    }

    /// Visits each code of a table's runs with its character.
    fn runs(&mut self, mut visit: impl FnMut(usize, u32)) {
        let (mut code, mut expected) = (0_usize, 0);
        for _ in 0..self.next() {
            code += self.next() as usize;
            let header = self.next();
            for _ in 0..header >> 1 {
                if header & 1 == 1 {
                    visit(code, NONE);
                } else {
                    let character = self.add_to(expected);
                    visit(code, character);
                    expected = character.wrapping_add(1);
                }
                code += 1;
            }
        }
    }

    fn otherwise(&mut self) -> Vec<(u32, Code)> {
        let mut character = 0;
        let count = self.next();
        (0..count)
            .map(|_| {
                character += self.next();
                (character, Code::try_from(self.next()).unwrap_or_default())
            })
            .collect()
    }
}

impl Table {
    /// Loads the table at an index. Tables are cached, since a file is read twice and ISO 2022 text switches
    /// between them.
    pub(super) fn load(place: usize) -> Arc<Table> {
        static LOADED: Mutex<Vec<(usize, Arc<Table>)>> = Mutex::new(Vec::new());
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, table)) = loaded.iter().find(|(other, _)| *other == place) {
            return Arc::clone(table);
        }
        let table = Arc::new(Table::read(place));
        loaded.push((place, Arc::clone(&table)));
        table
    }

    fn read(place: usize) -> Table {
        let mut numbers = Numbers(DATA);
        let pairs = numbers.pairs();
        let mut starts = Vec::with_capacity(place);
        for _ in 0..place {
            starts.push(numbers);
            let _ = (numbers.next(), numbers.next());
            numbers.runs(|_, _| {});
            let _ = numbers.otherwise();
        }
        starts.push(numbers);
        let (characters, otherwise) = described(&starts, place);
        let (module, codec) = names::of_table(place);
        Table {
            module,
            codec,
            characters,
            otherwise,
            pairs,
            uncoded: OnceLock::new(),
        }
    }

    /// The character of a code, or the number of a pair.
    pub(super) fn get(&self, code: Code) -> Option<u32> {
        let character = self.characters.get(usize::from(code)).copied();
        character.filter(|&character| character != NONE)
    }

    /// Appends the character or pair that a number stands for.
    pub(super) fn push(&self, number: u32, out: &mut Vec<u32>) {
        match number.checked_sub(PAIRS) {
            None => out.push(number),
            Some(pair) => {
                let pair = self.pairs.get(pair as usize);
                out.extend(pair.into_iter().flat_map(|&(one, two)| [one, two]));
            }
        }
    }

    /// Non-ASCII characters of the basic plane that have no code, in order.
    pub(super) fn uncoded(&self) -> &[u32] {
        self.uncoded.get_or_init(|| {
            let mut coded = vec![false; CODES];
            for (_, character) in self.codes() {
                if let Some(slot) = coded.get_mut(character as usize) {
                    *slot = true;
                }
            }
            let is_free = |&point: &u32| {
                char::from_u32(point).is_some() && coded.get(point as usize) == Some(&false)
            };
            (0x80..0x1_0000).filter(is_free).collect()
        })
    }

    pub(super) fn codes(&self) -> impl Iterator<Item = (Code, u32)> {
        (0..=Code::MAX).filter_map(|code| Some((code, self.get(code)?)))
    }
}

/// Builds a table from its differences to earlier ones.
fn described(starts: &[Numbers], place: usize) -> (Vec<u32>, Vec<(u32, Code)>) {
    let Some(mut numbers) = starts.get(place).copied() else {
        return (vec![NONE; CODES], Vec::new());
    };
    let (base, is_shifted) = (numbers.next() as usize, numbers.next() == 1);
    let mut characters = match (place, is_shifted) {
        (0, _) => vec![NONE; CODES],
        (_, false) => described(starts, base).0,
        (_, true) => shifted(&described(starts, base).0),
    };
    numbers.runs(|code, character| {
        if let Some(slot) = characters.get_mut(code) {
            *slot = character;
        }
    });
    (characters, numbers.otherwise())
}

/// Moves EUC-JP's codes to where Shift_JIS has them.
fn shifted(euc: &[u32]) -> Vec<u32> {
    let mut out = vec![NONE; CODES];
    for (code, &character) in euc.iter().enumerate() {
        let place = shift(code).filter(|_| character != NONE);
        if let Some(slot) = place.and_then(|place| out.get_mut(place)) {
            *slot = character;
        }
    }
    out
}

/// The Shift_JIS row (from zero) of a row in JIS X 0213's second plane; `None` for rows of JIS X 0212.
pub(super) fn second_plane(row: usize) -> Option<usize> {
    match row {
        1 => Some(0),
        8 => Some(1),
        3..=5 => Some(row - 1),
        12..=15 => Some(row - 7),
        78..=94 => Some(row - 69),
        _ => None,
    }
}

fn shift(code: usize) -> Option<usize> {
    let (lead, trail) = (code >> 8, code & 0xFF);
    match lead {
        0 if code < 0x80 => return Some(code),
        0x8E => return Some(trail),
        0xA1..=0xFE => {}
        _ => return None,
    }
    let cell = (trail & 0x7F).checked_sub(0x20)?;
    let row = match trail & 0x80 {
        0 => 94 + second_plane(lead - 0xA0)?,
        _ => lead - 0xA1,
    };
    let lead = row / 2 + if row < 62 { 0x81 } else { 0xC1 };
    let trail = match (row % 2, cell) {
        (1, _) => cell + 0x9E,
        (_, ..64) => cell + 0x3F,
        _ => cell + 0x40,
    };
    Some(lead << 8 | trail)
}
