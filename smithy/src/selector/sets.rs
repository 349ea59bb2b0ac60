//! Evaluates selectors without variables: whole sets of shapes at once, so that each expression takes one pass.

use std::collections::VecDeque;

use super::attribute::{Comparator, Path, Scope, Segment, Value, Variables};
use super::edges::Direction;
use super::index::Index;
use super::points::{Point, Points};
use super::relation::Relations;
use super::tree::{Chain, Expression};
use super::types::Types;
use super::walk::{Exhausted, Walk, matches_test};

/// What is needed to evaluate one selector.
pub(super) struct Sets<'s, 'i, 'm> {
    pub(super) index: &'i Index<'m>,
    pub(super) roots: &'s [Points],
}

type Result = std::result::Result<Points, Exhausted>;

impl<'s, 'i, 'm> Sets<'s, 'i, 'm> {
    /// All that a chain finds from some shapes.
    pub(super) fn image(&self, chain: &'s Chain, from: Points) -> Result {
        let mut found = from;
        for expression in &chain.0 {
            found = self.step(expression, found, Direction::Ahead)?;
        }
        Ok(found)
    }

    /// All shapes from which a chain finds any of some others.
    fn preimage(&self, chain: &'s Chain, to: Points) -> Result {
        let mut found = to;
        for expression in chain.0.iter().rev() {
            found = self.step(expression, found, Direction::Back)?;
        }
        Ok(found)
    }

