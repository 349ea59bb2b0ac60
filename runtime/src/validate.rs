//! Finds missing required members in an input before anything is sent.

use crate::error::InputError;
use crate::limits::VALIDATE_DEPTH as DEPTH;
use crate::schema::{Kind, Member};
use crate::view::{Ref, Structure};

/// Fails if required members are not set.
///
/// # Errors
/// [`InputError::Missing`] with a path for each, such as `clientName` or `tags[2].key`.
pub fn required(value: &dyn Structure) -> Result<(), InputError> {
    let missing = missing_required(value);
    if missing.is_empty() {
        Ok(())
    } else {
        Err(InputError::Missing(missing))
    }
}

/// Paths of all required members that are not set, in model order, at any depth.
///
/// Only shapes that [require](crate::Schema::requires) something are visited, and paths are formatted only for
/// missing members, so a complete input costs little.
pub fn missing_required(value: &dyn Structure) -> Vec<String> {
    let mut missing = Vec::new();
    if value.schema().requires {
        structure(value, &Path::Start, &mut missing, DEPTH);
    }
    missing
}

/// The path to a value: the last step, and the path before it.
enum Path<'a> {
    Start,
    Member(&'a Path<'a>, &'static str),
    Key(&'a Path<'a>, &'a str),
    Index(&'a Path<'a>, usize),
}

impl Path<'_> {
    fn write(&self, text: &mut String) {
        match self {
            Path::Start => {}
            Path::Member(before, name) => {
                before.write(text);
                if !text.is_empty() {
                    text.push('.');
                }
                text.push_str(name);
            }
            Path::Key(before, key) => {
                before.write(text);
                text.push_str(&format!("[{key}]"));
            }
            Path::Index(before, index) => {
                before.write(text);
                text.push_str(&format!("[{index}]"));
            }
        }
    }
}

fn structure(value: &dyn Structure, path: &Path<'_>, missing: &mut Vec<String>, depth: u32) {
    let schema = value.schema();
    for (index, member) in schema.members.iter().enumerate() {
        // Tokens are filled in on serialization, and a union has only one member set.
        let needed =
            member.is_required() && !member.is_idempotency_token() && schema.kind != Kind::Union;
        if !needed && !member.target.requires {
            continue;
        }
        let path = Path::Member(path, member.name);
        match value.get(index) {
            Ref::Unset if needed => {
                let mut text = String::new();
                path.write(&mut text);
                missing.push(text);
            }
            set if member.target.requires => self::value(set, member, &path, missing, depth),
            _ => {}
        }
    }
}

fn value(
    value: Ref<'_>,
    member: &'static Member,
    path: &Path<'_>,
    missing: &mut Vec<String>,
    depth: u32,
) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    match (value, member.target.members) {
        (Ref::Structure(value), _) => structure(value, path, missing, depth),
        (Ref::List(list), [item, ..]) => {
            for index in 0..list.len() {
                let path = Path::Index(path, index);
                self::value(list.get(index), item, &path, missing, depth);
            }
        }
        (Ref::Map(map), [keys, item, ..]) => {
            for (key, value) in map.entries() {
                let shown = if keys.is_sensitive() { "…" } else { key };
                self::value(value, item, &Path::Key(path, shown), missing, depth);
            }
        }
        _ => {}
    }
}
