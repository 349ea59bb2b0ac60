//! Reads a line in the terminal.

use std::borrow::Cow;
use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use reedline::{
    EditCommand, FileBackedHistory, History, HistoryItem, Prompt, PromptEditMode,
    PromptHistorySearch, Reedline, ReedlineMenu, Signal,
};

use super::keys::Keys;
use super::menu::Below;
use super::shared::Shared;
use super::{BLANK, hangup, history, with};
use crate::completion::{Grammar, quoted, words};
use crate::output::Format;

pub(super) struct Question<'a> {
    pub(super) program: &'a str,
    /// The grammar of the line.
    pub(super) grammar: Grammar,
    /// The words already on the line.
    pub(super) words: &'a [String],
    /// The output format used if the line names none.
    pub(super) format: Format,
    /// Whether colours are allowed.
    pub(super) is_coloured: bool,
    /// The settings directory, if there is one.
    pub(super) home: Option<&'a Path>,
}

/// Returns the words of the finished line, or `None` if the user gave up.
///
/// # Errors
/// Terminal errors.
pub(super) fn ask(question: Question<'_>) -> io::Result<Option<Vec<String>>> {
    let path = question
        .home
        .map(|home| history::path(home, question.program));
    let rows = crossterm::terminal::size().map_or(24, |(_, rows)| rows);
    let shared = Arc::new(Mutex::new(Shared::new(rows)));
    let grammar = Arc::new(question.grammar);
    let earlier = earlier(path.as_deref(), &grammar);
    let program = Program(format!("> {}", question.program));
    let below = Below::new(
        Arc::clone(&grammar),
        Arc::clone(&shared),
        question.format,
        &format!("{}{BLANK}", program.0),
    );
    let mut editor = Reedline::create()
        .with_history(Box::new(earlier))
        .with_edit_mode(Box::new(Keys::new(Arc::clone(&shared))))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(below)))
        .with_persistent_menus(true)
        .with_ansi_colors(question.is_coloured);
    let before: String = question
        .words
        .iter()
        .map(|word| quoted(word) + " ")
        .collect();
    editor.run_edit_commands(&[EditCommand::InsertString(before)]);
    let watch = hangup::watch(question.program);
    let signal = editor.read_line(&program).map_err(io::Error::other)?;
    drop(watch);
    let line = match signal {
        Signal::Success(line) => line,
        _ => return Ok(None),
    };
    with(&shared, |shared| shared.closing = true);
    if let Some(path) = &path {
        history::add(path, &line, &grammar);
    }
    Ok(Some(
        words(&line).into_iter().map(|word| word.text).collect(),
    ))
}

/// The history.
fn earlier(path: Option<&Path>, grammar: &Grammar) -> FileBackedHistory {
    let mut lines = FileBackedHistory::default();
    for line in path
        .map(|path| history::read(path, grammar))
        .unwrap_or_default()
    {
        // An in-memory history cannot fail.
        let _ = lines.save(HistoryItem::from_command_line(line));
    }
    lines
}

/// The text before the line.
struct Program(String);

impl Prompt for Program {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Borrowed(&self.0)
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, _: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed(BLANK)
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        Cow::Owned(format!("(earlier lines with `{}`) ", search.term))
    }
}
