//! What is said of the Rust types of shapes.

use std::collections::BTreeMap;

use super::Config;

/// The id that stands for all shapes.
pub(crate) const ALL: &str = "*";

/// What generated types are beyond what the model says, by the absolute id of their shape.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ShapeSettings {
    /// Whether types of data are `Serialize` and `Deserialize`.
    pub(crate) serde: bool,
    /// Traits to derive besides.
    pub(crate) derives: BTreeMap<String, Vec<String>>,
    /// Attributes of types, and of fields and variants as `ns#Shape$member`.
    pub(crate) attributes: BTreeMap<String, Vec<String>>,
    /// Paths of types to use instead.
    pub(crate) externs: BTreeMap<String, String>,
}

impl Config {
    /// Whether types of data implement serde's `Serialize` and `Deserialize`. In a package they do so with its feature
    /// `serde`; other code needs the feature of that name of `smithgen-client`.
    #[must_use]
    pub fn serde(mut self, wanted: bool) -> Self {
        self.last().shapes.serde = wanted;
        self
    }

    /// Derives more traits for the type of a shape: `derive("example.notes#Note", ["Eq", "Hash"])`. The shape `*` stands
    /// for all.
    #[must_use]
    pub fn derive(
        mut self,
        shape: impl Into<String>,
        traits: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let list = self.last().shapes.derives.entry(shape.into());
        list.or_default().extend(traits.into_iter().map(Into::into));
        self
    }

    /// Adds an attribute to the type of a shape, or to the field or variant of a member:
    /// `attribute("example.notes#Note$title", "#[doc(alias = \"name\")]")`. The shape `*` stands for all.
    #[must_use]
    pub fn attribute(mut self, shape: impl Into<String>, attribute: impl Into<String>) -> Self {
        let list = self.last().shapes.attributes.entry(shape.into());
        list.or_default().push(attribute.into());
        self
    }

    /// Uses a type of yours for a shape, instead of generating one: `extern_path("example.notes#Colour",
    /// "::palette::Colour")`.
    #[must_use]
    pub fn extern_path(mut self, shape: impl Into<String>, path: impl Into<String>) -> Self {
        self.last().shapes.externs.insert(shape.into(), path.into());
        self
    }
}
