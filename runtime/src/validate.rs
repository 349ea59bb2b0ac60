//! What an input lacks: every required member that is not set, found before anything is sent.

use crate::error::InputError;
use crate::schema::{Kind, Member};
use crate::view::{Ref, Structure};

/// Deeper values are not looked into; a codec refuses them.
const DEPTH: u32 = 256;

/// Fails with all required members that are not set.
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
pub fn missing_required(value: &dyn Structure) -> Vec<String> {
    let mut search = Search {
        path: String::new(),
        missing: Vec::new(),
    };
    search.structure(value, DEPTH);
    search.missing
}

struct Search {
    path: String,
    missing: Vec<String>,
}

impl Search {
    fn structure(&mut self, value: &dyn Structure, depth: u32) {
        let schema = value.schema();
        for (index, member) in schema.members.iter().enumerate() {
            let length = self.path.len();
            if length > 0 {
                self.path.push('.');
            }
            self.path.push_str(member.name);
            match value.get(index) {
                Ref::Unset if schema.kind == Kind::Union => {}
                Ref::Unset => {
                    // A token is filled in when the request is written.
                    if member.is_required() && !member.is_idempotency_token() {
                        self.missing.push(self.path.clone());
                    }
                }
                set => self.value(set, member, depth),
            }
            self.path.truncate(length);
        }
    }

    fn value(&mut self, value: Ref<'_>, member: &'static Member, depth: u32) {
        let Some(depth) = depth.checked_sub(1) else {
            return;
        };
        let items = match member.target.kind {
            Kind::List => member.target.members.first(),
            Kind::Map => member.target.members.get(1),
            _ => None,
        };
        match (value, items) {
            (Ref::Structure(value), _) => self.structure(value, depth),
            (Ref::List(list), Some(items)) if holds_structures(items) => {
                for index in 0..list.len() {
                    self.at(&index.to_string(), |s| {
                        s.value(list.get(index), items, depth)
                    });
                }
            }
            (Ref::Map(map), Some(values)) if holds_structures(values) => {
                for (key, value) in map.entries() {
                    self.at(key, |s| s.value(value, values, depth));
                }
            }
            _ => {}
        }
    }

    fn at(&mut self, step: &str, look: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        self.path.push('[');
        self.path.push_str(step);
        self.path.push(']');
        look(self);
        self.path.truncate(length);
    }
}

/// Whether a structure can stand inside: lists of strings need no visit.
fn holds_structures(member: &Member) -> bool {
    matches!(
        member.target.kind,
        Kind::Structure | Kind::Union | Kind::List | Kind::Map
    )
}
