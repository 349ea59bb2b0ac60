//! Diagnostics for a model's author: all problems at once, each with its location.

use std::borrow::Cow;
use std::fmt;

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use serde::{Deserialize, Serialize};
use smithgen_help::visible;

use crate::limits;
use crate::source::Place;

/// How grave a problem is, the gravest first. Source: Smithy's specification, "Model validation".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The model is invalid, and nothing is made of it.
    Error,
    /// Probably a mistake. A model is used all the same, but strict tools refuse it until this is suppressed.
    Danger,
    /// Worth mending; a model is used all the same.
    Warning,
    /// Of interest, and nothing to mend.
    Note,
    /// The model says that this is meant.
    Suppressed,
}

impl Severity {
    /// The word of Smithy's specification, upper case.
    pub fn name(self) -> &'static str {
        match self {
            Self::Error => "ERROR",
            Self::Danger => "DANGER",
            Self::Warning => "WARNING",
            Self::Note => "NOTE",
            Self::Suppressed => "SUPPRESSED",
        }
    }

    /// Those that a model may give to the events of a validator: errors are for the rules of Smithy.
    pub(crate) const OF_VALIDATORS: [Self; 3] = [Self::Danger, Self::Warning, Self::Note];

    /// Those that a model may give to events in place of their own.
    pub(crate) const OF_OVERRIDES: [Self; 2] = [Self::Danger, Self::Warning];

    /// The severity of that name, as [`Severity::name`] writes it.
    pub fn named(name: &str) -> Option<Self> {
        const ALL: [Severity; 5] = [
            Severity::Error,
            Severity::Danger,
            Severity::Warning,
            Severity::Note,
            Severity::Suppressed,
        ];
        ALL.into_iter().find(|severity| severity.name() == name)
    }
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How grave it is.
    pub severity: Severity,
    /// What kind of problem it is: the id by which suppressions name it, such as `HttpUriConflict` or
    /// `Model` for what is wrong with a file. Parts are separated by dots, the first names the validator.
    pub id: Cow<'static, str>,
    /// One sentence in lower case, without full stop, the offending names in backticks.
    pub message: String,
    /// Location, if it is in a file.
    pub place: Option<Place>,
    /// The affected shape or member: `ns#Shape` or `ns#Shape$member`.
    pub shape: Option<String>,
    /// The affected trait, such as `smithy.api#http`.
    pub trait_id: Option<String>,
    /// How to fix it.
    pub help: Option<String>,
    /// Other relevant locations, each with a description.
    pub related: Vec<(String, Place)>,
    /// Name and value of the invalid setting, until its location is known.
    pub setting: Option<(String, String)>,
}

