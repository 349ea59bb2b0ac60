//! Debug output of generated types: the type's name and its set members by model name, with secrets redacted.

use std::fmt;

use crate::limits::DEBUG_DEPTH as DEPTH;
use crate::schema::{Kind, Member, Schema};
use crate::view::{List, Map, Ref, Structure};

/// Replaces a `@sensitive` value.
pub const REDACTED: &str = "*** redacted ***";

/// Formats a structure or union: `Name { member: value, … }`, omitting unset members.
///
/// Members that are `@sensitive`, themselves, by their target or within lists and maps, are shown as [`REDACTED`].
pub fn structure(value: &dyn Structure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(
        &Fields {
            value,
            depth: DEPTH,
        },
        f,
    )
}

/// [`structure`] for any type. Generated code names this one, which spares the compiler a conversion for each type.
pub fn debug_structure(value: &impl Structure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    structure(value, f)
}

/// Shows a list without secrets.
pub(crate) fn list(
    list: &dyn List,
    schema: &'static Schema,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match schema.is_sensitive() {
        true => f.write_str(REDACTED),
        false => items(list, schema, DEPTH, f),
    }
}

/// Shows a map without secrets.
pub(crate) fn map(
    map: &dyn Map,
    schema: &'static Schema,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match schema.is_sensitive() {
        true => f.write_str(REDACTED),
        false => entries(map, schema, DEPTH, f),
    }
}

/// Formats an enum value, unless it is `@sensitive`.
pub fn enumeration(
    schema: &Schema,
    value: &dyn fmt::Debug,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    match schema.is_sensitive() {
        true => f.write_str(REDACTED),
        false => value.fmt(f),
    }
}

/// Formats a modelled error: its type's name, and its message unless that is sensitive.
pub fn error(error: &dyn Structure, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(error.type_name())?;
    let schema = error.schema();
    let is_message = |member: &Member| {
        member.target.kind == Kind::String && member.name.eq_ignore_ascii_case("message")
    };
    let found = schema.members.iter().position(is_message);
    let Some((index, member)) = found.and_then(|index| Some((index, schema.members.get(index)?)))
    else {
        return Ok(());
    };
    match error.get(index) {
        Ref::Str(message) if !schema.is_sensitive() && !member.is_sensitive() => {
            write!(f, ": {message}")
        }
        _ => Ok(()),
    }
}

struct Fields<'a> {
    value: &'a dyn Structure,
    depth: u32,
}

impl fmt::Debug for Fields<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let schema = self.value.schema();
        if schema.is_sensitive() {
            return write!(f, "{}({REDACTED})", self.value.type_name());
        }
        let mut fields = f.debug_struct(self.value.type_name());
        for (index, member) in schema.members.iter().enumerate() {
            let value = self.value.get(index);
            if !matches!(value, Ref::Unset) {
                fields.field(
                    member.name,
                    &Shown {
                        member,
                        value,
                        depth: self.depth,
                    },
                );
            }
        }
        if let Some(tag) = self.value.unknown() {
            fields.field("unknown", &tag);
        }
        fields.finish()
    }
}

struct Shown<'a> {
    member: &'static Member,
    value: Ref<'a>,
    depth: u32,
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.member.is_sensitive() {
            return f.write_str(REDACTED);
        }
        let Some(depth) = self.depth.checked_sub(1) else {
            return f.write_str("…");
        };
        match self.value {
            Ref::Unset => f.write_str("unset"),
            Ref::Null => f.write_str("null"),
            Ref::Bool(value) => value.fmt(f),
            Ref::Int(value) => value.fmt(f),
            Ref::Float(value) => value.fmt(f),
            Ref::Double(value) => value.fmt(f),
            Ref::Str(value) => value.fmt(f),
            Ref::Blob(value) => write!(f, "b\"{}\"", value.escape_ascii()),
            Ref::Stream(value) => value.fmt(f),
            Ref::Events(_) => f.write_str("EventStream"),
            Ref::Timestamp(value) => value.fmt(f),
            Ref::BigInteger(value) => value.fmt(f),
            Ref::BigDecimal(value) => value.fmt(f),
            Ref::Document(value) => value.fmt(f),
            Ref::Untyped(value) => value.fmt(f),
            Ref::Structure(value) => Fields { value, depth }.fmt(f),
            Ref::List(list) => items(list, self.member.target, depth, f),
            Ref::Map(map) => entries(map, self.member.target, depth, f),
        }
    }
}

fn items(
    list: &dyn List,
    schema: &'static Schema,
    depth: u32,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let Some(member) = schema.members.first() else {
        return f.write_str("[…]");
    };
    let mut shown = f.debug_list();
    for index in 0..list.len() {
        shown.entry(&Shown {
            member,
            value: list.get(index),
            depth,
        });
    }
    shown.finish()
}

fn entries(
    map: &dyn Map,
    schema: &'static Schema,
    depth: u32,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let [key_member, member, ..] = schema.members else {
        return f.write_str("{…}");
    };
    let mut shown = f.debug_map();
    for (key, value) in map.entries() {
        let value = Shown {
            member,
            value,
            depth,
        };
        match key_member.is_sensitive() {
            true => shown.entry(&REDACTED, &value),
            false => shown.entry(&key, &value),
        };
    }
    shown.finish()
}
