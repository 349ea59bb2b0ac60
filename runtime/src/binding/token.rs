//! Fills in missing idempotency tokens. Source: Smithy 2.0, `idempotencyToken`.

use crate::operation::EncodeOptions;
use crate::schema::{Member, Schema};
use crate::view::{Ref, Slot, Structure};

/// An input with its idempotency token filled in.
pub(crate) struct WithToken<'a> {
    input: &'a dyn Structure,
    member: usize,
    token: String,
    order: Option<Vec<usize>>,
}

impl<'a> WithToken<'a> {
    /// `None` if there is no token to fill in.
    pub(crate) fn new(input: &'a dyn Structure, options: &EncodeOptions<'_>) -> Option<Self> {
        let members = input.schema().members;
        let member = members.iter().position(Member::is_idempotency_token)?;
        if !matches!(input.get(member), Ref::Unset | Ref::Null) {
            return None;
        }
        let order = input.order().map(|order| {
            let set = order.iter().copied().filter(|index| *index != member);
            set.chain([member]).collect()
        });
        Some(WithToken {
            input,
            member,
            token: (options.token)(),
            order,
        })
    }
}

impl Structure for WithToken<'_> {
    fn schema(&self) -> &'static Schema {
        self.input.schema()
    }
    fn get(&self, member: usize) -> Ref<'_> {
        if member == self.member {
            Ref::Str(&self.token)
        } else {
            self.input.get(member)
        }
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }
    fn order(&self) -> Option<&[usize]> {
        self.order.as_deref()
    }
}
