//! The shapes: their kinds, and what is described of each besides its members.

use super::layered::{Field, Fields};
use super::{Described, Node, Reader, customizations, empty_shape, mark, names, object, set};
use crate::diagnostic::Diagnostic;
use crate::maps::HashSet;
use crate::model::traits::id;
use crate::model::{Kind, Member, Shape, ShapeId, Traits};
use crate::nearest::nearest;
use crate::source::Location;

/// The members of a shape. Those without effect are of protocols that nobody speaks any more, or repeat others.
const SHAPE: &[&str] = &[
    "box",
    "deprecated",
    "deprecatedMessage",
    "deprecatedSince",
    "document",
    "documentation",
    "enum",
    "error",
    "event",
    "eventstream",
    "exception",
    "fault",
    "flattened",
    "key",
    "locationName",
    "max",
    "member",
    "members",
    "min",
    "pattern",
    "payload",
    "required",
    "requiresLength",
    "retryable",
    "sensitive",
    "sparse",
    "streaming",
    "synthetic",
    "timestampFormat",
    "type",
    "union",
    "value",
    "wrapper",
    "xmlNamespace",
    "xmlOrder",
];

/// The types of descriptions and what they are in Smithy. Structures may be something else yet.
const TYPES: &[(&str, &str)] = &[
    ("bigdecimal", "bigDecimal"),
    ("biginteger", "bigInteger"),
    ("blob", "blob"),
    ("boolean", "boolean"),
    ("byte", "byte"),
    ("character", "string"),
    ("double", "double"),
    ("float", "float"),
    ("integer", "integer"),
    ("list", "list"),
    ("long", "long"),
    ("map", "map"),
    ("short", "short"),
    ("string", "string"),
    ("structure", "structure"),
    ("timestamp", "timestamp"),
];

/// Formats of timestamps, by their names in descriptions.
pub(super) const TIMESTAMPS: &[(&str, &str)] = &[
    ("iso8601", "date-time"),
    ("rfc822", "http-date"),
    ("unixTimestamp", "epoch-seconds"),
];

