//! Bounds of lengths and numbers that became narrower.

use std::cmp::Ordering;

use crate::decimal::Decimal;
use crate::diagnostic::Severity;
use crate::diff::changes::Changes;
use crate::diff::report::{Report, Sides};
use crate::model::Node;

/// Compares the bounds `min` and `max` of a trait that is there before and after. Without a `min`, it is zero.
pub(super) fn compare<'m>(id: &str, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    for pair in &changes.changed {
        let Some(changed) = pair.changed_trait(id) else {
            continue;
        };
        let (Some(old), Some(new)) = (changed.old, changed.new) else {
            continue;
        };
        let name = changed.id.name();
        let about = pair.new.id();
        let mut tell = |bound: &str, how: &str, old: String, new: String, help: &str| {
            let message =
                format!("`{bound}` in `{name}` of `{about}` was {how} from {old} to {new}");
            let sides = Sides::from(pair).at_trait(changed);
            report.tell(Severity::Error, sides, message, help);
        };
        let least = [bound(&old.value, "min"), bound(&new.value, "min")];
        let [(was, was_text), (is, is_text)] = least.map(|it| it.unwrap_or_else(zero));
        if is.cmp(&was) == Ordering::Greater {
            let help = "values that were valid are not any more: keep the smaller bound";
            tell(
                "min",
                "raised",
                format!("`{was_text}`"),
                format!("`{is_text}`"),
                help,
            );
        }
        let (was, is) = (bound(&old.value, "max"), bound(&new.value, "max"));
        if let Some((is, is_text)) = is {
            let help = "values that were valid are not any more: keep the greater bound";
            match was {
                None => tell(
                    "max",
                    "set",
                    "none".to_owned(),
                    format!("`{is_text}`"),
                    help,
                ),
                Some((was, was_text)) if was.cmp(&is) == Ordering::Greater => {
                    let (was, is) = (format!("`{was_text}`"), format!("`{is_text}`"));
                    tell("max", "lowered", was, is, help);
                }
                Some(_) => {}
            }
        }
    }
}

/// A bound, as it compares and as it is written.
fn bound(value: &Node, key: &str) -> Option<(Decimal, String)> {
    let text = value.get(key)?.as_number()?.to_string();
    Some((Decimal::parse(&text)?, text))
}

fn zero() -> (Decimal, String) {
    (Decimal::default(), "0".to_owned())
}
