//! Parses a file in Smithy's JSON AST, version 1 or 2, into shapes, `apply` statements and metadata.

pub(super) use self::kinds::kind_named;
use self::kinds::{TYPES, properties_of};
use super::directives::{self, Located};
use super::json::{Entry, Json, Malformed};
use super::merge::{Merge, add};
use super::names::{refused_trait, refused_type};
use crate::diagnostic::{Diagnostic, Errors};
use crate::limits::SUGGESTIONS;
use crate::model::{
    Apply, Kind, Lifecycle, Member, Members, Node, Operation, Reference, Resource, Service, Shape,
    ShapeId, Trait, Traits, Version, traits,
};
use crate::nearest::nearest;
use crate::source::{Location, Place, Sources};

mod bindings;
mod kinds;
mod read;

/// The file being parsed.
pub(super) struct File<'e> {
    number: usize,
    version: Version,
    sources: &'e Sources,
    merge: &'e mut Merge,
    errors: &'e mut Errors,
}

/// The name of the current shape in diagnostics.
pub(super) type Subject<'s> = Option<&'s str>;

impl<'e> File<'e> {
    pub(super) fn new(
        number: usize,
        sources: &'e Sources,
        merge: &'e mut Merge,
        errors: &'e mut Errors,
    ) -> Self {
        Self {
            number,
            version: Version::V2,
            sources,
            merge,
            errors,
        }
    }

    /// Adds a shape that another kind of file describes.
    pub(super) fn add(&mut self, shape: Shape) {
        self.merge.shape(shape, self.sources, self.errors);
    }

    /// Says of a shape that it is there, but not what it is: who names it makes no mistake.
    pub(super) fn add_broken(&mut self, id: ShapeId) {
        self.merge.model.broken.insert(id);
    }

    pub(super) fn errors(&mut self) -> &mut Errors {
        self.errors
    }

    /// Whether a name that was meant is still worth looking for.
    pub(super) fn may_suggest(&self) -> bool {
        self.errors.len() < SUGGESTIONS
    }

    /// Parses the whole file; invalid parts are reported and skipped.
    pub(super) fn read(mut self, text: &str) {
        // Some editors add a byte order mark. Blanks of the same length keep locations correct.
        let blanked = text
            .strip_prefix('\u{feff}')
            .map(|rest| format!("   {rest}"));
        let text = blanked.as_deref().unwrap_or(text);
        let root = match Json::file(text, self.number) {
            Ok(root) => root,
            Err(malformed) => return self.malformed(malformed, None),
        };
        let Some(entries) = self.object(root, "a Smithy model", None) else {
            return;
        };
        self.repeated(&entries, None);
        if !self.read_version(root, &entries) {
            return;
        }
        let mut unknown = Vec::new();
        for entry in entries {
            match &*entry.key {
                "smithy" => {}
                "metadata" => self.metadata(entry.value),
                "shapes" => {
                    for shape in self
                        .object(entry.value, "`shapes`", None)
                        .unwrap_or_default()
                    {
                        self.definition(shape);
                    }
                }
                _ => unknown.push((entry.key, entry.key_at)),
            }
        }
        self.unknown_properties(&unknown, &["smithy", "metadata", "shapes"], None);
    }

