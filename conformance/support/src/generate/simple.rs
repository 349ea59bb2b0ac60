//! Values that have no parts, and documents.

use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::{
    BigDecimal, BigInteger, Bounds, DateTime, Document, Kind, Member, Number, Slot, Trait,
};

use super::place::Place;
use super::{Filling, pattern, traits};

/// A value without parts.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Simple {
    Bool(bool),
    Int(i64),
    Float(f64),
    Text(String),
    Bytes(Vec<u8>),
    Time(DateTime),
    BigInteger(BigInteger),
    BigDecimal(BigDecimal),
}

impl Simple {
    /// Whether the slot takes it.
    pub(super) fn into_slot(self, slot: Slot<'_>) -> bool {
        match (self, slot) {
            (Simple::Bool(value), Slot::Bool(place)) => *place = value,
            (Simple::Int(value), slot) => return integer(value, slot),
            (Simple::Float(value), Slot::Float(place)) => *place = value as f32,
            (Simple::Float(value), Slot::Double(place)) => *place = value,
            (Simple::Text(text), Slot::Str(place)) => *place = text,
            (Simple::Text(text), Slot::Enum(place)) => place.set(&text),
            (Simple::Bytes(bytes), Slot::Blob(place)) => *place = bytes.into(),
            (Simple::Bytes(bytes), Slot::Stream(place)) => *place = Bytes::from(bytes).into(),
            (Simple::Time(value), Slot::Timestamp(place)) => *place = value,
            (Simple::BigInteger(value), Slot::BigInteger(place)) => *place = value,
            (Simple::BigDecimal(value), Slot::BigDecimal(place)) => *place = value,
            _ => return false,
        }
        true
    }
}

fn integer(value: i64, slot: Slot<'_>) -> bool {
    fn put<T: TryFrom<i64>>(value: i64, place: &mut T) -> bool {
        T::try_from(value).map(|value| *place = value).is_ok()
    }
    match slot {
        Slot::I8(place) => put(value, place),
        Slot::I16(place) => put(value, place),
        Slot::I32(place) => put(value, place),
        Slot::I64(place) => put(value, place),
        Slot::IntEnum(place) => i32::try_from(value).map(|value| place.set(value)).is_ok(),
        _ => false,
    }
}

/// The lengths that a member may have.
pub(super) fn length(member: &'static Member) -> (usize, usize) {
    let (mut least, mut most) = (0, usize::MAX);
    for t in traits(member) {
        if let Trait::Length(bounds) = t {
            let limit = |text: Option<&'static str>| text.and_then(|text| text.parse().ok());
            least = least.max(limit(bounds.min()).unwrap_or(0));
            most = most.min(limit(bounds.max()).unwrap_or(usize::MAX));
        }
    }
    (least, most)
}

impl Filling {
    pub(super) fn simple(&mut self, member: &'static Member, place: Place) -> Simple {
        match member.target().kind() {
            Kind::Boolean => Simple::Bool(self.random.once_in(2)),
            Kind::Byte => self.integer(member, i8::MIN.into(), i8::MAX.into()),
            Kind::Short => self.integer(member, i16::MIN.into(), i16::MAX.into()),
            Kind::Integer => self.integer(member, i32::MIN.into(), i32::MAX.into()),
            Kind::Long => self.integer(member, i64::MIN.into(), i64::MAX.into()),
            Kind::IntEnum => self.integer_of_enum(member),
            Kind::Float => Simple::Float((self.float(member, f32::MAX.into()) as f32).into()),
            Kind::Double => Simple::Float(self.float(member, f64::MAX)),
            Kind::Blob => Simple::Bytes(self.bytes(member, place)),
            Kind::Timestamp => Simple::Time(self.time(member, place)),
            Kind::BigInteger => {
                let digits = self.digits();
                Simple::BigInteger(digits.parse().unwrap_or_default())
            }
            Kind::BigDecimal => {
                let digits = format!("{}.5", self.digits());
                Simple::BigDecimal(digits.parse().unwrap_or_default())
            }
            _ => Simple::Text(self.text(member, place)),
        }
    }