impl Diagnostic {
    /// An error with nothing but its message, and `Model` as its id.
    pub fn error(message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            id: Cow::Borrowed("Model"),
            message: message.into(),
            place: None,
            shape: None,
            trait_id: None,
            help: None,
            related: Vec::new(),
            setting: None,
        }
    }

    /// A warning with nothing but its message, and `Model` as its id.
    pub fn warning(message: impl Into<String>) -> Self {
        Self::of(Severity::Warning, "Model", message)
    }

    /// An event of a validator: severity, id and message.
    pub fn of(
        severity: Severity,
        id: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
    ) -> Self {
        Self {
            severity,
            id: id.into(),
            ..Self::error(message)
        }
    }

    /// Says what kind of problem it is.
    #[must_use]
    pub fn id(mut self, id: impl Into<Cow<'static, str>>) -> Self {
        self.id = id.into();
        self
    }

    /// Adds where it stands.
    #[must_use]
    pub fn at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.place = place.into();
        self
    }

    /// Adds the affected shape or member.
    #[must_use]
    pub fn shape(mut self, id: impl fmt::Display) -> Self {
        self.shape = Some(id.to_string());
        self
    }

    /// Adds the affected trait.
    #[must_use]
    pub fn trait_id(mut self, id: impl fmt::Display) -> Self {
        self.trait_id = Some(id.to_string());
        self
    }

    /// Adds how to fix it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds another relevant location.
    #[must_use]
    pub fn related(mut self, what: impl Into<String>, place: Option<Place>) -> Self {
        self.related.extend(place.map(|place| (what.into(), place)));
        self
    }

    /// Adds the invalid setting; whoever reads the settings knows its location.
    #[must_use]
    pub fn setting(mut self, key: impl Into<String>, value: impl fmt::Display) -> Self {
        self.setting = Some((key.into(), value.to_string()));
        self
    }

    /// Everything on one line, for `cargo::error=` and editors: ``file:line:column: ns#Shape: message (help)``.
    pub fn one_line(&self) -> String {
        let place = self
            .place
            .as_ref()
            .map(|p| format!("{}:{}:{}: ", p.file, p.line, p.column))
            .unwrap_or_default();
        let help = self
            .help
            .as_ref()
            .map(|help| format!(" (help: {help})"))
            .unwrap_or_default();
        // A path or a key may contain a line break, which would end a cargo instruction.
        let line = format!("{place}{}{help}", self.title()).replace(['\n', '\r'], " ");
        // Text from a model must not control the terminal.
        visible(&line).into_owned()
    }

    fn title(&self) -> String {
        match &self.shape {
            Some(shape) if !self.message.contains(&format!("`{shape}`")) => {
                format!("`{shape}`: {}", self.message)
            }
            _ => self.message.clone(),
        }
    }

    fn sort_key(&self) -> (bool, Option<&Place>, Severity, &str, Option<&str>) {
        (
            self.place.is_none(),
            self.place.as_ref(),
            self.severity,
            &self.message,
            self.shape.as_deref(),
        )
    }

    /// The same with terminal control characters escaped. Columns remain those of the file.
    fn shown(&self) -> Diagnostic {
        let text = |text: &String| visible(text).into_owned();
        let place = |place: &Place| Place {
            file: text(&place.file),
            ..place.clone()
        };
        Diagnostic {
            message: text(&self.message),
            shape: self.shape.as_ref().map(text),
            help: self.help.as_ref().map(text),
            place: self.place.as_ref().map(place),
            related: self
                .related
                .iter()
                .map(|(what, other)| (text(what), place(other)))
                .collect(),
            ..self.clone()
        }
    }

    fn render(&self, renderer: &Renderer) -> String {
        let level = match self.severity {
            Severity::Error => Level::ERROR,
            Severity::Danger => Level::WARNING.with_name("danger"),
            Severity::Warning => Level::WARNING,
            Severity::Note => Level::NOTE,
            Severity::Suppressed => Level::NOTE.with_name("suppressed"),
        };
        let shown = self.shown();
        let title = shown.title();
        let mut group = Group::with_title(level.primary_title(title.as_str()));
        if let Some(place) = &shown.place {
            group = quote(group, place, "", AnnotationKind::Primary);
        }
        for (what, place) in &shown.related {
            group = quote(group, place, what, AnnotationKind::Context);
        }
        if let Some(help) = &shown.help {
            group = group.element(Level::HELP.message(help.as_str()));
        }
        renderer.render(&[group]).to_string()
    }
}

/// Adds a location to a report: the line with a marker below, or just the position if the line is too long.
fn quote<'a>(
    group: Group<'a>,
    place: &'a Place,
    label: &'a str,
    kind: AnnotationKind,
) -> Group<'a> {
    match &place.text {
        Some(text) => {
            let (line, marked) = visible_line(text, token(text, place.column));
            let mark = kind.span(marked);
            let mark = if label.is_empty() {
                mark
            } else {
                mark.label(label)
            };
            group.element(
                Snippet::source(line)
                    .line_start(place.line)
                    .path(&place.file)
                    .annotation(mark),
            )
        }
        None => {
            let origin = Origin::path(&place.file)
                .line(place.line)
                .char_column(place.column);
            let group = group.element(origin);
            if label.is_empty() {
                group
            } else {
                group.element(Level::NOTE.message(label))
            }
        }
    }
}

/// The line with terminal control characters escaped, and the new range of the marked bytes.
fn visible_line(line: &str, marked: std::ops::Range<usize>) -> (String, std::ops::Range<usize>) {
    let (before, rest) = line.split_at_checked(marked.start).unwrap_or((line, ""));
    let (inside, after) = rest.split_at_checked(marked.len()).unwrap_or((rest, ""));
    let mut shown = visible(before).into_owned();
    let start = shown.len();
    shown.push_str(&visible(inside));
    let end = shown.len();
    shown.push_str(&visible(after));
    (shown, start..end)
}

/// The range of the JSON token at a column: a string up to its closing quote, otherwise up to the next delimiter.
fn token(line: &str, column: usize) -> std::ops::Range<usize> {
    let start = line
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(line.len(), |(at, _)| at);
    let rest = line.get(start..).unwrap_or_default();
    let length = match rest.strip_prefix('"') {
        Some(inside) => inside.find('"').map_or(rest.len(), |end| end + 2),
        None => rest.find([',', ':', ' ', '}', ']']).unwrap_or(rest.len()),
    };
    // Mark only an opening brace, not the rest of the line.
    let length = if rest.starts_with(['{', '[']) {
        1
    } else {
        length.max(1)
    };
    start..(start + length).min(line.len().max(start))
}

/// The names of the shapes on a cycle, each of which leads to the next; of a long one only the first.
pub(crate) fn cycle<'a>(names: impl Iterator<Item = &'a str>, back: &str) -> String {
    let mut names: Vec<&str> = names.take(limits::CYCLE_SHOWN + 1).collect();
    if names.len() > limits::CYCLE_SHOWN {
        names.pop();
        names.push("…");
    }
    names.push(back);
    names.join(" → ")
}

