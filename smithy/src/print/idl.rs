//! A model in the interface language, version 2.0: a file for each namespace.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde_json::Value;
use smithgen_help::is_command;

use super::json::introduced;
use crate::diagnostic::{Diagnostic, Errors};
use crate::format::format;
use crate::model::id::is_identifier;
use crate::model::traits::id;
use crate::model::{Kind, Member, Model, Reference, Shape, ShapeId, Trait, Traits, UNIT};

/// Each namespace of a model with its file. Shapes that are built in or of dependencies are left out.
///
/// Metadata stands in the first file. Read together, the files are the same model again.
///
/// # Errors
/// The model has what the language cannot say, such as values that nest too deep.
pub fn idl(model: &Model) -> Result<BTreeMap<String, String>, Errors> {
    let mut parts: BTreeMap<&str, Vec<&Shape>> = BTreeMap::new();
    for shape in model.shapes.values() {
        if model.sources.is_own(shape.location) {
            parts.entry(shape.id.namespace()).or_default().push(shape);
        }
    }
    if parts.is_empty() {
        parts.insert("", Vec::new());
    }
    let applied = introduced(model);
    let mut metadata = metadata(model);
    let mut errors = Errors::new();
    let mut files = BTreeMap::new();
    for (namespace, shapes) in parts {
        let mut file = File::new(model, namespace, &shapes);
        file.out.push_str("$version: \"2.0\"\n");
        file.out.push_str(&std::mem::take(&mut metadata));
        if !namespace.is_empty() {
            let _ = writeln!(file.out, "namespace {namespace}");
            let uses: String = file.used.values().map(|id| format!("use {id}\n")).collect();
            file.out.push_str(&uses);
        }
        for shape in shapes {
            file.shape(shape, &applied);
        }
        match format(&format!("<{namespace}>"), &file.out) {
            Ok(text) => {
                files.insert(namespace.to_owned(), text);
            }
            Err(problems) => errors.extend(problems.into_iter().map(unsayable)),
        }
    }
    errors.into_result(files).map(|(files, _)| files)
}

/// That a model cannot be written, with the place in what would have been written.
fn unsayable(problem: Diagnostic) -> Diagnostic {
    let message = format!(
        "the interface language cannot say this: {}",
        problem.message
    );
    let help = "print it as a JSON AST";
    Diagnostic { message, ..problem }.help(help)
}

fn metadata(model: &Model) -> String {
    let sorted: BTreeMap<_, _> = model.metadata.iter().collect();
    let line = |(key, value): (&String, &Value)| format!("metadata {} = {value}\n", quoted(key));
    sorted.into_iter().map(line).collect()
}

/// Whether a character is not seen, or changes how others are.
fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\t') || is_command(c)
}

/// A key without quotes where it needs none.
fn key(text: &str) -> String {
    match is_identifier(text) {
        true => text.to_owned(),
        false => quoted(text),
    }
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// A file being written.
struct File<'m> {
    model: &'m Model,
    namespace: &'m str,
    /// Shapes of other namespaces that go by their names alone, by these.
    used: BTreeMap<&'m str, &'m ShapeId>,
    out: String,
}

