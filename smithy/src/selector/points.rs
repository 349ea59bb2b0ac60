//! Sets of shapes and members, by their numbers.

/// A shape or a member of a model, by its number in an [`Index`](super::Index); in the order of the model, members
/// after their shape.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Point(pub(super) u32);

impl Point {
    pub(super) fn at(number: usize) -> Self {
        Self(u32::try_from(number).unwrap_or(u32::MAX))
    }

    pub(super) fn number(self) -> usize {
        self.0 as usize
    }
}

/// A set of shapes and members of one model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    words: Vec<u64>,
}

impl Points {
    /// None of so many.
    pub(super) fn none(of: usize) -> Self {
        Self {
            words: vec![0; of.div_ceil(64)],
        }
    }

    /// All of so many.
    pub(super) fn all(of: usize) -> Self {
        let mut all = Self {
            words: vec![u64::MAX; of.div_ceil(64)],
        };
        if let (Some(last), 1..) = (all.words.last_mut(), of % 64) {
            *last = (1 << (of % 64)) - 1;
        }
        all
    }

    /// Whether a shape or member is in it.
    pub fn contains(&self, point: Point) -> bool {
        let word = self.words.get(point.number() / 64).copied();
        word.unwrap_or_default() & (1 << (point.number() % 64)) != 0
    }

    /// Adds one; `true` where it was not in it.
    pub(super) fn insert(&mut self, point: Point) -> bool {
        let Some(word) = self.words.get_mut(point.number() / 64) else {
            return false;
        };
        let bit = 1 << (point.number() % 64);
        let is_new = *word & bit == 0;
        *word |= bit;
        is_new
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// How many are in it.
    pub fn len(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }

    /// What is in it, in the order of the model.
    pub fn iter(&self) -> impl Iterator<Item = Point> + '_ {
        self.words.iter().enumerate().flat_map(|(at, word)| {
            let next = |word: &u64| (word & (word - 1) != 0).then(|| word & (word - 1));
            let first = (*word != 0).then_some(*word);
            std::iter::successors(first, next)
                .map(move |word| Point::at(at * 64 + word.trailing_zeros() as usize))
        })
    }

    pub(super) fn unite(&mut self, other: &Self) {
        for (mine, other) in self.words.iter_mut().zip(&other.words) {
            *mine |= other;
        }
    }

    pub(super) fn intersect(&mut self, other: &Self) {
        for (mine, other) in self.words.iter_mut().zip(&other.words) {
            *mine &= other;
        }
    }

    pub(super) fn subtract(&mut self, other: &Self) {
        for (mine, other) in self.words.iter_mut().zip(&other.words) {
            *mine &= !other;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sets_hold_what_was_put_into_them() {
        let mut set = Points::none(130);
        assert!(set.is_empty());
        for number in [0, 63, 64, 129] {
            assert!(set.insert(Point(number)));
            assert!(!set.insert(Point(number)));
        }
        let found: Vec<u32> = set.iter().map(|point| point.0).collect();
        assert_eq!(found, [0, 63, 64, 129]);
        let mut all = Points::all(130);
        assert_eq!((all.len(), all.contains(Point(130))), (130, false));
        all.subtract(&set);
        assert_eq!(all.len(), 126);
        all.unite(&set);
        assert_eq!(all, Points::all(130));
        all.intersect(&set);
        assert_eq!(all, set);
        assert_eq!(Points::all(128).len(), 128);
    }
}
