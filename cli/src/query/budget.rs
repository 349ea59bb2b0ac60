//! Limits the cost of a query, in steps and in values built, so that a short one cannot exhaust time or memory.

use std::borrow::Cow;
use std::cell::Cell;

use super::error::{EvalError, EvalErrorKind};
use crate::limits::{QUERY_COST, QUERY_COST_FACTOR, QUERY_VALUE_DEPTH};
use crate::value::{Key, Value};

/// Bytes of text that cost as much as one value.
const BYTES_OF_ONE: usize = 32;

#[derive(Debug)]
pub(super) struct Budget {
    left: Cell<usize>,
    whole: usize,
}

impl Budget {
    /// The budget for applying a query to `value`; large inputs get more.
    pub(super) fn new(value: &Value) -> Budget {
        // The input may be nested too deeply, but nothing has been built from it yet.
        let size = size(value, usize::MAX).unwrap_or(0);
        let whole = QUERY_COST.saturating_add(size.saturating_mul(QUERY_COST_FACTOR));
        Budget {
            left: Cell::new(whole),
            whole,
        }
    }

    /// Spends `cost`.
    ///
    /// # Errors
    /// The budget is exhausted.
    pub(super) fn spend(&self, cost: usize) -> Result<(), EvalError> {
        match self.left.get().checked_sub(cost) {
            Some(left) => {
                self.left.set(left);
                Ok(())
            }
            None => Err(EvalError::new(
                EvalErrorKind::Limit,
                format!(
                    "The query is too expensive for this response (limit: {} steps). Select less before combining \
                     it.",
                    self.whole
                ),
            )),
        }
    }

    /// Spends the cost of `length` bytes or characters of text.
    pub(super) fn spend_text(&self, length: usize) -> Result<(), EvalError> {
        self.spend(length / BYTES_OF_ONE)
    }

    /// Spends the cost of copying or visiting all of a value.
    ///
    /// # Errors
    /// The budget is exhausted, or the value is nested too deeply.
    pub(super) fn spend_copy(&self, value: &Value) -> Result<(), EvalError> {
        let too_deep = || {
            EvalError::new(
                EvalErrorKind::Limit,
                format!(
                    "The query builds lists or mappings that nest more than {QUERY_VALUE_DEPTH} deep."
                ),
            )
        };
        self.spend(size(value, QUERY_VALUE_DEPTH).ok_or_else(too_deep)?)
    }

    /// Converts to an owned value, paying for a copy if it is borrowed.
    pub(super) fn own(&self, value: Cow<'_, Value>) -> Result<Value, EvalError> {
        if let Cow::Borrowed(value) = value {
            self.spend_copy(value)?;
        }
        Ok(value.into_owned())
    }
}

/// The number of values in this one, with long text counting as several; `None` if they are nested more than
/// `depth` deep.
fn size(value: &Value, depth: usize) -> Option<usize> {
    let text = |length: usize| 1 + length / BYTES_OF_ONE;
    Some(match value {
        Value::Null | Value::Bool(_) | Value::Int(_) | Value::Float(_) => 1,
        Value::Str(content) => text(content.len()),
        Value::Wide(points) => text(points.len() * 4),
        Value::Bytes(bytes) => text(bytes.len()),
        Value::Opaque(opaque) => text(opaque.text.len() + opaque.repr.len()),
        Value::List(items) => {
            let depth = depth.checked_sub(1)?;
            items.iter().try_fold(1_usize, |sum, item| {
                Some(sum.saturating_add(size(item, depth)?))
            })?
        }
        Value::Map(map) => {
            let depth = depth.checked_sub(1)?;
            map.iter().try_fold(1_usize, |sum, (key, value)| {
                let key = text(Key::as_str(key).map_or(0, str::len));
                Some(sum.saturating_add(key).saturating_add(size(value, depth)?))
            })?
        }
    })
}
