//! Takes every decision about the Rust that a model becomes, once: names, types, modules, bindings.

mod cli;
pub(crate) mod docs;
mod endpoint;
pub(crate) mod extras;
mod modules;
mod names;
mod operation;
#[cfg(feature = "package")]
pub(crate) mod package;
mod server;
mod service;
mod shape;
mod size;

use smithgen_model::model::traits;
use smithgen_model::model::{Shape, ShapeId};
use smithgen_model::{Diagnostic, Errors, Location, Resolved};

use self::modules::{Module, Modules, errors_of_all_operations};
use self::names::Names;
use self::operation::{auth, streams};
use self::service::{protocol, source};
use self::shape::docs as describe;
use self::shape::traits as schema;
use self::shape::{boxes, default, required};
use crate::config::{Keep, OwnNames, ShapeSettings};
use crate::ir;
use crate::maps::HashSet;

/// What a caller may choose about the Rust, beyond the selection of operations.
#[derive(Debug, Clone, Default)]
pub(crate) struct Options {
    /// Name of the service's module; without it the SDK id or the shape's name in snake case.
    pub module: Option<String>,
    /// The protocol to speak, by id or name; without it the best of the service's.
    pub protocol: Option<String>,
    /// Whether the tables of the command line are wanted.
    pub cli: bool,
    /// Whether tables are all that is wanted: no client, and no Rust types.
    pub tables_only: bool,
    /// Whether what says nothing of the code is left out: the model's documentation and digest.
    pub bare: bool,
    /// Whether operations are wanted without a client that has a method for each.
    pub clientless: bool,
    /// Whether a trait for servers is wanted, and types that are strict about what the model requires.
    pub server: bool,
    /// Whether the module is one of a package, whose features decide on signatures.
    pub packaged: bool,
    /// The cargo feature that gates those tables; without it they are always there.
    pub cli_feature: Option<String>,
    /// The caller's own names on the command line: the service's, and those of operations and members.
    pub names: OwnNames,
    /// The operations whose results the command line can keep for later.
    pub keep: Vec<Keep>,
    /// What is said of the types of shapes.
    pub shapes: ShapeSettings,
    /// The cargo feature that gates serde; without it that is always there, if it is wanted.
    pub serde_feature: Option<String>,
    /// Whether other services have the same settings, so that these may name what this one does not have.
    pub is_one_of_many: bool,
}

impl Options {
    fn sides(&self) -> Sides {
        let is_for_servers_alone = self.server && self.clientless;
        Sides {
            serves: self.server,
            sends: !is_for_servers_alone || self.cli,
            calls: !is_for_servers_alone && !self.tables_only,
        }
    }
}

/// Decides everything about the chosen part of a model, and warns of what is odd about the decisions.
///
/// # Errors
/// What the model asks for and the generator cannot give, each with its shape.
pub(crate) fn lower(
    resolved: &Resolved,
    options: &Options,
) -> Result<(ir::ServiceClient, Errors), Errors> {
    let model = &resolved.model;
    let Some(service) = model.get(resolved.selection.service.as_str()) else {
        let id = &resolved.selection.service;
        return Err(Diagnostic::error(format!("service `{id}` is not in the model")).into());
    };
    let mut lowering = Lowering::new(resolved, options);
    let lowered = lowering.service(service, options);
    lowering.check_extras(&options.shapes, options.is_one_of_many);
    let (lowered, warnings) = lowering.errors.into_result(lowered)?;
    // Without a protocol there is nothing, and an error that says so.
    let lowered = lowered.ok_or_else(Errors::new)?;
    Ok((lowered, warnings))
}

/// Whether a service is called by a protocol that sends members where `@http` and its kin say.
#[cfg(feature = "command")]
pub(crate) fn binds(service: &Shape, protocol: Option<&str>) -> bool {
    protocol::choose(service, protocol).is_some_and(|protocol| protocol.binds)
}

/// Who uses what is generated.
#[derive(Debug, Clone, Copy)]
struct Sides {
    /// Servers: types are as strict as the model.
    serves: bool,
    /// Whoever sends requests, with or without types: tables say where to and what else services want.
    sends: bool,
    /// Programs that call operations by their types.
    calls: bool,
}

impl Sides {
    /// Whether nothing but servers uses the Rust types.
    fn is_server_alone(self) -> bool {
        self.serves && !self.calls
    }
}

/// What every decision looks at.
struct Lowering<'a> {
    resolved: &'a Resolved,
    modules: Modules,
    names: Names,
    /// The shapes that people construct: those within inputs.
    given: HashSet<ShapeId>,
    boxed: boxes::Boxed,
    requiring: required::Requiring,
    variants: default::Variants,
    docs: docs::Reader,
    /// What settings say of types.
    extras: extras::Extras,
    /// Whether shapes become types.
    has_types: bool,
    sides: Sides,
    errors: Errors,
}

impl<'a> Lowering<'a> {
    fn new(resolved: &'a Resolved, options: &Options) -> Self {
        let modules = Modules::find(resolved);
        let mut errors = Errors::new();
        let sides = options.sides();
        Lowering {
            extras: extras::Extras::new(&options.shapes, options, &mut errors),
            names: Names::find(resolved, &modules),
            given: modules::given(resolved, sides.serves),
            boxed: boxes::boxed(&resolved.model, modules.iter().map(|(id, _)| id)),
            variants: default::variants(&resolved.model, modules.iter().map(|(id, _)| id)),
            requiring: required::requiring(
                &resolved.model,
                modules.iter().map(|(id, _)| id),
                sides.serves,
            ),
            resolved,
            modules,
            sides,
            has_types: !options.tables_only,
            docs: match options.bare {
                true => docs::Reader::silent(),
                false => docs::Reader::new(options.cli),
            },
            errors,
        }
    }