impl<'m> File<'m> {
    fn new(model: &'m Model, namespace: &'m str, shapes: &[&'m Shape]) -> Self {
        let mut named: BTreeSet<&ShapeId> = BTreeSet::new();
        for shape in shapes {
            named.extend(shape.references());
            named.extend(shape.mixins.iter().map(|mixin| &mixin.target));
            let members = shape.members.iter().map(|member| &member.traits);
            for traits in members.chain([&shape.traits]) {
                named.extend(traits.iter().map(|applied| &applied.id));
            }
        }
        let mut used = BTreeMap::new();
        let mut twice = BTreeSet::new();
        for id in named {
            let own = format!("{namespace}#{}", id.name());
            let of_smithy = format!("smithy.api#{}", id.name());
            let is_taken = model.shapes.contains_key(own.as_str())
                || model.shapes.contains_key(of_smithy.as_str());
            // Only what is defined may be used without a warning.
            let is_known = model.shapes.contains_key(id);
            let is_foreign = id.namespace() != namespace && !id.is_prelude();
            let may_be_used = is_foreign && !is_taken && is_known;
            if may_be_used && used.insert(id.name(), id).is_some() {
                twice.insert(id.name());
            }
        }
        used.retain(|name, _| !twice.contains(name));
        Self {
            model,
            namespace,
            used,
            out: String::new(),
        }
    }

    /// A shape's id, as short as it may be in this file.
    fn name<'i>(&self, id: &'i ShapeId) -> &'i str {
        let own = format!("{}#{}", self.namespace, id.name());
        let is_own = id.namespace() == self.namespace;
        let is_used = self.used.get(id.name()).is_some_and(|used| *used == id);
        let is_prelude = id.is_prelude() && !self.model.shapes.contains_key(own.as_str());
        match is_own || is_used || is_prelude {
            true => id.name(),
            false => id.as_str(),
        }
    }

    fn names(&self, references: &[Reference]) -> String {
        let names: Vec<&str> = references
            .iter()
            .map(|reference| self.name(&reference.target))
            .collect();
        format!("[{}]", names.join(" "))
    }

    fn shape(&mut self, shape: &Shape, applied: &BTreeMap<String, Traits>) {
        self.out.push('\n');
        self.traits(&shape.traits, &[]);
        let _ = write!(self.out, "{} {}", shape.kind.name(), shape.id.name());
        if !shape.mixins.is_empty() {
            let mixins = self.names(&shape.mixins);
            let _ = write!(self.out, " with {mixins}");
        }
        match &shape.kind {
            Kind::Service(_) | Kind::Operation(_) | Kind::Resource(_) => self.bindings(&shape.kind),
            Kind::Structure | Kind::Union | Kind::List | Kind::Map | Kind::Enum | Kind::IntEnum => {
                self.out.push_str(" {\n");
                for member in &shape.members {
                    self.member(&shape.kind, member);
                }
                self.out.push('}');
            }
            _ => {}
        }
        self.out.push('\n');
        let prefix = shape.id.member("");
        let statements = applied.range(prefix.clone()..);
        let of_shape = statements.take_while(|(id, _)| id.starts_with(&prefix));
        for (id, traits) in of_shape {
            self.apply(shape, id.trim_start_matches(&prefix), traits);
        }
    }

    fn apply(&mut self, shape: &Shape, member: &str, traits: &Traits) {
        if !traits.is_empty() {
            let _ = writeln!(self.out, "apply {}${member} {{", shape.id.name());
            for applied in traits {
                self.applied(applied);
            }
            self.out.push_str("}\n");
        }
    }

    fn member(&mut self, container: &Kind, member: &Member) {
        let (sugar, implied) = match container {
            Kind::Structure => (id::DEFAULT, None),
            Kind::Enum => (id::ENUM_VALUE, Some(&*member.name)),
            Kind::IntEnum => (id::ENUM_VALUE, None),
            _ => ("", None),
        };
        self.traits(&member.traits, &[sugar]);
        self.out.push_str(&member.name);
        if !matches!(container, Kind::Enum | Kind::IntEnum) {
            let target = self.name(&member.target);
            let _ = write!(self.out, ": {target}");
        }
        let value = member.traits.get(sugar);
        if let Some(value) = value.filter(|value| implied.is_none() || value.as_str() != implied) {
            let _ = write!(self.out, " = {value}");
        }
        self.out.push('\n');
    }

    /// Traits before a shape or member, those excepted for which there is other syntax.
    fn traits(&mut self, traits: &Traits, except: &[&str]) {
        let documentation = traits.text(id::DOCUMENTATION);
        // In a comment nothing can be escaped, and what commands terminals should be.
        let is_plain = |text: &&str| {
            text.split('\n')
                .all(|line| !line.ends_with(char::is_whitespace) && !line.contains(is_hidden))
        };
        let documentation = documentation.filter(is_plain);
        for line in documentation.iter().flat_map(|text| text.split('\n')) {
            let space = if line.is_empty() { "" } else { " " };
            let _ = writeln!(self.out, "///{space}{line}");
        }
        let mut sorted: Vec<&Trait> = traits.iter().collect();
        sorted.sort_by(|a, b| a.id.cmp(&b.id));
        for applied in sorted {
            let is_comment = documentation.is_some() && applied.id == *id::DOCUMENTATION;
            if !is_comment && !except.contains(&applied.id.as_str()) {
                self.applied(applied);
            }
        }
    }

    fn applied(&mut self, applied: &Trait) {
        // It says in version 1.0 what in 2.0 is said by the absence of a default.
        if applied.id == *id::BOX {
            return;
        }
        let name = self.name(&applied.id);
        let _ = write!(self.out, "@{name}");
        let definition = self.model.shapes.get(&applied.id);
        let is_object =
            definition.is_none_or(|shape| matches!(shape.kind, Kind::Structure | Kind::Map));
        match &applied.value {
            Value::Object(entries) if entries.is_empty() && is_object => {}
            Value::Object(entries) if !entries.is_empty() => {
                let entries = entries
                    .iter()
                    .map(|(name, value)| format!("{}: {value}", key(name)));
                let entries: Vec<String> = entries.collect();
                let _ = write!(self.out, "({})", entries.join(", "));
            }
            value => {
                let _ = write!(self.out, "({value})");
            }
        }
        self.out.push('\n');
    }

    fn bindings(&mut self, kind: &Kind) {
        self.out.push_str(" {\n");
        match kind {
            Kind::Service(service) => {
                if !service.version.is_empty() {
                    let version = quoted(&service.version);
                    let _ = writeln!(self.out, "version: {version}");
                }
                self.list("operations", &service.operations);
                self.list("resources", &service.resources);
                self.list("errors", &service.errors);
                if !service.rename.is_empty() {
                    self.out.push_str("rename: {\n");
                    for (id, name) in &service.rename {
                        let (id, name) = (quoted(id.as_str()), quoted(name));
                        let _ = writeln!(self.out, "{id}: {name}");
                    }
                    self.out.push_str("}\n");
                }
            }
            Kind::Operation(operation) => {
                let both = [("input", &operation.input), ("output", &operation.output)];
                for (name, structure) in both {
                    if structure.target != UNIT {
                        let target = self.name(&structure.target);
                        let _ = writeln!(self.out, "{name}: {target}");
                    }
                }
                self.list("errors", &operation.errors);
            }
            Kind::Resource(resource) => {
                let both = [
                    ("identifiers", &resource.identifiers),
                    ("properties", &resource.properties),
                ];
                for (name, named) in both {
                    if !named.is_empty() {
                        let _ = writeln!(self.out, "{name}: {{");
                        for (name, reference) in named {
                            let target = self.name(&reference.target);
                            let _ = writeln!(self.out, "{}: {target}", key(name));
                        }
                        self.out.push_str("}\n");
                    }
                }
                for (kind, operation) in &resource.lifecycle {
                    let target = self.name(&operation.target);
                    let _ = writeln!(self.out, "{}: {target}", kind.name());
                }
                self.list("operations", &resource.operations);
                self.list("collectionOperations", &resource.collection_operations);
                self.list("resources", &resource.resources);
            }
            _ => {}
        }
        self.out.push('}');
    }

    fn list(&mut self, name: &str, references: &[Reference]) {
        if !references.is_empty() {
            let names = self.names(references);
            let _ = writeln!(self.out, "{name}: {names}");
        }
    }
}
