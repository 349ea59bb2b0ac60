//! The relations of a model, sorted by where they start and by where they end.

use std::sync::OnceLock;

use super::points::Point;
use super::relation::{Relation, Relations};

/// Relations as they are found: where each starts, what it is, and where it ends.
#[derive(Debug, Default)]
pub(super) struct Found(Vec<(Point, Relation, Point)>);

impl Found {
    pub(super) fn push(&mut self, from: Point, relation: Relation, to: Point) {
        self.0.push((from, relation, to));
    }
}

/// All relations of a model.
#[derive(Debug)]
pub(super) struct Edges {
    count: usize,
    found: Found,
    ahead: OnceLock<Sorted>,
    back: OnceLock<Sorted>,
}

/// Relations one after another, those of each point together.
#[derive(Debug)]
struct Sorted {
    starts: Vec<u32>,
    edges: Vec<(Relation, Point)>,
}

/// In which direction relations are followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Ahead,
    Back,
}

impl Direction {
    /// The other one.
    pub(super) fn turned(self) -> Self {
        match self {
            Self::Ahead => Self::Back,
            Self::Back => Self::Ahead,
        }
    }
}

impl Edges {
    pub(super) fn new(count: usize, found: Found) -> Self {
        Self {
            count,
            found,
            ahead: OnceLock::new(),
            back: OnceLock::new(),
        }
    }

    /// Where some relations of a point lead, in a direction.
    pub(super) fn of(
        &self,
        point: Point,
        direction: Direction,
        relations: Relations,
    ) -> impl Iterator<Item = Point> + '_ {
        let sorted = self.sorted(direction);
        let start = |at: usize| sorted.starts.get(at).map_or(0, |start| *start as usize);
        let range = start(point.number())..start(point.number() + 1);
        let edges = sorted.edges.get(range).unwrap_or_default().iter();
        let wanted = edges.filter(move |(relation, _)| relations.contains(*relation));
        wanted.map(|(_, to)| *to)
    }

    fn sorted(&self, direction: Direction) -> &Sorted {
        let found = self.found.0.iter();
        match direction {
            Direction::Ahead => self.ahead.get_or_init(|| {
                let edges = found.map(|(from, relation, to)| (*from, *relation, *to));
                Sorted::by_start(self.count, edges)
            }),
            Direction::Back => self.back.get_or_init(|| {
                let edges = found.map(|(from, relation, to)| (*to, *relation, *from));
                Sorted::by_start(self.count, edges)
            }),
        }
    }
}

impl Sorted {
    /// Sorts by counting: how many relations start at each point says where they go.
    fn by_start(
        count: usize,
        edges: impl Iterator<Item = (Point, Relation, Point)> + Clone,
    ) -> Self {
        let mut starts = vec![0; count + 1];
        let mut number = 0;
        for (from, ..) in edges.clone() {
            if let Some(start) = starts.get_mut(from.number() + 1) {
                *start += 1;
            }
            number += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut sorted = vec![(Relation::Target, Point(0)); number];
        for (from, relation, to) in edges {
            if let Some(next) = next.get_mut(from.number()) {
                if let Some(place) = sorted.get_mut(*next as usize) {
                    *place = (relation, to);
                }
                *next += 1;
            }
        }
        Self {
            starts,
            edges: sorted,
        }
    }
}
