//! Whether a value violates anything at all. Most do not, so nothing here notes where it is.

use std::ops::ControlFlow;

use super::plan::{Check, Node, Plan};
use crate::limits::VALIDATE_DEPTH as DEPTH;
use crate::view::{Ref, Structure};

impl Plan {
    /// Whether a value of the plan's shape violates nothing.
    pub(super) fn is_kept(&self, value: &dyn Structure) -> bool {
        let start = self.nodes.first();
        start.is_none_or(|node| self.structure(node, value, DEPTH))
    }

    fn structure(&self, node: &Node, value: &dyn Structure, depth: u32) -> bool {
        node.checks.iter().all(|(index, check)| {
            let value = value.get(*index);
            check.quick.admits(&value) || self.whole(value, check, depth)
        })
    }

    /// All rules, and what is in the value. Not inlined, so that what comes before it remains small.
    #[inline(never)]
    fn whole(&self, value: Ref<'_>, check: &Check, depth: u32) -> bool {
        if let Ref::Unset = value {
            return !check.required;
        }
        let mut rules = check.rules.iter();
        rules.all(|rule| rule.holds(value, check.member))
            && match check.inside.and_then(|node| self.nodes.get(node)) {
                Some(node) => self.inside(node, value, depth),
                None => true,
            }
    }

    #[inline]
    fn inside(&self, node: &Node, value: Ref<'_>, depth: u32) -> bool {
        let Some(depth) = depth.checked_sub(1) else {
            return true;
        };
        match value {
            Ref::Structure(value) => self.structure(node, value, depth),
            Ref::List(list) => match node.checks.first() {
                // Structures mostly have rules for their members alone.
                Some((_, item)) if item.rules.is_empty() => {
                    let node = item.inside.and_then(|node| self.nodes.get(node));
                    node.is_none_or(|node| {
                        (0..list.len()).all(|index| match list.get(index) {
                            Ref::Structure(value) if depth > 0 => {
                                self.structure(node, value, depth - 1)
                            }
                            value => self.inside(node, value, depth),
                        })
                    })
                }
                Some((_, item)) => (0..list.len()).all(|index| {
                    let value = list.get(index);
                    item.quick.admits(&value) || self.whole(value, item, depth)
                }),
                None => true,
            },
            Ref::Map(map) => {
                let mut is_kept = true;
                map.visit(&mut |key, value| {
                    is_kept = node.checks.iter().all(|(index, check)| match index {
                        0 => self.whole(Ref::Str(key), check, depth),
                        _ => self.whole(value, check, depth),
                    });
                    match is_kept {
                        true => ControlFlow::Continue(()),
                        false => ControlFlow::Break(()),
                    }
                });
                is_kept
            }
            _ => true,
        }
    }
}
