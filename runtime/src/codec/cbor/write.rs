//! Views → CBOR.
//!
//! Structures are written with indefinite length, which saves counting what is set; lists and maps
//! with definite. Integers take the fewest bytes, floats those of their type.

use super::big;
use super::window::Window;
use crate::codec::failure::{Failure, Result};
use crate::codec::{Part, each_entry};
use crate::limits::CBOR_DEPTH as DEPTH;
use crate::schema::{Kind, Member, Schema};
use crate::value::{BigDecimal, BigInteger, DateTime, Document, Number, Untyped};
use crate::view::{List, Map, Ref, Structure};

const BREAK: u8 = 0xff;

/// Writes one data item.
pub(super) struct Writer {
    out: Window,
    /// How many more levels may be opened.
    depth: u32,
    /// Whether times are written without fractions of seconds.
    pub(super) whole_seconds: bool,
}

impl Writer {
    pub(super) fn new() -> Self {
        Writer {
            out: Window::new(),
            depth: DEPTH,
            whole_seconds: false,
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.out.finish()
    }

    /// A structure's map with its name in front; its other members as they are.
    pub(super) fn typed(&mut self, id: &str, members: &[u8]) {
        self.out.push(0xbf);
        self.text("__type");
        self.text(id);
        self.out.extend(members);
    }

    fn enter(&mut self) -> Result<()> {
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| Failure::new("nested too deeply"))?;
        Ok(())
    }

    /// A head of this major type.
    #[inline(always)]
    fn head(&mut self, major: u8, argument: u64) {
        let major = major << 5;
        match argument {
            // Each cast is of a number in range.
            0..=23 => self.out.push(major | argument as u8),
            24..=0xff => self.out.put([major | 24, argument as u8]),
            0x100..=0xffff => {
                let [high, low] = (argument as u16).to_be_bytes();
                self.out.put([major | 25, high, low]);
            }
            _ => self.long_head(major, argument),
        }
    }

    #[inline(never)]
    fn long_head(&mut self, major: u8, argument: u64) {
        match u32::try_from(argument) {
            Ok(argument) => self.out.put_with([major | 26], &argument.to_be_bytes()),
            Err(_) => self.out.put_with([major | 27], &argument.to_be_bytes()),
        }
    }

    pub(super) fn structure(&mut self, value: &dyn Structure, part: Part) -> Result<()> {
        let schema = value.schema();
        self.enter()?;
        self.out.push(0xbf);
        let start = self.out.len();
        match (value.order(), part) {
            (None, Part::All) => {
                for (index, member) in schema.members.iter().enumerate() {
                    self.member(member, &value.get(index))?;
                }
            }
            (order, part) => self.some_members(value, order, part)?,
        }
        if schema.kind == Kind::Union && self.out.len() == start && value.unknown().is_some() {
            return Err(Failure::new("a union member that the model does not know"));
        }
        self.out.push(BREAK);
        self.depth += 1;
        Ok(())
    }

    /// The members of a part, or all in an order of their own.
    #[inline(never)]
    fn some_members(
        &mut self,
        value: &dyn Structure,
        order: Option<&[usize]>,
        part: Part,
    ) -> Result<()> {
        let members = value.schema().members;
        let mut write = |index: usize| match members.get(index) {
            Some(member) if part.holds(member) => self.member(member, &value.get(index)),
            _ => Ok(()),
        };
        match order {
            Some(order) => order.iter().try_for_each(|index| write(*index)),
            None => (0..members.len()).try_for_each(write),
        }
    }

    #[inline(always)]
    fn member(&mut self, member: &'static Member, value: &Ref<'_>) -> Result<()> {
        if matches!(value, Ref::Unset | Ref::Null) {
            return Ok(());
        }
        self.text(member.name);
        self.item(member, value)
            .map_err(|f| f.in_member(member.name))
    }

    /// A value of any kind. What most are of is written on the spot.
    #[inline(always)]
    fn item(&mut self, member: &'static Member, value: &Ref<'_>) -> Result<()> {
        match *value {
            Ref::Str(value) => self.text(value),
            Ref::Int(value) => self.integer(value),
            Ref::Bool(value) => self.out.push(if value { 0xf5 } else { 0xf4 }),
            _ => return self.value(member, value),
        }
        Ok(())
    }

