//! What becomes of a shape: its Rust type or call, and its command, as the generator has decided them.

use serde::Serialize;
use smithgen_model::model::{Member, Model, Shape};
use smithgen_model::{resolve, select};

use super::served::{self, Served};
use super::words::Described;
use crate::ir::{self, Ident, Path, ServiceClient, Type};
use crate::lower::{self, Options};
use crate::{Errors, Severity};

/// How many services of a model are generated to see what becomes of a shape.
const SERVICES: usize = 5;

/// How many members that carry a shape without a type of its own are listed.
const CARRIERS: usize = 20;

/// What becomes of a shape in a service.
#[derive(Debug, Default, Serialize)]
pub(super) struct Rust {
    service: String,
    /// The module of the service.
    module: String,
    /// Whether the protocol sends members where `@http` and its kin say.
    #[serde(skip)]
    pub(super) binds: bool,
    /// The type, below the module.
    #[serde(rename = "type")]
    pub(super) ty: Option<String>,
    /// What the compiler tells those who use the type or call the operation, if it is deprecated; may be empty.
    pub(super) deprecated: Option<String>,
    /// Its fields or variants.
    pub(super) members: Vec<RustMember>,
    pub(super) operation: Option<RustOperation>,
    /// What a server implements.
    pub(super) server: Option<Served>,
    pub(super) command: Option<Command>,
}

/// A field or variant.
#[derive(Debug, Serialize)]
pub(super) struct RustMember {
    /// The member's name in the model; its whole id where it is one of another shape.
    pub(super) member: String,
    pub(super) name: String,
    /// What a field has or a variant carries.
    #[serde(rename = "type")]
    pub(super) ty: Option<String>,
}

/// How an operation is called.
#[derive(Debug, Serialize)]
pub(super) struct RustOperation {
    /// The client's method.
    pub(super) method: String,
    /// Types, below the module of the service.
    pub(super) input: String,
    pub(super) output: String,
    pub(super) error: String,
}

/// The command of an operation.
#[derive(Debug, Serialize)]
pub(super) struct Command {
    /// What is typed.
    pub(super) line: String,
    pub(super) options: Vec<CommandOption>,
}

/// An option, which sets a member of the input, or is about pages, or is one that the AWS CLI adds.
#[derive(Debug, Serialize)]
pub(super) struct CommandOption {
    /// With its dashes.
    pub(super) name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) member: Option<String>,
    pub(super) required: bool,
    #[serde(rename = "type")]
    pub(super) kind: &'static str,
    /// How values are written that are more than a word.
    pub(super) shorthand: Option<String>,
}

impl Rust {
    pub(super) fn module(&self) -> &str {
        &self.module
    }

    pub(super) fn service(&self) -> &str {
        &self.service
    }
}

/// What becomes of a shape in each service that has it, and what cannot be told.
pub(super) fn of(
    model: &Model,
    shape: &Shape,
    member: Option<&Member>,
    protocol: Option<&str>,
) -> (Vec<Rust>, Vec<String>) {
    let (mut found, mut notes) = (Vec::new(), Vec::new());
    let mut having = Vec::new();
    for service in model.services().filter(|it| model.is_own(it.location)) {
        // Problems are those of generation, and are told below.
        let selected = select::select(model, Some(service.id.as_str()), &[], &mut Errors::new());
        let has_it = selected.is_some_and(|it| {
            it.service == shape.id
                || it.operations.contains(&shape.id)
                || it.shapes.contains(&shape.id)
        });
        if has_it {
            having.push(service);
        }
    }
    if having.is_empty() {
        notes.push("no service of the model uses it, so nothing is generated of it".to_owned());
    }
    for service in having.iter().skip(SERVICES) {
        notes.push(format!("`{}` uses it too", service.id));
    }
    for service in having.into_iter().take(SERVICES) {
        match in_service(model, service, shape, member, protocol) {
            Ok(rust) => found.push(rust),
            Err(errors) => {
                let first = errors.iter().find(|it| it.severity == Severity::Error);
                let why = first.map_or("", |it| it.message.as_str());
                let id = &service.id;
                notes.push(format!("nothing can be generated of `{id}`: {why}"));
            }
        }
    }
    (found, notes)
}

