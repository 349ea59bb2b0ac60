//! Whether two generated values are the same, told by their views: NaN is NaN, streams are read to their ends.

use smithgen_runtime::bytes::Bytes;
use smithgen_runtime::{ByteStream, Document, List, Map, Number, Protocol, Ref, Structure, Trait};

use crate::compare::decimal;
use crate::generate::{has_events, place};
use crate::run;

/// An error that names the first member that differs.
///
/// # Errors
/// When they differ.
pub(crate) fn same(expected: &dyn Structure, found: &dyn Structure) -> Result<(), String> {
    structures(expected, found, "")
}

/// [`same`] of what a server got: what the wire cannot tell from nothing is nothing.
///
/// # Errors
/// When they differ.
pub(crate) fn same_input(
    expected: &dyn Structure,
    found: &dyn Structure,
    protocol: &dyn Protocol,
) -> Result<(), String> {
    messages(expected, found, protocol, protocol.id().ends_with("Query"))
}

/// [`same`] of what a client got: what the wire cannot tell from nothing is nothing.
///
/// # Errors
/// When they differ.
pub(crate) fn same_output(
    expected: &dyn Structure,
    found: &dyn Structure,
    protocol: &dyn Protocol,
) -> Result<(), String> {
    messages(expected, found, protocol, false)
}

fn messages(
    expected: &dyn Structure,
    found: &dyn Structure,
    protocol: &dyn Protocol,
    is_form: bool,
) -> Result<(), String> {
    let schema = expected.schema();
    for (index, member) in schema.members().iter().enumerate() {
        let (expected, found) = (expected.get(index), found.get(index));
        let is_computed = place::header(member).is_some_and(place::is_computed)
            || (place::is_content_type(member) && has_events(schema));
        if is_computed && protocol.uses_http_bindings() && matches!(expected, Ref::Unset) {
            continue;
        }
        let is_lost = is_form || is_lost(member, protocol);
        if is_lost && is_nothing(expected) && is_nothing(found) {
            continue;
        }
        match (is_parameters(member, protocol), expected, found) {
            // Every parameter of the query is among them, whatever member it is for.
            (true, Ref::Map(expected), Ref::Map(found)) => {
                among(expected, found, member.name())?;
            }
            (true, Ref::Unset, Ref::Map(_)) => {}
            _ => values(expected, found, member.name())?,
        }
    }
    Ok(())
}

/// Whether a member has no place of its own when there is nothing in it.
fn is_lost(member: &smithgen_runtime::Member, protocol: &dyn Protocol) -> bool {
    let mut traits = member.traits().iter();
    protocol.uses_http_bindings()
        && traits.any(|t| {
            matches!(
                t,
                Trait::HttpQuery(_) | Trait::HttpPayload | Trait::HttpPrefixHeaders(_)
            )
        })
}

fn is_parameters(member: &smithgen_runtime::Member, protocol: &dyn Protocol) -> bool {
    protocol.uses_http_bindings() && member.traits().contains(&Trait::HttpQueryParams)
}

fn is_nothing(value: Ref<'_>) -> bool {
    match value {
        Ref::Unset => true,
        Ref::List(list) => list.is_empty(),
        Ref::Map(map) => map.is_empty(),
        Ref::Blob(bytes) => bytes.is_empty(),
        Ref::Structure(value) => {
            let count = value.schema().members().len();
            value.unknown().is_none() && (0..count).all(|index| is_nothing(value.get(index)))
        }
        _ => false,
    }
}

/// Whether every entry of a map is in another.
fn among(expected: &dyn Map, found: &dyn Map, at: &str) -> Result<(), String> {
    let found = found.entries();
    expected.entries().into_iter().try_for_each(|(key, value)| {
        let other = found.iter().find(|(other, _)| *other == key);
        let other = other.map_or(Ref::Unset, |(_, value)| *value);
        values(value, other, &format!("{at}.{key}"))
    })
}

fn structures(expected: &dyn Structure, found: &dyn Structure, at: &str) -> Result<(), String> {
    let schema = expected.schema();
    if schema.id() != found.schema().id() {
        return Err(format!(
            "{at}: expected {}, found {}",
            schema.id(),
            found.schema().id()
        ));
    }
    if expected.unknown() != found.unknown() {
        return differ(&expected.unknown(), &found.unknown(), at);
    }
    for (index, member) in schema.members().iter().enumerate() {
        let at = match at.is_empty() {
            true => member.name().to_owned(),
            false => format!("{at}.{}", member.name()),
        };
        let (expected, found) = (expected.get(index), found.get(index));
        if is_prefix(member) && is_empty(expected) && is_empty(found) {
            continue;
        }
        values(expected, found, &at)?;
    }
    Ok(())
}

/// Whether a member is the headers with a prefix: when there are none, nothing on the wire tells an empty map from
/// one that is not set.
fn is_prefix(member: &smithgen_runtime::Member) -> bool {
    let mut traits = member.traits().iter();
    traits.any(|t| matches!(t, smithgen_runtime::Trait::HttpPrefixHeaders(_)))
}

fn is_empty(value: Ref<'_>) -> bool {
    match value {
        Ref::Unset => true,
        Ref::Map(map) => map.is_empty(),
        _ => false,
    }
}

