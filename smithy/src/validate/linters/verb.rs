//! Whether operations start with the verbs that were agreed on.

use serde::Deserialize;

use super::words::camel_case;
use super::{Run, read};
use crate::diagnostic::Severity;
use crate::maps::HashMap;
use crate::model::Node;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default, expecting = "an object")]
struct Configuration {
    verbs: Vec<String>,
    prefixes: Vec<String>,
    suggest_alternatives: HashMap<String, Vec<String>>,
}

impl Configuration {
    /// What is wrong with the name of an operation.
    fn problem(&self, name: &str) -> Option<String> {
        let words = camel_case(name);
        let first = words.first().copied().unwrap_or_default();
        let verb = match self.prefixes.iter().any(|prefix| prefix == first) {
            false => first,
            true => match words.get(1) {
                Some(second) => second,
                None => return Some(format!("`{name}` is a prefix, with no verb after it")),
            },
        };
        if let Some(others) = self.suggest_alternatives.get(verb) {
            let others = others.join("`, `");
            return Some(format!("`{verb}` is no verb to start with: use `{others}`"));
        }
        let is_known = self.verbs.iter().any(|known| known == verb);
        let verbs = self.verbs.join("`, `");
        (!is_known).then(|| format!("`{verb}` is none of the verbs to start with: `{verbs}`"))
    }
}

pub(super) fn configure(configuration: &Node) -> Result<Run, String> {
    let configuration: Configuration = read(configuration)?;
    if configuration.verbs.is_empty() && configuration.suggest_alternatives.is_empty() {
        return Err("it has neither `verbs` nor `suggestAlternatives`".to_owned());
    }
    Ok(Box::new(move |context, report| {
        for (shape, _) in context.operations() {
            if let Some(message) = configuration.problem(shape.id.name()) {
                report.push(report.event(Severity::Danger, shape, message));
            }
        }
    }))
}
