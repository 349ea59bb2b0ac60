//! Makes shapes of a file in the interface language: names resolved, documentation and sugar turned into traits.

mod entities;
mod shapes;
mod values;

use std::cell::RefCell;

use super::directives::{self, Located};
use super::merge::Merge;
use super::names::{Names, PRELUDE_NAMESPACE};
use crate::diagnostic::{Diagnostic, Errors, Severity};
use crate::idl::token::Span;
use crate::idl::tree::{self, Name, ProblemKind};
use crate::limits::{SUGGESTIONS, SYNTAX_ERRORS};
use crate::maps::HashMap;
use crate::model::{Apply, Kind, Reference, Shape, ShapeId, Traits, Version};
use crate::nearest::nearest;
use crate::source::{Location, Place, Sources};

/// One file being turned into shapes.
pub(super) struct File<'f, 'a> {
    number: usize,
    tree: &'f tree::File<'a>,
    names: &'f Names,
    /// What `use` imports, by its name without namespace.
    used: HashMap<&'a str, &'a str>,
    sources: &'f Sources,
    merge: &'f mut Merge,
    errors: &'f mut Errors,
    /// How many more names are suggested for such as do not exist.
    suggestions: usize,
    /// What names mean that came before, in the namespace of the file, and whether it exists.
    meanings: RefCell<HashMap<String, (ShapeId, bool)>>,
}

/// What a name means.
struct Meaning<'n> {
    shape: ShapeId,
    member: Option<&'n str>,
    exists: bool,
}

impl<'f, 'a> File<'f, 'a> {
    pub(super) fn new(
        number: usize,
        tree: &'f tree::File<'a>,
        names: &'f Names,
        sources: &'f Sources,
        merge: &'f mut Merge,
        errors: &'f mut Errors,
    ) -> Self {
        let used = tree.uses.iter().filter_map(|used| {
            let (_, name) = used.id.text.split_once('#')?;
            Some((name, used.id.text))
        });
        Self {
            number,
            tree,
            names,
            used: used.collect(),
            sources,
            merge,
            errors,
            suggestions: SUGGESTIONS,
            meanings: RefCell::default(),
        }
    }

    /// Adds the shapes that the model does not have. The file is one without mistakes.
    pub(super) fn read_new(mut self) {
        let tree = self.tree;
        let Some(namespace) = &tree.namespace else {
            return;
        };
        for statement in &tree.statements {
            let tree::Statement::Shape(shape) = statement else {
                continue;
            };
            let id = format!("{}#{}", namespace.name, shape.name.text);
            if !self.merge.model.shapes.contains_key(id.as_str()) {
                self.shape(namespace.name, shape);
            }
        }
    }

    /// Adds everything that the file says to the model.
    pub(super) fn read(mut self) {
        self.problems();
        self.controls();
        for setting in &self.tree.metadata {
            let at = self.at(setting.value.span);
            let value = self.node(&setting.value, None);
            let key = &*setting.key.text;
            let located = Located::Idl(self.number, &setting.value);
            directives::check(key, &located, self.sources, self.errors);
            self.merge
                .metadata(key, value, at, self.sources, self.errors);
        }
        let Some(namespace) = &self.tree.namespace else {
            return self.ids();
        };
        let namespace = namespace.name;
        self.uses();
        self.ids();
        for name in &self.tree.broken {
            if let Ok(id) = ShapeId::parse(&format!("{namespace}#{name}")) {
                self.merge.model.broken.insert(id);
            }
        }
        for statement in &self.tree.statements {
            match statement {
                tree::Statement::Shape(shape) => self.shape(namespace, shape),
                tree::Statement::Apply(apply) => self.apply(apply),
            }
        }
    }

    /// Reports what is wrong with the file's text.
    fn problems(&mut self) {
        for problem in &self.tree.problems {
            let (severity, id) = match problem.kind {
                ProblemKind::Error => (Severity::Error, "Model"),
                ProblemKind::StrayDocumentation => {
                    (Severity::Warning, "Model.BadDocumentationComment")
                }
            };
            let mut diagnostic = Diagnostic::of(severity, id, problem.message.as_str());
            diagnostic.place = self.place(problem.at);
            diagnostic.help.clone_from(&problem.help);
            diagnostic.shape.clone_from(&problem.shape);
            self.errors.push(diagnostic);
        }
    }

    fn controls(&mut self) {
        const KNOWN: [&str; 3] = ["version", "operationInputSuffix", "operationOutputSuffix"];
        for control in &self.tree.controls {
            let key = &*control.key.text;
            if !KNOWN.contains(&key) {
                let problem = Diagnostic::warning(format!("`${key}` has no meaning"))
                    .at(self.place(control.value.span.start));
                let help = match nearest(key, KNOWN) {
                    Some(meant) => format!("did you mean `${meant}`?"),
                    None => format!("those with one are ${}", KNOWN.join(", $")),
                };
                self.errors.push(problem.help(help));
            } else if control.value.text().is_none() {
                self.expected(&format!("`${key}`"), "a string", &control.value, None);
            }
        }
    }

