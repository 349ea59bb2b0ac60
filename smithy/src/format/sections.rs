//! Lays out what stands above the shapes, and puts the parts of a file together.

use super::Printer;
use crate::idl::token::{Comment, Span};
use crate::idl::tree::{
    Applied, Data, Inside, PropertyValue, Setting, ShapeBody, Statement, Value,
};
use crate::maps::HashSet;

impl<'a> Printer<'_, 'a> {
    /// The whole file.
    pub(super) fn file(&mut self) {
        let file = self.file;
        let top = self.comments_in(0, self.next_start(0));
        // The comments at the top are followed by a line break in any case.
        let (last, others) = match top.split_last() {
            Some((last, others)) => (Some(*last), others),
            None => (None, &[] as &[Comment]),
        };
        self.comment_lines(others);
        if let Some(last) = last {
            self.comment(last, false);
        }
        self.settings(&file.controls, "$", ": ");
        self.settings(&file.metadata, "metadata ", " = ");
        if let Some(namespace) = &file.namespace {
            self.newline();
            self.pending();
            self.write("namespace ");
            self.write(namespace.name);
            self.end_statement(namespace.span, false);
            self.newline();
        }
        self.uses();
        self.newline();
        self.statements();
    }

    /// Where the first statement after a place starts, or the end of the file.
    fn next_start(&self, at: usize) -> usize {
        let file = self.file;
        let setting = |settings: &[Setting<'_>]| {
            let number = settings.partition_point(|it| it.span.start < at);
            settings.get(number).map(|it| it.span.start)
        };
        let used = file.uses.partition_point(|it| it.span.start < at);
        let statement = file.statements.partition_point(|it| first_token(it) < at);
        let namespace = file.namespace.as_ref().map(|it| it.span.start);
        let next = [
            setting(&file.controls),
            setting(&file.metadata),
            namespace.filter(|start| *start >= at),
            file.uses.get(used).map(|it| it.span.start),
            file.statements.get(statement).map(first_token),
        ];
        // They come in this order.
        next.into_iter().flatten().next().unwrap_or(file.text.len())
    }

    /// Writes the comments that were kept for what comes now.
    fn pending(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        self.comment_lines(&pending);
    }

    /// Writes the comments on the line of a statement, and keeps those below for the next.
    ///
    /// Between shapes, what stands right below the end of one belongs to it.
    pub(super) fn end_statement(&mut self, span: Span, is_shape: bool) {
        let until = self.next_start(span.end);
        let own_line = self.line(span.end.saturating_sub(1));
        let mut last_line = own_line;
        for comment in self.comments_in(span.end, until) {
            let line = self.line(comment.span.start);
            if line == own_line {
                self.write(" ");
                self.comment(comment, false);
            } else if is_shape && !comment.is_doc && line == last_line + 1 {
                self.newline();
                self.comment(comment, false);
                last_line = line;
            } else {
                self.pending.push(comment);
            }
        }
    }

    /// Statements of one kind: those that take several lines have a blank line around them.
    fn settings(&mut self, settings: &[Setting<'a>], before: &str, between: &str) {
        if settings.is_empty() {
            return;
        }
        self.newline();
        let mut is_apart = true;
        for (number, setting) in settings.iter().enumerate() {
            let start = self.out.len();
            self.pending();
            self.write(before);
            let key = self.key(&setting.key);
            self.write(key);
            self.write(between);
            // A comment on the same line counts for whether the value fits it.
            let tail = self.tail(setting.span);
            self.value(&setting.value, tail);
            self.end_statement(setting.span, false);
            self.set_apart(start, &mut is_apart, number + 1 == settings.len());
        }
    }

    /// How long the comment behind a statement is, with the space before it.
    fn tail(&self, span: Span) -> usize {
        let line_end = self.lines.get(self.line(span.end)).copied();
        let comments = self
            .file
            .comments_in(span.end, line_end.unwrap_or(usize::MAX));
        comments
            .first()
            .map_or(0, |comment| super::width(self.file.slice(comment.span)) + 1)
    }

    /// Ends a statement that was written from `start` on, with blank lines around it where it takes several.
    fn set_apart(&mut self, start: usize, is_apart: &mut bool, is_last: bool) {
        let is_long = self.out.get(start..).is_some_and(|it| it.contains('\n'));
        if is_long && !*is_apart {
            self.out.insert(start, '\n');
            self.line_start += 1;
        }
        *is_apart = is_long && !is_last;
        if *is_apart {
            self.newline();
        }
        self.newline();
    }

    /// The `use` statements that are needed, sorted, each with the comments above and behind it.
    ///
    /// What stands right above or behind one that is not needed goes with it. Comments above the first stay, and those
    /// with a blank line below them: they may be about more.
    fn uses(&mut self) {
        let file = self.file;
        if file.uses.is_empty() {
            return;
        }
        let needed = self.names_in_use();
        // Comments above the first are kept since `namespace`.
        let mut above = std::mem::take(&mut self.pending);
        let mut uses = Vec::new();
        // Comments that stay, until one of the next is needed.
        let mut kept = Vec::new();
        for (number, used) in file.uses.iter().enumerate() {
            let until = self.next_start(used.span.end);
            let line = self.line(used.span.start);
            let comments = self.comments_in(used.span.end, until);
            let (behind, below): (Vec<_>, Vec<_>) = comments
                .into_iter()
                .partition(|comment| self.line(comment.span.start) == line);
            let own = std::mem::replace(&mut above, below);
            let name = used.id.text.split_once('#').map_or("", |(_, name)| name);
            if needed.contains(name) {
                kept.extend(own);
                uses.push((used.id.text, std::mem::take(&mut kept), behind));
            } else if number == 0 {
                kept = own;
            } else {
                let about_it = self.first_adjacent(&own, used.span.start, |_| true);
                kept.extend(own.into_iter().take(about_it));
            }
        }
        // What documented nothing does not document the first shape now.
        kept.iter_mut().for_each(|comment| comment.is_doc = false);
        kept.append(&mut above);
        uses.sort_by_key(|(id, ..)| *id);
        if !uses.is_empty() {
            self.newline();
        }
        let mut is_apart = true;
        let count = uses.len();
        for (number, (id, above, behind)) in uses.into_iter().enumerate() {
            let start = self.out.len();
            self.comment_lines(&above);
            self.write("use ");
            self.write(id);
            for comment in behind {
                self.write(" ");
                self.comment(comment, false);
            }
            self.set_apart(start, &mut is_apart, number + 1 == count);
        }
        // What stands below the last one belongs to the first shape.
        self.pending = kept;
    }

    /// The names without namespace that the metadata and shapes of the file refer to.
    fn names_in_use(&self) -> HashSet<String> {
        let mut names = HashSet::default();
        let mut add = |id: &str| {
            let name = id.split_once('$').map_or(id, |(shape, _)| shape);
            if !name.contains('#') && !names.contains(name) {
                names.insert(name.to_owned());
            }
        };
        for setting in &self.file.metadata {
            in_ids(&setting.value, &mut add);
        }
        for statement in &self.file.statements {
            match statement {
                Statement::Apply(apply) => {
                    add(apply.target.text);
                    in_traits(&apply.traits, &mut add);
                }
                Statement::Shape(shape) => {
                    in_traits(&shape.traits.applied, &mut add);
                    in_head(&shape.head, &mut add);
                    match &shape.body {
                        ShapeBody::Nothing => {}
                        ShapeBody::Members(members) => in_members(members, &mut add),
                        ShapeBody::Properties(value) => in_value(value, &mut add),
                        ShapeBody::Operation(operation) => in_operation(operation, &mut add),
                    }
                }
            }
        }
        names
    }
}

