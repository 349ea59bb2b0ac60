//! Test cases as the traits of `smithy.test` hold them.

use serde_json::{Map, Value};

use crate::model::Model;

/// What a case is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Request,
    Response,
    Error,
    Malformed,
    Events,
}

/// One case; `data` is the trait's own value.
pub(crate) struct Case {
    pub(crate) kind: Kind,
    pub(crate) id: String,
    pub(crate) protocol: String,
    /// `client` or `server`; `None` for both.
    pub(crate) applies_to: Option<String>,
    pub(crate) service: String,
    pub(crate) operation: String,
    /// The error structure of an error case.
    pub(crate) error: Option<String>,
    pub(crate) data: Value,
}

impl Case {
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.data[name].as_str()
    }

    pub(crate) fn texts(&self, name: &str) -> impl Iterator<Item = &str> {
        self.data[name]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    }

    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.data["headers"]
            .as_object()
            .into_iter()
            .flat_map(Map::iter);
        headers.filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
    }

    pub(crate) fn params(&self) -> Value {
        match &self.data["params"] {
            Value::Null => Value::Object(Map::new()),
            params => params.clone(),
        }
    }
}

/// All request, response and error cases of a model, in its order.
pub(crate) fn cases(model: &Model) -> Vec<Case> {
    let mut cases = Vec::new();
    for service in model.services() {
        let mut errors = Vec::new();
        for operation in model.operations(service) {
            let mut add = |kind, shape: &str, name, error: Option<&str>| {
                for data in model
                    .shape_trait(shape, name)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten()
                {
                    let text = |name: &str| data[name].as_str().map(str::to_owned);
                    cases.push(Case {
                        kind,
                        id: text("id").unwrap_or_default(),
                        protocol: text("protocol").unwrap_or_default(),
                        applies_to: text("appliesTo"),
                        service: service.to_owned(),
                        operation: operation.to_owned(),
                        error: error.map(str::to_owned),
                        data: data.clone(),
                    });
                }
            };
            add(
                Kind::Request,
                operation,
                "smithy.test#httpRequestTests",
                None,
            );
            add(
                Kind::Response,
                operation,
                "smithy.test#httpResponseTests",
                None,
            );
            add(
                Kind::Events,
                operation,
                "smithy.test#eventStreamTests",
                None,
            );
            let Some(shape) = model.shape(operation) else {
                continue;
            };
            // A case on an error holds for every operation that has it; once is enough here.
            for error in crate::model::targets(&shape["errors"]) {
                if !errors.contains(&error) {
                    errors.push(error);
                    add(
                        Kind::Error,
                        error,
                        "smithy.test#httpResponseTests",
                        Some(error),
                    );
                }
            }
        }
    }
    cases
}
