//! Selectors: the language in which models and traits say which shapes they mean.
//!
//! A [`Selector`] is read once; an [`Index`] is made once of each model, and keeps what selectors have found in it.

mod attribute;
mod edges;
mod error;
mod index;
mod parse;
mod parse_attribute;
mod points;
pub(crate) mod relation;
mod sets;
mod template;
mod tree;
mod types;
mod walk;

use std::collections::BTreeSet;
use std::sync::Arc;

use self::attribute::{Scope, Variables};
pub use self::error::SelectorError;
pub use self::index::{Index, Subject};
pub use self::points::{Point, Points};
use self::sets::Sets;
pub use self::template::Template;
use self::tree::Chain;
use self::walk::{Exhausted, Walk};
use crate::limits::SELECTOR_STEPS;

/// A selector that was read.
#[derive(Debug, Clone)]
pub struct Selector {
    text: String,
    chain: Chain,
    roots: Vec<Chain>,
    variables: Vec<String>,
    warnings: Vec<SelectorError>,
}

/// A shape or member that a selector matches, and what its variables hold then.
#[derive(Clone, Copy)]
pub struct Match<'a, 'm> {
    /// What matches.
    pub point: Point,
    names: &'a [String],
    scope: Scope<'a, 'm>,
}

impl Selector {
    /// Reads a selector.
    ///
    /// # Errors
    /// It is malformed, names a type of shape that does not exist, or is longer or deeper than any selector is.
    pub fn parse(text: &str) -> Result<Self, SelectorError> {
        let parsed = parse::parse(text)?;
        Ok(Self {
            text: text.to_owned(),
            chain: parsed.chain,
            roots: parsed.roots,
            variables: parsed.variables,
            warnings: parsed.warnings,
        })
    }

    /// The selector as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What in it is odd, but no reason to refuse it: functions and relations that do not exist.
    pub fn warnings(&self) -> &[SelectorError] {
        &self.warnings
    }

    /// Whether it matches every shape and member.
    pub fn is_everything(&self) -> bool {
        self.chain.0.is_empty()
    }

    /// The shapes and members of a model that it matches.
    ///
    /// # Errors
    /// It takes more steps than any selector does.
    pub fn select(&self, index: &Index<'_>) -> Result<Arc<Points>, SelectorError> {
        let mut selected = match index.selected.lock() {
            Ok(selected) => selected,
            Err(poisoned) => poisoned.into_inner(),
        };
        if let Some(known) = selected.get(&self.text) {
            return known.clone();
        }
        let found = self.select_from(index, index.all()).map(Arc::new);
        selected.insert(self.text.clone(), found.clone());
        found
    }

    /// Whether it matches a shape or member. All that it matches is found, and kept, when the first is asked for.
    ///
    /// # Errors
    /// As of [`Selector::select`].
    pub fn matches(&self, index: &Index<'_>, point: Point) -> Result<bool, SelectorError> {
        Ok(self.is_everything() || self.select(index)?.contains(point))
    }

    /// Calls `found` with each of some shapes and members, and what it finds from that alone. It takes as long as there is
    /// to be found, however large the model is.
    ///
    /// # Errors
    /// As of [`Selector::select`].
    pub fn select_from_each(
        &self,
        index: &Index<'_>,
        starts: &[Point],
        found: &mut dyn FnMut(Point, BTreeSet<Point>),
    ) -> Result<(), SelectorError> {
        let roots = self.roots(index).map_err(|error| self.exhausted(error))?;
        let mut walk = Walk::new(index, &roots);
        for start in starts {
            let mut of_start = BTreeSet::new();
            let walked = walk.from(&self.chain.0, *start, &mut |point| {
                of_start.insert(point);
                true
            });
            walked.map_err(|error| self.exhausted(error))?;
            found(*start, of_start);
        }
        Ok(())
    }

    /// Calls `found` with each match, which may be one shape several times where variables differ.
    ///
    /// # Errors
    /// As of [`Selector::select`].
    pub fn each_match(
        &self,
        index: &Index<'_>,
        found: &mut dyn FnMut(Match<'_, '_>),
    ) -> Result<(), SelectorError> {
        let roots = self.roots(index).map_err(|error| self.exhausted(error))?;
        if !self.has_variables() {
            let variables = Variables::new();
            let scope = Scope {
                index,
                variables: &variables,
            };
            for point in self.select(index)?.iter() {
                found(Match {
                    point,
                    names: &self.variables,
                    scope,
                });
            }
            return Ok(());
        }
        let mut walk = Walk::new(index, &roots);
        for start in index.points() {
            let each = walk.each(&self.chain.0, start, &mut |walk, point| {
                let scope = Scope {
                    index,
                    variables: &walk.variables,
                };
                found(Match {
                    point,
                    names: &self.variables,
                    scope,
                });
                true
            });
            each.map_err(|error| self.exhausted(error))?;
        }
        Ok(())
    }

    fn has_variables(&self) -> bool {
        self.chain.has_variables()
    }

    fn select_from(&self, index: &Index<'_>, starts: Points) -> Result<Points, SelectorError> {
        let found = self
            .roots(index)
            .and_then(|roots| evaluate(&self.chain, index, &roots, starts));
        found.map_err(|error| self.exhausted(error))
    }

    /// What its `:root`s find in the whole model, each of which may name those before it.
    fn roots(&self, index: &Index<'_>) -> Result<Vec<Points>, Exhausted> {
        let mut roots = Vec::new();
        for chain in &self.roots {
            let found = evaluate(chain, index, &roots, index.all())?;
            roots.push(found);
        }
        Ok(roots)
    }

    fn exhausted(&self, _: Exhausted) -> SelectorError {
        let message = format!("the selector takes more than {SELECTOR_STEPS} steps in this model");
        SelectorError::at(&self.text, 0, message)
            .help("put the expressions that match least first, and use `~>` once")
    }
}

fn evaluate(
    chain: &Chain,
    index: &Index<'_>,
    roots: &[Points],
    starts: Points,
) -> Result<Points, Exhausted> {
    if !chain.has_variables() {
        return Sets { index, roots }.image(chain, starts);
    }
    let mut walk = Walk::new(index, roots);
    let mut found = index.none();
    for start in starts.iter() {
        walk.from(&chain.0, start, &mut |point| {
            found.insert(point);
            true
        })?;
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Errors;
    use crate::load::load_texts;

    #[test]
    fn what_takes_too_many_steps_is_given_up() {
        let mut text = "$version: \"2.0\"\nnamespace ex\n".to_owned();
        for number in 0..50 {
            let (one, other) = ((number + 1) % 50, (number * 7) % 50);
            text.push_str(&format!(
                "structure S{number} {{ a: S{one}, b: S{other} }}\n"
            ));
        }
        let text = vec![("m.smithy".to_owned(), text.into_bytes())];
        let model = load_texts(text, &mut Errors::new());
        let index = Index::of(&model);
        for hostile in [":is(*, *)".repeat(20), "~> ".repeat(5)] {
            let selector = Selector::parse(&format!("$all(*) {hostile}")).unwrap();
            let error = selector.select(&index).unwrap_err();
            let expected = format!("more than {SELECTOR_STEPS} steps");
            assert!(error.message.contains(&expected), "{error}");
        }
    }
}
