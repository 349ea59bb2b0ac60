//! Values of a schema that is known only at run time, for programs without generated types. Members keep the order
//! in which they were set.

mod document;

use std::collections::HashMap;
use std::fmt;
use std::ops::ControlFlow;

pub use document::BlobText;

use crate::schema::{Kind, Schema};
use crate::value::{BigDecimal, BigInteger, Blob, DateTime, Document, Untyped};
use crate::view::{List, Map, Ref, Slot, Structure};

/// How strictly a dynamic value follows its schema.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Typing {
    /// Values have the schema's types.
    #[default]
    Typed,
    /// Simple values are kept as they are, and so is whatever takes the place of a structure, list or map.
    Loose,
}

/// A value of any shape. `Debug` omits `@sensitive` values in structures, lists and maps; a simple value on its own
/// does not know whether it is sensitive.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Null, as an item or value of a collection.
    Null,
    /// Boolean.
    Bool(bool),
    /// Byte.
    I8(i8),
    /// Short.
    I16(i16),
    /// Integer and intEnum.
    I32(i32),
    /// Long.
    I64(i64),
    /// Float.
    Float(f32),
    /// Double.
    Double(f64),
    /// String and enum.
    Str(String),
    /// Blob.
    Blob(Blob),
    /// Timestamp.
    Timestamp(DateTime),
    /// Integer of any size.
    BigInteger(BigInteger),
    /// Decimal of any precision.
    BigDecimal(BigDecimal),
    /// Document.
    Document(Document),
    /// A value that need not match its schema, sent as it is.
    Untyped(Untyped),
    /// Structure or union.
    Structure(DynamicStructure),
    /// List.
    List(DynamicList),
    /// Map.
    Map(DynamicMap),
}

impl Value {
    /// The zero value of a shape.
    pub fn zero(schema: &'static Schema, typing: Typing) -> Self {
        match schema.kind {
            Kind::Structure | Kind::Union => {
                Value::Structure(DynamicStructure::new(schema, typing))
            }
            Kind::List => Value::List(DynamicList::new(schema, typing)),
            Kind::Map => Value::Map(DynamicMap::new(schema, typing)),
            _ if typing == Typing::Loose => Value::Untyped(Untyped::Null),
            Kind::Blob => Value::Blob(Blob::default()),
            Kind::Timestamp => Value::Timestamp(DateTime::default()),
            Kind::Document => Value::Document(Document::Null),
            Kind::Boolean => Value::Bool(false),
            Kind::String | Kind::Enum => Value::Str(String::new()),
            Kind::Byte => Value::I8(0),
            Kind::Short => Value::I16(0),
            Kind::Integer | Kind::IntEnum => Value::I32(0),
            Kind::Long => Value::I64(0),
            Kind::Float => Value::Float(0.0),
            Kind::Double => Value::Double(0.0),
            Kind::BigInteger => Value::BigInteger(BigInteger::default()),
            Kind::BigDecimal => Value::BigDecimal(BigDecimal::default()),
        }
    }

    /// The value, borrowed.
    pub fn view(&self) -> Ref<'_> {
        match self {
            Value::Null => Ref::Null,
            Value::Bool(value) => Ref::Bool(*value),
            Value::I8(value) => Ref::Int((*value).into()),
            Value::I16(value) => Ref::Int((*value).into()),
            Value::I32(value) => Ref::Int((*value).into()),
            Value::I64(value) => Ref::Int(*value),
            Value::Float(value) => Ref::Float(*value),
            Value::Double(value) => Ref::Double(*value),
            Value::Str(value) => Ref::Str(value),
            Value::Blob(value) => Ref::Blob(value),
            Value::Timestamp(value) => Ref::Timestamp(*value),
            Value::BigInteger(value) => Ref::BigInteger(value),
            Value::BigDecimal(value) => Ref::BigDecimal(value),
            Value::Document(value) => Ref::Document(value),
            Value::Untyped(value) => Ref::Untyped(value),
            Value::Structure(value) => Ref::Structure(value),
            Value::List(value) => Ref::List(value),
            Value::Map(value) => Ref::Map(value),
        }
    }

    fn slot(&mut self) -> Slot<'_> {
        match self {
            Value::Null => Slot::Skip,
            Value::Bool(value) => Slot::Bool(value),
            Value::I8(value) => Slot::I8(value),
            Value::I16(value) => Slot::I16(value),
            Value::I32(value) => Slot::I32(value),
            Value::I64(value) => Slot::I64(value),
            Value::Float(value) => Slot::Float(value),
            Value::Double(value) => Slot::Double(value),
            Value::Str(value) => Slot::Str(value),
            Value::Blob(value) => Slot::Blob(value),
            Value::Timestamp(value) => Slot::Timestamp(value),
            Value::BigInteger(value) => Slot::BigInteger(value),
            Value::BigDecimal(value) => Slot::BigDecimal(value),
            Value::Document(value) => Slot::Document(value),
            Value::Untyped(value) => Slot::Untyped(value),
            Value::Structure(value) => Slot::Structure(value),
            Value::List(value) => Slot::List(value),
            Value::Map(value) => Slot::Map(value),
        }
    }
}