    /// Reports imports of what does not exist.
    fn uses(&mut self) {
        let names = self.names;
        let missing = |used: &&tree::Use<'_>| !names.has(used.id.text);
        let missing = self.tree.uses.iter().filter(missing);
        for used in missing.take(SYNTAX_ERRORS) {
            let problem = Diagnostic::warning(format!(
                "`use` names `{}`, a shape that does not exist",
                used.id.text
            ))
            .at(self.place(used.id.span.start));
            let problem = self.suggest(problem, used.id.text);
            self.errors.push(problem);
        }
    }

    /// Reports ids in values that name no shape: more often than not a string without quotes.
    fn ids(&mut self) {
        let tree = self.tree;
        if tree.is_incomplete {
            return;
        }
        let start = tree.namespace.as_ref().map(|it| it.span.start);
        let mut left = SYNTAX_ERRORS;
        for id in &tree.ids {
            let meaning = match start.is_some_and(|start| start < id.span.start) {
                true => self.resolve(id.text),
                false => self.resolve_in(PRELUDE_NAMESPACE, id.text),
            };
            let Some(meaning) = meaning.filter(|meaning| !meaning.exists) else {
                continue;
            };
            let mut problem = Diagnostic::of(
                Severity::Danger,
                "SyntacticShapeIdTarget",
                format!(
                    "`{}` names the shape `{}`, which does not exist",
                    id.text, meaning.shape
                ),
            )
            .at(self.place(id.span.start));
            problem = problem.help("put it in quotes if it is to be a string");
            self.errors.push(problem);
            left -= 1;
            if left == 0 {
                break;
            }
        }
    }

    fn apply(&mut self, apply: &tree::Apply<'a>) {
        let Some(meaning) = self.resolve(apply.target.text) else {
            return;
        };
        let member = meaning.member.map(str::to_owned);
        let shape = meaning.shape;
        let subject = match &member {
            Some(member) => shape.member(member),
            None => shape.to_string(),
        };
        let mut traits = Traits::default();
        self.add_applied(&mut traits, &apply.traits, &subject);
        self.merge.apply(Apply {
            shape,
            member,
            traits,
        });
    }

    /// The shape that a name means, in a file with a namespace: what is used, else what the namespace has, else what
    /// Smithy itself has.
    fn resolve<'n>(&self, text: &'n str) -> Option<Meaning<'n>> {
        let namespace = self.tree.namespace.as_ref().map(|it| it.name);
        let (name, member) = match text.split_once('$') {
            Some((shape, member)) => (shape, Some(member)),
            None => (text, None),
        };
        if let Some((shape, exists)) = self.meanings.borrow().get(name) {
            return Some(Meaning {
                shape: shape.clone(),
                member,
                exists: *exists,
            });
        }
        let meaning = self.resolve_in(namespace.unwrap_or(PRELUDE_NAMESPACE), text)?;
        let known = (meaning.shape.clone(), meaning.exists);
        self.meanings.borrow_mut().insert(name.to_owned(), known);
        Some(meaning)
    }

    fn resolve_in<'n>(&self, namespace: &str, text: &'n str) -> Option<Meaning<'n>> {
        let (shape, member) = match text.split_once('$') {
            Some((shape, member)) => (shape, Some(member)),
            None => (text, None),
        };
        let absolute = match self.used.get(shape) {
            Some(used) => (*used).to_owned(),
            None if shape.contains('#') => shape.to_owned(),
            None => {
                let own = format!("{namespace}#{shape}");
                let of_smithy = format!("{PRELUDE_NAMESPACE}#{shape}");
                match !self.names.has(&own) && self.names.has(&of_smithy) {
                    true => of_smithy,
                    false => own,
                }
            }
        };
        Some(Meaning {
            exists: self.names.has(&absolute),
            shape: ShapeId::parse(&absolute).ok()?,
            member,
        })
    }

    /// The shape that a name means, and where it stands.
    fn reference(&self, name: &Name<'a>) -> Option<Reference> {
        Some(Reference {
            target: self.resolve(name.text)?.shape,
            location: self.at(name.span),
        })
    }

    /// Adds the name that was probably meant, unless there were too many already.
    fn suggest(&mut self, problem: Diagnostic, id: &str) -> Diagnostic {
        let Some((namespace, name)) = id.split_once('#').filter(|_| self.suggestions > 0) else {
            return problem;
        };
        self.suggestions -= 1;
        match nearest(name, self.names.in_namespace(namespace)) {
            Some(meant) => problem.help(format!("did you mean `{namespace}#{meant}`?")),
            None => problem,
        }
    }

    /// Reports a value that is not of the kind that is expected.
    fn expected(&mut self, what: &str, kind: &str, found: &tree::Value<'a>, subject: Option<&str>) {
        let message = format!("expected {what} to be {kind}, found {}", found.kind());
        let mut problem = Diagnostic::error(message).at(self.place(found.span.start));
        problem.shape = subject.map(str::to_owned);
        self.errors.push(problem);
    }

    fn at(&self, span: Span) -> Location {
        Location::new(self.number, span.start)
    }

    fn place(&self, offset: usize) -> Option<Place> {
        self.sources.place(Location::new(self.number, offset))
    }

    fn version(&self) -> Version {
        self.tree.version
    }
}

/// A shape without anything yet.
fn empty_shape(id: ShapeId, kind: Kind, location: Location, version: Version) -> Shape {
    Shape {
        id,
        kind,
        traits: Traits::default(),
        members: Default::default(),
        mixins: Vec::new(),
        location,
        version,
    }
}
