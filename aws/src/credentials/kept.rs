//! Keys that a chain keeps, and for how long they are good.

use std::sync::Arc;

use smithgen_client::auth::Credentials;
use smithgen_runtime::DateTime;

use super::Source;
use crate::limits::{
    LATEST_REFRESH_SECONDS, NO_INSTANCE_SECONDS, REFRESH_PAUSE_SECONDS, REFRESH_SECONDS,
};

/// How long keys are good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Age {
    /// For long.
    Fresh,
    /// For a while, in which others should be had.
    Late,
    /// They must not be used.
    Old,
}

impl Age {
    pub(super) fn of(keys: &Credentials, now: DateTime) -> Self {
        Age::until(keys.expiry, now)
    }

    /// The age of what is good until then.
    pub(super) fn until(expiry: Option<DateTime>, now: DateTime) -> Self {
        let Some(expiry) = expiry else {
            return Age::Fresh;
        };
        let left = expiry.secs().saturating_sub(now.secs());
        match left {
            REFRESH_SECONDS.. => Age::Fresh,
            LATEST_REFRESH_SECONDS.. => Age::Late,
            _ => Age::Old,
        }
    }
}

/// The keys of a source: of its base, and of each role that is assumed with them.
#[derive(Default)]
pub(super) struct Kept {
    source: Option<Arc<Source>>,
    /// That of the base first.
    layers: Vec<Option<Credentials>>,
    /// When the base had nothing.
    nothing_at: Option<DateTime>,
    /// When new keys were asked for.
    asked_at: Option<DateTime>,
    /// When some were given.
    given_at: Option<DateTime>,
}

impl Kept {
    /// Forgets the keys of another source.
    pub(super) fn of(&mut self, source: &Source) -> &mut Self {
        if self.source.as_deref() != Some(source) {
            *self = Kept {
                source: Some(Arc::new(source.clone())),
                layers: vec![None; source.steps().len() + 1],
                ..Kept::default()
            };
        }
        self
    }

    /// Whose keys these are.
    pub(super) fn source(&self) -> Option<Arc<Source>> {
        self.source.clone()
    }

    /// The keys of a layer.
    pub(super) fn layer(&self, number: usize) -> Option<&Credentials> {
        self.layers.get(number)?.as_ref()
    }

    pub(super) fn put(&mut self, number: usize, keys: Credentials) {
        if let Some(layer) = self.layers.get_mut(number) {
            *layer = Some(keys);
        }
        self.nothing_at = None;
    }

    /// Remembers that keys were asked for.
    pub(super) fn put_asked(&mut self, now: DateTime, is_given: bool) {
        self.asked_at = Some(now);
        if is_given {
            self.given_at = Some(now);
        }
    }

    /// Whether keys of this age are used without asking for others: these were asked for, or given, a moment ago.
    pub(super) fn rests(&self, age: Age, keys: &Credentials, now: DateTime) -> bool {
        match age {
            Age::Fresh => true,
            Age::Late => is_recent(self.asked_at, now, REFRESH_PAUSE_SECONDS),
            Age::Old => {
                let is_good = keys.expiry.is_none_or(|expiry| expiry > now);
                is_good && is_recent(self.given_at, now, REFRESH_PAUSE_SECONDS)
            }
        }
    }

    /// Remembers that the base has nothing.
    pub(super) fn put_nothing(&mut self, now: DateTime) {
        self.nothing_at = Some(now);
    }

    /// Whether the base had nothing a moment ago.
    pub(super) fn has_nothing(&self, now: DateTime) -> bool {
        is_recent(self.nothing_at, now, NO_INSTANCE_SECONDS)
    }
}

/// Whether a moment is less than so many seconds past.
pub(super) fn is_recent(at: Option<DateTime>, now: DateTime, seconds: i64) -> bool {
    let passed = |at: DateTime| now.secs().saturating_sub(at.secs());
    at.is_some_and(|at| (0..seconds).contains(&passed(at)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_age_towards_their_expiry_whatever_the_clock_does() {
        let age = |expiry: Option<i64>, now: i64| {
            let mut keys = Credentials::new("k", "s");
            keys.expiry = expiry.map(DateTime::from_secs);
            Age::of(&keys, DateTime::from_secs(now))
        };
        assert_eq!(age(None, i64::MAX), Age::Fresh);
        assert_eq!(age(Some(900), 0), Age::Fresh);
        assert_eq!(age(Some(900), 1), Age::Late);
        assert_eq!(age(Some(900), 300), Age::Late);
        assert_eq!(age(Some(900), 301), Age::Old);
        assert_eq!(age(Some(900), 1_000), Age::Old);
        assert_eq!(age(Some(i64::MIN), i64::MAX), Age::Old);
        assert_eq!(age(Some(i64::MAX), i64::MIN), Age::Fresh);
    }

    #[test]
    fn nothing_is_remembered_for_a_moment_unless_the_clock_goes_back() {
        let source = Source::Process(String::new());
        let mut kept = Kept::default();
        let at = DateTime::from_secs;
        kept.of(&source).put_nothing(at(100));
        for (now, expected) in [(100, true), (159, true), (160, false), (99, false)] {
            assert_eq!(kept.of(&source).has_nothing(at(now)), expected, "{now}");
        }
        let other = Source::Process("x".to_owned());
        assert!(!kept.of(&other).has_nothing(at(100)));
    }
}