    fn integer(&mut self, member: &'static Member, least: i128, most: i128) -> Simple {
        let (mut first, mut last) = (least, most);
        for bounds in ranges(member) {
            let limit = |text: Option<&'static str>| text.and_then(|text| text.parse().ok());
            first = first.max(limit(bounds.min()).unwrap_or(least));
            last = last.min(limit(bounds.max()).unwrap_or(most));
        }
        // The status of a response with a body.
        if member.traits().contains(&Trait::HttpResponseCode) {
            (first, last) = (200, 202);
        }
        let value = match self.random.below(4) {
            0 => first,
            1 => last,
            2 => first.max(last.min(0)),
            _ => self.random.between(first, last),
        };
        Simple::Int(i64::try_from(value).unwrap_or_default())
    }

    fn integer_of_enum(&mut self, member: &'static Member) -> Simple {
        let values = traits(member).find_map(|t| match t {
            Trait::IntEnumValues(values) => Some(*values),
            _ => None,
        });
        let value = self.random.one_of(values.unwrap_or(&[0]));
        Simple::Int(value.copied().unwrap_or_default().into())
    }

    fn float(&mut self, member: &'static Member, greatest: f64) -> f64 {
        let (mut least, mut most) = (f64::MIN, f64::MAX);
        for bounds in ranges(member) {
            let limit = |text: Option<&'static str>| text.and_then(|text| text.parse().ok());
            least = least.max(limit(bounds.min()).unwrap_or(f64::MIN));
            most = most.min(limit(bounds.max()).unwrap_or(f64::MAX));
        }
        let is_free = least == f64::MIN && most == f64::MAX;
        let choice = self.random.below(9);
        let value = match choice {
            0 => 0.0,
            1 => 1.5,
            2 => -2.25,
            3 => 0.1,
            4 => 1e21,
            5 => -1e-7,
            6 if !self.wire.is_modest => greatest,
            7 if !self.wire.is_modest && is_free => f64::INFINITY,
            8 if !self.wire.is_modest && is_free => f64::NAN,
            _ => 12345.678,
        };
        match is_free {
            true => value,
            false => value.clamp(least, most),
        }
    }

    fn digits(&mut self) -> String {
        let count = 1 + self.random.below(30);
        let digits = (0..count).map(|_| char::from(b'1' + (self.random.number() % 9) as u8));
        digits.collect()
    }

    fn bytes(&mut self, member: &'static Member, place: Place) -> Vec<u8> {
        let is_streaming = member.traits().contains(&Trait::Streaming);
        let usual = match is_streaming {
            true if self.random.once_in(4) => 70_000,
            true => 1 + self.random.below(3000),
            false => self.random.below(20),
        };
        let (least, most) = length(member);
        let least = least.max(usize::from(place.wants_something()));
        let count = usual.clamp(least, most.max(least));
        (0..count).map(|_| self.random.number() as u8).collect()
    }

    fn time(&mut self, member: &'static Member, place: Place) -> DateTime {
        const AGES: &[i64] = &[0, 1, 951_782_399, 951_782_400, 1_735_689_599, 4_102_444_800];
        const OTHERS: &[i64] = &[-1, -2_208_988_800, 253_402_300_799];
        let nanos = match place.decimals(member) {
            0 => 0,
            _ if self.wire.has_seconds => 0,
            _ => self.random.below(1000) as u32 * 1_000_000,
        };
        match self.random.below(4) {
            0 if !self.wire.is_modest => {
                let seconds = self.random.one_of(OTHERS).copied();
                DateTime::from_secs(seconds.unwrap_or_default())
            }
            1 => DateTime::from_secs(self.random.one_of(AGES).copied().unwrap_or_default()),
            _ => DateTime::new(
                self.random.between(946_684_800, 2_000_000_000) as i64,
                nanos,
            ),
        }
    }

