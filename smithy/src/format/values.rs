//! Lays out values and traits: on one line where they are plain and fit it, else one part a line.

use super::{INDENT, Printer, WIDTH, width};
use crate::idl::text::dedent;
use crate::idl::token::{Comment, Span};
use crate::idl::tree::{Applied, Body, Data, Entry, Ids, Inside, Key, Name, Value};
use crate::model::id::is_identifier;

/// What stands in brackets: values, entries or ids, in order, and comments between them.
enum Part<'p, 'a> {
    Value(&'p Value<'a>),
    Entry(&'p Entry<'a>),
    Id(&'p Name<'a>),
    Comment(Comment),
}

/// How brackets are laid out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    /// On one line if what they hold is plain and fits.
    Fitting,
    /// One part a line, unless they are empty.
    Broken,
}

impl<'a> Printer<'_, 'a> {
    /// A value; `tail` characters follow it on its line.
    pub(super) fn value(&mut self, value: &Value<'a>, tail: usize) {
        self.value_in(value, tail, Layout::Fitting);
    }

    /// A value whose own brackets are laid out in a way.
    pub(super) fn value_in(&mut self, value: &Value<'a>, tail: usize, layout: Layout) {
        match &value.data {
            Data::Array(values) => {
                let parts = values.iter().map(Part::Value).collect();
                self.brackets("[", parts, "]", value.span, tail, layout);
            }
            Data::Object(entries) => {
                let parts = entries.iter().map(Part::Entry).collect();
                self.brackets("{", parts, "}", value.span, tail, layout);
            }
            Data::Block(_) => self.block(value.span),
            _ => self.write_span(value.span),
        }
    }

    /// A text block at the indentation of its line.
    fn block(&mut self, span: Span) {
        let raw = self.file.slice(span);
        let inside = raw.get(3..raw.len().saturating_sub(3)).unwrap_or_default();
        // What is no text block was refused.
        let text = dedent(inside).unwrap_or_default();
        self.write("\"\"\"");
        let mut lines = text.split('\n').peekable();
        while let Some(line) = lines.next() {
            self.newline();
            match (line, lines.peek()) {
                // A space alone would be taken for indentation. Before the closing quotes it is
                // indentation to the reference, though it reads it as text.
                (" ", Some(_)) => self.write("\\u0020"),
                (" ", None) => {}
                _ => self.write(line),
            }
        }
        self.write("\"\"\"");
    }

    /// The comments of brackets that do not stand within one of the parts, put in order with these.
    fn with_comments<'p>(&self, parts: Vec<Part<'p, 'a>>, span: Span) -> Vec<Part<'p, 'a>> {
        let mut all = Vec::with_capacity(parts.len());
        let mut from = span.start;
        let between = |from, to| {
            let comments = self.file.comments_in(from, to).iter();
            comments.copied().map(Part::Comment)
        };
        for part in parts {
            let own = part.span();
            all.extend(between(from, own.start));
            all.push(part);
            from = own.end;
        }
        all.extend(between(from, span.end));
        all
    }

    fn brackets(
        &mut self,
        open: &str,
        parts: Vec<Part<'_, 'a>>,
        close: &str,
        span: Span,
        tail: usize,
        layout: Layout,
    ) {
        let parts = self.with_comments(parts, span);
        if parts.is_empty() {
            return self.write(&format!("{open}{close}"));
        }
        if layout == Layout::Fitting
            && let Some(flat) = self.flat(open, &parts, close, span)
        {
            // One part alone in brackets gains no room by a line of its own.
            let is_breakable = open == "{" || parts.len() > 1;
            let length = width(&flat);
            if length <= WIDTH && (!is_breakable || length + tail <= self.room()) {
                return self.write(&flat);
            }
        }
        self.write(open);
        self.indent += INDENT;
        for part in &parts {
            self.newline();
            self.part(part, open);
        }
        self.indent -= INDENT;
        self.newline();
        self.write(close);
    }

    fn part(&mut self, part: &Part<'_, 'a>, open: &str) {
        match part {
            Part::Comment(comment) => self.comment(*comment, false),
            Part::Id(id) => self.write(id.text),
            Part::Entry(entry) => self.entry(entry, Layout::Fitting),
            Part::Value(value) => {
                let is_object = matches!(value.data, Data::Object(_));
                let layout = match is_object && open == "[" {
                    true => Layout::Broken,
                    false => Layout::Fitting,
                };
                self.value_in(value, 0, layout);
            }
        }
    }

    /// A key and value; comments between them go to the line above.
    pub(super) fn entry(&mut self, entry: &Entry<'a>, layout: Layout) {
        let comments = self.comments_in(entry.key.span.end, entry.value.span.start);
        self.comment_lines(&comments);
        let key = self.key(&entry.key);
        self.write(key);
        self.write(": ");
        let is_block = matches!(entry.value.data, Data::Block(_));
        self.indent += if is_block { INDENT } else { 0 };
        self.value_in(&entry.value, 0, layout);
        self.indent -= if is_block { INDENT } else { 0 };
    }

    /// A key without quotes where it needs none.
    pub(super) fn key(&self, key: &Key<'a>) -> &'a str {
        let raw = self.file.slice(key.span);
        let inside = raw.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        inside.filter(|it| is_identifier(it)).unwrap_or(raw)
    }

    /// What brackets hold on one line, unless something in them takes more.
    fn flat(&self, open: &str, parts: &[Part<'_, 'a>], close: &str, span: Span) -> Option<String> {
        if !self.file.comments_in(span.start, span.end).is_empty() {
            return None;
        }
        let mut flat = String::from(open);
        let padding = if open == "{" { " " } else { "" };
        flat.push_str(padding);
        for (number, part) in parts.iter().enumerate() {
            if number > 0 {
                flat.push_str(", ");
            }
            match part {
                Part::Comment(_) => return None,
                Part::Id(id) => flat.push_str(id.text),
                Part::Value(value) => flat.push_str(self.plain(value)?),
                Part::Entry(entry) => {
                    flat.push_str(self.key(&entry.key));
                    flat.push_str(": ");
                    flat.push_str(self.plain(&entry.value)?);
                }
            }
        }
        flat.push_str(padding);
        flat.push_str(close);
        Some(flat)
    }

    /// The text of a value that is neither a list nor an object, and on one line.
    fn plain(&self, value: &Value<'a>) -> Option<&'a str> {
        let text = self.file.slice(value.span);
        let is_plain = match &value.data {
            Data::Array(_) | Data::Object(_) | Data::Block(_) => false,
            _ => !text.contains(['\n', '\r']),
        };
        is_plain.then_some(text)
    }

    /// A trait.
    pub(super) fn applied(&mut self, applied: &Applied<'a>) {
        self.write("@");
        self.write(applied.id.text);
        let Some(Body { span, inside }) = &applied.body else {
            return;
        };
        let comments = self.comments_in(span.start, span.end);
        match inside {
            Inside::Nothing if comments.is_empty() => {}
            Inside::Nothing => self.brackets("(", Vec::new(), ")", *span, 0, Layout::Broken),
            Inside::Entries(entries) => {
                let parts = entries.iter().map(Part::Entry).collect();
                self.brackets("(", parts, ")", *span, 0, Layout::Fitting);
            }
            Inside::Value(value) => {
                let outside = comments.iter().map(|comment| comment.span.start);
                let mut outside =
                    outside.filter(|at| *at < value.span.start || *at >= value.span.end);
                let has_brackets = matches!(value.data, Data::Array(_) | Data::Object(_));
                if outside.next().is_some() || (!has_brackets && self.plain(value).is_none()) {
                    return self.brackets(
                        "(",
                        vec![Part::Value(value)],
                        ")",
                        *span,
                        0,
                        Layout::Broken,
                    );
                }
                self.write("(");
                self.value(value, 1);
                self.write(")");
            }
        }
    }

    /// Shape ids in brackets.
    pub(super) fn ids(&mut self, ids: &Ids<'a>, comments_from: usize, layout: Layout) {
        let parts = ids.ids.iter().map(Part::Id).collect();
        let span = Span {
            start: comments_from,
            end: ids.span.end,
        };
        self.brackets("[", parts, "]", span, 0, layout);
    }
}

impl Part<'_, '_> {
    fn span(&self) -> Span {
        match self {
            Self::Value(value) => value.span,
            Self::Entry(entry) => Span {
                start: entry.key.span.start,
                end: entry.value.span.end,
            },
            Self::Id(id) => id.span,
            Self::Comment(comment) => comment.span,
        }
    }
}
