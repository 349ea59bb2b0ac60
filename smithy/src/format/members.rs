//! Lays out members, and the comments between them.

use super::{INDENT, Printer};
use crate::idl::token::{Comment, Span};
use crate::idl::tree::{Member, Members, Property, PropertyValue};

/// A member, or a property of an operation, among others in braces.
pub(super) struct Part {
    /// Where its first token stands, documentation aside.
    start: usize,
    end: usize,
    /// Whether it ends with a value, and with it its line.
    has_value: bool,
    /// Where its documentation stands.
    docs: Option<Span>,
    /// Whether it has documentation, traits, or comments within.
    is_rich: bool,
}

impl<'a> Printer<'_, 'a> {
    /// Members in braces.
    pub(super) fn members(&mut self, members: &Members<'a>) {
        let parts: Vec<Part> = members
            .list
            .iter()
            .map(|member| self.part_of_member(member))
            .collect();
        self.parts(members.span, &parts, |printer, number| {
            if let Some(member) = members.list.get(number) {
                printer.member(member);
            }
        });
    }

    fn part_of_member(&self, member: &Member<'a>) -> Part {
        let first = member.traits.applied.first();
        let start = first.map_or(member.name.span.start, |it| it.span.start);
        let end = member.span.end;
        Part {
            start,
            end,
            has_value: member.value.is_some(),
            docs: member.traits.docs,
            is_rich: first.is_some()
                || member.traits.docs.is_some()
                || !self.file.comments_in(start, end).is_empty(),
        }
    }

    pub(super) fn part_of_property(&self, property: &Property<'a>) -> Part {
        let Span { start, end } = property.span;
        let mut comments = self.file.comments_in(start, end).iter();
        let is_rich = match &property.value {
            PropertyValue::Inline(inline) => {
                let list = &inline.members.list;
                let has_traits = list.iter().any(|it| !it.traits.applied.is_empty());
                // What stands behind a value belongs to that line.
                let is_behind_value = |comment: &Comment| {
                    let number = list.partition_point(|it| it.span.end <= comment.span.start);
                    let before = number.checked_sub(1).and_then(|number| list.get(number));
                    before.is_some_and(|it| {
                        it.value.is_some()
                            && self.line(it.span.end) == self.line(comment.span.start)
                    })
                };
                !inline.traits.applied.is_empty()
                    || has_traits
                    || comments.any(|comment| !is_behind_value(comment))
            }
            _ => comments.next().is_some(),
        };
        Part {
            start,
            end,
            has_value: false,
            docs: None,
            is_rich,
        }
    }

    /// Parts in braces, a blank line between them where one has traits or comments stand between them.
    pub(super) fn parts(
        &mut self,
        span: Span,
        parts: &[Part],
        mut write: impl FnMut(&mut Self, usize),
    ) {
        let first = parts.first().map_or(span.end, |part| part.start);
        let mut waiting = self.comments_in(span.start, first);
        if parts.is_empty() && waiting.is_empty() {
            if self.out.len() != self.line_start {
                match self.room() < 3 {
                    true => self.newline(),
                    false => self.write(" "),
                }
            }
            return self.write("{}");
        }
        let is_spaced = self.is_spaced(span, parts, &waiting);
        self.open();
        self.indent += INDENT;
        for (number, part) in parts.iter().enumerate() {
            self.newline();
            if is_spaced && number > 0 {
                self.newline();
            }
            self.comment_lines_before(&std::mem::take(&mut waiting), part.start);
            write(self, number);
            let next = parts.get(number + 1);
            let end = next.map_or(span.end, |next| next.start);
            let line = self.line(part.end);
            let docs = next.and_then(|next| next.docs);
            for comment in self.comments_in(part.end, end) {
                let at = comment.span.start;
                // Documentation belongs to the next member, even on the line of this one.
                let is_docs = docs.is_some_and(|docs| docs.start <= at && at < docs.end);
                let is_behind = !is_docs && self.line(at) == line;
                if is_behind && (part.has_value || next.is_some() || !is_spaced) {
                    self.write(" ");
                    self.comment(comment, false);
                } else {
                    waiting.push(comment);
                }
            }
        }
        if !waiting.is_empty() {
            self.newline();
            if is_spaced && !parts.is_empty() {
                self.newline();
            }
            for (number, comment) in waiting.into_iter().enumerate() {
                if number > 0 {
                    self.newline();
                }
                self.comment(comment, false);
            }
        }
        self.indent -= INDENT;
        self.newline();
        self.write("}");
    }

    fn is_spaced(&self, span: Span, parts: &[Part], above: &[Comment]) -> bool {
        if !above.is_empty() || parts.iter().any(|part| part.is_rich) {
            return true;
        }
        parts.iter().enumerate().any(|(number, part)| {
            let end = parts.get(number + 1).map_or(span.end, |next| next.start);
            let line = self.line(part.end);
            let comments = self.file.comments_in(part.end, end).iter();
            let mut lines = comments.map(|comment| self.line(comment.span.start));
            // A comment right below a value says something about that value.
            lines.any(|it| it != line && !(part.has_value && it == line + 1))
        })
    }

    fn member(&mut self, member: &Member<'a>) {
        self.trait_lines(&member.traits.applied, member.name.span.start);
        self.write(member.name.text);
        if let Some(target) = &member.target {
            self.write(": ");
            self.write(target.text);
        }
        if let Some(value) = &member.value {
            self.write(" = ");
            self.value(value, 0);
        }
    }
}