    /// What an expression finds from a set, or from where it finds any of the set.
    fn step(&self, expression: &'s Expression, set: Points, direction: Direction) -> Result {
        if set.is_empty() {
            return Ok(set);
        }
        let along = |chain: &'s Chain, set: Points| match direction {
            Direction::Ahead => self.image(chain, set),
            Direction::Back => self.preimage(chain, set),
        };
        match expression {
            Expression::Types(types) => Ok(self.of_types(set, *types)),
            Expression::Attribute(..) | Expression::Scoped(..) => {
                Ok(self.matching(set, expression))
            }
            Expression::Ahead(relations) => Ok(self.related(&set, direction, *relations)),
            Expression::Back(relations) => Ok(self.related(&set, direction.turned(), *relations)),
            Expression::Reached => Ok(self.reached(&set, direction)),
            Expression::Test(chains) => {
                let mut set = set;
                set.intersect(&self.passing(chains)?);
                Ok(set)
            }
            Expression::Not(chain) => {
                let mut set = set;
                set.subtract(&self.preimage(chain, self.index.all())?);
                Ok(set)
            }
            Expression::Of(chains) => {
                let owners = self.passing(chains)?;
                let is_of = |point: &Point| {
                    let owner = self.index.container(*point);
                    owner.is_some_and(|owner| owners.contains(owner))
                };
                Ok(self.filtered(&set, is_of))
            }
            Expression::Is(chains) => {
                let mut found = self.index.none();
                for chain in chains {
                    found.unite(&along(chain, set.clone())?);
                }
                Ok(found)
            }
            Expression::Recursive(chain) => {
                let mut found = self.index.none();
                let mut last = set;
                while !last.is_empty() {
                    last = along(chain, last)?;
                    last.subtract(&found);
                    found.unite(&last);
                }
                Ok(found)
            }
            Expression::Root(number) => Ok(self.root(*number, set, direction)),
            Expression::In(_) | Expression::TopDown(..) => {
                self.one_by_one(expression, set, direction)
            }
            // Selectors with variables are not evaluated here.
            Expression::Store(..) | Expression::Stored(_) | Expression::Nothing => {
                Ok(self.index.none())
            }
        }
    }

    /// What at least one of these finds anything from.
    fn passing(&self, chains: &'s [Chain]) -> Result {
        let mut passing = self.index.none();
        for chain in chains {
            passing.unite(&self.preimage(chain, self.index.all())?);
        }
        Ok(passing)
    }

    fn filtered(&self, set: &Points, is_kept: impl Fn(&Point) -> bool) -> Points {
        let mut kept = self.index.none();
        for point in set.iter().filter(is_kept) {
            kept.insert(point);
        }
        kept
    }

    fn of_types(&self, set: Points, types: Types) -> Points {
        let is_of = |point: &Point| {
            let own = self.index.type_of(*point);
            own.is_some_and(|own| types.contain(own))
        };
        self.filtered(&set, is_of)
    }

    fn matching(&self, set: Points, expression: &Expression) -> Points {
        if let Expression::Attribute(Path(path), Some(test)) = expression
            && let [Segment::Name(name)] = path.as_slice()
            && (name.as_str(), test.comparator, test.ignores_case)
                == ("id", Comparator::Equal, false)
        {
            let mut named = self.index.none();
            for point in test.values.iter().filter_map(|id| self.index.find(id)) {
                named.insert(point);
            }
            named.intersect(&set);
            return named;
        }
        if let Expression::Attribute(Path(path), None) = expression
            && let [Segment::Name(_), Segment::Trait(id)] = path.as_slice()
        {
            // By far the most frequent attribute, and found already.
            let mut having = self.index.none();
            for point in self.index.with_trait(id) {
                let applied = self.index.trait_of(*point, id);
                if applied.is_some_and(|applied| !applied.value.is_null()) {
                    having.insert(*point);
                }
            }
            having.intersect(&set);
            return having;
        }
        let variables = Variables::new();
        let scope = Scope {
            index: self.index,
            variables: &variables,
        };
        self.filtered(&set, |point| {
            matches_test(scope, Value::Point(*point), expression)
        })
    }

    fn related(&self, set: &Points, direction: Direction, relations: Relations) -> Points {
        let mut found = self.index.none();
        for point in set.iter() {
            for other in self.index.related(point, direction, relations) {
                found.insert(other);
            }
        }
        found
    }

    /// What is reached from any other of a set.
    ///
    /// Each point keeps up to two points that it is reached from: one of two is another than the point itself.
    fn reached(&self, set: &Points, direction: Direction) -> Points {
        let mut sources: Vec<[Option<Point>; 2]> = vec![[None; 2]; self.index.len()];
        let mut open: VecDeque<(Point, Point)> = set.iter().map(|point| (point, point)).collect();
        let mut found = self.index.none();
        while let Some((at, source)) = open.pop_front() {
            let Some(known) = sources.get_mut(at.number()) else {
                continue;
            };
            if known.contains(&Some(source)) {
                continue;
            }
            let Some(free) = known.iter_mut().find(|known| known.is_none()) else {
                continue;
            };
            *free = Some(source);
            if source != at {
                found.insert(at);
            }
            for next in self.index.related(at, direction, Relations::DIRECT) {
                open.push_back((next, source));
            }
        }
        found
    }

    fn root(&self, number: usize, set: Points, direction: Direction) -> Points {
        let Some(root) = self.roots.get(number) else {
            return self.index.none();
        };
        match direction {
            Direction::Ahead => root.clone(),
            Direction::Back => {
                let mut both = set;
                both.intersect(root);
                match both.is_empty() {
                    true => both,
                    false => self.index.all(),
                }
            }
        }
    }

    /// Evaluates an expression whose result depends on where each shape leads by itself.
    fn one_by_one(&self, expression: &'s Expression, set: Points, direction: Direction) -> Result {
        let mut walk = Walk::new(self.index, self.roots);
        let mut found = self.index.none();
        let starts: Vec<Point> = match (direction, expression) {
            (Direction::Back, Expression::TopDown(..)) => self
                .of_types(self.index.all(), Types::SERVICE)
                .iter()
                .collect(),
            _ => set.iter().collect(),
        };
        for start in starts {
            walk.from(
                std::slice::from_ref(expression),
                start,
                &mut |point| match direction {
                    Direction::Ahead => {
                        found.insert(point);
                        true
                    }
                    Direction::Back if set.contains(point) => {
                        found.insert(start);
                        false
                    }
                    Direction::Back => true,
                },
            )?;
        }
        Ok(found)
    }
}
