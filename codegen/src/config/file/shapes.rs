//! Reads what is said of the types of shapes: `serde`, `[derive]`, `[attributes]` and `[extern]`.

use std::collections::BTreeMap;

use toml::de::DeTable;

use super::values::Reader;
use crate::config::ShapeSettings;

impl Reader {
    pub(super) fn shapes(&mut self, table: &DeTable<'_>) -> ShapeSettings {
        ShapeSettings {
            serde: self.boolean(table, "serde"),
            derives: self.by_shape(table, "derive", Self::texts),
            attributes: self.by_shape(table, "attributes", Self::texts),
            externs: self.by_shape(table, "extern", |reader, table, id| {
                reader.text(table, id).unwrap_or_default()
            }),
        }
    }

    /// A table of ids. Where an id stands is remembered by the name of the table, and where its values stand by the name
    /// and the id.
    fn by_shape<T>(
        &mut self,
        table: &DeTable<'_>,
        name: &str,
        read: impl Fn(&mut Self, &DeTable<'_>, &str) -> T,
    ) -> BTreeMap<String, T> {
        let inner = table.get(name);
        let Some(inner) = inner.and_then(|value| self.inner(value, name)) else {
            return BTreeMap::new();
        };
        let mut found = BTreeMap::new();
        for id in inner.keys() {
            self.remember(name, id.get_ref().to_string(), id.span());
            let outside = std::mem::replace(&mut self.section, format!("{name}."));
            let value = read(self, inner, id.get_ref());
            self.section = outside;
            found.insert(id.get_ref().to_string(), value);
        }
        found
    }
}
