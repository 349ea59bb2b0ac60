//! Previews what a line would print: an example of its output in its format, with its query applied.

use crate::completion::words;
use crate::output::{self, Format, Options};
use crate::query::Query;
use crate::skeleton::{self, Texts};
use crate::table::Command;

/// The example, or why there is none. `format` is used if the line names none.
pub(super) fn preview(line: &str, command: &Command, format: Format, width: usize) -> String {
    let mut value = skeleton::sample(command.operation.output(), Texts::Names);
    if let Some(expression) = option(line, "--query") {
        let found = Query::compile(&expression).map_err(|error| error.to_string());
        let found = found.and_then(|query| query.search(&value).map_err(|error| error.to_string()));
        match found {
            Ok(selected) => value = selected,
            Err(error) => return error,
        }
    }
    let named = option(line, "--output").and_then(|name| Format::from_name(&name));
    let mut options = Options::new(named.unwrap_or(format), command.operation.name());
    options.width = width;
    options.escape = true;
    let mut text = Vec::new();
    match output::render(options, &value, &mut text) {
        Ok(()) => String::from_utf8_lossy(&text).into_owned(),
        Err(error) => error.to_string(),
    }
}

/// The last value of an option on a line.
fn option(line: &str, name: &str) -> Option<String> {
    let words = words(line);
    let after = |at: usize, word: &str| match word.strip_prefix(name)? {
        "" => words.get(at + 1).map(|next| next.text.clone()),
        value => value.strip_prefix('=').map(str::to_owned),
    };
    let mut found = words
        .iter()
        .enumerate()
        .filter_map(|(at, word)| after(at, &word.text));
    found.next_back()
}
