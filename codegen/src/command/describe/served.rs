//! What a server implements of a service or operation, as the generator has decided it.

use serde::Serialize;
use smithgen_model::model::Shape;
use smithgen_model::resolve::Resolved;

use crate::ir::{ServedOperation, Server};
use crate::lower::{self, Options};

/// What a server implements.
#[derive(Debug, Serialize)]
pub(super) struct Served {
    /// The trait, below the module of the service.
    #[serde(rename = "trait")]
    name: String,
    /// The features of `smithgen-server` that the code needs.
    features: Vec<&'static str>,
    method: Option<Method>,
    /// The names of all methods, where a service is described.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    methods: Vec<String>,
}

/// The method of an operation.
#[derive(Debug, Serialize)]
struct Method {
    name: String,
    /// Types, below the module of the service.
    input: String,
    output: String,
    error: String,
    /// The variants of the error.
    errors: Vec<String>,
}

/// What a server implements of a service or one of its operations; nothing of any other shape.
pub(super) fn of(resolved: &Resolved, shape: &Shape, protocol: Option<&str>) -> Option<Served> {
    let operations = &resolved.selection.operations;
    let number = operations.iter().position(|id| *id == shape.id);
    let is_service = resolved.selection.service == shape.id;
    if number.is_none() && !is_service {
        return None;
    }
    let options = Options {
        protocol: protocol.map(str::to_owned),
        server: true,
        clientless: true,
        bare: true,
        ..Options::default()
    };
    // What is wrong has been told of the client's side.
    let (service, _) = lower::lower(resolved, &options).ok()?;
    let server = service.server?;
    let method = number.and_then(|number| server.operations.get(number));
    Some(Served {
        name: format!("server::{}", server.name),
        method: method.map(self::method),
        methods: match is_service {
            true => names(&server),
            false => Vec::new(),
        },
        features: server.features,
    })
}

fn names(server: &Server) -> Vec<String> {
    let operations = server.operations.iter();
    operations.map(|it| it.method.to_string()).collect()
}

fn method(operation: &ServedOperation) -> Method {
    let module = &operation.module;
    let errors = operation.error.variants.iter();
    Method {
        name: operation.method.to_string(),
        input: format!("operations::{module}::{}", operation.input),
        output: format!("operations::{module}::{}", operation.output),
        error: format!("server::{}", operation.error.name),
        errors: errors.map(|it| it.name.to_string()).collect(),
    }
}

impl Served {
    /// As a terminal shows it, below the module of the service.
    pub(super) fn lines(&self, module: &str) -> Vec<String> {
        let mut lines = Vec::new();
        match &self.method {
            Some(method) => {
                lines.push(format!("{module}::{}::{}()", self.name, method.name));
                lines.push(format!("input  {module}::{}", method.input));
                lines.push(format!("output {module}::{}", method.output));
                let errors = method.errors.iter().map(String::as_str);
                let errors: Vec<&str> = errors.chain(["Fault"]).collect();
                let errors = errors.join(", ");
                lines.push(format!("error  {module}::{}: {errors}", method.error));
            }
            None => {
                lines.push(format!("trait {module}::{}", self.name));
                let methods = self.methods.iter();
                lines.extend(methods.map(|method| format!("    {method}()")));
                lines.push(format!("{module}::server::serve()"));
            }
        }
        if !self.features.is_empty() {
            let features = self.features.join(", ");
            lines.push(format!("features of smithgen-server: {features}"));
        }
        lines
    }
}
