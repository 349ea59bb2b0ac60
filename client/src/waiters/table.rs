//! What is waited for, as a table.

use std::time::Duration;

use smithgen_runtime::jmespath::{Expression, of_pair, of_structure, search};
use smithgen_runtime::value::Document;
use smithgen_runtime::view::Structure;

use crate::error::OperationError;

/// Something to wait for.
#[derive(Debug)]
pub struct Waiter {
    name: &'static str,
    /// The shortest and the longest delay, in seconds.
    delays: (u32, u32),
    acceptors: &'static [Acceptor],
}

/// What an answer means.
#[derive(Debug)]
pub struct Acceptor {
    state: State,
    matcher: Matcher,
}

/// Where an answer leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// What was waited for is there.
    Success,
    /// It will never be there.
    Failure,
    /// Another call follows.
    Retry,
}

/// What an answer is compared with.
#[derive(Debug)]
pub enum Matcher {
    /// Whether the call succeeds.
    Success(bool),
    /// An error by its code.
    Error(&'static str),
    /// Part of the output.
    Output(Expression, Expected),
    /// Part of `{"input": …, "output": …}`.
    InputOutput(Expression, Expected),
}

/// What a part of an answer is expected to be.
#[derive(Clone, Copy, Debug)]
pub enum Expected {
    /// This text.
    Text(&'static str),
    /// This truth.
    Bool(bool),
    /// A list with elements, all of which are this text.
    All(&'static str),
    /// A list with this text.
    Any(&'static str),
}

impl Acceptor {
    /// An answer that matches leads to the state.
    pub const fn new(state: State, matcher: Matcher) -> Self {
        Acceptor { state, matcher }
    }
}

impl Waiter {
    /// The name in the model, the shortest and the longest delay in seconds, and what answers mean: the first that
    /// matches decides.
    pub const fn new(
        name: &'static str,
        min_delay: u32,
        max_delay: u32,
        acceptors: &'static [Acceptor],
    ) -> Self {
        Waiter {
            name,
            delays: (min_delay, max_delay),
            acceptors,
        }
    }

    /// The name in the model.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Where an answer leads; `None` if no acceptor matches.
    pub(super) fn state<T: Structure, E: OperationError>(
        &self,
        input: &dyn Structure,
        answer: Result<&T, &E>,
    ) -> Option<State> {
        let view = answer.as_ref().err().map(|error| error.view());
        let code = view.as_ref().and_then(|view| view.code());
        let output = answer.ok().map(|output| output as &dyn Structure);
        // Made at most once each.
        let (mut alone, mut both) = (None, None);
        let mut found = |of_both: bool, expression: &Expression| {
            let output = output?;
            let seen = match of_both {
                false => alone.get_or_insert_with(|| of_structure(output)),
                true => both.get_or_insert_with(|| of_pair(input, output)),
            };
            // What cannot be evaluated is not as expected.
            search(expression, seen).ok()
        };
        let accepted = self.acceptors.iter().find(|it| match &it.matcher {
            Matcher::Success(is_expected) => output.is_some() == *is_expected,
            Matcher::Error(expected) => code == Some(expected),
            Matcher::Output(path, expected) => {
                found(false, path).is_some_and(|it| expected.is(&it))
            }
            Matcher::InputOutput(path, expected) => {
                found(true, path).is_some_and(|it| expected.is(&it))
            }
        });
        accepted.map(|it| it.state)
    }

    /// How long to wait after a number of calls: from the shortest to a delay that doubles, at random. `None` if no time
    /// is left for another call.
    pub(super) fn delay(&self, calls: u32, rest: Duration, fraction: f64) -> Option<Duration> {
        let (min, max) = (seconds(self.delays.0), seconds(self.delays.1));
        let max = max.max(min);
        let doubled = 2_u32
            .checked_pow(calls.saturating_sub(1))
            .and_then(|factor| min.checked_mul(factor));
        let ceiling = doubled.unwrap_or(max).min(max);
        let delay = min + (ceiling - min).mul_f64(fraction.clamp(0.0, 1.0));
        match rest.checked_sub(delay) {
            // The last call comes just in time, as nothing can follow.
            Some(after) if after > min => Some(delay),
            _ => rest.checked_sub(min).filter(|rest| !rest.is_zero()),
        }
    }
}

/// At least one: who has no delay would ask without end.
fn seconds(delay: u32) -> Duration {
    Duration::from_secs(delay.max(1).into())
}

impl Expected {
    fn is(&self, found: &Document) -> bool {
        let items = match found {
            Document::Array(items) => items.as_slice(),
            _ => &[],
        };
        match self {
            Expected::Text(text) => found.as_str() == Some(text),
            Expected::Bool(value) => *found == Document::Bool(*value),
            Expected::All(text) => {
                !items.is_empty() && items.iter().all(|it| it.as_str() == Some(text))
            }
            Expected::Any(text) => items.iter().any(|it| it.as_str() == Some(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WAITER: Waiter = Waiter::new("Lit", 2, 10, &[]);

    #[test]
    fn delays_double_between_the_shortest_and_the_longest() {
        let hour = Duration::from_secs(3600);
        let at = |calls, fraction| WAITER.delay(calls, hour, fraction).unwrap().as_secs_f64();
        assert_eq!(
            [1, 2, 3, 4, 5, 99].map(|calls| at(calls, 1.0)),
            [2.0, 4.0, 8.0, 10.0, 10.0, 10.0]
        );
        assert_eq!([1, 2, 3, 99].map(|calls| at(calls, 0.0)), [2.0; 4]);
        assert_eq!(at(3, 0.5), 5.0);
    }

    #[test]
    fn the_last_call_comes_just_in_time_and_none_after() {
        let seconds = Duration::from_secs;
        let rest = |rest| WAITER.delay(4, seconds(rest), 1.0);
        assert_eq!(rest(13), Some(seconds(10)));
        // Ten seconds would leave no more than the shortest delay.
        assert_eq!(rest(12), Some(seconds(10)));
        assert_eq!(rest(11), Some(seconds(9)));
        assert_eq!(rest(3), Some(seconds(1)));
        assert_eq!(rest(2), None);
        assert_eq!(rest(0), None);
    }

    #[test]
    fn lists_match_as_a_whole_or_in_part() {
        let list =
            |items: &[&str]| Document::Array(items.iter().map(|it| Document::from(*it)).collect());
        let (all, any) = (Expected::All("a"), Expected::Any("a"));
        for (items, of_all, of_any) in [
            (&["a", "a"][..], true, true),
            (&["a", "b"], false, true),
            (&[], false, false),
        ] {
            assert_eq!(
                (all.is(&list(items)), any.is(&list(items))),
                (of_all, of_any)
            );
        }
        assert!(!all.is(&Document::from("a")) && Expected::Text("a").is(&Document::from("a")));
        assert!(Expected::Bool(true).is(&Document::Bool(true)));
        assert!(!Expected::Bool(true).is(&Document::from("true")));
    }
}
