//! JSON into slots.

use std::borrow::Cow;

use base64::Engine as _;

use super::Json;
use super::scan::{NumberText, Scanner};
use super::untyped::keep;
use crate::codec::Part;
use crate::codec::failure::{Failure, Result};
use crate::codec::names::{self, Found};
use crate::codec::presence::{self, Seen};
use crate::codec::union::Tags;
use crate::error::DecodeError;
use crate::schema::{Kind, Member, Schema, TimestampFormat};
use crate::value::timestamp_format;
use crate::value::{BigDecimal, BigInteger, DateTime, Document, Strictness, Untyped};
use crate::view::{List, Map, Slot, Structure};

/// Reads one JSON text.
pub(crate) struct Reader<'a> {
    pub(super) scan: Scanner<'a>,
    json: &'a Json,
    pub(super) strictness: Strictness,
    /// Whether a required member was missing.
    incomplete: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(json: &'a Json, bytes: &'a [u8], strictness: Strictness) -> Result<Self> {
        let mut scan = Scanner::new(bytes)?;
        scan.special_numbers = strictness == Strictness::Loose;
        Ok(Reader {
            scan,
            json,
            strictness,
            incomplete: false,
        })
    }

    pub(crate) fn end(&mut self) -> Result<()> {
        self.scan.end()
    }

    /// Fails if a server read a document that lacks required members.
    pub(crate) fn complete(&self) -> std::result::Result<(), DecodeError> {
        match self.incomplete && self.strict() {
            true => Err(presence::incomplete()),
            false => Ok(()),
        }
    }

    pub(crate) fn null(&mut self) -> Result<bool> {
        self.scan.null()
    }

    fn strict(&self) -> bool {
        self.strictness == Strictness::Strict
    }

    /// Structure or union, by its schema's kind.
    pub(crate) fn whole_structure(&mut self, value: &mut dyn Structure, part: Part) -> Result<()> {
        if self.is_other(b'{') {
            return self.keep(Slot::Structure(value));
        }
        match value.schema().kind {
            Kind::Union => self.union(value),
            _ => self.structure(value, part),
        }
    }

    fn structure(&mut self, value: &mut dyn Structure, part: Part) -> Result<()> {
        let schema = value.schema();
        let mut seen = Seen::default();
        if !self.scan.open(b'{', b'}', "expected an object")? {
            self.close(&seen, schema, part);
            return Ok(());
        }
        let mut guess = 0;
        loop {
            match self.member_of(schema, guess, part)? {
                None => self.scan.skip_value()?,
                Some((index, member)) => {
                    guess = index + 1;
                    if member.target.kind == Kind::Document || !self.scan.null()? {
                        let read = self.value(member, value.slot(index));
                        read.map_err(|e| e.in_member(member.name))?;
                        seen.note(index);
                    } else if self.strictness == Strictness::Loose {
                        keep(value.slot(index), Untyped::Null);
                    }
                }
            }
            if !self.scan.more(b'}')? {
                self.close(&seen, schema, part);
                return Ok(());
            }
        }
    }

    /// Notes what a structure lacks. A function of its own, so that the one that nests needs less stack.
    #[inline(never)]
    fn close(&mut self, seen: &Seen, schema: &'static Schema, part: Part) {
        self.incomplete |= seen.lacks(schema, part);
    }

    /// The member of the next key, if it is one of these. A function of its own like [`Reader::close`].
    #[inline]
    fn member_of(
        &mut self,
        schema: &'static Schema,
        guess: usize,
        part: Part,
    ) -> Result<Option<Found>> {
        let (found, _) = self.member(schema, guess)?;
        Ok(found.filter(|(_, member)| part.holds(member)))
    }

    /// The member of the next key, past its colon; services mostly send members in model order, so
    /// the guess is tried first. The key itself where it names no member.
    #[inline]
    fn member(
        &mut self,
        schema: &'static Schema,
        guess: usize,
    ) -> Result<(Option<Found>, Cow<'a, str>)> {
        self.scan.peek();
        if let Some(member) = schema.members.get(guess)
            && self.scan.eat_key(self.json.name(member))?
        {
            return Ok((Some((guess, member)), Cow::Borrowed("")));
        }
        let key = self.scan.key()?;
        let found = names::find(schema.members, guess, &key, |member| self.json.name(member));
        Ok((found, key))
    }

    fn union(&mut self, value: &mut dyn Structure) -> Result<()> {
        let schema = value.schema();
        let start = self.scan.at();
        let mut tags = Tags::new();
        if self.scan.open(b'{', b'}', "expected an object")? {
            loop {
                let (found, key) = self.member(schema, 0)?;
                match (self.scan.null()?, found) {
                    (true, Some((index, member))) if member.target.kind == Kind::Document => {
                        tags.null_document(index);
                    }
                    // A member that is not set.
                    (true, _) => {}
                    (false, Some((index, member))) => {
                        tags.known();
                        let read = self.value(member, value.slot(index));
                        read.map_err(|e| e.in_member(member.name))?;
                    }
                    (false, None) => {
                        self.scan.skip_value()?;
                        if self.strictness == Strictness::Loose && key != "__type" {
                            value.set_unknown(&key);
                        }
                        tags.unknown(key);
                    }
                }
                if !self.scan.more(b'}')? {
                    break;
                }
            }
        }
        // A view that takes anything sees for itself what is set.
        if self.strictness == Strictness::Loose {
            return Ok(());
        }
        tags.finish(value, self.strictness)
            .map_err(|reason| Failure::at(start, reason))
    }

    /// A value that is not null, save for documents.
    pub(crate) fn value(&mut self, member: &'static Member, slot: Slot<'_>) -> Result<()> {
        match slot {
            Slot::Str(slot) => *slot = self.scan.string("expected a string")?.into_owned(),
            Slot::Structure(slot) => return self.whole_structure(slot, Part::All),
            Slot::List(slot) => return self.list(member.target, slot),
            Slot::Map(slot) => return self.map(member.target, slot),
            Slot::I32(slot) => *slot = self.integer()?,
            Slot::I64(slot) => *slot = self.integer()?,
            Slot::Bool(slot) => *slot = self.scan.bool()?,
            Slot::Enum(slot) => slot.set(&self.scan.string("expected a string")?),
            Slot::Timestamp(slot) => *slot = self.timestamp(member)?,
            Slot::Double(slot) => *slot = self.double()?,
            Slot::Float(slot) => *slot = self.float()?,
            Slot::I8(slot) => *slot = self.integer()?,
            Slot::I16(slot) => *slot = self.integer()?,
            Slot::IntEnum(slot) => slot.set(self.integer()?),
            Slot::Blob(slot) => *slot = self.blob()?.into(),
            Slot::Events(_) => return self.scan.skip_value(),
            Slot::Stream(slot) => *slot = self.blob()?.into(),
            Slot::BigInteger(slot) => *slot = self.big_integer()?,
            Slot::BigDecimal(slot) => *slot = self.big_decimal()?,
            Slot::Document(slot) => *slot = self.document()?,
            Slot::Untyped(_) => return self.keep(slot),
            Slot::Skip => return self.scan.skip_value(),
        }
        Ok(())
    }

    fn list(&mut self, schema: &'static Schema, list: &mut dyn List) -> Result<()> {
        if self.is_other(b'[') {
            return self.keep(Slot::List(list));
        }
        let Some(member) = schema.members.first() else {
            return self.scan.skip_value();
        };
        if !self.scan.open(b'[', b']', "expected an array")? {
            return Ok(());
        }
        let mut index = 0;
        loop {
            if member.target.kind != Kind::Document && self.scan.null()? {
                if !list.push_null() {
                    self.dense_null().map_err(|e| e.in_item(index))?;
                }
            } else {
                self.value(member, list.push())
                    .map_err(|e| e.in_item(index))?;
            }
            index += 1;
            if !self.scan.more(b']')? {
                return Ok(());
            }
        }
    }

    fn map(&mut self, schema: &'static Schema, map: &mut dyn Map) -> Result<()> {
        if self.is_other(b'{') {
            return self.keep(Slot::Map(map));
        }
        let [key_member, member, ..] = schema.members else {
            return self.scan.skip_value();
        };
        if !self.scan.open(b'{', b'}', "expected an object")? {
            return Ok(());
        }
        loop {
            self.scan.peek();
            let key = self.scan.key()?;
            let shown = |key: &str| key_member.shown(key).map(str::to_owned);
            if member.target.kind != Kind::Document && self.scan.null()? {
                if !map.insert_null(&key) {
                    self.dense_null()
                        .map_err(|e| e.in_entry(shown(&key).as_deref()))?;
                }
            } else {
                let read = self.value(member, map.insert(&key));
                read.map_err(|e| e.in_entry(shown(&key).as_deref()))?;
            }
            if !self.scan.more(b'}')? {
                return Ok(());
            }
        }
    }

    /// Null in a list or map that must not hold it: a client goes on without the item.
    fn dense_null(&self) -> Result<()> {
        match self.strictness {
            Strictness::Lenient | Strictness::Loose => Ok(()),
            Strictness::Strict => Err(self.scan.fail("null in a collection that is not sparse")),
        }
    }

    #[inline]
    fn integer<T: TryFrom<i64>>(&mut self) -> Result<T> {
        if let Some(value) = self.scan.small_integer() {
            return T::try_from(value).map_err(|_| self.scan.fail("an integer out of range"));
        }
        self.long_integer()
    }

    #[inline(never)]
    fn long_integer<T: TryFrom<i64>>(&mut self) -> Result<T> {
        let start = self.scan.at();
        let number = self.scan.number("expected an integer")?;
        if self.strict() && !number.integral {
            return Err(Failure::at(start, "expected an integer"));
        }
        let reason = if number.integral {
            "an integer out of range"
        } else {
            "expected an integer"
        };
        let value = number
            .as_integer()
            .and_then(|value| T::try_from(value).ok());
        value.ok_or_else(|| Failure::at(start, reason))
    }

    fn double(&mut self) -> Result<f64> {
        if self.scan.peek() == Some(b'"') {
            return self.special_float();
        }
        let number = self.scan.number("expected a number")?;
        let value = number.as_double();
        self.finite(value.is_finite(), number)?;
        Ok(value)
    }

    fn float(&mut self) -> Result<f32> {
        if self.scan.peek() == Some(b'"') {
            return self.special_float().map(|value| value as f32);
        }
        let number = self.scan.number("expected a number")?;
        let value: f32 = number.text.parse().unwrap_or(f32::NAN);
        self.finite(value.is_finite(), number)?;
        Ok(value)
    }

    fn finite(&self, finite: bool, number: NumberText<'_>) -> Result<()> {
        match finite {
            true => Ok(()),
            false => Err(Failure::at(
                self.scan.at() - number.text.len(),
                "a number out of range",
            )),
        }
    }

    fn special_float(&mut self) -> Result<f64> {
        let start = self.scan.at();
        match &*self.scan.string("expected a number")? {
            "NaN" => Ok(f64::NAN),
            "Infinity" => Ok(f64::INFINITY),
            "-Infinity" => Ok(f64::NEG_INFINITY),
            _ => Err(Failure::at(start, "expected a number")),
        }
    }

    fn timestamp(&mut self, member: &Member) -> Result<DateTime> {
        let format = self.json.timestamp(member);
        self.scan.peek();
        let start = self.scan.at();
        let text = match (format, self.scan.peek()) {
            (TimestampFormat::EpochSeconds, Some(b'"')) if self.strict() => {
                return Err(Failure::at(start, "expected a number"));
            }
            // A client takes whichever form it meets.
            (TimestampFormat::EpochSeconds, Some(b'"')) => {
                let text = self.scan.string("expected a number")?;
                let forms = [TimestampFormat::DateTime, TimestampFormat::HttpDate, format];
                let read = forms.iter().find_map(|f| DateTime::parse(&text, *f).ok());
                return read.ok_or_else(|| Failure::at(start, "not a timestamp"));
            }
            (TimestampFormat::EpochSeconds, _) => {
                Cow::Borrowed(self.scan.number("expected a number")?.text)
            }
            (_, Some(b'-' | b'0'..=b'9')) if !self.strict() => {
                let text = self.scan.number("expected a string")?.text;
                let read = DateTime::parse(text, TimestampFormat::EpochSeconds);
                return read.map_err(|e| Failure::at(start, e.to_string()));
            }
            _ => self.scan.string("expected a string")?,
        };
        timestamp_format::parse(&text, format, self.strictness)
            .map_err(|e| Failure::at(start, e.to_string()))
    }

    fn blob(&mut self) -> Result<Vec<u8>> {
        self.scan.peek();
        let start = self.scan.at();
        let text = self.scan.string("expected a string")?;
        base64::engine::general_purpose::STANDARD
            .decode(text.as_bytes())
            .map_err(|_| Failure::at(start, "not base64"))
    }

    /// A number or a string that holds one: protocols differ.
    fn big_text(&mut self) -> Result<Cow<'a, str>> {
        match self.scan.peek() {
            Some(b'"') if !self.strict() || self.json.big_numbers_as_strings => {
                self.scan.string("expected a number")
            }
            _ => self
                .scan
                .number("expected a number")
                .map(|n| Cow::Borrowed(n.text)),
        }
    }

    fn big_integer(&mut self) -> Result<BigInteger> {
        self.scan.peek();
        let start = self.scan.at();
        let text = self.big_text()?;
        let value = match self.strict() {
            true => text.parse().ok(),
            false => BigInteger::from_decimal(&text),
        };
        value.ok_or_else(|| Failure::at(start, "expected an integer"))
    }

    fn big_decimal(&mut self) -> Result<BigDecimal> {
        self.scan.peek();
        let start = self.scan.at();
        self.big_text()?
            .parse()
            .map_err(|_| Failure::at(start, "expected a number"))
    }

    /// Any value, as it stands.
    pub(crate) fn document(&mut self) -> Result<Document> {
        Ok(match self.scan.peek() {
            Some(b'"') => Document::String(self.scan.string("")?.into_owned()),
            Some(b'{') => {
                let mut members = Vec::new();
                if self.scan.open(b'{', b'}', "")? {
                    loop {
                        self.scan.peek();
                        let key = self.scan.key()?.into_owned();
                        members.push((key, self.document()?));
                        if !self.scan.more(b'}')? {
                            break;
                        }
                    }
                }
                Document::Object(members)
            }
            Some(b'[') => {
                let mut items = Vec::new();
                if self.scan.open(b'[', b']', "")? {
                    loop {
                        items.push(self.document()?);
                        if !self.scan.more(b']')? {
                            break;
                        }
                    }
                }
                Document::Array(items)
            }
            Some(b't' | b'f') => Document::Bool(self.scan.bool()?),
            Some(b'n') if self.scan.null()? => Document::Null,
            _ => Document::Number(self.scan.number("expected a value")?.as_number()),
        })
    }

    /// The texts of these members of an object, as far as the bytes are one. Never fails.
    pub(crate) fn texts<const N: usize>(bytes: &[u8], names: [&str; N]) -> [Option<String>; N] {
        let mut texts = [const { None }; N];
        if let Ok(mut reader) = Reader::new(&super::REST, bytes, Strictness::Lenient) {
            // What was found before the text broke off counts.
            let _ = reader.read_texts(names, &mut texts);
        }
        texts
    }

    fn read_texts<const N: usize>(
        &mut self,
        names: [&str; N],
        texts: &mut [Option<String>; N],
    ) -> Result<()> {
        if !self.scan.open(b'{', b'}', "expected an object")? {
            return Ok(());
        }
        loop {
            self.scan.peek();
            let key = self.scan.key()?;
            let place = names
                .iter()
                .zip(texts.iter_mut())
                .find(|(name, _)| key == **name);
            match (place, self.scan.peek()) {
                (Some((_, text)), Some(b'"')) => {
                    *text = Some(self.scan.string("")?.into_owned());
                }
                _ => self.scan.skip_value()?,
            }
            if !self.scan.more(b'}')? {
                return Ok(());
            }
        }
    }
}
