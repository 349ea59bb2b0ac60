//! What settings say of the types of shapes: attributes, traits to derive, serde, types of others.

use std::collections::{BTreeMap, BTreeSet};

use syn::parse::Parser;

use crate::config::{ALL, ShapeSettings};
use crate::ir;
use crate::limits::SETTING_CODE;
use crate::lower::modules::{self, Module};
use crate::lower::{Lowering, Options};
use smithgen_model::model::traits::{Deprecated, id};
use smithgen_model::model::{Kind, Member, Model, Shape, Traits};
use smithgen_model::{Diagnostic, Errors, Severity, nearest};

/// Characters of a setting that a problem with it shows.
const SHOWN: usize = 60;

/// The settings, as far as they are Rust.
#[derive(Debug, Default)]
pub(super) struct Extras {
    /// The traits and attributes of each id, `*` among them.
    by_id: BTreeMap<String, Own>,
    /// The paths of types that are not generated.
    externs: BTreeMap<String, String>,
    serde: Option<ir::Serde>,
}

/// What is said of an id.
#[derive(Debug, Default)]
struct Own {
    derives: Vec<String>,
    attributes: Vec<String>,
}

impl Extras {
    /// Reads the settings. `feature` is that of the package that gates serde.
    pub(super) fn new(settings: &ShapeSettings, options: &Options, errors: &mut Errors) -> Self {
        let feature = options.serde_feature.as_deref();
        let mut extras = Extras {
            serde: settings.serde.then(|| match feature {
                Some(feature) => ir::Serde::Behind(feature.to_owned()),
                None => ir::Serde::Always,
            }),
            ..Extras::default()
        };
        for (id, texts) in &settings.derives {
            let own = extras.by_id.entry(id.clone()).or_default();
            for text in texts {
                match path(text) {
                    Ok(path) => own.derives.push(path),
                    Err(fault) => errors.push(no_rust("derive", id, text, "a trait", fault).help(
                        "name a trait that can be derived, with its path where it is not Rust's own: \
                         `Hash`, `serde::Serialize`",
                    )),
                }
            }
        }
        for (id, texts) in &settings.attributes {
            let own = extras.by_id.entry(id.clone()).or_default();
            for text in texts {
                match attributes(text) {
                    Ok(attributes) => own.attributes.extend(attributes),
                    Err(fault) => errors.push(
                        no_rust("attributes", id, text, "an attribute", fault)
                            .help("write it as in Rust: `#[doc(alias = \"note\")]`"),
                    ),
                }
            }
        }
        for (id, text) in &settings.externs {
            match path(text) {
                Ok(path) if is_absolute(&path, options.packaged) => {
                    drop(extras.externs.insert(id.clone(), path))
                }
                found => {
                    let fault = found.err().unwrap_or_default();
                    errors.push(no_rust("extern", id, text, "the path of a type", fault).help(
                        match options.packaged {
                            true => "begin with a crate of the package's `dependencies`: `::palette::Colour`",
                            false => {
                                "begin with the crate: `::palette::Colour`, or with `crate` for the one that \
                                 includes the code"
                            }
                        },
                    ));
                }
            }
        }
        extras
    }

    /// The path of a shape's type, if it is that of another crate or module.
    pub(super) fn path(&self, id: &str) -> Option<&str> {
        self.externs.get(id).map(String::as_str)
    }

    /// Whether the type of a shape is that of another crate or module.
    pub(super) fn is_extern(&self, id: &str) -> bool {
        self.externs.contains_key(id)
    }
}

