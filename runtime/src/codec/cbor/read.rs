//! CBOR → slots.

use std::borrow::Cow;

use base64::Engine as _;

use super::big;
use super::token::{Head, Remaining, Scanner};
use crate::codec::Part;
use crate::codec::failure::{Failure, Result};
use crate::codec::names::{self, Found};
use crate::codec::presence::{self, Seen};
use crate::codec::union::Tags;
use crate::error::DecodeError;
use crate::schema::{Kind, Member, Schema};
use crate::value::{BigDecimal, DateTime, Document, Number, Strictness, Untyped, timestamp_format};
use crate::view::{List, Map, Slot, Structure};

/// Reads one data item.
pub(crate) struct Reader<'a> {
    scan: Scanner<'a>,
    strictness: Strictness,
    /// Whether a required member was missing.
    incomplete: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8], strictness: Strictness) -> Self {
        Reader {
            scan: Scanner::new(bytes),
            strictness,
            incomplete: false,
        }
    }

    /// The end of the document. Fails if a server read one that lacks required members.
    pub(crate) fn end(&self) -> std::result::Result<(), DecodeError> {
        if !self.scan.is_at_end() {
            return Err(self.scan.fail("bytes after the end of the document").into());
        }
        match self.incomplete && self.strictness == Strictness::Strict {
            true => Err(presence::incomplete()),
            false => Ok(()),
        }
    }

    /// The texts of these names at the top of a document.
    pub(super) fn texts<const N: usize>(
        &mut self,
        names: [&str; N],
        texts: &mut [Option<String>; N],
    ) -> Result<()> {
        let Head::Map(count) = self.scan.untagged()?.1 else {
            return Ok(());
        };
        let mut remaining = Remaining::new(count);
        while self.scan.more(&mut remaining) {
            let key = self.scan.key()?;
            let place = names
                .iter()
                .zip(texts.iter_mut())
                .find(|(name, _)| key == **name);
            match (place, self.scan.untagged()?.1) {
                (Some((_, text)), Head::Text(length)) => {
                    *text = Some(self.scan.text(length)?.into_owned());
                }
                (_, head) => self.scan.skip_after(head)?,
            }
        }
        Ok(())
    }

    /// A structure or union.
    pub(crate) fn structure(&mut self, value: &mut dyn Structure, part: Part) -> Result<()> {
        match self.scan.untagged()?.1 {
            Head::Map(count) => self.members(count, value, part),
            _ => Err(self.scan.fail("expected a map")),
        }
    }

    fn members(&mut self, count: Option<u64>, value: &mut dyn Structure, part: Part) -> Result<()> {
        if value.schema().kind == Kind::Union {
            return self.union(count, value);
        }
        let schema = value.schema();
        let mut remaining = Remaining::new(count);
        let mut guess = 0;
        let mut seen = Seen::default();
        self.scan.enter()?;
        while self.scan.more(&mut remaining) {
            let (found, _) = self.member(schema, guess)?;
            match found.filter(|(_, member)| part.holds(member)) {
                Some((index, member)) => {
                    guess = index + 1;
                    if may_be_null(member) || !self.scan.null() {
                        self.value(member, value.slot(index))
                            .map_err(|f| f.in_member(member.name))?;
                        seen.note(index);
                    }
                }
                None => self.scan.skip()?,
            }
        }
        self.incomplete |= seen.lacks(schema, part);
        self.scan.leave();
        Ok(())
    }

    fn union(&mut self, count: Option<u64>, value: &mut dyn Structure) -> Result<()> {
        let schema = value.schema();
        let start = self.scan.at();
        let mut remaining = Remaining::new(count);
        let mut tags = Tags::new();
        self.scan.enter()?;
        while self.scan.more(&mut remaining) {
            let (found, key) = self.member(schema, 0)?;
            match (self.scan.null(), found) {
                (true, Some((index, member))) if may_be_null(member) => tags.null_document(index),
                // A member that is not set.
                (true, _) => {}
                (false, Some((index, member))) => {
                    tags.known();
                    self.value(member, value.slot(index))
                        .map_err(|f| f.in_member(member.name))?;
                }
                (false, None) => {
                    self.scan.skip()?;
                    tags.unknown(key);
                }
            }
        }
        self.scan.leave();
        tags.finish(value, self.strictness)
            .map_err(|reason| Failure::at(start, reason))
    }

    /// The member of the next key, past it; the guess is tried first, as members mostly come in the
    /// order of the model. The key itself where it names no member.
    #[inline]
    fn member(
        &mut self,
        schema: &'static Schema,
        guess: usize,
    ) -> Result<(Option<Found>, Cow<'a, str>)> {
        if let Some(member) = schema.members.get(guess)
            && self.scan.eat_key(member.name)
        {
            return Ok((Some((guess, member)), Cow::Borrowed("")));
        }
        let key = self.scan.key()?;
        let found = names::find(schema.members, guess, &key, |member| member.name);
        Ok((found, key))
    }

    /// A value that is not null, save for documents.
    pub(crate) fn value(&mut self, member: &'static Member, slot: Slot<'_>) -> Result<()> {
        let slot = match slot {
            Slot::Str(slot) => match self.scan.short_text() {
                Some(text) => {
                    *slot = text.to_owned();
                    return Ok(());
                }
                None => Slot::Str(slot),
            },
            slot => slot,
        };
        let at = self.scan.at();
        let (tag, head) = self.scan.untagged()?;
        let wrong = |reason: &'static str| Failure::at(at, reason);
        match (slot, head) {
            (Slot::Str(slot), Head::Text(length)) => *slot = self.scan.text(length)?.into_owned(),
            (Slot::Enum(slot), Head::Text(length)) => slot.set(&self.scan.text(length)?),
            (Slot::Str(_) | Slot::Enum(_), _) => return Err(wrong("expected text")),
            (Slot::Structure(slot), Head::Map(count)) => {
                return self.members(count, slot, Part::All);
            }
            (Slot::Structure(_), _) => return Err(wrong("expected a map")),
            (Slot::List(slot), Head::Array(count)) => return self.list(count, member.target, slot),
            (Slot::List(_), _) => return Err(wrong("expected an array")),
            (Slot::Map(slot), Head::Map(count)) => return self.map(count, member.target, slot),
            (Slot::Map(_), _) => return Err(wrong("expected a map")),
            (Slot::Bool(slot), Head::Bool(value)) => *slot = value,
            (Slot::Bool(_), _) => return Err(wrong("expected a boolean")),
            (Slot::I8(slot), head) => *slot = integer(head, at)?,
            (Slot::I16(slot), head) => *slot = integer(head, at)?,
            (Slot::I32(slot), head) => *slot = integer(head, at)?,
            (Slot::I64(slot), head) => *slot = integer(head, at)?,
            (Slot::IntEnum(slot), head) => slot.set(integer(head, at)?),
            (Slot::Float(slot), head) => *slot = float(head, at)? as f32,
            (Slot::Double(slot), head) => *slot = float(head, at)?,
            (Slot::Blob(slot), Head::Bytes(length)) => {
                *slot = self.scan.bytes(length)?.into_owned().into();
            }
            (Slot::Events(_), head) => return self.scan.skip_after(head),
            (Slot::Stream(slot), Head::Bytes(length)) => {
                *slot = self.scan.bytes(length)?.into_owned().into();
            }
            (Slot::Stream(_), _) => return Err(wrong("expected a byte string")),
            (Slot::Blob(_), _) => return Err(wrong("expected a byte string")),
            (Slot::Timestamp(slot), head) => *slot = self.timestamp(tag, head, at)?,
            (Slot::BigInteger(slot), head) => {
                let (negative, digits) = self.digits(tag, head, at)?;
                let sign = if negative { "-" } else { "" };
                *slot = format!("{sign}{digits}")
                    .parse()
                    .map_err(|_| wrong("expected an integer"))?;
            }
            (Slot::BigDecimal(slot), head) => *slot = self.decimal(tag, head, at)?,
            (Slot::Document(slot), head) => *slot = self.document(tag, head, at)?,
            (Slot::Untyped(slot), Head::Bytes(length)) if !matches!(tag, Some(2 | 3)) => {
                *slot = Untyped::Bytes(self.scan.bytes(length)?.into_owned());
            }
            (Slot::Untyped(slot), head) => *slot = self.document(tag, head, at)?.into(),
            (Slot::Skip, head) => return self.scan.skip_after(head),
        }
        Ok(())
    }

    fn list(
        &mut self,
        count: Option<u64>,
        schema: &'static Schema,
        list: &mut dyn List,
    ) -> Result<()> {
        let Some(member) = schema.members.first() else {
            return self.scan.skip_after(Head::Array(count));
        };
        self.scan.enter()?;
        if let Some(count) = count.and_then(|count| usize::try_from(count).ok()) {
            list.reserve(count.min(self.scan.most_items()));
        }
        let mut remaining = Remaining::new(count);
        let mut index = 0;
        while self.scan.more(&mut remaining) {
            if !may_be_null(member) && self.scan.null() {
                if !list.push_null() {
                    self.dense_null().map_err(|f| f.in_item(index))?;
                }
            } else {
                self.value(member, list.push())
                    .map_err(|f| f.in_item(index))?;
            }
            index += 1;
        }
        self.scan.leave();
        Ok(())
    }

    fn map(
        &mut self,
        count: Option<u64>,
        schema: &'static Schema,
        map: &mut dyn Map,
    ) -> Result<()> {
        let [key_member, member, ..] = schema.members else {
            return self.scan.skip_after(Head::Map(count));
        };
        self.scan.enter()?;
        let mut remaining = Remaining::new(count);
        while self.scan.more(&mut remaining) {
            let key = self.scan.key()?;
            let shown = key_member.shown(&key);
            if !may_be_null(member) && self.scan.null() {
                if !map.insert_null(&key) {
                    self.dense_null().map_err(|f| f.in_entry(shown))?;
                }
            } else {
                self.value(member, map.insert(&key))
                    .map_err(|f| f.in_entry(shown))?;
            }
        }
        self.scan.leave();
        Ok(())
    }

    /// Null in a list or map that must not hold it: a client goes on without the item.
    fn dense_null(&self) -> Result<()> {
        match self.strictness {
            Strictness::Lenient | Strictness::Loose => Ok(()),
            Strictness::Strict => Err(self.scan.fail("null in a collection that is not sparse")),
        }
    }

    /// Tag 1 before seconds. A client takes them without the tag as well.
    fn timestamp(&mut self, tag: Option<u64>, head: Head, at: usize) -> Result<DateTime> {
        if tag != Some(1) && (tag.is_some() || self.strictness == Strictness::Strict) {
            return Err(Failure::at(at, "expected a timestamp"));
        }
        let time = match head {
            Head::Float(value) => timestamp_format::from_float(value),
            head => Some(DateTime::from_secs(integer(head, at)?)),
        };
        time.ok_or_else(|| Failure::at(at, "a timestamp out of range"))
    }

    /// Sign and digits of an integer of any size.
    fn digits(&mut self, tag: Option<u64>, head: Head, at: usize) -> Result<(bool, String)> {
        let wrong = || Failure::at(at, "expected an integer");
        match (tag, head) {
            (_, Head::Uint(value)) => Ok((false, value.to_string())),
            (_, Head::Nint(value)) => Ok((true, (u128::from(value) + 1).to_string())),
            (Some(tag @ (2 | 3)), Head::Bytes(length)) => {
                let bytes = self.scan.bytes(length)?;
                let negative = tag == 3;
                let digits = big::to_decimal(&bytes, u32::from(negative))
                    .ok_or_else(|| Failure::at(at, "a number too long"))?;
                Ok((negative, digits))
            }
            // A double of the largest exponent has 309 digits.
            (_, Head::Float(value)) if value.fract() == 0.0 => {
                Ok((value < 0.0, format!("{:.0}", value.abs())))
            }
            _ => Err(wrong()),
        }
    }

    /// Tag 4; plain numbers as well.
    fn decimal(&mut self, tag: Option<u64>, head: Head, at: usize) -> Result<BigDecimal> {
        let wrong = || Failure::at(at, "expected a decimal number");
        let text = match (tag, head) {
            (Some(4), Head::Array(length)) => {
                let mut remaining = Remaining::new(length);
                let mut next = |reader: &mut Self| match reader.scan.more(&mut remaining) {
                    true => reader.scan.untagged(),
                    false => Err(wrong()),
                };
                let exponent: i64 = integer(next(self)?.1, at)?;
                let (tag, mantissa) = next(self)?;
                let (negative, digits) = self.digits(tag, mantissa, at)?;
                if self.scan.more(&mut remaining) {
                    return Err(wrong());
                }
                big::join_decimal(negative, &digits, exponent)
            }
            (_, Head::Float(value)) if value.is_finite() => {
                zmij::Buffer::new().format_finite(value).to_owned()
            }
            _ => {
                let (negative, digits) = self.digits(tag, head, at)?;
                big::join_decimal(negative, &digits, 0)
            }
        };
        text.parse().map_err(|_| wrong())
    }

    /// A value of unknown type.
    fn document(&mut self, tag: Option<u64>, head: Head, at: usize) -> Result<Document> {
        Ok(match head {
            Head::Null => Document::Null,
            Head::Bool(value) => Document::Bool(value),
            Head::Uint(value) => Document::Number(Number::Uint(value)),
            Head::Nint(value) => match i64::try_from(value) {
                Ok(value) => Document::Number(Number::Int(-1 - value)),
                Err(_) => Document::Number(Number::Big(self.decimal(tag, head, at)?)),
            },
            Head::Float(value) => Document::Number(Number::Float(value)),
            Head::Text(length) => Document::String(self.scan.text(length)?.into_owned()),
            Head::Bytes(_) if matches!(tag, Some(2 | 3)) => {
                Document::Number(Number::Big(self.decimal(tag, head, at)?))
            }
            Head::Array(_) if tag == Some(4) => {
                Document::Number(Number::Big(self.decimal(tag, head, at)?))
            }
            Head::Bytes(length) => {
                let bytes = self.scan.bytes(length)?;
                Document::String(base64::engine::general_purpose::STANDARD.encode(bytes))
            }
            Head::Array(count) => {
                self.scan.enter()?;
                let mut items = Vec::new();
                let mut remaining = Remaining::new(count);
                while self.scan.more(&mut remaining) {
                    items.push(self.next_document()?);
                }
                self.scan.leave();
                Document::Array(items)
            }
            Head::Map(count) => {
                self.scan.enter()?;
                let mut members = Vec::new();
                let mut remaining = Remaining::new(count);
                while self.scan.more(&mut remaining) {
                    let key = self.scan.key()?.into_owned();
                    members.push((key, self.next_document()?));
                }
                self.scan.leave();
                Document::Object(members)
            }
            Head::Tag(_) | Head::Break => return Err(Failure::at(at, "expected a value")),
        })
    }

    fn next_document(&mut self) -> Result<Document> {
        let at = self.scan.at();
        let (tag, head) = self.scan.untagged()?;
        self.document(tag, head, at)
    }
}

/// Whether null is a value of the member, rather than its absence.
fn may_be_null(member: &Member) -> bool {
    member.target.kind == Kind::Document
}

/// Any integer in range, or a float that holds one.
#[inline]
fn integer<T: TryFrom<i64>>(head: Head, at: usize) -> Result<T> {
    let value = match head {
        Head::Uint(value) => i64::try_from(value).ok(),
        Head::Nint(value) => i64::try_from(value).ok().map(|value| -1 - value),
        // Casts saturate; the limits of the range are integers that a double holds.
        Head::Float(value) if value.fract() == 0.0 && value.abs() < 9_223_372_036_854_775_808.0 => {
            Some(value as i64)
        }
        _ => return Err(Failure::at(at, "expected an integer")),
    };
    value
        .and_then(|value| T::try_from(value).ok())
        .ok_or_else(|| Failure::at(at, "an integer out of range"))
}

/// Any float, or an integer.
#[inline]
fn float(head: Head, at: usize) -> Result<f64> {
    match head {
        Head::Float(value) => Ok(value),
        Head::Uint(value) => Ok(value as f64),
        Head::Nint(value) => Ok(-1.0 - value as f64),
        _ => Err(Failure::at(at, "expected a number")),
    }
}
