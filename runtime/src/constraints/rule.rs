//! Whether a value keeps to a rule. Most values do, so nothing is put together here for those that do not.

use super::plan::{Length, Range, Rule};
use super::repeats::repeats;
use crate::schema::{Bounds, Member};
use crate::value::Decimal;
use crate::view::Ref;

impl Rule {
    /// Whether the value of this member keeps to it. What the rule is not about does.
    #[inline]
    pub(super) fn holds(&self, value: Ref<'_>, member: &'static Member) -> bool {
        match (self, value) {
            (Rule::Length(limits), value) => limits.hold(value),
            (Rule::Range(range), value) => range.holds(value),
            (Rule::Pattern(pattern), Ref::Str(text)) => pattern.matches(text),
            (Rule::Enum(values, _), Ref::Str(text)) => values.contains(&text),
            (Rule::IntEnum(values), Ref::Int(number)) => {
                values.iter().any(|value| i64::from(*value) == number)
            }
            (Rule::Unique, Ref::List(list)) => !repeats(list, member),
            _ => true,
        }
    }
}

impl Length {
    #[inline]
    fn hold(&self, value: Ref<'_>) -> bool {
        length(value).is_none_or(|length| (self.min..=self.max).contains(&length))
    }
}

/// The length of a value that has one.
#[inline]
pub(super) fn length(value: Ref<'_>) -> Option<usize> {
    match value {
        Ref::Str(text) => Some(text.chars().count()),
        Ref::Blob(bytes) => Some(bytes.len()),
        Ref::List(list) => Some(list.len()),
        Ref::Map(map) => Some(map.len()),
        _ => None,
    }
}

impl Range {
    fn holds(&self, value: Ref<'_>) -> bool {
        match value {
            Ref::Int(value) => self.integer.contains(&value),
            // What is no number is in no range.
            Ref::Float(value) => self.float.contains(&value.into()),
            Ref::Double(value) => self.float.contains(&value),
            Ref::BigInteger(value) => is_decimal_within(value.as_str(), self.text),
            Ref::BigDecimal(value) => is_decimal_within(value.as_str(), self.text),
            _ => true,
        }
    }
}

/// Compares numbers of any precision. One too large to be compared is in no range.
fn is_decimal_within(text: &str, bounds: &Bounds) -> bool {
    let Some(value) = Decimal::new(text) else {
        return false;
    };
    let limit = |text: Option<&str>| text.and_then(Decimal::new);
    limit(bounds.min).is_none_or(|min| value.compare(&min).is_ge())
        && limit(bounds.max).is_none_or(|max| value.compare(&max).is_le())
}
