//! Views: how the runtime reads and fills generated types generically.
//!
//! Smithy's data model is closed, so one enum of borrowed values ([`Ref`]) and one of slots to fill ([`Slot`])
//! serve every codec, binding, skeleton and redaction. Generated code implements [`Structure`] for each structure
//! and union: two small functions from a member's index in its schema to a view.

mod events;

use std::collections::BTreeMap;
use std::ops::ControlFlow;

pub use events::{BrokenEvents, Event, Events, IncomingEvents, OutgoingEvents};

use crate::schema::Schema;
use crate::value::{
    BigDecimal, BigInteger, Blob, ByteStream, DateTime, Document, Strictness, Untyped,
};

/// A borrowed value.
#[derive(Clone, Copy)]
pub enum Ref<'a> {
    /// Not set; omitted from messages.
    Unset,
    /// Null; only as an item or value of a sparse collection.
    Null,
    /// Boolean.
    Bool(bool),
    /// Byte, short, integer, long and intEnum.
    Int(i64),
    /// Float.
    Float(f32),
    /// Double.
    Double(f64),
    /// String and enum.
    Str(&'a str),
    /// Blob.
    Blob(&'a [u8]),
    /// Streaming blob.
    Stream(&'a ByteStream),
    /// Event stream.
    Events(&'a dyn Events),
    /// Timestamp.
    Timestamp(DateTime),
    /// Integer of any size.
    BigInteger(&'a BigInteger),
    /// Decimal of any precision.
    BigDecimal(&'a BigDecimal),
    /// Document.
    Document(&'a Document),
    /// A value that need not match its schema.
    Untyped(&'a Untyped),
    /// Structure or union.
    Structure(&'a dyn Structure),
    /// List.
    List(&'a dyn List),
    /// Map.
    Map(&'a dyn Map),
}

/// A slot for a value, already reset to the type's default.
pub enum Slot<'a> {
    /// No such member; the value is skipped.
    Skip,
    /// Boolean.
    Bool(&'a mut bool),
    /// Byte.
    I8(&'a mut i8),
    /// Short.
    I16(&'a mut i16),
    /// Integer.
    I32(&'a mut i32),
    /// Long.
    I64(&'a mut i64),
    /// Float.
    Float(&'a mut f32),
    /// Double.
    Double(&'a mut f64),
    /// String.
    Str(&'a mut String),
    /// Enum: accepts any text, known or not.
    Enum(&'a mut dyn Enum),
    /// intEnum: accepts any number, known or not.
    IntEnum(&'a mut dyn IntEnum),
    /// Blob.
    Blob(&'a mut Blob),
    /// Streaming blob.
    Stream(&'a mut ByteStream),
    /// Event stream.
    Events(&'a mut dyn Events),
    /// Timestamp.
    Timestamp(&'a mut DateTime),
    /// Integer of any size.
    BigInteger(&'a mut BigInteger),
    /// Decimal of any precision.
    BigDecimal(&'a mut BigDecimal),
    /// Document.
    Document(&'a mut Document),
    /// Structure or union.
    Structure(&'a mut dyn Structure),
    /// List.
    List(&'a mut dyn List),
    /// Map.
    Map(&'a mut dyn Map),
    /// A value of whatever type the message has. For programs that know a service only by its schemas.
    Untyped(&'a mut Untyped),
}

/// A structure or union.
///
/// A union is a structure with at most one member set; `slot` sets it.
pub trait Structure {
    /// The shape's schema; member indices below refer to its `members`.
    fn schema(&self) -> &'static Schema;
    /// The type's name, for debug output.
    fn type_name(&self) -> &'static str {
        let path = std::any::type_name::<Self>();
        path.rsplit("::").next().unwrap_or(path)
    }
    /// The member's value.
    fn get(&self, member: usize) -> Ref<'_>;
    /// The slot for the member's value. Sets the member.
    fn slot(&mut self, member: usize) -> Slot<'_>;
    /// Keeps the tag of a union member that is not in the model.
    fn set_unknown(&mut self, tag: &str) {
        let _ = tag;
    }
    /// The tag kept by [`Structure::set_unknown`].
    fn unknown(&self) -> Option<&str> {
        None
    }
    /// Member indices in the order of serialization, if it differs from the schema's.
    fn order(&self) -> Option<&[usize]> {
        None
    }
    /// Whether it accepts values of other types than its schema's: its slots are [`Slot::Untyped`] or of the
    /// expected kind. Null counts as a value, and additional members of a union are reported.
    fn is_loose(&self) -> bool {
        false
    }
    /// Keeps what was found in place of this structure, if it is loose.
    fn set_found(&mut self, found: Untyped) {
        let _ = found;
    }
    /// Keeps text that is not a document at all, if the structure is loose and the format may contain such text.
    fn set_unreadable(&mut self, text: &str) {
        let _ = text;
    }
}

impl Strictness {
    /// How strictly a message is parsed into this view.
    pub(crate) fn of(self, view: &dyn Structure) -> Strictness {
        match view.is_loose() {
            true => Strictness::Loose,
            false => self,
        }
    }
}

/// A list; its item schema is the first member of the list's schema.
pub trait List {
    /// Number of items.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Reserves space for more items. The number comes from the sender and is not trustworthy.
    fn reserve(&mut self, items: usize) {
        let _ = items;
    }
    /// The item, [`Ref::Null`] for null, [`Ref::Unset`] past the end.
    fn get(&self, index: usize) -> Ref<'_>;
    /// Appends a default value and returns its slot.
    fn push(&mut self) -> Slot<'_>;
    /// Appends null. Returns false, without appending, if the list is not sparse.
    fn push_null(&mut self) -> bool;
    /// All items at once, if they are strings that lie in a row. None is null.
    fn texts(&self) -> Option<&[String]> {
        None
    }
    /// Like [`Structure::set_found`].
    fn set_found(&mut self, found: Untyped) {
        let _ = found;
    }
}

/// A map from strings; its value schema is the second member of the map's schema.
pub trait Map {
    /// Number of entries.
    fn len(&self) -> usize;
    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// Visits the entries in order, until told to stop. Serialization needs no more, and this avoids a boxed
    /// iterator.
    fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a str, Ref<'a>) -> ControlFlow<()>);
    /// Sets the key to a default value and returns its slot.
    fn insert(&mut self, key: &str) -> Slot<'_>;
    /// Sets the key to null. Returns false, without setting it, if the map is not sparse.
    fn insert_null(&mut self, key: &str) -> bool;
    /// Like [`Structure::set_found`].
    fn set_found(&mut self, found: Untyped) {
        let _ = found;
    }
}

impl dyn Map + '_ {
    /// The entries in order.
    pub fn entries(&self) -> Vec<(&str, Ref<'_>)> {
        let mut entries = Vec::with_capacity(self.len());
        self.visit(&mut |key, value| {
            entries.push((key, value));
            ControlFlow::Continue(())
        });
        entries
    }
}

/// An open enum.
pub trait Enum {
    /// The serialized value.
    fn as_str(&self) -> &str;
    /// Sets the value from its serialized form.
    fn set(&mut self, value: &str);
}

/// An open intEnum.
pub trait IntEnum {
    /// The serialized value.
    fn value(&self) -> i32;
    /// Sets the value from its serialized form.
    fn set(&mut self, value: i32);
}

/// A type of a member.
pub trait View: Default {
    /// The value.
    fn view(&self) -> Ref<'_>;
    /// The slot to fill.
    fn slot(&mut self) -> Slot<'_>;
    /// Null, if the type has it.
    fn null() -> Option<Self> {
        None
    }
    /// The values, if the type is `String`.
    fn texts(values: &[Self]) -> Option<&[String]> {
        let _ = values;
        None
    }
}

/// A type of a map's key: a string or an enum.
pub trait Key: Ord {
    /// The serialized key.
    fn as_str(&self) -> &str;
    /// A key from its serialized form.
    fn from_key(key: &str) -> Self;
}

macro_rules! copy_view {
    ($($type:ty => $ref:ident $slot:ident;)*) => {$(
        impl View for $type {
            fn view(&self) -> Ref<'_> {
                Ref::$ref((*self).into())
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::$slot(self)
            }
        }
    )*};
}

copy_view! {
    bool => Bool Bool;
    i8 => Int I8;
    i16 => Int I16;
    i32 => Int I32;
    i64 => Int I64;
    f32 => Float Float;
    f64 => Double Double;
    DateTime => Timestamp Timestamp;
}

macro_rules! borrow_view {
    ($($type:ty => $variant:ident;)*) => {$(
        impl View for $type {
            fn view(&self) -> Ref<'_> {
                Ref::$variant(self)
            }
            fn slot(&mut self) -> Slot<'_> {
                Slot::$variant(self)
            }
        }
    )*};
}

impl View for String {
    fn view(&self) -> Ref<'_> {
        Ref::Str(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        Slot::Str(self)
    }
    fn texts(values: &[Self]) -> Option<&[String]> {
        Some(values)
    }
}

borrow_view! {
    Blob => Blob;
    ByteStream => Stream;
    BigInteger => BigInteger;
    BigDecimal => BigDecimal;
    Document => Document;
}

impl<T: View> View for Option<T> {
    // Not inlined: one copy per type instead of one per member.
    #[inline(never)]
    fn view(&self) -> Ref<'_> {
        match self {
            Some(value) => value.view(),
            None => Ref::Unset,
        }
    }
    #[inline(never)]
    fn slot(&mut self) -> Slot<'_> {
        self.insert(T::default()).slot()
    }
    fn null() -> Option<Self> {
        Some(None)
    }
}

impl<T: Structure + Default> View for T {
    fn view(&self) -> Ref<'_> {
        Ref::Structure(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        *self = Self::default();
        Slot::Structure(self)
    }
}

impl<T: Structure> Structure for Box<T> {
    fn schema(&self) -> &'static Schema {
        (**self).schema()
    }
    fn type_name(&self) -> &'static str {
        (**self).type_name()
    }
    fn get(&self, member: usize) -> Ref<'_> {
        (**self).get(member)
    }
    fn slot(&mut self, member: usize) -> Slot<'_> {
        (**self).slot(member)
    }
    fn set_unknown(&mut self, tag: &str) {
        (**self).set_unknown(tag);
    }
    fn unknown(&self) -> Option<&str> {
        (**self).unknown()
    }
    fn order(&self) -> Option<&[usize]> {
        (**self).order()
    }
    fn is_loose(&self) -> bool {
        (**self).is_loose()
    }
    fn set_found(&mut self, found: Untyped) {
        (**self).set_found(found);
    }
    fn set_unreadable(&mut self, text: &str) {
        (**self).set_unreadable(text);
    }
}

impl<T: View> View for Vec<T> {
    fn view(&self) -> Ref<'_> {
        Ref::List(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        self.clear();
        Slot::List(self)
    }
}

impl<T: View> List for Vec<T> {
    fn len(&self) -> usize {
        self.len()
    }
    fn get(&self, index: usize) -> Ref<'_> {
        match <[T]>::get(self, index).map(View::view) {
            Some(Ref::Unset) => Ref::Null,
            Some(item) => item,
            None => Ref::Unset,
        }
    }
    fn reserve(&mut self, items: usize) {
        // Anything that takes more memory than this grows as items arrive.
        const MOST: usize = 1 << 20;
        self.reserve(items.min(MOST / size_of::<T>().max(1)));
    }
    fn push(&mut self) -> Slot<'_> {
        self.push(T::default());
        self.last_mut().map_or(Slot::Skip, View::slot)
    }
    fn push_null(&mut self) -> bool {
        T::null().map(|null| self.push(null)).is_some()
    }
    fn texts(&self) -> Option<&[String]> {
        T::texts(self)
    }
}

impl<K: Key, T: View> View for BTreeMap<K, T> {
    fn view(&self) -> Ref<'_> {
        Ref::Map(self)
    }
    fn slot(&mut self) -> Slot<'_> {
        self.clear();
        Slot::Map(self)
    }
}

impl<K: Key, T: View> Map for BTreeMap<K, T> {
    fn len(&self) -> usize {
        self.len()
    }
    fn visit<'a>(&'a self, see: &mut dyn FnMut(&'a str, Ref<'a>) -> ControlFlow<()>) {
        for (key, value) in self {
            let value = match value.view() {
                Ref::Unset => Ref::Null,
                value => value,
            };
            if see(key.as_str(), value).is_break() {
                return;
            }
        }
    }
    fn insert(&mut self, key: &str) -> Slot<'_> {
        let value = self.entry(K::from_key(key)).or_default();
        *value = T::default();
        value.slot()
    }
    fn insert_null(&mut self, key: &str) -> bool {
        T::null()
            .map(|null| self.insert(K::from_key(key), null))
            .is_some()
    }
}

impl Key for String {
    fn as_str(&self) -> &str {
        self
    }
    fn from_key(key: &str) -> Self {
        key.to_owned()
    }
}

impl<T: Enum + Ord + for<'a> From<&'a str>> Key for T {
    fn as_str(&self) -> &str {
        Enum::as_str(self)
    }
    fn from_key(key: &str) -> Self {
        Self::from(key)
    }
}
