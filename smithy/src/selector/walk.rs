//! Evaluates selectors shape by shape, as variables ask for.

use std::ops::ControlFlow;

use super::attribute::{Scope, Value, Variables};
use super::edges::Direction;
use super::index::Index;
use super::points::{Point, Points};
use super::relation::Relations;
use super::tree::{Chain, Expression, Operand};
use super::types::Types;
use crate::limits::SELECTOR_STEPS;
use crate::maps::HashSet;

/// A selector took more steps than any does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Exhausted;

/// The state of an evaluation.
pub(super) struct Walk<'s, 'i, 'm> {
    pub(super) index: &'i Index<'m>,
    roots: &'s [Points],
    pub(super) variables: Variables,
    left: u64,
}

/// Whether more is wanted.
type Flow = ControlFlow<()>;

/// What is done with each shape that is found.
type Next<'n, 's, 'i, 'm> = &'n mut dyn FnMut(&mut Walk<'s, 'i, 'm>, Point) -> Flow;

const GO_ON: Flow = ControlFlow::Continue(());
const STOP: Flow = ControlFlow::Break(());

impl<'s, 'i, 'm> Walk<'s, 'i, 'm> {
    pub(super) fn new(index: &'i Index<'m>, roots: &'s [Points]) -> Self {
        Self {
            index,
            roots,
            variables: Variables::new(),
            left: SELECTOR_STEPS,
        }
    }

    /// Calls `found` with all that expressions find from a shape, until it wants no more.
    pub(super) fn from(
        &mut self,
        expressions: &'s [Expression],
        start: Point,
        found: &mut dyn FnMut(Point) -> bool,
    ) -> Result<(), Exhausted> {
        self.each(expressions, start, &mut |_, point| found(point))
    }

    /// The same with what the variables hold then.
    pub(super) fn each(
        &mut self,
        expressions: &'s [Expression],
        start: Point,
        found: &mut dyn FnMut(&Self, Point) -> bool,
    ) -> Result<(), Exhausted> {
        self.variables.clear();
        let _ = self.chain(
            expressions,
            start,
            &mut |walk, point| match found(walk, point) {
                true => GO_ON,
                false => STOP,
            },
        );
        match self.left {
            0 => Err(Exhausted),
            _ => Ok(()),
        }
    }

    fn chain(&mut self, chain: &'s [Expression], at: Point, next: Next<'_, 's, 'i, 'm>) -> Flow {
        match chain.split_first() {
            None => next(self, at),
            Some((first, rest)) => {
                self.left = self.left.saturating_sub(1);
                if self.left == 0 {
                    return STOP;
                }
                self.step(first, at, &mut |walk, point| walk.chain(rest, point, next))
            }
        }
    }

    fn step(&mut self, expression: &'s Expression, at: Point, next: Next<'_, 's, 'i, 'm>) -> Flow {
        let passes = match expression {
            Expression::Types(types) => {
                let own = self.index.type_of(at);
                own.is_some_and(|own| types.contain(own))
            }
            Expression::Attribute(..) | Expression::Scoped(..) => {
                let scope = Scope {
                    index: self.index,
                    variables: &self.variables,
                };
                matches_test(scope, Value::Point(at), expression)
            }
            Expression::Test(chains) => self.finds_any(chains, at),
            Expression::Not(chain) => !self.finds(chain, at),
            Expression::Of(chains) => {
                let owner = self.index.container(at);
                owner.is_some_and(|owner| self.finds_any(chains, owner))
            }
            Expression::In(chain) => self.finds_itself(chain, at),
            Expression::Store(number, chain) => {
                self.store(*number, chain, at);
                true
            }
            _ => return self.lead(expression, at, next),
        };
        match passes {
            true => next(self, at),
            false => GO_ON,
        }
    }

    /// Evaluates the expressions that lead elsewhere.
    fn lead(&mut self, expression: &'s Expression, at: Point, next: Next<'_, 's, 'i, 'm>) -> Flow {
        match expression {
            Expression::Ahead(relations) => self.related(at, Direction::Ahead, *relations, next),
            Expression::Back(relations) => self.related(at, Direction::Back, *relations, next),
            Expression::Reached => self.reached(at, next),
            Expression::Is(chains) => {
                for chain in chains {
                    self.chain(&chain.0, at, next)?;
                }
                GO_ON
            }
            Expression::Root(number) => {
                let roots = self.roots;
                for point in roots.get(*number).into_iter().flat_map(Points::iter) {
                    next(self, point)?;
                }
                GO_ON
            }
            Expression::TopDown(first, second) => self.top_down(first, second.as_ref(), at, next),
            Expression::Recursive(chain) => {
                let mut seen = HashSet::default();
                let mut open = vec![at];
                while let Some(at) = open.pop() {
                    self.chain(&chain.0, at, &mut |walk, point| {
                        if seen.insert(point) {
                            open.push(point);
                            next(walk, point)?;
                        }
                        GO_ON
                    })?;
                }
                GO_ON
            }
            Expression::Stored(number) => {
                let kept = self.variables.get(*number).cloned().flatten();
                for point in kept.iter().flat_map(|points| points.iter()) {
                    next(self, *point)?;
                }
                GO_ON
            }
            _ => GO_ON,
        }
    }

