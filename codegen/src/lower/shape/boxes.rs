//! Which members need a box, because their type would otherwise contain itself.

use std::sync::Arc;

use crate::maps::{HashMap, HashSet, IndexMap};
use smithgen_model::model::{Kind, Model, ShapeId};

/// Members, by container and name, whose value stands in a `Box`.
pub(in crate::lower) type Boxed = HashSet<(ShapeId, Arc<str>)>;

/// Finds the members that need a box.
///
/// Lists and maps need none: they hold their items on the heap already. A union's members are boxed wherever
/// they lie on a cycle; a structure's only where they lie on one without unions, which the unions' boxes leave
/// open. So a structure that requires a union of a cycle holds it as it is.
pub(in crate::lower) fn boxed<'a>(
    model: &Model,
    shapes: impl Iterator<Item = &'a ShapeId>,
) -> Boxed {
    let shapes: Vec<&ShapeId> = shapes.collect();
    let all = edges(model, &shapes, |_| true);
    let structures = edges(model, &shapes, |kind| matches!(kind, Kind::Structure));
    let mut found = Boxed::default();
    for (graph, wanted) in [(&all, true), (&structures, false)] {
        let component = components(graph);
        for (container, members) in graph {
            let is_union = model
                .get(container.as_str())
                .is_some_and(|shape| matches!(shape.kind, Kind::Union));
            if is_union != wanted {
                continue;
            }
            let cyclic = members
                .iter()
                .filter(|(_, target)| component.get(*target) == component.get(container));
            found.extend(cyclic.map(|(member, _)| ((*container).clone(), (*member).clone())));
        }
    }
    found
}

/// Member name and target of each member that holds its value directly.
type Graph<'a> = IndexMap<&'a ShapeId, Vec<(&'a Arc<str>, &'a ShapeId)>>;

fn edges<'a>(model: &'a Model, shapes: &[&'a ShapeId], from: impl Fn(&Kind) -> bool) -> Graph<'a> {
    let is_direct = |id: &ShapeId| {
        model
            .get(id.as_str())
            .is_some_and(|shape| matches!(shape.kind, Kind::Structure | Kind::Union))
    };
    let mut graph = Graph::default();
    for id in shapes {
        let Some(shape) = model.get(id.as_str()) else {
            continue;
        };
        let direct = is_direct(id) && from(&shape.kind);
        let members = shape
            .members
            .iter()
            .filter(|m| direct && is_direct(&m.target));
        graph.insert(*id, members.map(|m| (&m.name, &m.target)).collect());
    }
    graph
}

/// Numbers the shapes so that two have the same number when each reaches the other. A shape that reaches only
/// itself has a number of its own, as has one that reaches nothing; an edge from it to itself tells them apart.
///
/// Tarjan's algorithm with its own stack: a model may be deeper than the thread's.
fn components<'a>(graph: &Graph<'a>) -> HashMap<&'a ShapeId, usize> {
    let mut search = Search::default();
    for start in graph.keys() {
        if !search.index.contains_key(start) {
            search.visit(graph, start);
        }
    }
    search.component
}

#[derive(Default)]
struct Search<'a> {
    index: HashMap<&'a ShapeId, usize>,
    low: HashMap<&'a ShapeId, usize>,
    open: Vec<&'a ShapeId>,
    component: HashMap<&'a ShapeId, usize>,
    done: usize,
}

impl<'a> Search<'a> {
    fn visit(&mut self, graph: &Graph<'a>, start: &'a ShapeId) {
        let mut path = vec![(start, 0)];
        self.enter(start);
        while let Some((shape, next)) = path.pop() {
            let target = graph.get(shape).and_then(|members| members.get(next));
            let Some(&(_, target)) = target else {
                self.leave(shape, path.last().map(|(parent, _)| *parent));
                continue;
            };
            path.push((shape, next + 1));
            if !self.index.contains_key(target) {
                self.enter(target);
                path.push((target, 0));
            } else if !self.component.contains_key(target) {
                let seen = self.index.get(target).copied().unwrap_or_default();
                self.lower(shape, seen);
            }
        }
    }

    fn enter(&mut self, shape: &'a ShapeId) {
        let number = self.index.len();
        self.index.insert(shape, number);
        self.low.insert(shape, number);
        self.open.push(shape);
    }

    fn lower(&mut self, shape: &'a ShapeId, to: usize) {
        if let Some(low) = self.low.get_mut(shape) {
            *low = (*low).min(to);
        }
    }

    fn leave(&mut self, shape: &'a ShapeId, parent: Option<&'a ShapeId>) {
        let low = self.low.get(shape).copied().unwrap_or_default();
        if let Some(parent) = parent {
            self.lower(parent, low);
        }
        if self.index.get(shape) != Some(&low) {
            return;
        }
        while let Some(member) = self.open.pop() {
            self.component.insert(member, self.done);
            if member == shape {
                break;
            }
        }
        self.done += 1;
    }
}
