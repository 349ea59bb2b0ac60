//! Topics: levels with slashes between them, of which some are labels.

use super::{PUBLISH, SUBSCRIBE};
use crate::diagnostic::Severity;
use crate::maps::HashSet;
use crate::validate::context::Context;
use crate::validate::report::Report;

/// A level of a topic.
#[derive(Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Level<'t> {
    Literal(&'t str),
    Label(&'t str),
}

/// The levels of a topic, or what is wrong with it.
pub(super) fn levels(topic: &str) -> Result<Vec<Level<'_>>, String> {
    let mut labels = HashSet::default();
    let mut levels = Vec::new();
    for level in topic.split('/') {
        if level.contains(['#', '+']) {
            return Err(format!("the level `{level}` has a wildcard"));
        }
        let label = level.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        let Some(label) = label else {
            if level.contains(['{', '}']) {
                return Err(format!("the level `{level}` is a label in part"));
            }
            levels.push(Level::Literal(level));
            continue;
        };
        let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
        if label.is_empty() || !label.bytes().all(is_allowed) {
            return Err(format!("the label `{label}` is no name"));
        }
        if !labels.insert(label) {
            return Err(format!("the label `{label}` comes twice"));
        }
        levels.push(Level::Label(label));
    }
    Ok(levels)
}

/// Tells of topics that cannot be read.
pub(super) fn malformed(context: &Context<'_>, report: &mut Report<'_>) {
    for id in [PUBLISH, SUBSCRIBE] {
        for (subject, applied) in context.with_trait(id) {
            let problem = applied.value.as_str().map(levels);
            if let Some(Err(problem)) = problem {
                let message = format!("the topic of `{id}` is malformed: {problem}");
                let event = report.of_trait(Severity::Error, subject, id, message);
                report.push(event.help("write it as `literal/{label}`"));
            }
        }
    }
}