impl Lowering<'_> {
    /// What stands above the type of a shape and what it implements; of the structure that stands for no shape without
    /// one.
    pub(super) fn extras(&self, shape: Option<&Shape>) -> ir::Extras {
        let own = shape.and_then(|shape| self.extras.by_id.get(shape.id.as_str()));
        let all = self.extras.by_id.get(ALL);
        let is_enum = shape.is_some_and(|it| matches!(it.kind, Kind::Enum | Kind::IntEnum));
        let serde = self.extras.serde.clone();
        let serde = serde.filter(|_| !shape.is_some_and(|it| streams(&self.resolved.model, it)));
        let mut seen: BTreeSet<&str> = implemented(is_enum, serde.is_some()).collect();
        let mut derives = Vec::new();
        for text in all.into_iter().chain(own).flat_map(|own| &own.derives) {
            if seen.insert(last(text)) {
                derives.push(text.clone());
            }
        }
        let attributes = all.into_iter().chain(own).flat_map(|own| &own.attributes);
        ir::Extras {
            attributes: ir::Attributes {
                deprecated: shape.and_then(|shape| deprecation(&shape.traits)),
                own: attributes.cloned().collect(),
            },
            derives,
            serde,
            replaced: shape.and_then(|it| self.extras.externs.get(it.id.as_str()).cloned()),
        }
    }

    /// What stands above the field or variant of a member.
    pub(super) fn attributes(&self, shape: &Shape, member: &Member) -> ir::Attributes {
        let own = match self.extras.by_id.is_empty() {
            true => None,
            false => self.extras.by_id.get(&shape.id.member(&member.name)),
        };
        ir::Attributes {
            deprecated: deprecation(&member.traits),
            own: own.map(|own| own.attributes.clone()).unwrap_or_default(),
        }
    }

    /// Reports what would have no effect. An id that is none of this service's may be one of another with the same
    /// settings: then there is a note.
    pub(super) fn check_extras(&mut self, settings: &ShapeSettings, is_one_of_many: bool) {
        let mut problems = Vec::new();
        for (table, id) in named(settings) {
            if id == ALL && table != "extern" {
                continue;
            }
            let found = match id == ALL {
                true => Err("each shape needs a type of its own".to_owned()),
                false => self.find(table, id),
            };
            match found {
                Ok(shape) => problems.extend(self.idle(settings, table, id, shape)),
                Err(help) => {
                    let message = format!("`{table}` names `{id}`, which has no type");
                    let severity = match is_one_of_many && id != ALL {
                        true => Severity::Note,
                        false => Severity::Error,
                    };
                    let problem = Diagnostic {
                        severity,
                        ..Diagnostic::error(message).help(help)
                    };
                    problems.push(problem.setting(table, id));
                }
            }
        }
        self.errors.extend(problems);
    }

    /// The shape of an id that has a type; `Err` says how to mend the setting.
    fn find(&self, table: &str, id: &str) -> Result<&Shape, String> {
        let model = &self.resolved.model;
        let (whole, member) = match id.split_once('$') {
            Some((whole, member)) if table == "attributes" => (whole, Some(member)),
            _ => (id, None),
        };
        let shape = model.get(whole);
        let Some(shape) = shape.filter(|it| self.has_type(it)) else {
            return Err(match shape {
                Some(shape) if self.modules.of(&shape.id).is_some() => format!(
                    "a {} is one of Rust's own types; name a structure, union or enum",
                    shape.kind.name()
                ),
                Some(shape) if modules::has_schema(&shape.kind) => {
                    "no operation that is generated uses it; remove it".to_owned()
                }
                Some(shape) if is_simple(&shape.kind) => format!(
                    "it is a plain {}, of which all have the same type; name a structure, union or enum",
                    shape.kind.name()
                ),
                Some(shape) => format!(
                    "{} `{whole}` has none; name a structure, union or enum",
                    shape.kind.name()
                ),
                None => self.suggestion(whole),
            });
        };
        match member {
            Some(member) if shape.member(member).is_none() => {
                let names = shape.members.iter().map(|it| &*it.name);
                Err(match nearest(member, names) {
                    Some(name) => format!("did you mean `{whole}${name}`?"),
                    None => format!("`{whole}` has no member `{member}`"),
                })
            }
            _ => Ok(shape),
        }
    }

    /// The nearest shape that has a type, by its name.
    fn suggestion(&self, id: &str) -> String {
        let shape = id.split('$').next().unwrap_or(id);
        let name = shape.rsplit(['#', '.']).next().unwrap_or(shape);
        let typed = self.modules.iter().filter_map(|(id, _)| {
            let shape = self.resolved.model.get(id.as_str())?;
            self.has_type(shape).then_some(id)
        });
        let typed: Vec<_> = typed.collect();
        let names = typed.iter().map(|id| id.name());
        let found = nearest(name, names).and_then(|name| typed.iter().find(|id| id.name() == name));
        match found {
            Some(found) => format!("did you mean `{found}`?"),
            None => {
                "name a structure, union or enum that operations use, with its namespace".to_owned()
            }
        }
    }

    fn has_type(&self, shape: &Shape) -> bool {
        let place = self.modules.of(&shape.id);
        let is_item = matches!(
            shape.kind,
            Kind::Structure | Kind::Union | Kind::Enum | Kind::IntEnum
        );
        is_item && matches!(place, Some(Module::Type(_) | Module::Operation(_)))
    }

    /// What is said of a shape to no effect.
    fn idle(
        &self,
        settings: &ShapeSettings,
        table: &str,
        id: &str,
        shape: &Shape,
    ) -> Vec<Diagnostic> {
        let told =
            |message: String, help: &str| Diagnostic::error(message).help(help).setting(table, id);
        if table == "extern" {
            let found = self.end(shape).map(|(role, operation)| {
                let help = "only what inputs and outputs hold can be another type; remove it";
                told(format!("`{id}` is the {role} of `{operation}`"), help)
            });
            return found.into_iter().collect();
        }
        if self.extras.is_extern(shape.id.as_str()) {
            let help = "write that where the type is defined; remove it here";
            return vec![told(
                format!("`{table}` names `{id}`, whose type is not generated"),
                help,
            )];
        }
        let is_enum = matches!(shape.kind, Kind::Enum | Kind::IntEnum);
        let streams = streams(&self.resolved.model, shape);
        let has: BTreeSet<&str> = implemented(is_enum, settings.serde && !streams).collect();
        let derives = settings.derives.get(id).filter(|_| table == "derive");
        let twice = derives.into_iter().flatten();
        let twice = twice.filter(|text| has.contains(last(text)));
        let twice = twice.map(|text| {
            let message = format!("the type of `{id}` is `{}` without that", last(text));
            let problem = Diagnostic::error(message).help("remove it");
            problem.setting(format!("derive.{id}"), text)
        });
        twice.collect()
    }

    /// Which end of which operation a shape is.
    fn end(&self, shape: &Shape) -> Option<(&'static str, &str)> {
        let ids = self.resolved.selection.operations.iter();
        let mut operations = ids.filter_map(|id| {
            let operation = self.resolved.model.get(id.as_str())?.as_operation()?;
            let role = match &shape.id {
                id if operation.input.target == *id => "input",
                id if operation.output.target == *id => "output",
                _ => return None,
            };
            Some((role, id.name()))
        });
        operations.next()
    }
}