/// Collects diagnostics, so that a run reports all of them.
#[derive(Debug, Clone, Default)]
pub struct Errors {
    list: Vec<Diagnostic>,
}

impl Errors {
    /// An empty collection.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one problem.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Whether there is an error.
    pub fn has_errors(&self) -> bool {
        self.list.iter().any(|d| d.severity == Severity::Error)
    }

    /// How many there are, warnings included.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is nothing in it, warnings included.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Sorts by file, line and column, and removes duplicates. Required before displaying or iterating.
    pub fn sort(&mut self) {
        self.list.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.list.dedup();
    }

    /// `Ok` with the warnings if there are no errors, otherwise all diagnostics, sorted.
    pub fn into_result<T>(mut self, value: T) -> Result<(T, Errors), Errors> {
        self.sort();
        if self.has_errors() {
            Err(self)
        } else {
            Ok((value, self))
        }
    }

    /// Leaves out those that are not as grave as this.
    pub fn keep(&mut self, least: Severity) {
        self.list.retain(|it| it.severity <= least);
    }

    /// All diagnostics in their current order.
    pub fn iter(&self) -> std::slice::Iter<'_, Diagnostic> {
        self.list.iter()
    }

    /// The whole report in rustc's layout, optionally with terminal colours.
    pub fn report(&self, coloured: bool) -> String {
        let renderer = if coloured {
            Renderer::styled()
        } else {
            Renderer::plain()
        };
        let shown = self.list.iter().take(limits::PROBLEMS_SHOWN);
        let mut reports: Vec<String> = shown.map(|d| d.render(&renderer)).collect();
        let more = self.list.len().saturating_sub(limits::PROBLEMS_SHOWN);
        if more > 0 {
            reports.push(format!("{more} more problems are not shown"));
        }
        reports.join("\n\n")
    }
}

impl From<Diagnostic> for Errors {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            list: vec![diagnostic],
        }
    }
}

impl Extend<Diagnostic> for Errors {
    fn extend<I: IntoIterator<Item = Diagnostic>>(&mut self, more: I) {
        self.list.extend(more);
    }
}

impl IntoIterator for Errors {
    type Item = Diagnostic;
    type IntoIter = std::vec::IntoIter<Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'a> IntoIterator for &'a Errors {
    type Item = &'a Diagnostic;
    type IntoIter = std::slice::Iter<'a, Diagnostic>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl fmt::Display for Errors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.report(false))
    }
}

impl std::error::Error for Errors {}

#[cfg(test)]
mod tests {
    use super::*;

    /// An error at a column of a line, with terminal control characters in all of its text.
    fn hostile(line: &str, column: usize) -> Diagnostic {
        let place = Place {
            file: "m\x1b[31m\u{202e}.json".to_owned(),
            line: 1,
            column,
            text: Some(line.to_owned()),
        };
        let elsewhere = Place {
            text: None,
            ..place.clone()
        };
        Diagnostic::error("bad \x1b]0;t\x07 and \u{9b}2J")
            .shape("a#\u{2066}B")
            .help("no \x7f\r")
            .at(place)
            .related("see \x08", Some(elsewhere))
    }

    #[test]
    fn nothing_in_a_report_commands_the_terminal() {
        let errors = Errors::from(hostile("{\"\u{9b}31m\x1b[1m\": \"\u{202e}x\"}", 12));
        let report = errors.report(false);
        assert!(!report.contains(smithgen_help::is_command), "{report:?}");
        for shown in [
            "\\x1b]0;t\\x07",
            "\\x9b2J",
            "\\u2066B",
            "m\\x1b[31m\\u202e.json",
            "see \\x08",
        ] {
            assert!(report.contains(shown), "{shown} in:\n{report}");
        }
        let line = hostile("", 1).one_line();
        assert!(!line.contains(smithgen_help::is_command), "{line:?}");
        assert!(line.contains("m\\x1b[31m\\u202e.json:1:1: "), "{line}");
    }

    #[test]
    fn marks_stand_below_what_they_mark_when_the_line_has_escapes() {
        let line = "{\"\u{9b}\x1b\": \"\u{202e}x\", \"b\": 1}";
        let column = 1 + line.chars().take_while(|c| *c != ':').count() + 2;
        let report = Errors::from(hostile(line, column)).report(false);
        let rows: Vec<&str> = report.lines().collect();
        let at = rows
            .iter()
            .position(|row| row.contains("\\x9b\\x1b"))
            .expect("quoted");
        let mark = rows[at + 1].find('^').expect("a mark");
        let length = rows[at + 1].matches('^').count();
        assert_eq!(&rows[at][mark..mark + length], "\"\\u202ex\"", "{report}");
    }
}