/// A structure or union.
#[derive(Clone)]
pub struct DynamicStructure {
    schema: &'static Schema,
    typing: Typing,
    /// Values by member index.
    values: Vec<Option<Value>>,
    /// Set members, in the order they were set.
    order: Vec<usize>,
    odd: Option<Box<Odd>>,
}

/// Rarely used parts of a structure, boxed to keep others small.
#[derive(Clone, Default, PartialEq)]
struct Odd {
    unknown: Vec<String>,
    found: Option<Untyped>,
    unreadable: Option<String>,
}

impl DynamicStructure {
    /// A structure without members set.
    pub fn new(schema: &'static Schema, typing: Typing) -> Self {
        let values = Vec::new();
        DynamicStructure {
            schema,
            typing,
            values,
            order: Vec::new(),
            odd: None,
        }
    }

    /// Sets a member; indices outside the schema are ignored. In a union, the previous member is unset.
    pub fn set(&mut self, member: usize, value: Value) {
        if let Some(place) = self.place(member) {
            *place = Some(value);
        }
    }

    /// A member's value.
    pub fn value(&self, member: usize) -> Option<&Value> {
        self.values.get(member)?.as_ref()
    }

    /// The tags of union members that are not in the model; with [`Typing::Loose`] all of them, even if a known
    /// member is set.
    pub fn unknown_tags(&self) -> &[String] {
        self.odd.as_ref().map_or(&[], |odd| &odd.unknown)
    }

    /// What a message had in place of this structure; see [`Typing::Loose`].
    pub fn found(&self) -> Option<&Untyped> {
        self.odd.as_ref()?.found.as_ref()
    }

    /// The text of a message that was not a document; see [`Structure::set_unreadable`].
    pub fn unreadable(&self) -> Option<&str> {
        self.odd.as_ref()?.unreadable.as_deref()
    }

    fn odd(&mut self) -> &mut Odd {
        self.odd.get_or_insert_default()
    }

    /// Unsets a member.
    pub fn unset(&mut self, member: usize) {
        self.order.retain(|index| *index != member);
        if let Some(place) = self.values.get_mut(member) {
            *place = None;
        }
    }

    /// A mutable reference to a member's value.
    pub fn value_mut(&mut self, member: usize) -> Option<&mut Value> {
        self.values.get_mut(member)?.as_mut()
    }

    /// The set members by name, in the order they were set.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &Value)> {
        self.order
            .iter()
            .filter_map(|index| Some((self.schema.members.get(*index)?.name, self.value(*index)?)))
    }

    /// The slot of a member; `None` if it is not in the schema.
    fn place(&mut self, member: usize) -> Option<&mut Option<Value>> {
        let count = self.schema.members.len();
        if member >= count {
            return None;
        }
        if self.schema.kind == Kind::Union && self.typing == Typing::Typed {
            self.order.clear();
            self.values.clear();
        }
        self.values.resize(count, None);
        if !self.order.contains(&member) {
            self.order.push(member);
        }
        self.values.get_mut(member)
    }
}

impl PartialEq for DynamicStructure {
    /// Ignores the order.
    fn eq(&self, other: &Self) -> bool {
        let same = |index| self.value(index) == other.value(index);
        self.schema.id == other.schema.id
            && self.odd == other.odd
            && (0..self.schema.members.len()).all(same)
    }
}

impl fmt::Debug for DynamicStructure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::debug::structure(self, f)
    }
}

impl Structure for DynamicStructure {
    fn schema(&self) -> &'static Schema {
        self.schema
    }
    fn type_name(&self) -> &'static str {
        self.schema.service_name()
    }
    fn get(&self, member: usize) -> Ref<'_> {
        self.value(member).map_or(Ref::Unset, Value::view)
    }
    fn slot(&mut self, member: usize) -> Slot<'_> {
        let Some(target) = self.schema.members.get(member).map(|m| m.target) else {
            return Slot::Skip;
        };
        let zero = Value::zero(target, self.typing);
        self.place(member)
            .map_or(Slot::Skip, |place| place.insert(zero).slot())
    }
    fn set_unknown(&mut self, tag: &str) {
        self.odd().unknown.push(tag.to_owned());
    }
    fn unknown(&self) -> Option<&str> {
        self.unknown_tags().first().map(String::as_str)
    }
    fn is_loose(&self) -> bool {
        self.typing == Typing::Loose
    }
    fn set_found(&mut self, found: Untyped) {
        self.odd().found = Some(found);
    }
    fn set_unreadable(&mut self, text: &str) {
        self.odd().unreadable = Some(text.to_owned());
    }
    fn order(&self) -> Option<&[usize]> {
        Some(&self.order)
    }
}

