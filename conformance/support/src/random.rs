//! Numbers that look random and are the same for the same seed.

/// A generator of numbers: SplitMix64, which is enough for values of tests.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// The generator of a seed.
    pub fn new(seed: u64) -> Self {
        Random(seed)
    }

    /// The generator of a seed for what has this name.
    pub fn named(seed: u64, name: &str) -> Self {
        // FNV-1a.
        let mix = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
        Random(name.bytes().fold(0xcbf2_9ce4_8422_2325, mix) ^ seed)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below another, zero when there is none.
    pub fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.number() % end).unwrap_or_default()
    }

    /// A number of a range, both ends included.
    pub fn between(&mut self, least: i128, most: i128) -> i128 {
        let width = u128::try_from(most.saturating_sub(least)).unwrap_or_default();
        let chosen = u128::from(self.number()) % width.saturating_add(1);
        least.saturating_add(i128::try_from(chosen).unwrap_or_default())
    }

    /// True once in so many times.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// One of them.
    pub fn one_of<'a, T>(&mut self, items: &'a [T]) -> Option<&'a T> {
        items.get(self.below(items.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_from_seed_and_name() {
        let of = |seed, name| Random::named(seed, name).number();
        assert_eq!(of(1, "a"), of(1, "a"));
        assert_ne!(of(1, "a"), of(2, "a"));
        assert_ne!(of(1, "a"), of(1, "b"));
        let mut random = Random::new(7);
        for _ in 0..1000 {
            assert!((-3..=3).contains(&random.between(-3, 3)));
        }
        assert_eq!(
            random.between(i128::from(i64::MAX), i128::from(i64::MAX)),
            i128::from(i64::MAX)
        );
    }
}