    fn related(
        &mut self,
        at: Point,
        direction: Direction,
        relations: Relations,
        next: Next<'_, 's, 'i, 'm>,
    ) -> Flow {
        let index = self.index;
        for point in index.related(at, direction, relations) {
            next(self, point)?;
        }
        GO_ON
    }

    fn reached(&mut self, start: Point, next: Next<'_, 's, 'i, 'm>) -> Flow {
        let index = self.index;
        let mut seen = HashSet::from_iter([start]);
        let mut open = vec![start];
        while let Some(at) = open.pop() {
            for point in index.related(at, Direction::Ahead, Relations::DIRECT) {
                self.left = self.left.saturating_sub(1);
                if self.left == 0 {
                    return STOP;
                }
                if seen.insert(point) {
                    open.push(point);
                    next(self, point)?;
                }
            }
        }
        GO_ON
    }

    /// Finds what matches, or is below what does and not below what must not.
    fn top_down(
        &mut self,
        wanted: &'s Chain,
        unwanted: Option<&'s Chain>,
        start: Point,
        next: Next<'_, 's, 'i, 'm>,
    ) -> Flow {
        let index = self.index;
        let is_bound = index
            .type_of(start)
            .is_some_and(|own| Types::SERVICE.contain(own));
        let mut seen = HashSet::default();
        let mut open: Vec<(Point, bool)> = is_bound.then_some((start, false)).into_iter().collect();
        while let Some((at, mut matches)) = open.pop() {
            if !seen.insert(at) {
                continue;
            }
            matches = matches || self.finds(wanted, at);
            if matches && unwanted.is_some_and(|unwanted| self.finds(unwanted, at)) {
                matches = false;
            }
            if matches {
                next(self, at)?;
            }
            let below = index.related(at, Direction::Ahead, Relations::BOUND_BELOW);
            let below: Vec<Point> = below.collect();
            open.extend(below.into_iter().rev().map(|point| (point, matches)));
        }
        GO_ON
    }

    fn finds_any(&mut self, chains: &'s [Chain], at: Point) -> bool {
        chains.iter().any(|chain| self.finds(chain, at))
    }

    /// Whether a chain finds anything.
    fn finds(&mut self, chain: &'s Chain, at: Point) -> bool {
        let mut is_found = false;
        let _ = self.chain(&chain.0, at, &mut |_, _| {
            is_found = true;
            STOP
        });
        is_found
    }

    fn finds_itself(&mut self, chain: &'s Chain, at: Point) -> bool {
        if let [Expression::Root(number)] = chain.0.as_slice() {
            let root = self.roots.get(*number);
            return root.is_some_and(|root| root.contains(at));
        }
        let mut is_found = false;
        let _ = self.chain(&chain.0, at, &mut |_, point| {
            is_found = point == at;
            match is_found {
                true => STOP,
                false => GO_ON,
            }
        });
        is_found
    }

    fn store(&mut self, number: usize, chain: &'s Chain, at: Point) {
        let mut found = Vec::new();
        let mut seen = HashSet::default();
        let _ = self.chain(&chain.0, at, &mut |_, point| {
            if seen.insert(point) {
                found.push(point);
            }
            GO_ON
        });
        if self.variables.len() <= number {
            self.variables.resize(number + 1, None);
        }
        if let Some(place) = self.variables.get_mut(number) {
            *place = Some(found.into());
        }
    }
}

/// Whether an attribute is there, or is as a selector wants it.
pub(super) fn matches_test<'a, 'm: 'a>(
    scope: Scope<'a, 'm>,
    value: Value<'a>,
    expression: &'a Expression,
) -> bool {
    match expression {
        Expression::Attribute(path, test) => {
            let found = scope.follow(value, path);
            match test {
                None => found.is_present(),
                Some(test) => test.values.iter().any(|wanted| {
                    let wanted = Value::Text(wanted.as_str().into());
                    scope.compare(&found, test.comparator, &wanted, test.ignores_case)
                }),
            }
        }
        Expression::Scoped(path, assertions) => {
            let found = scope.follow(value, path);
            let operand = |operand: &'a Operand, of: &Value<'a>| match operand {
                Operand::Part(path) => scope.follow(of.clone(), path),
                Operand::Text(text) => Value::Text(text.as_str().into()),
            };
            let holds = |of: &Value<'a>| {
                assertions
                    .iter()
                    .all(|(left, (comparator, right, ignores_case))| {
                        let left = operand(left, of);
                        right.iter().any(|right| {
                            let right = operand(right, of);
                            scope.compare(&left, *comparator, &right, *ignores_case)
                        })
                    })
            };
            found.is_present() && found.flat().iter().any(holds)
        }
        _ => false,
    }
}
