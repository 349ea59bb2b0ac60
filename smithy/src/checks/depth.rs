//! Checks that shapes are not nested too deeply for the generated Rust to compile.

use super::at_shape;
use crate::diagnostic::Errors;
use crate::limits::SHAPE_DEPTH;
use crate::maps::{HashMap, HashSet};
use crate::model::{Model, Shape, ShapeId};

/// Reports shapes from which a path leads through more shapes than the limit, once per path.
///
/// The search is depth-first without recursion, and visits each shape once. A path that returns to itself ends
/// there, as it does for the compiler.
pub(super) fn check(model: &Model, errors: &mut Errors) {
    let mut heights: HashMap<&ShapeId, Height<'_>> = HashMap::default();
    let mut seen: HashSet<&ShapeId> = HashSet::default();
    for start in model.shapes.values() {
        let mut path = Vec::new();
        if seen.insert(&start.id) {
            path.push((start, start.members.iter(), Height::default()));
        }
        while let Some((_, open, height)) = path.last_mut() {
            if let Some(member) = open.next() {
                let Some(target) = model.target(member).filter(|it| !it.members.is_empty()) else {
                    continue;
                };
                if seen.insert(&target.id) {
                    path.push((target, target.members.iter(), Height::default()));
                } else if let Some(known) = heights.get(&target.id) {
                    height.raise(known.number, &target.id);
                }
                continue;
            }
            let Some((shape, _, mut height)) = path.pop() else {
                break;
            };
            height.number += 1;
            if let Some((_, _, above)) = path.last_mut() {
                above.raise(height.number, &shape.id);
            }
            let number = height.number;
            heights.insert(&shape.id, height);
            if number == SHAPE_DEPTH + 1 {
                report(model, shape, &heights, errors);
            }
        }
    }
}

/// The length of the longest path from a shape, itself included, and the next shape on it.
#[derive(Default)]
struct Height<'m> {
    number: usize,
    next: Option<&'m ShapeId>,
}

impl<'m> Height<'m> {
    fn raise(&mut self, number: usize, next: &'m ShapeId) {
        if number > self.number {
            self.number = number;
            self.next = Some(next);
        }
    }
}

fn report(
    model: &Model,
    shape: &Shape,
    heights: &HashMap<&ShapeId, Height<'_>>,
    errors: &mut Errors,
) {
    let next = |id: &&ShapeId| heights.get(*id).and_then(|height| height.next);
    let way = std::iter::successors(Some(&shape.id), next).take(4);
    let names: Vec<&str> = way.map(ShapeId::name).collect();
    let message = format!(
        "shapes nest more than {SHAPE_DEPTH} deep in it ({} → …)",
        names.join(" → ")
    );
    let help = "members of members are counted, lists and maps as well: make the model flatter, or use a document";
    errors.push(at_shape(model, shape, shape.location, message).help(help));
}
