//! Lays out what is shown below the line: candidates, panes, and key hints.

use std::borrow::Cow;

use smithgen_help::{Block, Names, Style, parse_markup, terminal_blocks};

use super::fit::{clip, columns, cut, pad, rows};
use super::preview::preview;
use super::shared::{Pane, Shared, Show};
use crate::completion::{self, Candidate, Place, Subject};
use crate::help;
use crate::output::Format;
use crate::table::Commands;

/// Number of candidates shown at once.
pub(super) const CANDIDATES: usize = 8;
/// Lines of a pane without focus.
const PANE: usize = 10;
/// A pane needs a title and at least one line.
const LEAST_OF_PANE: usize = 2;
/// With this many rows, key hints may take two of them.
const ROOMY: usize = 6;

/// What to draw, and the available space.
pub(super) struct Screen<'a> {
    pub(super) line: &'a str,
    pub(super) found: &'a Place,
    /// The implied service.
    pub(super) implied: Option<&'static Commands>,
    pub(super) names: Names<'a>,
    pub(super) format: Format,
    pub(super) width: usize,
    pub(super) rows: usize,
}

struct Content {
    pane: Pane,
    lines: Vec<String>,
}

impl Screen<'_> {
    /// The lines, none wider than the screen and no more than there are rows.
    pub(super) fn lines(&self, shared: &mut Shared) -> Vec<String> {
        let status = self.status(shared.focus());
        let mut room = self.rows.saturating_sub(status.len());
        let panes = self.panes(shared);
        let wanted: usize = panes
            .iter()
            .map(|content| content.lines.len().min(PANE) + 1)
            .sum();
        let most = match (panes.is_empty(), shared.focus()) {
            (true, _) => room,
            // The pane with focus gets the most space.
            (false, Some(_)) => room / 3,
            (false, None) => room.saturating_sub(wanted).max(room / 2),
        };
        let mut lines = self.candidates(shared.selected, most);
        room = room.saturating_sub(lines.len());
        let mut drawn = Vec::new();
        for (number, content) in panes.iter().enumerate() {
            let share = room / (panes.len() - number);
            let is_focused = shared.focus() == Some(content.pane);
            let share = if is_focused {
                room
            } else {
                share.min(PANE + 1)
            };
            if share >= LEAST_OF_PANE {
                let pane = self.pane(content, share, is_focused.then_some(&mut shared.scroll));
                room = room.saturating_sub(pane.len());
                lines.extend(pane);
                drawn.push(content.pane);
            }
        }
        shared.drawn(&drawn);
        lines.extend(status);
        lines
    }

    /// The usable columns: some terminals wrap after a character in the last one.
    fn columns(&self) -> usize {
        self.width.saturating_sub(1)
    }

    fn panes(&self, shared: &Shared) -> Vec<Content> {
        let highlighted = shared
            .selected
            .and_then(|at| self.found.candidates.items.get(at));
        let subject = highlighted
            .map(|item| item.subject)
            .or(self.found.candidates.within);
        let mut panes = Vec::new();
        let docs = match shared.show(Pane::Docs) {
            Show::Off => None,
            Show::Fitting => subject,
            Show::Always => subject.or_else(|| self.general()),
        };
        if let Some(subject) = docs {
            panes.push(Content {
                pane: Pane::Docs,
                lines: lines_of(&self.documentation(subject)),
            });
        }
        let is_whole = subject.is_none() && self.found.missing.is_empty();
        let shows_output = match shared.show(Pane::Output) {
            Show::Off => false,
            Show::Fitting => is_whole && self.found.command.is_some(),
            Show::Always => true,
        };
        if shows_output {
            let text = match self.found.command {
                Some((_, command)) => preview(self.line, command, self.format, self.columns()),
                None => "There is an example of the output once a command is chosen.".to_owned(),
            };
            panes.push(Content {
                pane: Pane::Output,
                lines: lines_of(&text),
            });
        }
        // If only one pane fits, show the one with focus.
        panes.sort_by_key(|content| shared.focus().is_some_and(|focus| focus != content.pane));
        panes
    }

    /// The subject of the line as a whole.
    fn general(&self) -> Option<Subject> {
        match (self.found.command, self.implied) {
            (Some((_, command)), _) => Some(Subject::Command(command)),
            (None, Some(service)) => Some(Subject::Service(service)),
            (None, None) => Some(Subject::Help),
        }
    }

    fn pane(&self, content: &Content, rows: usize, scroll: Option<&mut usize>) -> Vec<String> {
        let title = match content.pane {
            Pane::Docs => "documentation",
            Pane::Output => "output",
        };
        let is_focused = scroll.is_some();
        let mut lines = vec![self.rule(title, is_focused)];
        let rows = rows.saturating_sub(1);
        let hidden = content.lines.len().saturating_sub(rows);
        let first = match scroll {
            Some(scroll) => {
                *scroll = (*scroll).min(hidden);
                *scroll
            }
            None => 0,
        };
        let shown = content.lines.iter().skip(first).take(rows);
        lines.extend(shown.map(|line| clip(line, self.columns())));
        // An ellipsis stands for hidden candidates.
        if first < hidden
            && rows > 1
            && let Some(last) = lines.last_mut()
        {
            *last = cut("...", self.columns());
        }
        lines
    }

    fn rule(&self, title: &str, is_focused: bool) -> String {
        let look = if is_focused { 7 } else { 2 };
        let dashes = "-".repeat(self.columns().saturating_sub(title.len() + 4).min(60));
        let text = cut(&format!("-- {title} {dashes}"), self.columns());
        format!("\x1b[{look}m{text}\x1b[0m")
    }

    fn candidates(&self, selected: Option<usize>, rows: usize) -> Vec<String> {
        let items = &self.found.candidates.items;
        let mut most = rows.min(CANDIDATES);
        // The count of hidden candidates takes one row.
        if items.len() > most && most == rows {
            most = most.saturating_sub(1);
        }
        let first = selected.map_or(0, |at| (at + 1).saturating_sub(most));
        let shown = items.iter().enumerate().skip(first).take(most);
        let widest = shown
            .clone()
            .map(|(_, item)| columns(&smithgen_help::visible(&item.text)))
            .max();
        // On narrow screens there is room only for the name.
        let most_of_name = match self.columns() {
            narrow @ ..40 => narrow.saturating_sub(3),
            wide => wide / 2,
        };
        let widest = widest.unwrap_or(0).min(most_of_name);
        let mut lines: Vec<String> = shown
            .map(|(at, item)| self.row(item, selected == Some(at), widest))
            .collect();
        let below = items.len().saturating_sub(first + most);
        if below > 0 && rows > 0 {
            let more = cut(&format!("  {below} more"), self.columns());
            lines.push(format!("\x1b[2m{more}\x1b[0m"));
        }
        lines
    }

    fn row(&self, item: &Candidate, is_selected: bool, widest: usize) -> String {
        let name = pad(&cut(&item.text, widest), widest);
        let mark = if item.required { "*" } else { " " };
        let room = self.columns().saturating_sub(widest + "> * ".len());
        let note = note(item);
        // A truncated note is useless, so omit it.
        let (note, about) = match columns(&note) {
            0 => (note, cut(&item.about(self.names), room)),
            taken if taken <= room => {
                let about = cut(&item.about(self.names), room.saturating_sub(taken + 1));
                (note, format!(" {about}"))
            }
            _ => (String::new(), String::new()),
        };
        let line = match is_selected {
            true => format!("\x1b[7m> {name}{mark} {note}{about}\x1b[0m"),
            false => format!("  \x1b[1m{name}\x1b[0m{mark} \x1b[2m{note}\x1b[0m{about}"),
        };
        clip(&line, self.columns())
    }

    fn documentation(&self, subject: Subject) -> String {
        let blocks: Vec<Block> = match subject {
            Subject::Service(service) => parse_markup(service.doc),
            Subject::Command(command) => parse_markup(command.doc),
            Subject::Wait => parse_markup(help::WAIT_DOC),
            Subject::Waiter(waiter) => parse_markup(waiter.doc),
            Subject::Option(service, command, arg) => help::about_option(service, command, arg),
            Subject::Global(option) => vec![smithgen_help::global_option(option, self.names)],
            Subject::Help => {
                parse_markup("Shows what there is to know, in place of running anything.")
            }
            Subject::Topic(topic) => parse_markup(topic.summary),
            Subject::Alias => parse_markup(completion::ALIAS_SUMMARY),
            Subject::Completion => parse_markup(smithgen_help::COMPLETION_SUMMARY),
        };
        let style = Style {
            width: self.width,
            marks: true,
        };
        terminal_blocks(&blocks, style)
    }

    /// Missing options and key hints.
    fn status(&self, focus: Option<Pane>) -> Vec<String> {
        let width = self.columns();
        let most = if self.rows >= ROOMY { 2 } else { 1 };
        let state = match (self.found.command, self.found.missing.as_slice()) {
            (None, _) => "choose a command".to_owned(),
            (Some(_), []) => "Enter runs it".to_owned(),
            (Some(_), missing) => missing_options(missing, width),
        };
        let state = Cow::from(state);
        let (keys, short) = match focus {
            None => (
                ["F2 panes", "F3 documentation", "F5 output", "Ctrl-C leaves"].as_slice(),
                "F2 F3 F5 ^C",
            ),
            Some(_) => (
                ["q closes", "Up/Down scroll", "F2 next", "Ctrl-C leaves"].as_slice(),
                "q F2 ^C",
            ),
        };
        let together =
            |keys: &[&str]| rows(&[state.clone(), keys.join("  ").into()], "  |  ", width);
        let mut status = together(keys);
        // If the sentences do not fit, list the keys only.
        if status.len() > most || columns(&keys.join("  ")) > width {
            status = together(&[short]);
        }
        status.truncate(most);
        for line in &mut status {
            *line = format!("\x1b[2m{line}\x1b[0m");
        }
        status
    }
}

/// Names of missing options, with the number of those that do not fit.
fn missing_options(missing: &[&str], width: usize) -> String {
    let all = format!("missing: --{}", missing.join(" --"));
    if columns(&all) <= width {
        return all;
    }
    let fitting = (1..missing.len()).rev().find_map(|count| {
        let (named, others) = missing.split_at_checked(count)?;
        let text = format!("missing: --{} +{}", named.join(" --"), others.len());
        (columns(&text) <= width).then_some(text)
    });
    fitting.unwrap_or_else(|| format!("{} missing", missing.len()))
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(|line| line.replace('\t', " ")).collect()
}

/// The type of an option and whether it is required, in a word or two.
fn note(item: &Candidate) -> String {
    let required = if item.required { ", required" } else { "" };
    match item.subject {
        _ if item.is_value => String::new(),
        Subject::Option(_, command, arg) => {
            let kind = help::kind_word(completion::kind(command, arg));
            format!("({kind}{required})")
        }
        Subject::Global(option) => format!("({})", option.kind),
        _ => String::new(),
    }
}
