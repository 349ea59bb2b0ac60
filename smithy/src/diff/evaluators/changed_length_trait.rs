//! Bounds of lengths that became narrower.

use super::bounds;
use crate::diff::changes::Changes;
use crate::diff::context::Context;
use crate::diff::report::Report;
use crate::model::traits::{Known, Length};

pub(super) fn evaluate<'m>(_: &Context<'m>, changes: &Changes<'m>, report: &mut Report<'_, 'm>) {
    bounds::compare(Length::ID, changes, report);
}