fn values(expected: Ref<'_>, found: Ref<'_>, at: &str) -> Result<(), String> {
    let is_same = match (expected, found) {
        (Ref::Unset, Ref::Unset) | (Ref::Null, Ref::Null) => true,
        (Ref::Bool(a), Ref::Bool(b)) => a == b,
        (Ref::Int(a), Ref::Int(b)) => a == b,
        (Ref::Float(a), Ref::Float(b)) => a == b || (a.is_nan() && b.is_nan()),
        (Ref::Double(a), Ref::Double(b)) => a == b || (a.is_nan() && b.is_nan()),
        (Ref::Str(a), Ref::Str(b)) => a == b,
        (Ref::Blob(a), Ref::Blob(b)) => a == b,
        (Ref::Timestamp(a), Ref::Timestamp(b)) => a == b,
        (Ref::BigInteger(a), Ref::BigInteger(b)) => decimal(a.as_str()) == decimal(b.as_str()),
        (Ref::BigDecimal(a), Ref::BigDecimal(b)) => decimal(a.as_str()) == decimal(b.as_str()),
        (Ref::Document(a), Ref::Document(b)) => documents(a, b),
        (Ref::Structure(a), Ref::Structure(b)) => return structures(a, b, at),
        (Ref::List(a), Ref::List(b)) if a.len() == b.len() => return lists(a, b, at),
        (Ref::Map(a), Ref::Map(b)) if a.len() == b.len() => return maps(a, b, at),
        // In a collection that may have gaps, a null is a gap or a document: nothing says which.
        (Ref::Null, Ref::Document(Document::Null)) | (Ref::Document(Document::Null), Ref::Null) => {
            true
        }
        // Events are received one by one, and compared then.
        (Ref::Events(_), _) | (_, Ref::Events(_)) => true,
        (Ref::Stream(a), Ref::Stream(b)) => read(a, at)? == read(b, at)?,
        // Whether a stream has bytes is known when it is read.
        (Ref::Unset, Ref::Stream(stream)) => read(stream, at)?.is_empty(),
        _ => false,
    };
    match is_same {
        true => Ok(()),
        false => differ(&Shown(expected), &Shown(found), at),
    }
}

fn read(stream: &ByteStream, at: &str) -> Result<Bytes, String> {
    let bytes = run::block_on(stream.clone().collect())?;
    bytes.map_err(|error| format!("{at}: {error}"))
}

fn lists(expected: &dyn List, found: &dyn List, at: &str) -> Result<(), String> {
    (0..expected.len()).try_for_each(|index| {
        let at = format!("{at}[{index}]");
        values(expected.get(index), found.get(index), &at)
    })
}

fn maps(expected: &dyn Map, found: &dyn Map, at: &str) -> Result<(), String> {
    expected.entries().into_iter().try_for_each(|(key, value)| {
        let other = found.entries().into_iter().find(|(other, _)| *other == key);
        let other = other.map_or(Ref::Unset, |(_, value)| value);
        values(value, other, &format!("{at}.{key}"))
    })
}

/// Documents by value: order of members and width of numbers do not count.
fn documents(a: &Document, b: &Document) -> bool {
    match (a, b) {
        (Document::Number(a), Document::Number(b)) => numbers(a, b),
        (Document::Array(a), Document::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| documents(a, b))
        }
        (Document::Object(members), Document::Object(others)) => {
            let has = |(name, value): &(String, Document)| {
                b.get(name).is_some_and(|other| documents(value, other))
            };
            members.len() == others.len() && members.iter().all(has)
        }
        _ => a == b,
    }
}

fn numbers(a: &Number, b: &Number) -> bool {
    let double = |number: &Number| match number {
        Number::Int(value) => *value as f64,
        Number::Uint(value) => *value as f64,
        Number::Float(value) => *value,
        Number::Big(value) => value.as_str().parse().unwrap_or(f64::NAN),
    };
    a == b || double(a) == double(b) || (double(a).is_nan() && double(b).is_nan())
}

fn differ(
    expected: &dyn std::fmt::Debug,
    found: &dyn std::fmt::Debug,
    at: &str,
) -> Result<(), String> {
    Err(format!("{at}: expected {expected:?}, found {found:?}"))
}

/// A value for a message. Cases hold no secrets.
struct Shown<'a>(Ref<'a>);

impl std::fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0 {
            Ref::Unset => f.write_str("nothing"),
            Ref::Null => f.write_str("null"),
            Ref::Bool(value) => write!(f, "{value:?}"),
            Ref::Int(value) => write!(f, "{value:?}"),
            Ref::Float(value) => write!(f, "{value:?}"),
            Ref::Double(value) => write!(f, "{value:?}"),
            Ref::Str(value) => write!(f, "{value:?}"),
            Ref::Blob(value) => write!(f, "{:?}", String::from_utf8_lossy(value)),
            Ref::Timestamp(value) => write!(f, "{value:?}"),
            Ref::BigInteger(value) => write!(f, "{value:?}"),
            Ref::BigDecimal(value) => write!(f, "{value:?}"),
            Ref::Document(value) => write!(f, "{value:?}"),
            Ref::Untyped(value) => write!(f, "{value:?}"),
            Ref::Structure(value) => write!(f, "a {}", value.schema().name()),
            Ref::List(value) => write!(f, "a list of {}", value.len()),
            Ref::Map(value) => write!(f, "a map of {}", value.len()),
            Ref::Events(_) => f.write_str("a stream of events"),
            Ref::Stream(_) => f.write_str("a stream of other bytes"),
        }
    }
}
