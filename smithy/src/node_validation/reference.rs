//! Whether texts that stand for shapes are ids of such shapes.

use super::{NodeValidator, Walk};
use crate::diagnostic::Severity;
use crate::model::traits::id::ID_REF;
use crate::model::{Node, ShapeId};
use crate::selector::{Selector, Subject};

impl<'m> NodeValidator<'_, 'm> {
    pub(super) fn reference(&self, walk: &mut Walk, subject: Subject<'m>, text: &str) {
        let Some(rule) = subject.traits().get(ID_REF) else {
            return;
        };
        if ShapeId::parse_target(text).is_err() {
            let message =
                format!("`{text}` is no id of a shape, which has a namespace, as in `ns#Name`");
            walk.malformed(Severity::Error, message);
            return;
        }
        let custom = rule.get("errorMessage").and_then(Node::as_str);
        let mut fail = |message: String| walk.error(custom.map_or(message, str::to_owned));
        let Some(found) = self.index.find(text) else {
            if rule.get("failWhenMissing") == Some(&Node::Bool(true)) {
                fail(format!("there is no shape `{text}`"));
            }
            return;
        };
        let wanted = rule.get("selector").and_then(Node::as_str).unwrap_or("*");
        let mut selectors = self.selectors.borrow_mut();
        let selector = selectors
            .entry(wanted.to_owned())
            .or_insert_with_key(|text| Selector::parse(text).ok());
        // A selector that cannot be used is reported where it stands.
        let matches = match selector {
            Some(selector) => selector.matches(self.index, found).unwrap_or(true),
            None => true,
        };
        if !matches {
            fail(format!("`{text}` does not match the selector `{wanted}`"));
        }
    }
}