    /// A value of any kind. Each of the kinds that hold others has a function of its own, so that this one is no more
    /// than a jump to it.
    #[inline(never)]
    pub(super) fn value(&mut self, member: &'static Member, value: &Ref<'_>) -> Result<()> {
        match *value {
            Ref::Structure(value) => self.structure(value, Part::All),
            Ref::List(list) => self.list(member.target, list),
            Ref::Map(map) => self.map(member.target, map),
            _ => self.simple(member, value),
        }
    }

    /// A value of a kind that holds no others.
    #[inline(never)]
    fn simple(&mut self, member: &'static Member, value: &Ref<'_>) -> Result<()> {
        match *value {
            Ref::Unset | Ref::Null => self.out.push(0xf6),
            Ref::Bool(value) => self.out.push(if value { 0xf5 } else { 0xf4 }),
            Ref::Int(value) => self.integer(value),
            Ref::Float(value) => {
                self.out.put_with([0xfa], &value.to_be_bytes());
            }
            Ref::Double(value) => self.double(value),
            Ref::Str(value) => self.any_text(value),
            Ref::Blob(value) => self.blob(value),
            Ref::Timestamp(value) => self.timestamp(value),
            _ => return self.rare(member, value),
        }
        Ok(())
    }

    /// A value of a kind that few are of.
    #[inline(never)]
    fn rare(&mut self, member: &'static Member, value: &Ref<'_>) -> Result<()> {
        match *value {
            Ref::Events(_) => return Err(Failure::new("an event stream is no document")),
            Ref::Stream(value) => match value.as_bytes() {
                Some(bytes) => self.blob(&bytes),
                None => return Err(Failure::new("not in memory")),
            },
            Ref::BigInteger(value) => self.big_integer(value)?,
            Ref::BigDecimal(value) => self.big_decimal(value)?,
            Ref::Document(value) => return self.document(value),
            Ref::Untyped(value) => return self.untyped(member, value),
            // Each of these is named before this is called, which therefore does not come back here.
            Ref::Unset
            | Ref::Null
            | Ref::Bool(_)
            | Ref::Int(_)
            | Ref::Float(_)
            | Ref::Double(_)
            | Ref::Str(_)
            | Ref::Blob(_)
            | Ref::Timestamp(_)
            | Ref::Structure(_)
            | Ref::List(_)
            | Ref::Map(_) => return self.value(member, value),
        }
        Ok(())
    }

    #[inline(never)]
    fn blob(&mut self, value: &[u8]) {
        self.head(2, value.len() as u64);
        self.out.extend(value);
    }

    #[inline(never)]
    fn list(&mut self, schema: &'static Schema, list: &dyn List) -> Result<()> {
        let Some(item) = schema.members.first() else {
            return Err(Failure::new("a list without a member"));
        };
        self.enter()?;
        self.head(4, list.len() as u64);
        for index in 0..list.len() {
            self.item(item, &list.get(index))
                .map_err(|f| f.in_item(index))?;
        }
        self.depth += 1;
        Ok(())
    }

    #[inline(never)]
    fn map(&mut self, schema: &'static Schema, map: &dyn Map) -> Result<()> {
        let [keys, member, ..] = schema.members else {
            return Err(Failure::new("a map without members"));
        };
        self.enter()?;
        self.head(5, map.len() as u64);
        each_entry(map, keys, |key, value| {
            self.text(key);
            self.item(member, value)
        })?;
        self.depth += 1;
        Ok(())
    }

    /// What is short is written on the spot, moved by its ends. A length up to 23 is part of the first byte.
    #[inline(always)]
    fn text(&mut self, text: &str) {
        let value = text.as_bytes();
        // Used where it is in range.
        let length = value.len() as u8;
        match value.len() {
            4..=7 => self.out.put_ends::<1, 4>([0x60 | length], value),
            8..=15 => self.out.put_ends::<1, 8>([0x60 | length], value),
            16..=23 => self.out.put_ends::<1, 16>([0x60 | length], value),
            24..=32 => self.out.put_ends::<2, 16>([0x78, length], value),
            33..=64 => self.out.put_ends::<2, 32>([0x78, length], value),
            2..=3 => self.out.put_ends::<1, 2>([0x60 | length], value),
            _ => self.any_text(text),
        }
    }

