//! Mappings in insertion order, mostly with text keys.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use super::Value;

/// A key of a mapping.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// Text.
    Str(String),
    /// A key that only YAML allows (number, date, null), or text with lone surrogates.
    Other(Box<Value>),
}

impl Key {
    /// The text, unless the key is something else.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Key::Str(text) => Some(text),
            Key::Other(_) => None,
        }
    }

    /// Whether this is a Python `str`, including one with lone surrogates.
    #[must_use]
    pub fn is_string(&self) -> bool {
        match self {
            Key::Str(_) => true,
            Key::Other(value) => value.is_string(),
        }
    }

    /// The key's `str()`; borrowed if it is text.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        match self {
            Key::Str(text) => Cow::Borrowed(text),
            Key::Other(value) => Cow::Owned(value.to_string()),
        }
    }

    /// The key as a value.
    #[must_use]
    pub fn to_value(&self) -> Value {
        match self {
            Key::Str(text) => Value::Str(text.clone()),
            Key::Other(value) => (**value).clone(),
        }
    }
}

impl From<&str> for Key {
    fn from(text: &str) -> Key {
        Key::Str(text.to_owned())
    }
}

impl From<String> for Key {
    fn from(text: String) -> Key {
        Key::Str(text)
    }
}

impl From<Value> for Key {
    fn from(value: Value) -> Key {
        match value {
            Value::Str(text) => Key::Str(text),
            other => Key::Other(Box::new(other)),
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// The Python class of a mapping, as shown in messages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MapClass {
    /// `dict`.
    #[default]
    Dict,
    /// `collections.OrderedDict`: objects in a list option's JSON.
    OrderedDict,
    /// The YAML library's class for `!!omap`.
    OrderedMap,
}

/// A mapping that keeps insertion order. Look-up is linear: mappings are as small as the structures they come from.
#[derive(Clone, Debug, Default)]
pub struct Map {
    entries: Vec<(Key, Value)>,
    class: MapClass,
}

impl Map {
    /// An empty mapping.
    #[must_use]
    pub const fn new() -> Map {
        Map {
            entries: Vec::new(),
            class: MapClass::Dict,
        }
    }

    /// A mapping of these entries. A repeated key has its last value in its first position.
    #[must_use]
    pub fn from_entries(mut entries: Vec<(Key, Value)>) -> Map {
        if has_duplicates(&entries) {
            let mut unique: Vec<(Key, Value)> = Vec::with_capacity(entries.len());
            let mut seen = HashMap::new();
            for (key, value) in entries {
                let place = *seen.entry(key.text().into_owned()).or_insert(unique.len());
                match unique.get_mut(place) {
                    Some(entry) => entry.1 = value,
                    None => unique.push((key, value)),
                }
            }
            entries = unique;
        }
        Map {
            entries,
            class: MapClass::Dict,
        }
    }

    /// The same mapping with another class.
    #[must_use]
    pub fn of_class(mut self, class: MapClass) -> Map {
        self.class = class;
        self
    }

    /// The Python class.
    #[must_use]
    pub fn class(&self) -> MapClass {
        self.class
    }

    /// The value under a text key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries
            .iter()
            .find(|(k, _)| k.as_str() == Some(key))
            .map(|(_, v)| v)
    }

    /// A mutable reference to the value under a text key.
    pub fn get_mut(&mut self, key: &str) -> Option<&mut Value> {
        self.entries
            .iter_mut()
            .find(|(k, _)| k.as_str() == Some(key))
            .map(|(_, v)| v)
    }

    /// Whether there is a value under a text key.
    #[must_use]
    pub fn contains_key(&self, key: &str) -> bool {
        self.get(key).is_some()
    }

    /// Sets the value under `key`, keeping its position if it exists; returns the old value.
    pub fn insert(&mut self, key: impl Into<Key>, value: Value) -> Option<Value> {
        let key = key.into();
        match self.entries.iter_mut().find(|(k, _)| *k == key) {
            Some((_, old)) => Some(std::mem::replace(old, value)),
            None => {
                self.entries.push((key, value));
                None
            }
        }
    }

    /// Removes the value under `key`; other entries keep their order.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let place = self
            .entries
            .iter()
            .position(|(k, _)| k.as_str() == Some(key))?;
        Some(self.entries.remove(place).1)
    }

    /// The number of entries.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are no entries.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The entries in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&Key, &Value)> + ExactSizeIterator {
        self.entries.iter().map(|(k, v)| (k, v))
    }

    /// The keys in order.
    pub fn keys(&self) -> impl Iterator<Item = &Key> {
        self.entries.iter().map(|(k, _)| k)
    }

    /// The values in order.
    pub fn values(&self) -> impl Iterator<Item = &Value> {
        self.entries.iter().map(|(_, v)| v)
    }
}

/// Whether two entries have the same key. Different keys with the same text (`1` and `"1"`) do not occur together:
/// JSON has only text keys, and the YAML reader rejects duplicates itself.
fn has_duplicates(entries: &[(Key, Value)]) -> bool {
    if entries.len() <= 16 {
        return entries
            .iter()
            .enumerate()
            .any(|(i, (key, _))| entries.iter().take(i).any(|(k, _)| k == key));
    }
    let mut keys: Vec<_> = entries.iter().map(|(key, _)| key.text()).collect();
    keys.sort_unstable();
    keys.windows(2).any(|pair| matches!(pair, [a, b] if a == b))
}

/// Python's `==`, which ignores order.
impl PartialEq for Map {
    fn eq(&self, other: &Map) -> bool {
        self.len() == other.len()
            && self.entries.iter().all(|(key, value)| {
                other
                    .entries
                    .iter()
                    .find(|(k, _)| k == key)
                    .is_some_and(|(_, v)| v == value)
            })
    }
}

impl IntoIterator for Map {
    type Item = (Key, Value);
    type IntoIter = std::vec::IntoIter<(Key, Value)>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<K: Into<Key>> FromIterator<(K, Value)> for Map {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(entries: I) -> Map {
        Map::from_entries(entries.into_iter().map(|(k, v)| (k.into(), v)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_equal_keys_wins_in_the_place_of_the_first() {
        let entries = |n: usize| (0..n).map(|i| (format!("k{}", i % 7), Value::from(i as i64)));
        for n in [10, 100] {
            let map: Map = entries(n).collect();
            let keys: Vec<_> = map.keys().map(|k| k.text().into_owned()).collect();
            assert_eq!(keys, ["k0", "k1", "k2", "k3", "k4", "k5", "k6"]);
            assert_eq!(
                map.get(&format!("k{}", (n - 1) % 7)),
                Some(&Value::from(n as i64 - 1))
            );
        }
    }

    #[test]
    fn order_does_not_matter_to_equality() {
        let a: Map = [("a", Value::from(1)), ("b", Value::from(2))]
            .into_iter()
            .collect();
        let b: Map = [("b", Value::from(2)), ("a", Value::from(1))]
            .into_iter()
            .collect();
        assert_eq!(a, b);
    }
}