    fn text(&mut self, member: &'static Member, place: Place) -> String {
        // A bucket is a label of the host, which no trait says.
        if matches!(member.name(), "Bucket") {
            return format!("bucket-{}", self.random.below(1000));
        }
        // Some peers quote what others take as it is.
        if self.wire.is_modest && member.name() == "CopySource" {
            return format!("/bucket/key-{}", self.random.below(1000));
        }
        for t in traits(member) {
            match t {
                Trait::EnumValues(values) => {
                    let value = self.random.one_of(values).copied();
                    return value.unwrap_or_default().to_owned();
                }
                Trait::Pattern(text) => return self.matching(member, text, place),
                _ => {}
            }
        }
        // Some peers take such texts for what they say they are.
        if traits(member).any(|t| *t == Trait::MediaType("application/json")) {
            return format!("\"{}\"", self.random.below(1000));
        }
        let (least, most) = length(member);
        let least = least.max(usize::from(place.wants_something()));
        let most = most.max(least);
        let most = if place == Place::Host {
            most.min(20)
        } else {
            most
        };
        let count = match self.random.below(5) {
            0 => least,
            1 if most <= 300 => most,
            _ => (least + self.random.below(16)).min(most),
        };
        let text = self.characters(count, place);
        // Some peers take what follows the last slash for an id of Route 53.
        match self.wire.is_modest && matches!(member.name(), "HostedZoneId" | "DelegationSetId") {
            true => text.replace('/', "-"),
            false => text,
        }
    }

    /// A text of so many characters.
    fn characters(&mut self, count: usize, place: Place) -> String {
        let others = place.characters(self.wire);
        let mut text = String::new();
        let mut length = 0;
        while length < count {
            let is_edge = length == 0 || length + 1 == count;
            let is_plain = is_edge && place != Place::Body && place != Place::Payload;
            let other = match is_plain || self.random.once_in(2) {
                true => None,
                false => self.random.one_of(others).copied(),
            };
            match other {
                Some(other) if length + other.chars().count() < count => {
                    text.push_str(other);
                    length += other.chars().count();
                }
                _ => {
                    text.push(char::from(b'a' + (self.random.number() % 26) as u8));
                    length += 1;
                }
            }
        }
        text
    }

    fn matching(&mut self, member: &'static Member, pattern: &str, place: Place) -> String {
        let (least, most) = length(member);
        let least = least.max(usize::from(place.wants_something()));
        let mut rest = None;
        for text in pattern::texts(pattern, &mut self.random) {
            let count = text.chars().count();
            let is_long = least <= count && count <= most;
            let is_legal = match place {
                Place::Header | Place::Headers => {
                    text.trim() == text && text.bytes().all(|byte| (0x20..0x7f).contains(&byte))
                }
                _ => true,
            };
            if is_long && is_legal && pattern::matches(pattern, &text) {
                return text;
            }
            rest.get_or_insert(text);
        }
        rest.unwrap_or_default()
    }

    pub(super) fn document(&mut self, depth: usize) -> Document {
        match self.random.below(if depth < 4 { 7 } else { 4 }) {
            0 => Document::Bool(self.random.once_in(2)),
            1 => Document::Number(Number::Int(-5)),
            2 => Document::Number(Number::Float(1.25)),
            3 => Document::String(self.characters(6, Place::Body)),
            4 => Document::Array((0..2).map(|_| self.document(depth + 1)).collect()),
            _ => {
                let count = self.random.below(3);
                let members = (0..count).map(|at| (format!("k{at} \"é"), self.document(depth + 1)));
                Document::Object(members.collect())
            }
        }
    }
}

fn ranges(member: &'static Member) -> impl Iterator<Item = &'static Bounds> {
    traits(member).filter_map(|t| match t {
        Trait::Range(bounds) => Some(*bounds),
        _ => None,
    })
}
