//! What a file of the interface language consists of, with the place of every part.
//!
//! Comments and blank lines are no part of the tree: whoever wants them finds comments by their place between two
//! parts, with [`File::comments_in`].

use std::borrow::Cow;

use super::token::{Comment, Span};
use crate::model::Version;

/// A whole file, as far as it could be read.
#[derive(Debug)]
pub(crate) struct File<'a> {
    pub(crate) text: &'a str,
    /// The version that the file states, or 1.0.
    pub(crate) version: Version,
    pub(crate) controls: Vec<Setting<'a>>,
    pub(crate) metadata: Vec<Setting<'a>>,
    pub(crate) namespace: Option<Namespace<'a>>,
    pub(crate) uses: Vec<Use<'a>>,
    pub(crate) statements: Vec<Statement<'a>>,
    /// All comments, in order.
    pub(crate) comments: Vec<Comment>,
    /// Shape ids in values, in order; also those of statements that were given up.
    pub(crate) ids: Vec<Name<'a>>,
    /// Names of shapes whose definitions were given up.
    pub(crate) broken: Vec<&'a str>,
    /// What is wrong, in order.
    pub(crate) problems: Vec<Problem>,
    /// Whether imports are missing or the end was not read, so that names may not be what they seem.
    pub(crate) is_incomplete: bool,
}

/// Something wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) at: usize,
    /// One sentence in lower case, without full stop.
    pub(crate) message: String,
    /// What to do about it.
    pub(crate) help: Option<String>,
    /// The shape or member concerned.
    pub(crate) shape: Option<String>,
    pub(crate) kind: ProblemKind,
}

/// How grave a problem is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ProblemKind {
    /// The file cannot be read as it is.
    Error,
    /// A documentation comment that documents nothing.
    StrayDocumentation,
}

/// A name or shape id as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Name<'a> {
    pub(crate) text: &'a str,
    pub(crate) span: Span,
}

/// `$key: value` or `metadata key = value`.
#[derive(Debug)]
pub(crate) struct Setting<'a> {
    pub(crate) span: Span,
    pub(crate) key: Key<'a>,
    pub(crate) value: Value<'a>,
}

/// `namespace name`
#[derive(Debug)]
pub(crate) struct Namespace<'a> {
    pub(crate) span: Span,
    pub(crate) name: &'a str,
}

/// `use namespace#Name`
#[derive(Debug)]
pub(crate) struct Use<'a> {
    pub(crate) span: Span,
    pub(crate) id: Name<'a>,
}

/// The key of an object or setting.
#[derive(Debug, Clone)]
pub(crate) struct Key<'a> {
    pub(crate) span: Span,
    pub(crate) text: Cow<'a, str>,
}

/// A value.
#[derive(Debug, Clone)]
pub(crate) struct Value<'a> {
    pub(crate) span: Span,
    pub(crate) data: Data<'a>,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Data<'a> {
    Null,
    Bool(bool),
    Number(&'a str),
    String(Cow<'a, str>),
    Block(Cow<'a, str>),
    /// A shape id without quotes.
    Id(&'a str),
    Array(Vec<Value<'a>>),
    Object(Vec<Entry<'a>>),
}

/// A member of an object.
#[derive(Debug, Clone)]
pub(crate) struct Entry<'a> {
    pub(crate) key: Key<'a>,
    pub(crate) value: Value<'a>,
}

/// `@id`, `@id(value)` or `@id(key: value, …)`
#[derive(Debug)]
pub(crate) struct Applied<'a> {
    pub(crate) span: Span,
    pub(crate) id: Name<'a>,
    /// What stands in parentheses, if there are any.
    pub(crate) body: Option<Body<'a>>,
}

/// What stands in the parentheses of a trait, and their place.
#[derive(Debug)]
pub(crate) struct Body<'a> {
    pub(crate) span: Span,
    pub(crate) inside: Inside<'a>,
}

/// What stands in the parentheses of a trait.
#[derive(Debug)]
pub(crate) enum Inside<'a> {
    Nothing,
    Value(Value<'a>),
    Entries(Vec<Entry<'a>>),
}

/// The documentation and traits before a shape or member.
#[derive(Debug, Default)]
pub(crate) struct Traits<'a> {
    /// Where the documentation comments stand, from the start of the first to the end of the last.
    pub(crate) docs: Option<Span>,
    pub(crate) applied: Vec<Applied<'a>>,
}

/// A shape or `apply`.
#[derive(Debug)]
pub(crate) enum Statement<'a> {
    Shape(Shape<'a>),
    Apply(Apply<'a>),
}

/// `apply id @trait` or `apply id { @trait … }`
#[derive(Debug)]
pub(crate) struct Apply<'a> {
    pub(crate) span: Span,
    pub(crate) target: Name<'a>,
    pub(crate) traits: Vec<Applied<'a>>,
    /// The place of the braces, if there are any.
    pub(crate) braces: Option<Span>,
}

/// A shape's definition.
#[derive(Debug)]
pub(crate) struct Shape<'a> {
    /// From the documentation or first trait to the end.
    pub(crate) span: Span,
    pub(crate) traits: Traits<'a>,
    pub(crate) keyword: Name<'a>,
    pub(crate) name: Name<'a>,
    pub(crate) head: Head<'a>,
    pub(crate) body: ShapeBody<'a>,
}

/// What may stand before the members of a shape.
#[derive(Debug, Default)]
pub(crate) struct Head<'a> {
    /// The resource after `for`.
    pub(crate) resource: Option<Name<'a>>,
    pub(crate) mixins: Option<Ids<'a>>,
}

/// Shape ids in brackets, and the place of the brackets.
#[derive(Debug)]
pub(crate) struct Ids<'a> {
    pub(crate) span: Span,
    pub(crate) ids: Vec<Name<'a>>,
}