impl<'a> Reader<'a, '_> {
    /// Finds all shapes, so that members know what they target.
    pub(super) fn describe(&mut self, shapes: Fields<'a>) {
        let names = self.names(&shapes);
        for (field, name) in shapes.list.into_iter().zip(names) {
            let Some(id) = self.id(&name) else {
                let problem = Diagnostic::error(format!("`{name}` is no name for a shape"));
                let help =
                    "a name is made of letters, digits and underscores, and starts with no digit";
                let problem = problem.at(self.file.place(field.key_at)).help(help);
                self.file.push(problem);
                continue;
            };
            let Some(fields) = self.fields(field.value, "a shape", id.as_str()) else {
                self.break_shape(field.key.into_owned(), id);
                continue;
            };
            self.check_known(&fields, SHAPE, id.as_str());
            let kind = self.kind(&fields, field.key_at, id.as_str());
            let kind = kind.filter(|kind| self.is_whole(&fields, kind, field.key_at, id.as_str()));
            let Some(kind) = kind else {
                self.break_shape(field.key.into_owned(), id);
                continue;
            };
            let described = Described {
                id,
                at: field.key_at,
                kind,
                fields,
            };
            self.described.insert(field.key.into_owned(), described);
        }
    }

    fn break_shape(&mut self, name: String, id: ShapeId) {
        self.file.add_broken(id.clone());
        self.broken.insert(name, id);
    }

    /// Whether a list or map says what it is of; reports if not.
    fn is_whole(&mut self, fields: &Fields<'a>, kind: &str, at: Location, subject: &str) -> bool {
        let needed: &[&str] = match kind {
            "list" => &["member"],
            "map" => &["key", "value"],
            _ => &[],
        };
        let missing = needed.iter().filter(|name| !fields.has(name));
        let missing: Vec<&str> = missing.copied().collect();
        for name in &missing {
            let problem = Diagnostic::error(format!("the {kind} has no `{name}`"));
            let problem = problem.shape(subject).at(self.file.place(at));
            self.file.push(problem.help("name its shape"));
        }
        missing.is_empty()
    }

    /// The names of shapes in the model, where none may be like another but for case, nor like that of an operation.
    /// Structures keep theirs, which requests and responses carry.
    fn names(&self, shapes: &Fields<'a>) -> Vec<String> {
        let mut taken: HashSet<String> =
            self.operations.iter().map(|it| it.to_lowercase()).collect();
        let is_structure = |field: &Field<'a>| {
            let fields = field.value.fields().ok();
            let kind = fields.and_then(|it| it.get("type")?.value.json.string().ok());
            kind.is_some_and(|kind| kind == "structure")
        };
        let mut names = vec![String::new(); shapes.list.len()];
        let (first, rest): (Vec<_>, Vec<_>) = shapes
            .list
            .iter()
            .zip(&mut names)
            .partition(|it| is_structure(it.0));
        for (field, name) in first.into_iter().chain(rest) {
            *name = names::unused(field.key.to_string(), &mut taken);
        }
        names
    }

    fn kind(&mut self, fields: &Fields<'a>, at: Location, subject: &str) -> Option<&'static str> {
        if !fields.has("type") {
            let problem = Diagnostic::error("the shape has no `type`").shape(subject);
            let help = "add one, such as `\"type\": \"structure\"`";
            let problem = problem.at(self.file.place(at)).help(help);
            self.file.push(problem);
            return None;
        }
        let (name, at) = self.text(fields, "type", subject)?;
        if name == "structure" {
            for (key, kind) in [
                ("document", "document"),
                ("eventstream", "union"),
                ("union", "union"),
            ] {
                if self.flag(fields, key, subject).is_some() {
                    return Some(kind);
                }
            }
        }
        if name == "string" && fields.has("enum") {
            let values = self.texts(fields, "enum", subject)?;
            if !values.is_empty() {
                return Some("enum");
            }
        }
        if customizations::is_text(
            &self.service_id,
            subject.rsplit('#').next().unwrap_or(subject),
        ) {
            return Some("string");
        }
        let found = TYPES.iter().find(|it| it.0 == name).map(|it| it.1);
        if found.is_none() {
            let problem = Diagnostic::error(format!("`{name}` is no type of shape")).shape(subject);
            let all = TYPES.iter().map(|it| it.0);
            let help = match nearest(&name, all.clone()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the types are {}", all.collect::<Vec<_>>().join(", ")),
            };
            let problem = problem.at(self.file.place(at)).help(help);
            self.file.push(problem);
        }
        found
    }

    /// Makes a shape of each description.
    pub(super) fn make_shapes(&mut self) {
        let described = std::mem::take(&mut self.described);
        for name in described.keys() {
            if let Some(it) = described.get(name) {
                let shape = self.shape(it, &described);
                // One that members need in another form was made on the way.
                if let Some(shape) = shape {
                    self.shapes.insert(shape.id.clone(), shape);
                }
            }
        }
        self.described = described;
    }

    fn shape(
        &mut self,
        it: &Described<'a>,
        all: &indexmap::IndexMap<String, Described<'a>>,
    ) -> Option<Shape> {
        let kind = super::super::ast::kind_named(it.kind, it.at)?;
        let mut shape = empty_shape(it.id.clone(), kind, it.at);
        let subject = it.id.as_str();
        self.common_traits(&mut shape.traits, &it.fields, subject);
        self.constraints(&mut shape, &it.fields);
        self.other_traits(&mut shape.traits, &it.fields, subject);
        match shape.kind {
            Kind::Enum => shape.members.extend(self.values(it)),
            Kind::List => shape.members.extend(self.element(it, "member", all)),
            Kind::Map => {
                shape.members.extend(self.element(it, "key", all));
                shape.members.extend(self.element(it, "value", all));
            }
            Kind::Structure | Kind::Union => {
                let members = self.members(it, all);
                shape.members.extend(members);
            }
            _ => {}
        }
        Some(shape)
    }

    /// The members of an enum, which descriptions know by their values.
    fn values(&mut self, it: &Described<'a>) -> Vec<Member> {
        let subject = it.id.as_str();
        let values = self.texts(&it.fields, "enum", subject).unwrap_or_default();
        let mut seen = HashSet::default();
        let mut taken = HashSet::default();
        let mut members = Vec::new();
        for (value, at) in values {
            if !seen.insert(value.clone()) {
                continue;
            }
            let name = names::unused(names::of_value(&value), &mut taken);
            let mut traits = Traits::default();
            set(&mut traits, id::ENUM_VALUE, Node::String(value), at);
            members.push(Member {
                name: name.into(),
                target: ShapeId::unit(),
                traits,
                location: at,
            });
        }
        members
    }

    /// Lengths, ranges and patterns.
    pub(super) fn constraints(&mut self, shape: &mut Shape, fields: &Fields<'a>) {
        let subject = shape.id.as_str();
        let min = self.number(fields, "min", subject);
        let max = self.number(fields, "max", subject);
        if let Some((_, at)) = min.as_ref().or(max.as_ref()) {
            let at = *at;
            let value = object([("min", min.map(|it| it.0)), ("max", max.map(|it| it.0))]);
            let constraint = match &shape.kind {
                kind if kind.is_number() => Some("smithy.api#range"),
                Kind::String | Kind::Enum | Kind::Blob | Kind::List | Kind::Map => {
                    Some("smithy.api#length")
                }
                _ => None,
            };
            if let Some(id) = constraint {
                set(&mut shape.traits, id, value, at);
            }
        }
        if let Some((pattern, at)) = self.text(fields, "pattern", subject)
            && matches!(shape.kind, Kind::String | Kind::Enum)
        {
            let value = Node::String(whole(&pattern));
            set(&mut shape.traits, "smithy.api#pattern", value, at);
        }
    }

    fn other_traits(&mut self, traits: &mut Traits, fields: &Fields<'a>, subject: &str) {
        let marks = [
            ("eventstream", id::STREAMING),
            ("requiresLength", id::REQUIRES_LENGTH),
            ("sparse", id::SPARSE),
            ("streaming", id::STREAMING),
        ];
        for (key, trait_id) in marks {
            if let Some(at) = self.flag(fields, key, subject) {
                mark(traits, trait_id, at);
            }
        }
        self.timestamp(traits, fields, subject);
        if self.flag(fields, "exception", subject).is_some() {
            self.error(traits, fields, subject);
        }
        if let Some(retryable) = self.fields_of(fields, "retryable", subject) {
            let throttling = self.flag(&retryable, "throttling", subject);
            let value = object([("throttling", throttling.map(|_| Node::Bool(true)))]);
            set(traits, "smithy.api#retryable", value, retryable.at);
        }
        // Elsewhere it is the name of the members that target the shape.
        if self.wire.xml && fields.has("members") {
            if let Some((name, at)) = self.text(fields, "locationName", subject) {
                set(traits, "smithy.api#xmlName", Node::String(name), at);
            }
            self.xml_namespace(traits, fields, subject);
        }
    }

    pub(super) fn timestamp(&mut self, traits: &mut Traits, fields: &Fields<'a>, subject: &str) {
        let Some((name, at)) = self.text(fields, "timestampFormat", subject) else {
            return;
        };
        match TIMESTAMPS.iter().find(|it| it.0 == name) {
            Some((_, format)) => {
                let value = Node::String((*format).to_owned());
                set(traits, "smithy.api#timestampFormat", value, at);
            }
            None => {
                let message = format!("`{name}` is no format of timestamps that is known");
                let names: Vec<&str> = TIMESTAMPS.iter().map(|it| it.0).collect();
                let problem = Diagnostic::error(message).shape(subject);
                let help = format!("the formats are {}", names.join(", "));
                let problem = problem.at(self.file.place(at)).help(help);
                self.file.push(problem);
            }
        }
    }

    /// Says of a shape that it is an error: whose fault, its code, and the status of its response.
    pub(super) fn error(&mut self, traits: &mut Traits, fields: &Fields<'a>, subject: &str) {
        let detail = self.fields_of(fields, "error", subject);
        let mut at = fields.at;
        let mut fault = self.flag(fields, "fault", subject).is_some();
        let mut status = None;
        let mut code = None;
        if let Some(detail) = &detail {
            const KNOWN: &[&str] = &["code", "fault", "httpStatusCode", "senderFault"];
            self.check_known(detail, KNOWN, subject);
            at = detail.at;
            fault |= self.flag(detail, "fault", subject).is_some();
            status = self
                .number(detail, "httpStatusCode", subject)
                .map(|it| it.0);
            code = self.text(detail, "code", subject).map(|it| it.0);
            let is_server = status.as_ref().and_then(Node::as_u64) >= Some(500);
            fault |= is_server;
            self.flag(detail, "senderFault", subject);
        }
        let whose = if fault { "server" } else { "client" };
        set(traits, "smithy.api#error", Node::from(whose), at);
        if let Some(status) = &status {
            set(traits, "smithy.api#httpError", status.clone(), at);
        }
        if self.wire.error_codes && code.is_some() {
            let status = status.or_else(|| Some(Node::from(if fault { 500 } else { 400 })));
            let value = object([
                ("code", code.map(Node::String)),
                ("httpResponseCode", status),
            ]);
            set(traits, "aws.protocols#awsQueryError", value, at);
        }
    }
}