    fn problem(&self, at: Location, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(message).at(self.resolved.model.place(at))
    }

    fn service(&mut self, service: &Shape, options: &Options) -> Option<ir::ServiceClient> {
        let wanted = options.protocol.as_deref();
        let Some(protocol) = protocol::choose(service, wanted) else {
            self.no_protocol(service, wanted);
            return None;
        };
        if !self.is_of_good_size(service) {
            return None;
        }
        let count = self.resolved.selection.operations.len();
        let operations = (0..count).filter_map(|index| self.operation(index, protocol));
        let operations: Vec<ir::Operation> = operations.collect();
        let errors = errors_of_all_operations(self.resolved);
        let sdk_id = self.sdk_id(service);
        self.check_lengths();
        let namespace = service.traits.read::<traits::XmlNamespace>();
        let features = self.features(service, protocol, &operations, options);
        let endpoint_rules = match self.sides.sends {
            true => self.endpoint_rules(service),
            false => None,
        };
        let is_of_aws = self.sides.sends && cli::is_of_aws(service, endpoint_rules.as_ref());
        Some(ir::ServiceClient {
            module: self.module(service, options.module.as_deref()),
            docs: describe::service(&self.docs, service),
            deprecated: extras::deprecation(&service.traits),
            client_docs: format!(
                "A client of {}. Cheap to clone; clones share connections.",
                docs::code(&sdk_id)
            ),
            source: source::source(&self.resolved.model.sources, options.bare),
            id: service.id.to_string(),
            version: service
                .as_service()
                .map(|s| s.version.clone())
                .unwrap_or_default(),
            is_of_aws,
            signing_name: auth::signing_name(service),
            protocol: protocol.constant(service),
            protocol_feature: protocol
                .feature
                .map(|feature| protocol::demand(feature, features.home)),
            demanded_features: features.demanded,
            runtime_features: features.of_client,
            home: features.home,
            server: self
                .sides
                .serves
                .then(|| self.server(service, protocol, &operations, features.of_server)),
            xml_namespace: namespace.map(schema::xml_namespace),
            endpoint_rules,
            cli: match options.cli {
                true => self.commands(service, &sdk_id, is_of_aws, &operations, options),
                false => None,
            },
            sdk_id,
            has_types: self.has_types,
            has_calls: self.sides.calls,
            has_client: self.has_types && !options.clientless,
            cli_feature: options.cli_feature.clone(),
            errors: errors
                .iter()
                .map(|id| self.schema_path(id, &Module::Root))
                .collect(),
            tables: self.schemas(&Module::Root),
            operations,
            types: self.types(),
            collections: self.schemas(&Module::Collections),
        })
    }

    /// Whether any of the chosen operations streams events.
    fn has_events(&self) -> bool {
        let model = &self.resolved.model;
        let operations = self.resolved.selection.operations.iter();
        let mut operations = operations.filter_map(|id| model.get(id.as_str())?.as_operation());
        operations.any(|operation| streams::has_events(model, operation))
    }

    fn no_protocol(&mut self, service: &Shape, wanted: Option<&str>) {
        let message = match wanted {
            Some(wanted) => {
                format!("the protocol `{wanted}` is not the service's, or not supported yet")
            }
            None => "none of the service's protocols is supported yet".to_owned(),
        };
        let help = format!("supported: {}", protocol::known());
        let problem = self.problem(service.location, message);
        let problem = problem.shape(&service.id).help(help);
        self.errors.push(match wanted {
            Some(wanted) => problem.setting("protocol", wanted),
            None => problem,
        });
    }

    fn endpoint_rules(&mut self, service: &Shape) -> Option<ir::endpoint::RuleSet> {
        let applied = service.traits.find(endpoint::RULE_SET)?;
        match endpoint::rules(&applied.value) {
            Ok(rules) => Some(rules),
            Err(problems) => {
                self.endpoint_problems(service, applied.location, problems);
                None
            }
        }
    }

    fn endpoint_problems(&mut self, shape: &Shape, at: Location, problems: Vec<endpoint::Problem>) {
        for endpoint::Problem { message, help } in problems {
            let problem = self.problem(at, message).shape(&shape.id);
            self.errors.push(match help {
                Some(help) => problem.help(help),
                None => problem,
            });
        }
    }

    /// The tables that stand at a place.
    fn schemas(&self, at: &Module) -> Vec<ir::Schema> {
        let here = self.modules.iter().filter(|(_, place)| *place == at);
        let shapes = here.filter_map(|(id, _)| self.resolved.model.get(id.as_str()));
        shapes.filter_map(|shape| self.schema(shape, at)).collect()
    }

    /// The shared types, sorted by module.
    fn types(&mut self) -> Vec<ir::TypeFile> {
        let resolved = self.resolved;
        let shared = self
            .modules
            .iter()
            .filter(|(_, place)| matches!(place, Module::Type(_)));
        let ids: Vec<ShapeId> = shared.map(|(id, _)| id.clone()).collect();
        let mut files = Vec::new();
        for id in ids {
            let shape = resolved.model.get(id.as_str());
            let item = shape.and_then(|shape| self.item(shape, &Module::Type(id.clone())));
            let module = self.names.of(&id).map(|names| names.module.clone());
            files.extend(
                item.zip(module)
                    .map(|(shape, module)| ir::TypeFile { module, shape }),
            );
        }
        files.sort_by(|a, b| a.module.cmp(&b.module));
        files
    }
}