    /// A text of any length.
    #[inline(never)]
    fn any_text(&mut self, value: &str) {
        let value = value.as_bytes();
        match u8::try_from(value.len()) {
            Ok(length @ 0..=23) => self.out.put_with([0x60 | length], value),
            Ok(length) => self.out.put_with([0x78, length], value),
            Err(_) => {
                self.head(3, value.len() as u64);
                self.out.extend(value);
            }
        }
    }

    #[inline]
    fn integer(&mut self, value: i64) {
        match u64::try_from(value) {
            Ok(value) => self.head(0, value),
            // Minus one minus the value never overflows, and is never negative here.
            Err(_) => self.head(1, (-1 - value).unsigned_abs()),
        }
    }

    fn double(&mut self, value: f64) {
        self.out.put_with([0xfb], &value.to_be_bytes());
    }

    /// Tag 1: whole seconds as integer, others as double.
    #[inline(never)]
    fn timestamp(&mut self, value: DateTime) {
        self.head(6, 1);
        match value.subsec_nanos() {
            0 => self.integer(value.secs()),
            _ if self.whole_seconds => self.integer(value.secs()),
            nanos => self.double(value.secs() as f64 + f64::from(nanos) / 1e9),
        }
    }

    fn big_integer(&mut self, value: &BigInteger) -> Result<()> {
        let (negative, digits) = match value.as_str().strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, value.as_str()),
        };
        self.integer_of_digits(negative, digits)
    }

    /// A plain integer where it fits, else tag 2 or 3.
    fn integer_of_digits(&mut self, negative: bool, digits: &str) -> Result<()> {
        let negative = negative && digits.bytes().any(|b| b != b'0');
        let bytes = big::from_decimal(digits, u32::from(negative))
            .ok_or_else(|| Failure::new("a number too long"))?;
        if bytes.len() <= 8 {
            let value = bytes
                .iter()
                .fold(0_u64, |sum, byte| sum << 8 | u64::from(*byte));
            self.head(u8::from(negative), value);
        } else {
            self.head(6, if negative { 3 } else { 2 });
            self.head(2, bytes.len() as u64);
            self.out.extend(&bytes);
        }
        Ok(())
    }

    /// Tag 4: power of ten and mantissa.
    fn big_decimal(&mut self, value: &BigDecimal) -> Result<()> {
        let (negative, digits, exponent) = big::split_decimal(value.as_str())
            .ok_or_else(|| Failure::new("an exponent too large"))?;
        self.head(6, 4);
        self.head(4, 2);
        self.integer(exponent);
        self.integer_of_digits(negative, &digits)
    }

    /// A value that is not held to its schema; numbers take the schema's type all the same.
    fn untyped(&mut self, member: &'static Member, value: &Untyped) -> Result<()> {
        match (member.target.kind, value) {
            (Kind::Float | Kind::Double, Untyped::Number(number)) => self.double(match number {
                Number::Int(value) => *value as f64,
                Number::Uint(value) => *value as f64,
                Number::Float(value) => *value,
                Number::Big(value) => value.as_str().parse().unwrap_or(f64::NAN),
            }),
            (Kind::BigInteger, Untyped::Number(Number::Big(value))) => {
                match value.as_str().parse() {
                    Ok(value) => self.big_integer(&value)?,
                    Err(_) => self.big_decimal(value)?,
                }
            }
            _ => self.document(&value.to_document())?,
        }
        Ok(())
    }

    /// Any value, as far as CBOR has one for it.
    fn document(&mut self, value: &Document) -> Result<()> {
        match value {
            Document::Null => self.out.push(0xf6),
            Document::Bool(value) => self.out.push(if *value { 0xf5 } else { 0xf4 }),
            Document::Number(Number::Int(value)) => self.integer(*value),
            Document::Number(Number::Uint(value)) => self.head(0, *value),
            Document::Number(Number::Float(value)) => self.double(*value),
            Document::Number(Number::Big(value)) => self.big_decimal(value)?,
            Document::String(value) => self.text(value),
            Document::Array(items) => {
                self.enter()?;
                self.head(4, items.len() as u64);
                for item in items {
                    self.document(item)?;
                }
                self.depth += 1;
            }
            Document::Object(members) => {
                self.enter()?;
                self.head(5, members.len() as u64);
                for (key, value) in members {
                    self.text(key);
                    self.document(value)?;
                }
                self.depth += 1;
            }
        }
        Ok(())
    }
}
