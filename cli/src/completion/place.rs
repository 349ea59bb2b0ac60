//! Completion at a position within a whole line, for the prompt.

use super::candidates::Candidates;
use super::grammar::{Grammar, State};
use super::line;
use crate::args::spelling::name;
use crate::table::{Arg, Command, Commands};

/// The result of looking up a position.
#[derive(Default)]
pub(crate) struct Place {
    pub(crate) candidates: Candidates,
    /// The byte offset of the text that a candidate replaces.
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Required options that are not on the line.
    pub(crate) missing: Vec<&'static str>,
    /// The command of the line.
    pub(crate) command: Option<(&'static Commands, &'static Command)>,
}

impl Grammar {
    /// What may follow at this byte offset.
    pub(crate) fn at(&self, text: &str, place: usize) -> Place {
        let before = text.get(..place).unwrap_or(text);
        let (words, current) = line::split(before);
        let mut state = self.after(words.iter().map(|word| word.text.as_str()));
        let candidates = self.follow(&state, &current.text);
        // Required options may also stand after the position.
        state.open = None;
        for word in line::words(text.get(place..).unwrap_or_default()) {
            self.read(&mut state, &word.text);
        }
        state.given.push(name(&current.text).to_owned());
        Place {
            start: current.start + candidates.lead,
            end: before.len(),
            missing: missing(&state),
            command: state.command,
            candidates,
        }
    }
}

fn missing(state: &State) -> Vec<&'static str> {
    let lifted = [
        "--cli-input-json",
        "--cli-input-yaml",
        "--generate-cli-skeleton",
    ];
    let is_given = |name: &str| state.given.iter().any(|given| given == name);
    if lifted.into_iter().any(is_given) {
        return Vec::new();
    }
    let args = state.command.map_or(&[][..], |(_, command)| command.args);
    let is_missing = |arg: &&Arg| arg.required && !is_given(&format!("--{}", arg.name));
    args.iter().filter(is_missing).map(|arg| arg.name).collect()
}
