//! What is shown below the line: candidates, the documentation of one of them, an example of the output.

use std::sync::{Arc, Mutex};

use reedline::menu_functions::replace_in_buffer;
use reedline::{Completer, Editor, Menu, MenuEvent, MenuSettings, Painter, Span, Suggestion};
use smithgen_help::{Block, Names, Style, first_sentence, parse_markup, terminal_blocks};

use super::candidates::{self, Candidate, Candidates, Grammar, Subject};
use super::preview::preview;
use crate::help;
use crate::output::Format;

/// Candidates shown at once.
const ROWS: usize = 8;
/// Lines of documentation or of an example.
const PANEL: usize = 10;

/// What the keys and the menu tell each other.
#[derive(Default)]
pub(super) struct Shared {
    /// The highlighted candidate.
    pub(super) selected: Option<usize>,
    /// How many there are.
    pub(super) count: usize,
    /// The line is empty.
    pub(super) is_empty: bool,
    /// The line is finished or given up: nothing is to be shown below it any more.
    pub(super) closing: bool,
    /// Documentation is shown.
    pub(super) docs: bool,
    /// The example of the output is shown, whatever else there is.
    pub(super) preview: bool,
}

/// The menu; open as long as the line is being typed.
pub(super) struct Below {
    settings: MenuSettings,
    grammar: Grammar,
    shared: Arc<Mutex<Shared>>,
    format: Format,
    is_active: bool,
    line: String,
    place: usize,
    found: Candidates,
    /// The same for the line editor.
    suggestions: Vec<Suggestion>,
    width: usize,
}

impl Below {
    pub(super) fn new(grammar: Grammar, shared: Arc<Mutex<Shared>>, format: Format) -> Below {
        Below {
            settings: MenuSettings::default()
                .with_name(super::MENU)
                .with_marker(""),
            grammar,
            shared,
            format,
            is_active: true,
            // No line is so, which makes the first one a change.
            line: "\0".to_owned(),
            place: 0,
            found: Candidates::default(),
            suggestions: Vec::new(),
            width: 80,
        }
    }

    fn shared<T>(&self, read: impl FnOnce(&mut Shared) -> T) -> T {
        super::with(&self.shared, read)
    }

    fn selected(&self) -> Option<usize> {
        self.shared(|shared| shared.selected)
    }

    fn select(&self, step: isize) {
        self.shared(|shared| {
            let count = shared.count;
            shared.selected = match shared.selected {
                _ if count == 0 => None,
                None if step > 0 => Some(0),
                None => Some(count - 1),
                Some(at) => Some(at.saturating_add_signed(step).min(count - 1)),
            };
        });
    }

    fn refresh(&mut self, editor: &Editor) {
        let (line, place) = (editor.get_buffer(), editor.line_buffer().insertion_point());
        if self.line == line && self.place == place {
            return;
        }
        line.clone_into(&mut self.line);
        self.place = place;
        self.found = self.grammar.at(line, place);
        let span = Span {
            start: self.found.start,
            end: self.found.end,
        };
        let suggestion = |item: &Candidate| Suggestion {
            value: super::line::quoted(&item.text).into_owned(),
            span,
            append_whitespace: !item.text.ends_with('/'),
            ..Suggestion::default()
        };
        self.suggestions = self.found.items.iter().map(suggestion).collect();
        let count = self.suggestions.len();
        self.shared(|shared| {
            shared.count = count;
            shared.selected = None;
            shared.is_empty = line.is_empty();
        });
    }

    fn lines(&self) -> Vec<String> {
        let (selected, docs, pinned) = self.shared(|it| (it.selected, it.docs, it.preview));
        let mut lines = self.rows(selected);
        let highlighted = selected.and_then(|at| self.found.items.get(at));
        let subject = highlighted.map(|item| item.subject).or(self.found.within);
        if let Some(subject) = subject.filter(|_| docs) {
            let text = self.documentation(subject);
            lines.push(rule("documentation", self.width));
            lines.extend(panel(&text));
        }
        if let Some((_, command)) = self.found.command
            && (pinned || (docs && subject.is_none() && self.found.missing.is_empty()))
        {
            lines.push(rule("output", self.width));
            lines.extend(panel(&preview(
                &self.line,
                command,
                self.format,
                self.width,
            )));
        }
        lines.push(self.status());
        lines
    }

    fn rows(&self, selected: Option<usize>) -> Vec<String> {
        let items = &self.found.items;
        let first = selected.map_or(0, |at| (at + 1).saturating_sub(ROWS));
        let shown = items.iter().enumerate().skip(first).take(ROWS);
        let widest = shown
            .clone()
            .map(|(_, item)| item.text.chars().count())
            .max();
        let widest = widest.unwrap_or(0).min(self.width / 2);
        let mut lines: Vec<String> = shown
            .map(|(at, item)| self.row(item, selected == Some(at), widest))
            .collect();
        let below = items.len().saturating_sub(first + ROWS);
        if below > 0 {
            lines.push(format!("\x1b[2m  {below} more\x1b[0m"));
        }
        lines
    }

    fn row(&self, item: &Candidate, is_selected: bool, widest: usize) -> String {
        let name = format!("{:widest$}", cut(&item.text, widest));
        let note = note(item);
        let rest = self.width.saturating_sub(widest + note.chars().count() + 6);
        let about = cut(&about(item, self.grammar.names()), rest);
        let mark = if item.required { "*" } else { " " };
        if is_selected {
            format!("\x1b[7m> {name}{mark} {note} {about}\x1b[0m")
        } else {
            format!("  \x1b[1m{name}\x1b[0m{mark} \x1b[2m{note}\x1b[0m {about}")
        }
    }