/// A list.
#[derive(Clone)]
pub struct DynamicList {
    schema: &'static Schema,
    typing: Typing,
    /// The items.
    pub items: Vec<Value>,
    found: Option<Box<Untyped>>,
}

impl DynamicList {
    /// An empty list.
    pub fn new(schema: &'static Schema, typing: Typing) -> Self {
        DynamicList {
            schema,
            typing,
            items: Vec::new(),
            found: None,
        }
    }

    /// Like [`DynamicStructure::found`].
    pub fn found(&self) -> Option<&Untyped> {
        self.found.as_deref()
    }
}

impl fmt::Debug for DynamicList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::debug::list(self, self.schema, f)
    }
}

impl PartialEq for DynamicList {
    fn eq(&self, other: &Self) -> bool {
        self.items == other.items
    }
}

impl List for DynamicList {
    fn len(&self) -> usize {
        self.items.len()
    }
    fn get(&self, index: usize) -> Ref<'_> {
        self.items.get(index).map_or(Ref::Unset, Value::view)
    }
    fn push(&mut self) -> Slot<'_> {
        let Some(target) = self.schema.members.first().map(|m| m.target) else {
            return Slot::Skip;
        };
        self.items.push(Value::zero(target, self.typing));
        self.items.last_mut().map_or(Slot::Skip, Value::slot)
    }
    fn push_null(&mut self) -> bool {
        let keeps = self.schema.is_sparse() || self.typing == Typing::Loose;
        if keeps {
            self.items.push(Value::Null);
        }
        keeps
    }
    fn set_found(&mut self, found: Untyped) {
        self.found = Some(Box::new(found));
    }
}

/// A map, in insertion order.
#[derive(Clone)]
pub struct DynamicMap {
    schema: &'static Schema,
    typing: Typing,
    entries: Vec<(String, Value)>,
    places: HashMap<String, usize>,
    found: Option<Box<Untyped>>,
}

impl fmt::Debug for DynamicMap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        crate::debug::map(self, self.schema, f)
    }
}

impl PartialEq for DynamicMap {
    /// Ignores the order.
    fn eq(&self, other: &Self) -> bool {
        self.entries.len() == other.entries.len()
            && self
                .entries
                .iter()
                .all(|(key, value)| other.value(key) == Some(value))
    }
}

impl DynamicMap {
    /// An empty map.
    pub fn new(schema: &'static Schema, typing: Typing) -> Self {
        DynamicMap {
            schema,
            typing,
            entries: Vec::new(),
            places: HashMap::new(),
            found: None,
        }
    }

    /// Like [`DynamicStructure::found`].
    pub fn found(&self) -> Option<&Untyped> {
        self.found.as_deref()
    }

    /// Sets a key.
    pub fn set(&mut self, key: &str, value: Value) {
        if let Some((_, place)) = self.places.get(key).and_then(|i| self.entries.get_mut(*i)) {
            *place = value;
            return;
        }
        self.places.insert(key.to_owned(), self.entries.len());
        self.entries.push((key.to_owned(), value));
    }

    /// The value of a key.
    pub fn value(&self, key: &str) -> Option<&Value> {
        self.places
            .get(key)
            .and_then(|index| self.entries.get(*index))
            .map(|(_, value)| value)
    }

    /// The entries.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.entries
            .iter()
            .map(|(key, value)| (key.as_str(), value))
    }

    /// Mutable references to the entries' values.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Value> {
        self.entries.iter_mut().map(|(_, value)| value)
    }
}

impl Map for DynamicMap {
    fn len(&self) -> usize {
        self.entries.len()
    }
    fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a str, Ref<'a>) -> ControlFlow<()>) {
        for (key, value) in self.iter() {
            if see(key, value.view()).is_break() {
                return;
            }
        }
    }
    fn insert(&mut self, key: &str) -> Slot<'_> {
        let Some(target) = self.schema.members.get(1).map(|m| m.target) else {
            return Slot::Skip;
        };
        self.set(key, Value::zero(target, self.typing));
        let place = self
            .places
            .get(key)
            .and_then(|index| self.entries.get_mut(*index));
        place.map_or(Slot::Skip, |(_, value)| value.slot())
    }
    fn insert_null(&mut self, key: &str) -> bool {
        let keeps = self.schema.is_sparse() || self.typing == Typing::Loose;
        if keeps {
            self.set(key, Value::Null);
        }
        keeps
    }
    fn set_found(&mut self, found: Untyped) {
        self.found = Some(Box::new(found));
    }
}