/// Whether shapes of this kind are values of one type, whatever their names.
fn is_simple(kind: &Kind) -> bool {
    let is_item = modules::has_schema(kind);
    !is_item
        && !matches!(
            kind,
            Kind::Service(_) | Kind::Operation(_) | Kind::Resource(_)
        )
}

/// Each table that names an id, and the id.
pub(crate) fn named(settings: &ShapeSettings) -> impl Iterator<Item = (&'static str, &str)> {
    let derives = settings.derives.keys().map(|id| ("derive", id.as_str()));
    let attributes = settings.attributes.keys();
    let attributes = attributes.map(|id| ("attributes", id.as_str()));
    let externs = settings.externs.keys().map(|id| ("extern", id.as_str()));
    derives.chain(attributes).chain(externs)
}

/// The names of traits that a type has anyway.
fn implemented(is_enum: bool, has_serde: bool) -> impl Iterator<Item = &'static str> {
    let all = ["Clone", "Debug", "Default", "PartialEq"];
    let of_enums = ["Eq", "Hash", "Ord", "PartialOrd"];
    let of_serde = ["Deserialize", "Serialize"];
    let of_enums = of_enums.into_iter().filter(move |_| is_enum);
    let of_serde = of_serde.into_iter().filter(move |_| has_serde);
    all.into_iter().chain(of_enums).chain(of_serde)
}

