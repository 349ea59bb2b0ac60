//! The order in which mixins are flattened: each before its users.

use std::collections::VecDeque;

use crate::maps::HashMap;
use crate::model::{Model, ShapeId};

/// The order of flattening, and the number of pending uses of each mixin.
pub(super) struct Order {
    /// Shapes whose mixins are all flat.
    pub(super) ready: VecDeque<ShapeId>,
    /// For all other shapes, how many of their mixins are not flat.
    pub(super) waiting: HashMap<ShapeId, usize>,
    /// The shapes that wait for a mixin.
    users: HashMap<ShapeId, Vec<ShapeId>>,
    /// The number of pending uses of each mixin.
    pub(super) uses: HashMap<ShapeId, usize>,
}

impl Order {
    pub(super) fn find(model: &Model) -> Self {
        let mut order = Order {
            ready: VecDeque::new(),
            waiting: HashMap::default(),
            users: HashMap::default(),
            uses: HashMap::default(),
        };
        let has_mixins = |id: &ShapeId| {
            let shape = model.shapes.get(id);
            shape.is_some_and(|shape| !shape.mixins.is_empty())
        };
        for (id, shape) in model.shapes.iter() {
            let mut count = 0;
            for mixin in &shape.mixins {
                *order.uses.entry(mixin.target.clone()).or_default() += 1;
                if has_mixins(&mixin.target) {
                    count += 1;
                    let users = order.users.entry(mixin.target.clone()).or_default();
                    users.push(id.clone());
                }
            }
            if count > 0 {
                order.waiting.insert(id.clone(), count);
            } else if !shape.mixins.is_empty() {
                order.ready.push_back(id.clone());
            }
        }
        order
    }

    /// Marks a shape as flat; shapes that waited only for it become ready.
    pub(super) fn done(&mut self, id: &ShapeId) {
        for user in self.users.remove(id).unwrap_or_default() {
            let Some(count) = self.waiting.get_mut(&user) else {
                continue;
            };
            *count -= 1;
            if *count == 0 {
                self.waiting.remove(&user);
                self.ready.push_back(user);
            }
        }
    }

    /// Whether this is the last use of a mixin.
    pub(super) fn is_last_use(&mut self, id: &ShapeId) -> bool {
        let Some(uses) = self.uses.get_mut(id) else {
            return false;
        };
        *uses = uses.saturating_sub(1);
        *uses == 0
    }
}
