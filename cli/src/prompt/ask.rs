//! Asks for a line in the terminal.

use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use reedline::{
    EditCommand, FileBackedHistory, History, HistoryItem, Prompt, PromptEditMode,
    PromptHistorySearch, Reedline, ReedlineMenu, Signal,
};

use super::candidates::{self, Grammar};
use super::keys::Keys;
use super::line::{quoted, words};
use super::menu::{Below, Shared};
use super::{history, with};
use crate::output::Format;

/// What to ask for.
pub(super) struct Question<'a> {
    /// The program's name.
    pub(super) program: &'a str,
    /// What there is to say.
    pub(super) grammar: Grammar,
    /// What is on the line already.
    pub(super) words: &'a [String],
    /// The output format that counts when the line names none.
    pub(super) format: Format,
    /// The user's directory.
    pub(super) home: &'a Path,
}

/// The words of the finished line; nothing when the user gave up.
///
/// # Errors
/// What the terminal refuses.
pub(super) fn ask(question: Question<'_>) -> io::Result<Option<Vec<String>>> {
    let path = history::path(question.home, question.program);
    let shared = Arc::new(Mutex::new(Shared {
        docs: true,
        ..Shared::default()
    }));
    let sensitive = sensitive_options(&question.grammar);
    let below = Below::new(question.grammar, Arc::clone(&shared), question.format);
    let mut editor = Reedline::create()
        .with_history(Box::new(earlier(&path)))
        .with_edit_mode(Box::new(Keys::new(Arc::clone(&shared))))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(below)))
        .with_persistent_menus(true);
    let before: String = question
        .words
        .iter()
        .map(|word| quoted(word) + " ")
        .collect();
    editor.run_edit_commands(&[EditCommand::InsertString(before)]);
    let program = Program(format!("> {} ", question.program));
    let signal = editor.read_line(&program).map_err(io::Error::other)?;
    let line = match signal {
        Signal::Success(line) => line,
        _ => return Ok(None),
    };
    with(&shared, |shared| shared.closing = true);
    let words: Vec<String> = words(&line).into_iter().map(|word| word.text).collect();
    // Secrets are not written down.
    let has_secret = words.iter().any(|word| {
        let name = word.split('=').next().unwrap_or(word);
        sensitive.iter().any(|other| other == name)
    });
    if !line.trim().is_empty() && !has_secret {
        history::add(&path, line.trim());
    }
    Ok(Some(words))
}

/// Lines of earlier prompts.
fn earlier(path: &Path) -> FileBackedHistory {
    let mut lines = FileBackedHistory::default();
    for line in history::read(path) {
        // It is kept in memory, where nothing can go wrong.
        let _ = lines.save(HistoryItem::from_command_line(line));
    }
    lines
}

/// Options whose values are secrets, and those that can hold such.
fn sensitive_options(grammar: &Grammar) -> Vec<String> {
    let commands = grammar.services.iter().flat_map(|service| service.commands);
    let options = commands.flat_map(|command| {
        let secret = |arg: &&_| candidates::is_sensitive(command, arg);
        command.args.iter().filter(secret)
    });
    let mut names: Vec<String> = options.map(|arg| format!("--{}", arg.name)).collect();
    names.extend(smithgen_help::options::INPUT.map(|option| option.name.to_owned()));
    names
}

/// What stands before the line.
struct Program(String);

impl Prompt for Program {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, _: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        Cow::Owned(format!("(earlier lines with `{}`) ", search.term))
    }
}