/// The trait at the end of a path.
fn last(path: &str) -> &str {
    path.rsplit("::").next().unwrap_or(path).trim()
}

/// Whether a structure holds a stream, which is read once and is no data.
fn streams(model: &Model, shape: &Shape) -> bool {
    let mut targets = shape.members.iter().filter_map(|it| model.target(it));
    matches!(shape.kind, Kind::Structure) && targets.any(|it| it.traits.has(id::STREAMING))
}

/// What those are told who use something that is deprecated; empty where the model says no more than that.
pub(super) fn deprecation(traits: &Traits) -> Option<String> {
    let deprecated = traits.read::<Deprecated>()?;
    let words = |text: Option<&str>| super::docs::sentence(text.unwrap_or_default());
    let since = words(deprecated.since.as_deref());
    let message = words(deprecated.message.as_deref());
    Some(match (since.as_str(), message.as_str()) {
        ("", message) => message.to_owned(),
        (since, "") => format!("since {since}"),
        (since, message) => format!("since {since}: {message}"),
    })
}

fn no_rust(table: &str, id: &str, text: &str, what: &str, fault: String) -> Diagnostic {
    let fault = match fault.is_empty() {
        true => String::new(),
        false => format!(": {fault}"),
    };
    // Settings may be as long as a file.
    let shown: String = text.chars().take(SHOWN).collect();
    let more = if shown.len() < text.len() { "…" } else { "" };
    let message = format!("`{shown}{more}` is not {what}{fault}");
    Diagnostic::error(message).setting(format!("{table}.{id}"), text)
}

/// A path without arguments, as it is printed.
fn path(text: &str) -> Result<String, String> {
    let path = parsed(syn::Path::parse_mod_style, text)?;
    let segments = path.segments.iter().map(|it| it.ident.to_string());
    let segments: Vec<String> = segments.collect();
    let root = path.leading_colon.map_or("", |_| "::");
    Ok(format!("{root}{}", segments.join("::")))
}

/// Whether a path means the same in every module. In a package, everything is generated.
fn is_absolute(path: &str, packaged: bool) -> bool {
    match path.split_once("::") {
        Some(("", _)) => true,
        Some((first, _)) => first == "crate" && !packaged,
        None => false,
    }
}

/// One attribute or several, as they are printed.
fn attributes(text: &str) -> Result<Vec<String>, String> {
    let attributes = parsed(syn::Attribute::parse_outer, text)?;
    if attributes.is_empty() {
        return Err(String::new());
    }
    let printed = attributes.into_iter().map(|attribute| {
        // An item of its own is laid out as in a file; the item is taken away again.
        let item: syn::File = syn::parse_quote!(#attribute struct S;);
        let printed = prettyplease::unparse(&item);
        let printed = printed.trim_end().trim_end_matches("struct S;");
        printed.trim_end().to_owned()
    });
    Ok(printed.collect())
}

fn parsed<P: Parser>(parser: P, text: &str) -> Result<P::Output, String> {
    if text.len() > SETTING_CODE {
        return Err(format!(
            "it has {} bytes, of at most {SETTING_CODE}",
            text.len()
        ));
    }
    parser.parse_str(text).map_err(|error| error.to_string())
}