/// What a shape has in braces.
#[derive(Debug)]
pub(crate) enum ShapeBody<'a> {
    Nothing,
    Members(Members<'a>),
    /// The properties of a service or resource.
    Properties(Value<'a>),
    Operation(Operation<'a>),
}

/// Members in braces, and the place of the braces.
#[derive(Debug)]
pub(crate) struct Members<'a> {
    pub(crate) span: Span,
    pub(crate) list: Vec<Member<'a>>,
}

/// A member.
#[derive(Debug)]
pub(crate) struct Member<'a> {
    /// From the documentation or first trait to the end.
    pub(crate) span: Span,
    pub(crate) traits: Traits<'a>,
    /// The name, with a `$` before it where the target is elided.
    pub(crate) name: Name<'a>,
    /// The shape of its values; none in an enum or where it is elided.
    pub(crate) target: Option<Name<'a>>,
    pub(crate) is_elided: bool,
    /// The default, or the value in an enum.
    pub(crate) value: Option<Value<'a>>,
}

/// The properties of an operation in braces, and the place of the braces.
#[derive(Debug)]
pub(crate) struct Operation<'a> {
    pub(crate) span: Span,
    pub(crate) properties: Vec<Property<'a>>,
}

/// A property of an operation.
#[derive(Debug)]
pub(crate) struct Property<'a> {
    pub(crate) span: Span,
    pub(crate) key: Name<'a>,
    pub(crate) value: PropertyValue<'a>,
}

/// What a property of an operation says.
#[derive(Debug)]
pub(crate) enum PropertyValue<'a> {
    Target(Name<'a>),
    Inline(Inline<'a>),
    Errors(Ids<'a>),
}

/// A structure defined in place after `:=`.
#[derive(Debug)]
pub(crate) struct Inline<'a> {
    /// Where `:=` ends.
    pub(crate) walrus: usize,
    pub(crate) traits: Traits<'a>,
    /// Where what follows the traits starts.
    pub(crate) start: usize,
    pub(crate) head: Head<'a>,
    pub(crate) members: Members<'a>,
}

impl<'a> File<'a> {
    /// The comments between two places, in order.
    pub(crate) fn comments_in(&self, start: usize, end: usize) -> &[Comment] {
        let from = self
            .comments
            .partition_point(|comment| comment.span.start < start);
        let to = self
            .comments
            .partition_point(|comment| comment.span.start < end);
        self.comments.get(from..to).unwrap_or_default()
    }

    /// A part of the text.
    pub(crate) fn slice(&self, span: Span) -> &'a str {
        super::token::slice(self.text, span)
    }

    /// What documentation comments say: their lines without the slashes and one space.
    pub(crate) fn documentation(&self, docs: Span) -> String {
        let comments = self.comments_in(docs.start, docs.end);
        let lines = comments
            .iter()
            .filter(|comment| comment.is_doc)
            .map(|comment| {
                let line = self.slice(comment.span);
                let line = line.strip_prefix("///").unwrap_or(line);
                line.strip_prefix(' ').unwrap_or(line)
            });
        lines.collect::<Vec<_>>().join("\n")
    }
}

impl File<'_> {
    /// The name of the structure that an operation defines in place as its `input` or `output`.
    pub(crate) fn inline_name(&self, operation: &str, key: &str) -> String {
        let (control, usual) = match key {
            "input" => ("operationInputSuffix", "Input"),
            _ => ("operationOutputSuffix", "Output"),
        };
        let mut stated = self.controls.iter().filter(|it| it.key.text == control);
        let suffix = stated.next().and_then(|it| it.value.text());
        format!("{operation}{}", suffix.unwrap_or(usual))
    }
}

impl Value<'_> {
    /// What a string or text block says.
    pub(crate) fn text(&self) -> Option<&str> {
        match &self.data {
            Data::String(text) | Data::Block(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of value it is, as messages say it.
    pub(crate) fn kind(&self) -> &'static str {
        match &self.data {
            Data::Null => "null",
            Data::Bool(_) => "a boolean",
            Data::Number(_) => "a number",
            Data::String(_) => "a string",
            Data::Block(_) => "a text block",
            Data::Id(_) => "a name without quotes",
            Data::Array(_) => "an array",
            Data::Object(_) => "an object",
        }
    }
}

impl<'a> Name<'a> {
    /// A member's name without the `$` of an elided target.
    pub(crate) fn bare(&self) -> &'a str {
        self.text.strip_prefix('$').unwrap_or(self.text)
    }
}

impl Traits<'_> {
    /// Where the first of them starts.
    pub(crate) fn start(&self) -> Option<usize> {
        let docs = self.docs.map(|docs| docs.start);
        docs.or_else(|| self.applied.first().map(|applied| applied.span.start))
    }

    /// Whether there are neither.
    pub(crate) fn is_empty(&self) -> bool {
        self.docs.is_none() && self.applied.is_empty()
    }
}
