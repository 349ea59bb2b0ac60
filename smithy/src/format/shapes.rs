//! Lays out shapes and `apply`.

use super::sections::first_token;
use super::values::Layout;
use super::{INDENT, Printer};
use crate::idl::tree::{
    Applied, Apply, Data, Entry, Head, Inline, Operation, Property, PropertyValue, Shape,
    ShapeBody, Statement, Value,
};

impl<'a> Printer<'_, 'a> {
    /// All shapes and `apply` statements, and the comments below them.
    pub(super) fn statements(&mut self) {
        let file = self.file;
        for (number, statement) in file.statements.iter().enumerate() {
            if number > 0 {
                self.newline();
            }
            let pending = std::mem::take(&mut self.pending);
            match statement {
                Statement::Apply(apply) => {
                    self.comment_lines(&pending);
                    self.apply(apply);
                    self.end_statement(apply.span, true);
                }
                Statement::Shape(shape) => {
                    self.comment_lines_before(&pending, first_token(statement));
                    self.shape(shape);
                    self.end_statement(shape.span, true);
                }
            }
            self.newline();
        }
        let pending = std::mem::take(&mut self.pending);
        self.comment_lines(&pending);
    }

    fn apply(&mut self, apply: &Apply<'a>) {
        let first = apply.traits.first().map(|it| it.span.start);
        let first = first.or(apply.braces.map(|braces| braces.end));
        let above = self.comments_in(apply.span.start, first.unwrap_or(apply.span.end));
        self.comment_lines(&above);
        self.write("apply ");
        self.write(apply.target.text);
        self.write(" ");
        let Some(braces) = apply.braces else {
            return apply.traits.iter().for_each(|it| self.applied(it));
        };
        self.write("{");
        if apply.traits.is_empty() {
            return self.write("}");
        }
        self.indent += INDENT;
        self.newline();
        self.trait_lines(&apply.traits, braces.end);
        self.indent -= INDENT;
        self.write("}");
    }

    /// Traits and the comments between and below them, up to a place, each on a line of its own.
    pub(super) fn trait_lines(&mut self, traits: &[Applied<'a>], until: usize) {
        for (number, applied) in traits.iter().enumerate() {
            self.applied(applied);
            self.newline();
            let next = traits.get(number + 1).map_or(until, |it| it.span.start);
            let comments = self.comments_in(applied.span.end, next);
            self.comment_lines(&comments);
        }
    }

    fn shape(&mut self, shape: &Shape<'a>) {
        self.trait_lines(&shape.traits.applied, shape.keyword.span.start);
        let after_head = match &shape.head.mixins {
            Some(mixins) => mixins.span.end,
            None => shape.name.span.end,
        };
        let open = match &shape.body {
            ShapeBody::Nothing => after_head,
            ShapeBody::Members(members) => members.span.start,
            ShapeBody::Properties(value) => value.span.start,
            ShapeBody::Operation(operation) => operation.span.start,
        };
        let above = self.comments_in(after_head, open);
        self.comment_lines(&above);
        self.write(shape.keyword.text);
        self.write(" ");
        self.write(shape.name.text);
        self.head(&shape.head, shape.name.span.end, true);
        match &shape.body {
            ShapeBody::Nothing => {}
            ShapeBody::Members(members) => self.members(members),
            ShapeBody::Properties(value) => self.properties(value),
            ShapeBody::Operation(operation) => self.operation(operation),
        }
    }

    /// `for` and `with`, each with a space before it, the first one's excepted if it is asked for.
    fn head(&mut self, head: &Head<'a>, from: usize, has_space: bool) {
        let mut is_first = !has_space;
        let mut space = |printer: &mut Self| {
            if !std::mem::take(&mut is_first) {
                printer.write(" ");
            }
        };
        if let Some(resource) = &head.resource {
            space(self);
            self.write("for ");
            self.write(resource.text);
        }
        if let Some(mixins) = &head.mixins {
            space(self);
            self.write("with ");
            self.ids(mixins, from, Layout::Fitting);
        }
    }

    /// The object of a service or resource: lists of shapes have each shape on a line of its own.
    fn properties(&mut self, value: &Value<'a>) {
        let Data::Object(entries) = &value.data else {
            return;
        };
        let comments = self.comments_in(value.span.start, value.span.end);
        let plain = |entry: &Entry<'_>| {
            let has_brackets = matches!(entry.value.data, Data::Array(_) | Data::Object(_));
            !has_brackets && !self.file.slice(entry.value.span).contains(['\n', '\r'])
        };
        if comments.is_empty() && entries.iter().all(plain) {
            let flat: Vec<String> = entries
                .iter()
                .map(|entry| {
                    format!(
                        "{}: {}",
                        self.key(&entry.key),
                        self.file.slice(entry.value.span)
                    )
                })
                .collect();
            let flat = match flat.is_empty() {
                true => "{}".to_owned(),
                false => format!("{{ {} }}", flat.join(", ")),
            };
            if super::width(&flat) < self.room() {
                self.write(" ");
                return self.write(&flat);
            }
            self.newline();
            if super::width(&flat) <= self.room() {
                return self.write(&flat);
            }
            self.write("{");
        } else {
            self.open();
        }
        self.indent += INDENT;
        let mut from = value.span.start;
        for entry in entries {
            self.property_comments(from, entry.key.span.start);
            self.newline();
            self.entry(entry, layout_of(&entry.key.text));
            from = entry.value.span.end;
        }
        self.property_comments(from, value.span.end);
        self.indent -= INDENT;
        self.newline();
        self.write("}");
    }

    fn property_comments(&mut self, from: usize, to: usize) {
        for comment in self.comments_in(from, to) {
            self.newline();
            self.comment(comment, false);
        }
    }

    /// An opening brace, on the next line where it does not fit.
    pub(super) fn open(&mut self) {
        if self.out.len() == self.line_start {
            return self.write("{");
        }
        match self.room() < 2 {
            true => {
                self.newline();
                self.write("{");
            }
            false => self.write(" {"),
        }
    }

    fn operation(&mut self, operation: &Operation<'a>) {
        let parts: Vec<_> = operation
            .properties
            .iter()
            .map(|property| self.part_of_property(property))
            .collect();
        self.parts(operation.span, &parts, |printer, number| {
            if let Some(property) = operation.properties.get(number) {
                printer.property(property);
            }
        });
    }

    fn property(&mut self, property: &Property<'a>) {
        let key = property.key.text;
        let value_start = match &property.value {
            PropertyValue::Target(target) => target.span.start,
            PropertyValue::Errors(ids) => ids.span.start,
            PropertyValue::Inline(inline) => inline.walrus,
        };
        let above = self.comments_in(property.key.span.end, value_start);
        self.comment_lines(&above);
        self.write(key);
        match &property.value {
            PropertyValue::Target(target) => {
                self.write(": ");
                self.write(target.text);
            }
            PropertyValue::Errors(ids) => {
                self.write(": ");
                self.ids(ids, ids.span.start, Layout::Broken);
            }
            PropertyValue::Inline(inline) => self.inline(inline),
        }
    }

    /// A structure after `:=`, below it where it has traits or documentation.
    fn inline(&mut self, inline: &Inline<'a>) {
        self.write(" :=");
        let applied = &inline.traits.applied;
        let first = applied.first().map_or(inline.start, |it| it.span.start);
        let mut after_head = inline.start;
        if let Some(resource) = &inline.head.resource {
            after_head = after_head.max(resource.span.end);
        }
        if let Some(mixins) = &inline.head.mixins {
            after_head = after_head.max(mixins.span.end);
        }
        let docs = self.comments_in(inline.walrus, first);
        let others = self.comments_in(after_head, inline.members.span.start);
        let is_below = !applied.is_empty() || !docs.is_empty() || !others.is_empty();
        if is_below {
            self.indent += INDENT;
            self.newline();
            self.comment_lines_before(&docs, first);
            self.trait_lines(applied, inline.start);
            self.comment_lines(&others);
        }
        self.head(&inline.head, inline.start, !is_below);
        self.members(&inline.members);
        self.indent -= if is_below { INDENT } else { 0 };
    }
}

/// How the value of a service's or resource's property is laid out.
fn layout_of(key: &str) -> Layout {
    match key {
        "resources"
        | "operations"
        | "collectionOperations"
        | "errors"
        | "identifiers"
        | "properties"
        | "rename" => Layout::Broken,
        _ => Layout::Fitting,
    }
}
