//! Why waiting ended without success.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use super::Waiter;

/// Why waiting ended without success, with the last answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum WaitError<T, E> {
    /// An answer says that what was waited for will not come, or is an error that the model does not expect.
    #[non_exhaustive]
    Failed {
        /// What was waited for, by its name in the model.
        waiter: &'static str,
        /// The last answer.
        answer: Result<T, E>,
    },
    /// The time is over.
    #[non_exhaustive]
    TimedOut {
        /// What was waited for, by its name in the model.
        waiter: &'static str,
        /// How long was waited.
        timeout: Duration,
        /// The last answer, if there was one.
        answer: Option<Result<T, E>>,
    },
}

impl<T, E> WaitError<T, E> {
    pub(super) fn failed(waiter: &Waiter, answer: Result<T, E>) -> Self {
        let waiter = waiter.name();
        WaitError::Failed { waiter, answer }
    }

    pub(super) fn timed_out(
        waiter: &Waiter,
        timeout: Duration,
        answer: Option<Result<T, E>>,
    ) -> Self {
        WaitError::TimedOut {
            waiter: waiter.name(),
            timeout,
            answer,
        }
    }

    /// The last answer, if there was one.
    pub fn answer(&self) -> Option<&Result<T, E>> {
        match self {
            WaitError::Failed { answer, .. } => Some(answer),
            WaitError::TimedOut { answer, .. } => answer.as_ref(),
        }
    }

    /// The last answer, if there was one.
    pub fn into_answer(self) -> Option<Result<T, E>> {
        match self {
            WaitError::Failed { answer, .. } => Some(answer),
            WaitError::TimedOut { answer, .. } => answer,
        }
    }

    /// Whether the time is over.
    pub fn is_timeout(&self) -> bool {
        matches!(self, WaitError::TimedOut { .. })
    }
}

impl<T, E: fmt::Display> fmt::Display for WaitError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WaitError::Failed { waiter, answer } => match answer {
                Ok(_) => write!(f, "{waiter} will not come about, by the last answer"),
                Err(error) => write!(f, "{waiter} did not come about: {error}"),
            },
            WaitError::TimedOut {
                waiter,
                timeout,
                answer,
            } => {
                write!(f, "{waiter} did not come about within {timeout:?}")?;
                match answer {
                    Some(Err(error)) => write!(f, "; the last answer: {error}"),
                    _ => Ok(()),
                }
            }
        }
    }
}

impl<T: fmt::Debug, E: Error + 'static> Error for WaitError<T, E> {
    /// That of the last answer, which is displayed already.
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.answer()?.as_ref().err()?.source()
    }
}
