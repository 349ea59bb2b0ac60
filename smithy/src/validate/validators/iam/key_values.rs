//! Whether the value of a condition key comes from one member.

use std::collections::BTreeMap;

use super::keys::resolve;
use super::{CONDITION_KEY_VALUE, listed};
use crate::diagnostic::Severity;
use crate::validate::context::Context;
use crate::validate::report::Report;
use crate::validate::validators::aws::{arn_namespace, services};

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    if context.index.with_trait(CONDITION_KEY_VALUE).is_empty() {
        return;
    }
    for (bound, service) in services(context) {
        let namespace = arn_namespace(bound.shape, &service);
        for operation in bound.operations.iter().filter_map(|id| context.shape(id)) {
            let Some(input) = context.input(operation) else {
                continue;
            };
            let mut keys: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            for member in &input.members {
                if let Some(key) = member.traits.text(CONDITION_KEY_VALUE) {
                    keys.entry(resolve(key, &namespace))
                        .or_default()
                        .push(&member.name);
                }
            }
            for (key, names) in keys.into_iter().filter(|(_, names)| names.len() > 1) {
                let names = listed(names);
                let message = format!(
                    "the value of the condition key `{key}` comes from several members, {names}"
                );
                let event = report.event(Severity::Error, input, message);
                report.push(event.help("leave `conditionKeyValue` on one of them"));
            }
        }
    }
}
