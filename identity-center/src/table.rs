//! A table that forgets its oldest rows and can take back what was done to it.

use std::collections::{BTreeMap, HashMap};

use crate::records::Record;
use crate::world::Millis;

/// A row with its place in the order of insertion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row<T> {
    pub(crate) order: u64,
    pub(crate) value: T,
}

/// Rows by key, at most as many as the table holds.
pub(crate) struct Table<T> {
    rows: HashMap<String, Row<T>>,
    /// Keys, oldest first.
    order: BTreeMap<u64, String>,
    capacity: usize,
    /// Rows as they were before each change that has not been kept.
    before: Vec<(String, Option<Row<T>>)>,
}

impl<T: Record> Table<T> {
    /// An empty table.
    pub(crate) fn new(capacity: usize) -> Table<T> {
        Table {
            rows: HashMap::new(),
            order: BTreeMap::new(),
            capacity,
            before: Vec::new(),
        }
    }

    /// Puts back a row that was kept. More than the table holds are not.
    pub(crate) fn restore(&mut self, key: String, row: Row<T>) {
        self.put(key, Some(row));
        if self.order.len() > self.capacity
            && let Some((_, oldest)) = self.order.pop_first()
        {
            self.rows.remove(&oldest);
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&T> {
        self.rows.get(key).map(|row| &row.value)
    }

    /// Keys and values, newest first.
    pub(crate) fn newest(&self) -> impl Iterator<Item = (&str, &T)> {
        let keys = self.order.values().rev();
        keys.filter_map(|key| Some((key.as_str(), self.get(key)?)))
    }

    /// Adds a row, or changes it in its place. A new one takes the place of the oldest where there is no other.
    pub(crate) fn set(&mut self, key: &str, value: T) {
        let order = match self.rows.get(key) {
            Some(row) => row.order,
            None => {
                while self.order.len() >= self.capacity
                    && let Some(oldest) = self.order.values().next().cloned()
                {
                    self.remove(&oldest);
                }
                self.order.keys().next_back().map_or(0, |last| last + 1)
            }
        };
        self.replace(key, Some(Row { order, value }));
    }

    pub(crate) fn remove(&mut self, key: &str) {
        if self.rows.contains_key(key) {
            self.replace(key, None);
        }
    }

    /// Removes all rows for which it holds.
    pub(crate) fn remove_if(&mut self, holds: impl Fn(&T) -> bool) {
        let rows = self.rows.iter().filter(|(_, row)| holds(&row.value));
        let keys: Vec<String> = rows.map(|(key, _)| key.clone()).collect();
        for key in keys {
            self.remove(&key);
        }
    }

    /// Removes what may be forgotten.
    pub(crate) fn forget(&mut self, now: Millis) {
        self.remove_if(|value| value.forgotten_at() <= now);
    }

    /// Each key that changed since [`Table::keep`], with what is there now.
    pub(crate) fn changes(&self) -> impl Iterator<Item = (&str, Option<&Row<T>>)> {
        let keys: std::collections::BTreeSet<&str> =
            self.before.iter().map(|(key, _)| key.as_str()).collect();
        keys.into_iter().map(|key| (key, self.rows.get(key)))
    }

    /// Makes the changes final.
    pub(crate) fn keep(&mut self) {
        self.before.clear();
    }

    /// Takes back the changes since [`Table::keep`].
    pub(crate) fn take_back(&mut self) {
        while let Some((key, row)) = self.before.pop() {
            self.put(key, row);
        }
    }

    fn replace(&mut self, key: &str, row: Option<Row<T>>) {
        let before = self.put(key.to_owned(), row);
        self.before.push((key.to_owned(), before));
    }

    fn put(&mut self, key: String, row: Option<Row<T>>) -> Option<Row<T>> {
        match row {
            Some(row) => {
                self.order.insert(row.order, key.clone());
                self.rows.insert(key, row)
            }
            None => {
                let before = self.rows.remove(&key);
                if let Some(row) = &before {
                    self.order.remove(&row.order);
                }
                before
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Code;

    fn code(expires_at: Millis) -> Code {
        Code {
            expires_at,
            ..Code::default()
        }
    }

    fn keys(table: &Table<Code>) -> Vec<&str> {
        table.newest().map(|(key, _)| key).collect()
    }

    #[test]
    fn the_oldest_is_forgotten_when_there_are_too_many() {
        let mut table = Table::new(2);
        table.set("a", code(1));
        table.set("b", code(1));
        table.set("a", code(2));
        assert_eq!(keys(&table), ["b", "a"]);
        table.set("c", code(1));
        assert_eq!(keys(&table), ["c", "b"]);
    }

    #[test]
    fn what_is_past_its_time_is_forgotten() {
        let mut table = Table::new(9);
        table.set("a", code(1));
        table.set("b", code(2));
        table.forget(1);
        assert_eq!(keys(&table), ["b"]);
    }

    #[test]
    fn changes_are_taken_back_in_order() {
        let mut table = Table::new(2);
        table.set("a", code(1));
        table.set("b", code(1));
        table.keep();
        table.set("a", code(7));
        table.set("c", code(1));
        table.remove("c");
        table.set("d", code(1));
        let changed: Vec<(&str, bool)> = table
            .changes()
            .map(|(key, row)| (key, row.is_some()))
            .collect();
        assert_eq!(changed, [("a", false), ("c", false), ("d", true)]);
        table.take_back();
        assert_eq!(keys(&table), ["b", "a"]);
        assert_eq!(table.get("a"), Some(&code(1)));
        assert_eq!(table.changes().count(), 0);
    }
}
