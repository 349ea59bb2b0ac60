//! The client-side rate limiter of adaptive mode, which uses CUBIC like TCP.
//!
//! Times are seconds since an arbitrary moment.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const MIN_FILL_RATE: f64 = 0.5;
const MIN_CAPACITY: f64 = 1.0;
const SMOOTH: f64 = 0.8;
const BETA: f64 = 0.7;
const SCALE: f64 = 0.4;

/// Slows down all requests of a client while the service throttles.
#[derive(Debug, Default)]
pub(crate) struct RateLimiter(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    enabled: bool,
    fill_rate: f64,
    max_capacity: f64,
    capacity: f64,
    filled_at: Option<f64>,
    measured_rate: f64,
    measured_bucket: f64,
    requests: f64,
    last_max_rate: f64,
    last_throttle: f64,
    window: f64,
}

impl RateLimiter {
    /// Takes a token for the next request, and returns how long to wait before sending it.
    pub(crate) fn acquire(&self, now: Duration) -> Duration {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.enabled {
            return Duration::ZERO;
        }
        state.refill(now.as_secs_f64());
        state.capacity -= 1.0;
        if state.capacity >= 0.0 {
            return Duration::ZERO;
        }
        let missing = -state.capacity / state.fill_rate;
        Duration::try_from_secs_f64(missing).unwrap_or(Duration::ZERO)
    }

    /// Updates the rate after a response.
    pub(crate) fn observe(&self, throttled: bool, now: Duration) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.observe(throttled, now.as_secs_f64());
    }
}

impl State {
    fn refill(&mut self, now: f64) {
        if let Some(before) = self.filled_at.replace(now) {
            let filled = self.capacity + (now - before).max(0.0) * self.fill_rate;
            self.capacity = filled.min(self.max_capacity);
        }
    }

    fn observe(&mut self, throttled: bool, now: f64) {
        self.measure(now);
        let rate = if throttled {
            let used = match self.enabled {
                true => self.measured_rate.min(self.fill_rate),
                false => self.measured_rate,
            };
            self.last_max_rate = used;
            self.last_throttle = now;
            self.enabled = true;
            self.set_window();
            used * BETA
        } else {
            self.set_window();
            SCALE * (now - self.last_throttle - self.window).powi(3) + self.last_max_rate
        };
        self.set_rate(rate.min(2.0 * self.measured_rate), now);
    }

    fn set_window(&mut self) {
        self.window = (self.last_max_rate * (1.0 - BETA) / SCALE).cbrt();
    }

    fn set_rate(&mut self, rate: f64, now: f64) {
        self.refill(now);
        self.fill_rate = rate.max(MIN_FILL_RATE);
        self.max_capacity = rate.max(MIN_CAPACITY);
        self.capacity = self.capacity.min(self.max_capacity);
    }

    fn measure(&mut self, now: f64) {
        let bucket = (now * 2.0).floor() / 2.0;
        self.requests += 1.0;
        if bucket > self.measured_bucket {
            let rate = self.requests / (bucket - self.measured_bucket);
            self.measured_rate = rate * SMOOTH + self.measured_rate * (1.0 - SMOOTH);
            self.requests = 0.0;
            self.measured_bucket = bucket;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: f64) -> Duration {
        Duration::from_secs_f64(seconds)
    }

    #[test]
    fn nothing_is_slowed_before_the_service_throttles() {
        let limiter = RateLimiter::default();
        for i in 0..100 {
            assert_eq!(limiter.acquire(at(f64::from(i))), Duration::ZERO);
            limiter.observe(false, at(f64::from(i)));
        }
    }

    #[test]
    fn throttling_slows_requests_and_silence_heals() {
        let limiter = RateLimiter::default();
        for i in 0..10 {
            limiter.observe(false, at(1.0 + f64::from(i) * 0.1));
        }
        limiter.observe(true, at(2.0));
        let waits: Vec<_> = (0..5).map(|_| limiter.acquire(at(2.0))).collect();
        assert!(
            waits.iter().skip(1).all(|wait| *wait > Duration::ZERO),
            "{waits:?}"
        );
        assert!(waits.is_sorted());
        for i in 0..200 {
            limiter.observe(false, at(10.0 + f64::from(i) * 0.1));
        }
        assert_eq!(limiter.acquire(at(40.0)), Duration::ZERO);
    }
}