fn in_service(
    model: &Model,
    service: &Shape,
    shape: &Shape,
    member: Option<&Member>,
    protocol: Option<&str>,
) -> Result<Rust, Errors> {
    let id = Some(service.id.as_str());
    let resolved = resolve::finish(model.clone(), Errors::new(), id, &[])?;
    let options = Options {
        protocol: protocol.map(str::to_owned),
        cli: true,
        ..Options::default()
    };
    let (client, _) = lower::lower(&resolved, &options)?;
    let operations = &resolved.selection.operations;
    let mut rust = Rust {
        service: service.id.to_string(),
        module: client.module.to_string(),
        binds: lower::binds(service, protocol),
        ..Rust::default()
    };
    if service.id == shape.id {
        rust.ty = Some("Client".to_owned());
    }
    let number = operations.iter().position(|id| *id == shape.id);
    let operation = number.and_then(|number| client.operations.get(number));
    rust.operation = operation.map(called);
    rust.server = served::of(&resolved, shape, protocol);
    rust.deprecated = operation.and_then(|it| it.deprecated.clone());
    rust.command = operation.and_then(|it| command(&resolved.model, shape, it, &client));
    match items(&client)
        .into_iter()
        .find(|it| it.id == shape.id.as_str())
    {
        Some(item) => {
            rust.ty = Some(item.path);
            rust.deprecated = item.deprecated;
            rust.members = item.members;
        }
        None => rust.members = carriers(&resolved.model, shape, items(&client)),
    }
    if let Some(member) = member {
        rust.members.retain(|it| it.member == *member.name);
    }
    Ok(rust)
}

/// A shape that has a type.
struct Item<'i> {
    id: &'i str,
    path: String,
    deprecated: Option<String>,
    members: Vec<RustMember>,
}

/// All types, with the shapes that they are.
fn items(client: &ServiceClient) -> Vec<Item<'_>> {
    let operations = client.operations.iter().flat_map(|operation| {
        let module = format!("operations::{}", operation.module);
        operation.shapes.iter().map(move |it| (module.clone(), it))
    });
    let types = client.types.iter();
    let types = types.map(|file| ("types".to_owned(), &file.shape));
    let all = operations.chain(types);
    all.filter_map(|(module, shape)| item(&module, shape))
        .collect()
}

fn item<'i>(module: &str, shape: &'i ir::Shape) -> Option<Item<'i>> {
    let (name, schema): (&Ident, Option<&ir::Schema>) = match shape {
        ir::Shape::Structure(it) => (&it.name, it.schema.as_ref()),
        ir::Shape::Union(it) => (&it.name, Some(&it.schema)),
        ir::Shape::Enumeration(it) => (&it.name, Some(&it.schema)),
        ir::Shape::IntEnumeration(it) => (&it.name, Some(&it.schema)),
    };
    let schema = schema?;
    let named: Vec<(&Ident, Option<String>)> = match shape {
        ir::Shape::Structure(it) => {
            let fields = it.fields.iter();
            fields
                .map(|field| (&field.name, Some(type_text(&field.ty))))
                .collect()
        }
        ir::Shape::Union(it) => {
            let variants = it.variants.iter();
            variants
                .map(|it| (&it.name, Some(type_text(&it.value))))
                .collect()
        }
        ir::Shape::Enumeration(_) | ir::Shape::IntEnumeration(_) => Vec::new(),
    };
    let members = schema.members.iter().zip(named);
    let mut members: Vec<RustMember> = members
        .map(|(member, (name, ty))| RustMember {
            member: member.name.clone(),
            name: name.to_string(),
            ty,
        })
        .collect();
    members.extend(values(shape));
    Some(Item {
        id: &schema.id,
        path: format!("{module}::{name}"),
        deprecated: shape.extras().attributes.deprecated.clone(),
        members,
    })
}

/// The variants of an enum, by the values that they stand for.
fn values(shape: &ir::Shape) -> Vec<RustMember> {
    let value = |member: String, name: &Ident| RustMember {
        member,
        name: name.to_string(),
        ty: None,
    };
    match shape {
        ir::Shape::Enumeration(it) => {
            let variants = it.variants.iter();
            variants
                .map(|it| value(it.value.clone(), &it.name))
                .collect()
        }
        ir::Shape::IntEnumeration(it) => {
            let variants = it.variants.iter();
            variants
                .map(|it| value(it.value.to_string(), &it.name))
                .collect()
        }
        _ => Vec::new(),
    }
}