    fn read_version(&mut self, root: Json<'_>, entries: &[Entry<'_>]) -> bool {
        const HELP: &str = "a Smithy model in JSON starts with `\"smithy\": \"2.0\"`, and a description of \
             botocore's has `metadata`, `operations` and `shapes`";
        let Some(entry) = entries.iter().find(|entry| entry.key == "smithy") else {
            let problem =
                Diagnostic::error("not a Smithy model: it does not state its version in `smithy`");
            self.errors.push(problem.at(self.place(root.at)).help(HELP));
            return false;
        };
        let Some(version) = self.text(entry.value, "`smithy`", None) else {
            return false;
        };
        let Some(known) = Version::named(&version) else {
            let problem = Diagnostic::error(format!("version `{version}` of Smithy is not known"));
            let problem = problem.at(self.place(entry.value.at));
            self.errors.push(problem.help("use 1.0 or 2.0"));
            return false;
        };
        self.version = known;
        true
    }

    fn metadata(&mut self, json: Json<'_>) {
        for entry in self.object(json, "`metadata`", None).unwrap_or_default() {
            let located = Located::Json(entry.value);
            directives::check(&entry.key, &located, self.sources, self.errors);
            match entry.value.node() {
                Ok(value) => {
                    self.merge
                        .metadata(&entry.key, value, entry.key_at, self.sources, self.errors)
                }
                Err(malformed) => self.malformed(malformed, None),
            }
        }
    }

    /// Parses an entry of `shapes`: a shape or an `apply`.
    fn definition(&mut self, entry: Entry<'_>) {
        let Ok((id, member)) = ShapeId::parse_target(&entry.key) else {
            let problem = Diagnostic::error(format!("`{}` is no absolute shape id", entry.key))
                .at(self.place(entry.key_at))
                .help("write it as `namespace#Name`");
            return self.errors.push(problem);
        };
        let subject = &*entry.key;
        let complete = match self.object(entry.value, "a shape", Some(subject)) {
            Some(properties) => {
                self.repeated(&properties, Some(subject));
                self.typed(&id, member, entry.key_at, properties, subject)
            }
            None => false,
        };
        if !complete {
            self.merge.model.broken.insert(id);
        }
    }

    /// Parses a shape by its `type`; false if too little of it is valid to keep it.
    fn typed(
        &mut self,
        id: &ShapeId,
        member: Option<&str>,
        at: Location,
        properties: Vec<Entry<'_>>,
        s: &str,
    ) -> bool {
        let Some(property) = properties.iter().find(|property| property.key == "type") else {
            let problem = Diagnostic::error("the shape has no `type`")
                .at(self.place(at))
                .shape(s);
            self.errors
                .push(problem.help("add one, such as `\"type\": \"structure\"`"));
            return false;
        };
        let Some(name) = self.text(property.value, "`type`", Some(s)) else {
            return false;
        };
        if name == "apply" {
            let traits = self.only_traits(properties, s);
            self.merge.apply(Apply {
                shape: id.clone(),
                member: member.map(str::to_owned),
                traits,
            });
            return true;
        }
        if member.is_some() {
            let problem =
                Diagnostic::error(format!("a member cannot be defined on its own as {name}"));
            let help = "define it within its shape, or add traits to it with `\"type\": \"apply\"`";
            self.errors
                .push(problem.at(self.place(at)).shape(s).help(help));
            return false;
        }
        let Some(kind) = kind_named(&name, at) else {
            let problem = Diagnostic::error(format!("`{name}` is no type of shape"));
            let help = match nearest(&name, TYPES) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("the types are {}", TYPES.join(", ")),
            };
            self.errors
                .push(problem.at(self.place(at)).shape(s).help(help));
            return false;
        };
        if let Some((message, help)) = refused_type(self.version, &name) {
            let problem = Diagnostic::error(message).at(self.place(at)).shape(s);
            self.errors.push(problem.help(help));
            return false;
        }
        let mut shape = Shape {
            id: id.clone(),
            kind,
            traits: Traits::default(),
            members: Members::default(),
            mixins: Vec::new(),
            location: at,
            version: self.version,
        };
        let problems = self.errors.len();
        let mut unknown = Vec::new();
        for property in properties {
            if !self.property(&mut shape, &property) {
                unknown.push((property.key, property.key_at));
            }
        }
        self.unknown_properties(&unknown, properties_of(&name), Some(s));
        if name == "set" {
            shape.traits.set(annotation(traits::id::UNIQUE_ITEMS, at));
            // What is wrong anyway is not told to be out of date as well.
            if self.errors.len() == problems {
                self.merge.model.sets.insert(shape.id.clone());
            }
        }
        self.merge.shape(shape, self.sources, self.errors);
        true
    }

    fn only_traits(&mut self, properties: Vec<Entry<'_>>, subject: &str) -> Traits {
        let mut traits = Traits::default();
        let mut unknown = Vec::new();
        for property in properties {
            match &*property.key {
                "type" => {}
                "traits" => traits = self.traits(property.value, subject),
                _ => unknown.push((property.key, property.key_at)),
            }
        }
        self.unknown_properties(&unknown, &["type", "traits"], Some(subject));
        traits
    }

    /// Parses a property of a shape; false if there is none of that name.
    fn property(&mut self, shape: &mut Shape, property: &Entry<'_>) -> bool {
        let id = shape.id.clone();
        let subject = id.as_str();
        let value = property.value;
        let name = property.key.clone();
        match (&*name, &mut shape.kind) {
            ("type", _) => true,
            ("traits", _) => {
                shape.traits = self.traits(value, subject);
                true
            }
            ("mixins", _) => {
                shape.mixins = self.references(value, "`mixins`", subject);
                true
            }
            ("members", Kind::Structure | Kind::Union | Kind::Enum | Kind::IntEnum) => {
                self.members(shape, value);
                true
            }
            ("member", Kind::List) | ("key" | "value", Kind::Map) => {
                let member = self.member(&id, property);
                shape.members.extend(member);
                shape.members.order_map();
                true
            }
            (name, Kind::Service(service)) => self.service(service, name, value, subject),
            (name, Kind::Operation(operation)) => self.operation(operation, name, value, subject),
            (name, Kind::Resource(resource)) => self.resource(resource, name, value, subject),
            _ => false,
        }
    }

    fn members(&mut self, shape: &mut Shape, json: Json<'_>) {
        let id = shape.id.clone();
        for entry in self
            .object(json, "`members`", Some(id.as_str()))
            .unwrap_or_default()
        {
            let Some(member) = self.member(&id, &entry) else {
                continue;
            };
            // Duplicate names are reported along with those that differ only in case, after mixins are flattened.
            shape.members.push(member);
        }
    }

    fn member(&mut self, id: &ShapeId, entry: &Entry<'_>) -> Option<Member> {
        let subject = id.member(&entry.key);
        if !crate::model::id::is_identifier(&entry.key) {
            let problem = Diagnostic::error(format!("`{}` is no name for a member", entry.key));
            let help =
                "a name is made of letters, digits and underscores, and starts with no digit";
            self.errors
                .push(problem.at(self.place(entry.key_at)).shape(id).help(help));
            return None;
        }
        let properties = self.object(entry.value, "a member", Some(&subject))?;
        self.repeated(&properties, Some(&subject));
        let mut target = None;
        let mut traits = Traits::default();
        let mut stated = false;
        let mut unknown = Vec::new();
        for property in properties {
            match &*property.key {
                "target" => {
                    stated = true;
                    target = self.id(property.value, "`target`", &subject);
                }
                "traits" => traits = self.traits(property.value, &subject),
                _ => unknown.push((property.key, property.key_at)),
            }
        }
        self.unknown_properties(&unknown, &["target", "traits"], Some(&subject));
        if !stated {
            let problem = Diagnostic::error("the member has no `target`").shape(&subject);
            self.errors.push(
                problem
                    .at(self.place(entry.key_at))
                    .help("name the shape of its values"),
            );
        }
        Some(Member {
            name: (&*entry.key).into(),
            target: target?,
            traits,
            location: entry.key_at,
        })
    }

    fn traits(&mut self, json: Json<'_>, subject: &str) -> Traits {
        let mut traits = Traits::default();
        for entry in self
            .object(json, "`traits`", Some(subject))
            .unwrap_or_default()
        {
            let Some(id) = self.parse_id(&entry.key, entry.key_at, subject) else {
                continue;
            };
            match entry.value.node() {
                Ok(value) => {
                    let new = Trait {
                        id,
                        value,
                        location: entry.key_at,
                    };
                    // The prelude has both: it serves files of both versions.
                    let refused = refused_trait(self.version, new.id.as_str());
                    if let Some((message, help)) = refused.filter(|_| self.number != 0) {
                        let problem = Diagnostic::error(message).at(self.place(new.location));
                        let problem = problem.shape(subject).trait_id(&new.id);
                        self.errors.push(problem.help(help));
                    }
                    add(&mut traits, new, subject, self.sources, self.errors);
                }
                Err(malformed) => self.malformed(malformed, Some(subject)),
            }
        }
        traits
    }
}

fn annotation(id: &'static str, at: Location) -> Trait {
    let value = Node::Object(serde_json::Map::new());
    Trait {
        id: ShapeId::known(id),
        value,
        location: at,
    }
}