    fn documentation(&self, subject: Subject) -> String {
        let blocks: Vec<Block> = match subject {
            Subject::Service(service) => parse_markup(service.doc),
            Subject::Command(command) => parse_markup(command.doc),
            Subject::Option(service, command, arg) => help::about_option(service, command, arg),
            Subject::Global(option) => {
                vec![smithgen_help::global_option(option, self.grammar.names())]
            }
            Subject::Help => {
                parse_markup("Shows what there is to know, in place of running anything.")
            }
        };
        let style = Style {
            width: self.width,
            marks: true,
        };
        terminal_blocks(&blocks, style)
    }

    fn status(&self) -> String {
        let keys = "F3 documentation  F5 output  Ctrl-C leaves";
        let state = match (self.found.command, self.found.missing.as_slice()) {
            (None, _) => "choose a command".to_owned(),
            (Some(_), []) => "Enter runs it".to_owned(),
            (Some(_), missing) => format!("missing: --{}", missing.join(" --")),
        };
        format!(
            "\x1b[2m{}\x1b[0m",
            cut(&format!("{state}  |  {keys}"), self.width.saturating_sub(1))
        )
    }
}

/// Type and necessity of an option in a word or two.
fn note(item: &Candidate) -> String {
    let required = if item.required { ", required" } else { "" };
    match item.subject {
        _ if item.is_value => String::new(),
        Subject::Option(_, command, arg) => {
            let kind = help::kind_word(candidates::kind(command, arg));
            format!("({kind}{required})")
        }
        Subject::Global(option) => format!("({})", option.kind),
        Subject::Service(_) | Subject::Command(_) | Subject::Help => String::new(),
    }
}

fn about(item: &Candidate, names: Names<'_>) -> String {
    match item.subject {
        _ if item.is_value => String::new(),
        Subject::Service(service) => first_sentence(service.doc),
        Subject::Command(command) => first_sentence(command.doc),
        Subject::Option(service, command, arg) => help::summary_of_option(service, command, arg),
        Subject::Global(option) => first_sentence(&names.text(option.doc)),
        Subject::Help => "Shows a page about this.".to_owned(),
    }
}

fn rule(title: &str, width: usize) -> String {
    let dashes = "-".repeat(width.saturating_sub(title.len() + 5).min(60));
    format!("\x1b[2m-- {title} {dashes}\x1b[0m")
}

/// The first lines of a text; dots stand for the rest.
fn panel(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().take(PANEL).map(str::to_owned).collect();
    if text.lines().nth(PANEL).is_some() {
        lines.push("...".to_owned());
    }
    lines
}

/// The text, if need be without its end.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let start: String = text.chars().take(width.saturating_sub(1)).collect();
    start + "\u{2026}"
}

impl Menu for Below {
    fn settings(&self) -> &MenuSettings {
        &self.settings
    }

    fn is_active(&self) -> bool {
        self.is_active
    }

    fn set_active(&mut self, active: bool) {
        self.is_active = active;
    }

    fn clear_input(&mut self) {}

    fn menu_event(&mut self, event: MenuEvent) {
        match event {
            MenuEvent::Activate(_) => self.is_active = true,
            // Taking a candidate ends other menus; this one goes on with what can follow next.
            MenuEvent::Deactivate => {
                self.is_active = !self.shared(|shared| {
                    shared.selected = None;
                    shared.closing
                });
            }
            MenuEvent::Edit(_) => self.shared(|shared| shared.selected = None),
            MenuEvent::NextElement | MenuEvent::MoveDown => self.select(1),
            MenuEvent::PreviousElement | MenuEvent::MoveUp => self.select(-1),
            MenuEvent::NextPage => self.select(ROWS.cast_signed()),
            MenuEvent::PreviousPage => self.select(-ROWS.cast_signed()),
            MenuEvent::MoveLeft | MenuEvent::MoveRight => {}
        }
    }

    fn can_quick_complete(&self) -> bool {
        false
    }

    fn can_partially_complete(&mut self, _: bool, _: &mut Editor, _: &mut dyn Completer) -> bool {
        false
    }

    fn update_values(&mut self, editor: &mut Editor, _: &mut dyn Completer) {
        self.refresh(editor);
    }

    fn reset_position(&mut self) {
        self.shared(|shared| shared.selected = None);
    }

    fn update_working_details(
        &mut self,
        editor: &mut Editor,
        _: &mut dyn Completer,
        painter: &Painter,
    ) {
        self.width = usize::from(painter.screen_width()).max(20);
        self.refresh(editor);
    }

    fn replace_in_buffer(&self, editor: &mut Editor) {
        let chosen = self.selected().and_then(|at| self.suggestions.get(at));
        replace_in_buffer(chosen.cloned(), editor, None);
    }

    fn menu_required_lines(&self, _: u16) -> u16 {
        u16::try_from(self.lines().len()).unwrap_or(u16::MAX)
    }

    fn menu_string(&self, available_lines: u16, _: bool) -> String {
        let lines = self.lines();
        let shown: Vec<String> = lines.into_iter().take(available_lines.into()).collect();
        shown.join("\r\n")
    }

    fn min_rows(&self) -> u16 {
        4
    }

    /// Only what is highlighted can be taken: without that, Enter runs the line.
    fn get_values(&self) -> &[Suggestion] {
        match self.selected() {
            Some(_) => &self.suggestions,
            None => &[],
        }
    }
}
