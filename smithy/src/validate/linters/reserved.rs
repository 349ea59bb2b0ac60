//! Whether names are, or have, words that are reserved.

use serde::Deserialize;

use super::words::Terms;
use super::{Run, name, read};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::Node;
use crate::selector::Selector;

#[derive(Default, Deserialize)]
#[serde(default, expecting = "an object")]
struct Configuration {
    reserved: Vec<Reserved>,
}

#[derive(Default, Deserialize)]
#[serde(default, expecting = "an object")]
struct Reserved {
    words: Vec<String>,
    terms: Vec<String>,
    selector: Option<String>,
    reason: String,
}

/// A rule that was read.
struct Rule {
    words: Vec<Word>,
    terms: Terms,
    selector: Selector,
    reason: String,
}

/// A word in lower case, which may stand for all that begin or end so.
struct Word {
    text: String,
    is_open_before: bool,
    is_open_after: bool,
}

impl Word {
    fn of(pattern: &str) -> Result<Self, String> {
        let (is_open_before, rest) = match pattern.strip_prefix('*') {
            Some(rest) => (true, rest),
            None => (false, pattern),
        };
        let (is_open_after, text) = match rest.strip_suffix('*') {
            Some(text) => (true, text),
            None => (false, rest),
        };
        if text.is_empty() || text.contains('*') {
            return Err(format!(
                "`{pattern}` is no word, which may have `*` at its start and at its end"
            ));
        }
        Ok(Self {
            text: text.to_lowercase(),
            is_open_before,
            is_open_after,
        })
    }

    fn matches(&self, name: &str) -> bool {
        match (self.is_open_before, self.is_open_after) {
            (true, true) => name.contains(&self.text),
            (true, false) => name.ends_with(&self.text),
            (false, true) => name.starts_with(&self.text),
            (false, false) => name == self.text,
        }
    }
}

impl Rule {
    fn of(reserved: Reserved) -> Result<Self, String> {
        let selector = reserved.selector.as_deref().unwrap_or("*");
        let selector =
            Selector::parse(selector).map_err(|error| format!("its `selector`: {error}"))?;
        let words = reserved.words.iter().map(|word| Word::of(word));
        let mut terms = Terms::default();
        for term in &reserved.terms {
            terms.add(term)?;
        }
        Ok(Self {
            words: words.collect::<Result<_, _>>()?,
            terms,
            selector,
            reason: reserved.reason,
        })
    }

    fn matches(&self, name: &str) -> bool {
        let lower = name.to_lowercase();
        self.words.iter().any(|word| word.matches(&lower)) || self.terms.find(name).is_some()
    }
}

pub(super) fn configure(configuration: &Node) -> Result<Run, String> {
    let configuration: Configuration = read(configuration)?;
    let rules = configuration.reserved.into_iter().map(Rule::of);
    let rules: Vec<Rule> = rules.collect::<Result<_, _>>()?;
    Ok(Box::new(move |context, report| {
        for rule in &rules {
            let selected = match rule.selector.select(&context.index) {
                Ok(selected) => selected,
                Err(error) => return report.push(Diagnostic::error(error.to_string())),
            };
            for subject in selected.iter().filter_map(|it| context.index.subject(it)) {
                let name = name(subject);
                if rule.matches(name) {
                    let message = match rule.reason.as_str() {
                        "" => format!("the name `{name}` is reserved"),
                        reason => format!("the name `{name}` is reserved: {reason}"),
                    };
                    report.push(report.event(Severity::Danger, subject, message));
                }
            }
        }
    }))
}
