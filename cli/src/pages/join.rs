//! Pages joined to one result.

use super::path::{find, select, set};
use super::{Pages, Walk};
use crate::errors::Failure;
use crate::value::{Map, Value};

/// The pages so far, as one result.
struct Joined(Value);

impl Joined {
    fn new() -> Joined {
        Joined(Value::Map(Map::new()))
    }

    /// Adds a page: lists are joined, numbers are added, text is joined.
    ///
    /// # Errors
    /// 255 for an expression that cannot be applied.
    fn add(&mut self, pages: &'static Pages, mut page: Value) -> Result<(), Failure> {
        for path in pages.items {
            let new = match find(&mut page, path) {
                Some(place) => std::mem::take(place),
                None => select(path, &page)?.into_owned(),
            };
            if matches!(new, Value::Null) {
                continue;
            }
            match (find(&mut self.0, path), new) {
                (None | Some(Value::Null), new) => {
                    if let Value::Map(map) = &mut self.0 {
                        set(map, path, new);
                    }
                }
                (Some(Value::List(all)), Value::List(new)) => all.extend(new),
                (Some(Value::Str(all)), Value::Str(new)) => all.push_str(&new),
                (Some(old), new) => add_number(old, &new),
            }
        }
        Ok(())
    }

    /// The result, with what all pages have in common, and where to go on.
    fn finish(self, walk: &Walk) -> Map {
        let Value::Map(mut all) = self.0 else {
            return Map::new();
        };
        merge(&mut all, &walk.shared);
        if let Some(token) = &walk.resume {
            all.insert("NextToken", Value::from(token.as_str()));
        }
        all
    }
}

fn add_number(old: &mut Value, new: &Value) {
    let float = |value: &Value| match value {
        Value::Float(f) => Some(*f),
        other => other.as_int().map(|it| it.to_f64()),
    };
    if let (Some(a), Some(b)) = (old.as_int(), new.as_int()) {
        *old = Value::Int(a.add(&b));
    } else if let (Some(a), Some(b)) = (float(old), float(new)) {
        *old = Value::Float(a + b);
    }
}

/// Mappings that both have are merged; of everything else, the other's wins. Both are as deep as the longest path.
fn merge(all: &mut Map, other: &Map) {
    for (key, value) in other.iter() {
        let name = key.as_str().unwrap_or_default();
        match (all.get_mut(name), value) {
            (Some(Value::Map(inner)), Value::Map(other)) => merge(inner, other),
            _ => {
                all.insert(key.clone(), value.clone());
            }
        }
    }
}

impl Walk {
    /// A page as it is shown alone: what it consists of, and in the first what all have in common.
    ///
    /// # Errors
    /// 255 for an expression that cannot be applied.
    pub(crate) fn alone(&self, page: &Value, is_first: bool) -> Result<Map, Failure> {
        let mut shown = match is_first {
            true => self.shared.clone(),
            false => Map::new(),
        };
        for path in self.pages.items {
            set(&mut shown, path, select(path, page)?.into_owned());
        }
        Ok(shown)
    }

    /// All pages as one result.
    ///
    /// # Errors
    /// As [`Walk::next`].
    pub(crate) fn joined(
        mut self,
        send: &mut dyn FnMut(&Map) -> Result<Map, Failure>,
    ) -> Result<Map, Failure> {
        let mut joined = Joined::new();
        while let Some(page) = self.next(send)? {
            joined.add(self.pages, page)?;
        }
        Ok(joined.finish(&self))
    }
}