/// The members that carry a shape without a type of its own, with the types that they have.
fn carriers(model: &Model, shape: &Shape, items: Vec<Item<'_>>) -> Vec<RustMember> {
    if shape.kind.is_service_kind() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for item in items {
        let Some(container) = model.get(item.id) else {
            continue;
        };
        for member in item.members {
            let carried = container.member(&member.member);
            if carried.is_some_and(|it| it.target == shape.id) && found.len() < CARRIERS {
                let id = container.id.member(&member.member);
                found.push(RustMember {
                    member: id,
                    ..member
                });
            }
        }
    }
    found
}

fn called(operation: &ir::Operation) -> RustOperation {
    let module = format!("operations::{}", operation.module);
    let end = |end: &ir::StructureUse| match &end.shared {
        Some(path) => format!("types::{}", last(path)),
        None => format!("{module}::{}", end.ty),
    };
    RustOperation {
        method: operation.method.to_string(),
        input: end(&operation.input),
        output: end(&operation.output),
        error: format!("{module}::{}", operation.error.name),
    }
}

fn command(
    model: &Model,
    shape: &Shape,
    operation: &ir::Operation,
    client: &ServiceClient,
) -> Option<Command> {
    let commands = client.cli.as_ref()?;
    let is_its = |it: &&ir::cli::Command| it.operation.0.contains(&operation.module);
    let command = commands.commands.iter().find(is_its)?;
    let input = model.get(shape.as_operation()?.input.target.as_str())?;
    let option = |arg: &ir::cli::Arg| {
        let member = input.members.iter().nth(arg.member)?;
        let target = model.target(member)?;
        Some(CommandOption {
            name: format!("--{}", arg.name),
            member: Some(member.name.to_string()),
            required: arg.required,
            kind: target.kind.name(),
            shorthand: smithgen_help::shorthand_syntax(Described::new(model, target)),
        })
    };
    let further = |name: &str, required: bool, kind: &'static str| CommandOption {
        name: format!("--{name}"),
        member: None,
        required,
        kind,
        shorthand: None,
    };
    let pages = command.page_options().iter().map(|name| match *name {
        "starting-token" => further(name, false, "string"),
        name => further(name, false, "integer"),
    });
    let added = command.added().iter();
    let added = added.map(|it| further(it.name.as_str(), it.required, "string"));
    let options = command.shown_args().filter_map(option);
    Some(Command {
        line: format!("{} {}", commands.name, command.name),
        options: options.chain(added).chain(pages).collect(),
    })
}

fn last(path: &Path) -> &str {
    path.0.last().map_or("", Ident::as_str)
}

/// A type as it is written where everything that it names is imported.
fn type_text(ty: &Type) -> String {
    match ty {
        Type::Bool => "bool".to_owned(),
        Type::I8 => "i8".to_owned(),
        Type::I16 => "i16".to_owned(),
        Type::I32 => "i32".to_owned(),
        Type::I64 => "i64".to_owned(),
        Type::F32 => "f32".to_owned(),
        Type::F64 => "f64".to_owned(),
        Type::String => "String".to_owned(),
        Type::Blob => "Blob".to_owned(),
        Type::ByteStream => "ByteStream".to_owned(),
        Type::EventStream(event) => format!("EventStream<{}>", type_text(event)),
        Type::BigInteger => "BigInteger".to_owned(),
        Type::BigDecimal => "BigDecimal".to_owned(),
        Type::DateTime => "DateTime".to_owned(),
        Type::Document => "Document".to_owned(),
        Type::Unit => "Unit".to_owned(),
        Type::Named(path) => last(path).to_owned(),
        Type::Vec(item) => format!("Vec<{}>", type_text(item)),
        Type::BTreeMap(key, value) => {
            format!("BTreeMap<{}, {}>", type_text(key), type_text(value))
        }
        Type::Option(inner) => format!("Option<{}>", type_text(inner)),
        Type::Box(inner) => format!("Box<{}>", type_text(inner)),
    }
}
