//! Whether values are timestamps in the form that is asked for.

use super::{NodeValidator, Timestamps, Walk, described};
use crate::model::timestamp::instant;
use crate::model::traits::TimestampFormat;
use crate::model::{Member, Node, Shape};

impl<'m> NodeValidator<'_, 'm> {
    pub(super) fn timestamp(
        &self,
        walk: &mut Walk,
        shape: &'m Shape,
        member: Option<&'m Member>,
        value: &Node,
    ) {
        if value.is_null() && self.options.allows_null {
            return;
        }
        if self.options.timestamps == Timestamps::EpochSeconds {
            if member.is_some() && !value.is_number() {
                let found = described(value);
                walk.error(format!(
                    "`{}` is given as seconds since 1970, not as {found}",
                    shape.id
                ));
            }
            return;
        }
        let own = member.and_then(|member| member.traits.read());
        let format: Option<TimestampFormat> = own.or_else(|| shape.traits.read());
        let is_right = match (format, value) {
            (None | Some(TimestampFormat::EpochSeconds), Node::Number(_)) => true,
            (None | Some(TimestampFormat::DateTime), Node::String(text)) => {
                text.ends_with('Z') && instant(value, Some(TimestampFormat::DateTime)).is_some()
            }
            (Some(TimestampFormat::HttpDate), Node::String(_)) => instant(value, format).is_some(),
            _ => false,
        };
        if !is_right {
            let wanted = match format {
                None => "seconds since 1970 or a text such as `1985-04-12T23:20:50.52Z`",
                Some(TimestampFormat::EpochSeconds) => "seconds since 1970",
                Some(TimestampFormat::DateTime) => "a text such as `1985-04-12T23:20:50.52Z`",
                Some(TimestampFormat::HttpDate) => "a text such as `Fri, 12 Apr 1985 23:20:50 GMT`",
            };
            let found = described(value);
            walk.error(format!(
                "`{}` is given as {wanted}, not as {found}",
                shape.id
            ));
        }
    }
}
