//! Decides which lines may be written to the history: those whose every word is known and cannot hold a secret.

use smithgen_help::options::INPUT;
use smithgen_runtime::schema::Member;

use super::grammar::{Grammar, State, Subject, Values, member};
use super::line;
use crate::args::spelling::{is_option, name};

impl Grammar {
    /// Whether every word is known and none is the value of an option that may hold a secret.
    pub(crate) fn is_harmless(&self, text: &str) -> bool {
        let mut state = self.start();
        line::words(text).iter().all(|word| {
            let is_known = self.is_known(&state, &word.text);
            self.read(&mut state, &word.text);
            is_known
        })
    }

    /// Whether the word may stand here. Any value is accepted for a known option. An alias is not known, since it
    /// may expand to anything.
    fn is_known(&self, state: &State, word: &str) -> bool {
        if is_option(word) {
            return self.option(state, name(word)).is_some_and(|known| {
                let is_bare = known.values != Values::None || !word.contains('=');
                is_bare && !may_be_secret(known.subject)
            });
        }
        if state.open.is_some() {
            return true;
        }
        if self.aliases_at(state).contains_key(word) {
            return false;
        }
        let mut topics = smithgen_help::TOPICS.iter();
        if word == "help" || topics.any(|topic| topic.name == word) {
            return true;
        }
        match (state.service, state.command) {
            (None, _) => self.services.iter().any(|service| service.name == word),
            (Some(service), None) => service.commands.iter().any(|it| it.name == word),
            (Some(_), Some(_)) => false,
        }
    }
}

/// Whether a value of the option may hold a secret.
fn may_be_secret(subject: Subject) -> bool {
    match subject {
        Subject::Option(_, command, arg) => {
            member(command, arg).is_none_or(|member| holds_secret(member, &mut Vec::new()))
        }
        // These hold the whole input.
        Subject::Global(option) => INPUT.iter().any(|input| input.name == option.name),
        _ => false,
    }
}

fn holds_secret(member: &'static Member, seen: &mut Vec<&'static str>) -> bool {
    let schema = member.target();
    if member.is_sensitive() || schema.is_sensitive() {
        return true;
    }
    if seen.contains(&schema.id()) {
        return false;
    }
    seen.push(schema.id());
    let mut members = schema.members().iter();
    members.any(|member| holds_secret(member, seen))
}
