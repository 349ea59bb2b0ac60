//! The line editor's menu, which keeps the screen below the line up to date.

use std::sync::{Arc, Mutex};

use reedline::menu_functions::replace_in_buffer;
use reedline::{Completer, Editor, Menu, MenuEvent, MenuSettings, Painter, Span, Suggestion};

use super::fit::columns;
use super::rank::Ranking;
use super::screen::{CANDIDATES, Screen};
use super::shared::Shared;
use crate::completion::{Candidate, Grammar, Place, quoted};
use crate::output::Format;

/// With fewer rows, only the line is shown.
const LEAST_ROWS: u16 = 3;

/// The menu, open while the line is being typed.
pub(super) struct Below {
    settings: MenuSettings,
    grammar: Arc<Grammar>,
    shared: Arc<Mutex<Shared>>,
    format: Format,
    is_active: bool,
    line: String,
    place: usize,
    found: Place,
    /// The candidates, for the line editor.
    suggestions: Vec<Suggestion>,
    /// Columns before the line.
    before: usize,
    /// Columns of the screen, and rows below the line.
    width: usize,
    rows: usize,
}

impl Below {
    /// `before` is the text before the line.
    pub(super) fn new(
        grammar: Arc<Grammar>,
        shared: Arc<Mutex<Shared>>,
        format: Format,
        before: &str,
    ) -> Below {
        Below {
            settings: MenuSettings::default()
                .with_name(super::MENU)
                .with_marker(super::BLANK),
            grammar,
            shared,
            format,
            is_active: true,
            // No real line equals this, so the first one counts as a change.
            line: "\0".to_owned(),
            place: 0,
            found: Place::default(),
            suggestions: Vec::new(),
            before: columns(before),
            width: 80,
            rows: 20,
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
        let found = &mut self.found.candidates;
        Ranking::new(&found.typed).rank(&mut found.items);
        let span = Span {
            start: self.found.start,
            end: self.found.end,
        };
        let suggestion = |item: &Candidate| Suggestion {
            value: quoted(&item.text).into_owned(),
            span,
            append_whitespace: !item.is_open,
            ..Suggestion::default()
        };
        self.suggestions = self.found.candidates.items.iter().map(suggestion).collect();
        let count = self.suggestions.len();
        self.shared(|shared| {
            shared.count = count;
            shared.selected = None;
            shared.is_empty = line.is_empty();
        });
    }

    fn lines(&self) -> Vec<String> {
        let screen = Screen {
            line: &self.line,
            found: &self.found,
            implied: self.grammar.implied,
            names: self.grammar.names(),
            format: self.format,
            width: self.width,
            rows: self.rows,
        };
        self.shared(|shared| screen.lines(shared))
    }

    /// Rows that the line occupies.
    fn rows_of_line(&self) -> usize {
        let rows = |columns: usize| columns / self.width + 1;
        let mut lines = self.line.split('\n').map(columns);
        let first = lines.next().unwrap_or(0) + self.before;
        rows(first) + lines.map(rows).sum::<usize>()
    }
}

impl Menu for Below {
    fn settings(&self) -> &MenuSettings {
        &self.settings
    }

    fn is_active(&self) -> bool {
        self.is_active && self.shared(|shared| shared.rows >= LEAST_ROWS)
    }

    fn set_active(&mut self, active: bool) {
        self.is_active = active;
    }

    fn clear_input(&mut self) {}

    fn menu_event(&mut self, event: MenuEvent) {
        match event {
            MenuEvent::Activate(_) => self.is_active = true,
            // Accepting a candidate closes other menus; this one continues with what may follow.
            MenuEvent::Deactivate => {
                self.is_active = !self.shared(|shared| {
                    shared.selected = None;
                    shared.closing
                });
            }
            MenuEvent::Edit(_) => self.shared(|shared| shared.selected = None),
            MenuEvent::NextElement | MenuEvent::MoveDown => self.select(1),
            MenuEvent::PreviousElement | MenuEvent::MoveUp => self.select(-1),
            MenuEvent::NextPage => self.select(CANDIDATES.cast_signed()),
            MenuEvent::PreviousPage => self.select(-CANDIDATES.cast_signed()),
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
        self.width = usize::from(painter.screen_width()).max(1);
        self.refresh(editor);
        // The line editor needs a free row; otherwise it scrolls the screen on every key.
        let taken = self.rows_of_line() + 1;
        self.rows = usize::from(painter.screen_height())
            .saturating_sub(taken)
            .max(1);
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
        1
    }

    /// Only offer the highlighted candidate: if there is none, Enter must run the line.
    fn get_values(&self) -> &[Suggestion] {
        match self.selected() {
            Some(_) => &self.suggestions,
            None => &[],
        }
    }
}
