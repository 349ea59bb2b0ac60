//! What a server implements: the names of its trait and of the errors that its methods return.

use std::collections::BTreeSet;

use super::modules::Module;
use super::names::case;
use super::service::protocol;
use super::service::protocols::Protocol;
use super::shape::docs as describe;
use super::{Lowering, extras};
use crate::ir::{Operation, ServedError, ServedErrors, ServedOperation, Server};
use smithgen_model::model::Shape;

impl Lowering<'_> {
    /// The server's side of a service with these operations, which are those chosen. Its table has this protocol.
    pub(super) fn server(
        &self,
        service: &Shape,
        own: &Protocol,
        operations: &[Operation],
        features: Vec<&'static str>,
    ) -> Server {
        let mut names = case::server_types();
        let name = case::type_name(service.id.name());
        let name = names.claim(&[name.clone(), format!("{name}Service")]);
        let served = operations.iter().map(|operation| {
            let error = operation.error.name.to_string();
            ServedOperation {
                error: ServedErrors {
                    name: names.claim(&[error.clone(), format!("Served{error}")]),
                    variants: self.served_errors(operation),
                },
                method: operation.method.clone(),
                module: operation.module.clone(),
                marker: operation.marker.clone(),
                input: operation.input.ty.clone(),
                output: operation.output.ty.clone(),
                docs: operation.docs.clone(),
                deprecated: operation.deprecated.clone(),
            }
        });
        let operations = served.collect();
        Server {
            name,
            docs: describe::shape(&self.docs, service),
            deprecated: extras::deprecation(&service.traits),
            protocols: protocol::served(service, own),
            features,
            operations,
        }
    }

    /// The errors of an operation. A type stands for one error: where settings give two errors the same, the first
    /// converts.
    fn served_errors(&self, operation: &Operation) -> Vec<ServedError> {
        let mut names = case::served_errors();
        let mut seen = BTreeSet::new();
        let spec = self.resolved.model.get(&operation.id);
        let ids = spec
            .and_then(Shape::as_operation)
            .map(|spec| self.errors_of(spec));
        let variants = ids.into_iter().flatten().filter_map(|id| {
            let ty = self.type_path(id, &Module::Root)?;
            let name = ty.0.last()?.to_string();
            let replaced = self.extras.path(id.as_str());
            let whole = replaced.map_or_else(|| ty.to_string(), str::to_owned);
            Some(ServedError {
                name: names.claim(&[name.clone(), format!("{name}Error")]),
                converts: seen.insert(whole),
                ty,
            })
        });
        variants.collect()
    }
}
