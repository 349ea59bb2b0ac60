//! How a client waits and tells the time: replaceable, so that tests wait for nothing.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

/// What waiting returns.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Waits between attempts and tells the time.
pub trait Time: Send + Sync {
    /// Time since any fixed moment; never goes back.
    fn now(&self) -> Duration;
    /// Waits.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// Tokio's timer. Needs a tokio runtime with time enabled.
#[cfg(feature = "hyper")]
#[derive(Clone, Copy, Debug)]
pub struct TokioTime;

#[cfg(feature = "hyper")]
impl Time for TokioTime {
    fn now(&self) -> Duration {
        static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
        START.get_or_init(std::time::Instant::now).elapsed()
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Waits for nothing, and time stands still: what a client has that is given no clock.
#[derive(Clone, Copy, Debug)]
pub struct NoTime;

impl Time for NoTime {
    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> Sleep {
        Box::pin(std::future::ready(()))
    }
}