/// A pattern of a description is about the whole text, where Smithy's finds its place within it.
fn whole(pattern: &str) -> String {
    let starts = pattern.starts_with('^');
    let ends = pattern.ends_with('$') && !pattern.ends_with("\\$");
    let inner = pattern.strip_prefix('^').unwrap_or(pattern);
    let inner = if ends {
        inner.strip_suffix('$').unwrap_or(inner)
    } else {
        inner
    };
    match (starts && ends, has_alternatives(inner)) {
        (true, _) => pattern.to_owned(),
        (false, true) => format!("^(?:{inner})$"),
        (false, false) => format!("^{inner}$"),
    }
}

/// Whether a pattern has alternatives that are in no group.
fn has_alternatives(pattern: &str) -> bool {
    let (mut depth, mut in_class, mut escaped) = (0_i32, false, false);
    for c in pattern.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            ']' => in_class = false,
            _ if in_class => {}
            '[' => in_class = true,
            '(' => depth += 1,
            ')' => depth -= 1,
            '|' if depth == 0 => return true,
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_about_the_whole_text() {
        for (written, meant) in [
            ("a+", "^a+$"),
            ("^a$", "^a$"),
            ("^a", "^a$"),
            ("a$", "^a$"),
            ("a\\$", "^a\\$$"),
            ("a|b", "^(?:a|b)$"),
            ("(a|b)[|]\\|", "^(a|b)[|]\\|$"),
            ("^a|b$", "^a|b$"),
        ] {
            assert_eq!(whole(written), meant, "{written}");
        }
    }
}