/// Where the first token of a statement stands, documentation aside.
pub(super) fn first_token(statement: &Statement<'_>) -> usize {
    match statement {
        Statement::Apply(apply) => apply.span.start,
        Statement::Shape(shape) => {
            let first = shape.traits.applied.first();
            first.map_or(shape.keyword.span.start, |it| it.span.start)
        }
    }
}

type Add<'x> = &'x mut dyn FnMut(&str);

fn in_traits(traits: &[Applied<'_>], add: Add<'_>) {
    for applied in traits {
        add(applied.id.text);
        match applied.body.as_ref().map(|body| &body.inside) {
            Some(Inside::Value(value)) => in_ids(value, add),
            Some(Inside::Entries(entries)) => {
                entries.iter().for_each(|entry| in_ids(&entry.value, add));
            }
            Some(Inside::Nothing) | None => {}
        }
    }
}

fn in_head(head: &crate::idl::tree::Head<'_>, add: Add<'_>) {
    head.resource.iter().for_each(|id| add(id.text));
    let mixins = head.mixins.iter().flat_map(|mixins| &mixins.ids);
    mixins.for_each(|id| add(id.text));
}

fn in_members(members: &crate::idl::tree::Members<'_>, add: Add<'_>) {
    for member in &members.list {
        in_traits(&member.traits.applied, add);
        member.target.iter().for_each(|id| add(id.text));
        member.value.iter().for_each(|value| in_ids(value, add));
    }
}

fn in_operation(operation: &crate::idl::tree::Operation<'_>, add: Add<'_>) {
    for property in &operation.properties {
        match &property.value {
            PropertyValue::Target(id) => add(id.text),
            PropertyValue::Errors(ids) => ids.ids.iter().for_each(|id| add(id.text)),
            PropertyValue::Inline(inline) => {
                in_traits(&inline.traits.applied, add);
                in_head(&inline.head, add);
                in_members(&inline.members, add);
            }
        }
    }
}

fn in_ids(value: &Value<'_>, add: Add<'_>) {
    match &value.data {
        Data::Id(id) => add(id),
        Data::Array(values) => values.iter().for_each(|value| in_ids(value, add)),
        Data::Object(entries) => entries.iter().for_each(|entry| in_ids(&entry.value, add)),
        _ => {}
    }
}

/// The same in a service or resource, where names may be in quotes as well.
fn in_value(value: &Value<'_>, add: Add<'_>) {
    match &value.data {
        Data::Id(id) => add(id),
        Data::String(name) | Data::Block(name) => add(name),
        Data::Array(values) => values.iter().for_each(|value| in_value(value, add)),
        Data::Object(entries) => {
            entries.iter().for_each(|entry| in_value(&entry.value, add));
        }
        _ => {}
    }
}
