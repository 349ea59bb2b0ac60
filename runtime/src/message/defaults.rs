//! Default texts for input members that are unset or empty.

use crate::operation::{DefaultText, OperationSpec, OperationTrait};
use crate::schema::Schema;
use crate::view::{Ref, Slot, Structure};

/// An input with default texts filled in.
pub(crate) struct Defaulted<'a> {
    input: &'a dyn Structure,
    texts: Vec<&'static DefaultText>,
    order: Option<Vec<usize>>,
}

impl<'a> Defaulted<'a> {
    /// `None` if there is nothing to fill in.
    pub(crate) fn new(operation: &OperationSpec, input: &'a dyn Structure) -> Option<Self> {
        let unset = |text: &DefaultText| {
            let value = input.get(text.member);
            matches!(value, Ref::Unset | Ref::Null | Ref::Str(""))
        };
        let texts = operation.traits.iter().filter_map(|t| match t {
            OperationTrait::DefaultText(text) if unset(text) => Some(*text),
            _ => None,
        });
        let texts: Vec<_> = texts.collect();
        if texts.is_empty() {
            return None;
        }
        let order = input.order().map(|order| {
            let filled = texts.iter().map(|text| text.member);
            let mut all = order.to_vec();
            all.extend(filled.filter(|member| !order.contains(member)));
            all
        });
        Some(Defaulted {
            input,
            texts,
            order,
        })
    }
}

impl Structure for Defaulted<'_> {
    fn schema(&self) -> &'static Schema {
        self.input.schema()
    }
    fn get(&self, member: usize) -> Ref<'_> {
        match self.texts.iter().find(|text| text.member == member) {
            Some(text) => Ref::Str(text.text),
            None => self.input.get(member),
        }
    }
    fn slot(&mut self, _: usize) -> Slot<'_> {
        Slot::Skip
    }
    fn order(&self) -> Option<&[usize]> {
        self.order.as_deref()
    }
}
