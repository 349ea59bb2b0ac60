//! Operations with their handlers, and the response to a request.

use bytes::Bytes;
use smithgen_runtime::binding::{RouteError, route};
use smithgen_runtime::constraints::violations;
use smithgen_runtime::operation::{OperationSpec, TypedOperation};
use smithgen_runtime::view::Structure;

/// A request that does not match the model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invalid {
    /// What is wrong, with the member's path but never its value.
    pub message: String,
}

/// A modelled error, returned by a handler.
pub struct Error(Box<dyn Structure + Send>);

impl<E: Structure + std::error::Error + Send + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Error(Box::new(error))
    }
}

type Handle = Box<dyn Fn(&http::Request<Bytes>) -> http::Response<Bytes> + Send + Sync>;

struct Route {
    operation: &'static OperationSpec,
    handle: Handle,
}

/// A set of operations with their handlers.
#[derive(Default)]
pub struct Server {
    routes: Vec<Route>,
    pages: Vec<(&'static str, String)>,
}

impl Server {
    /// A server without operations.
    pub fn new() -> Self {
        Server::default()
    }

    /// Adds an operation. `invalid` maps an input that cannot be parsed or violates a constraint to an error in the
    /// model; `handler` receives only valid inputs.
    #[must_use]
    pub fn operation<O: TypedOperation>(
        mut self,
        invalid: impl Fn(Invalid) -> Error + Send + Sync + 'static,
        handler: impl Fn(O::Input) -> Result<O::Output, Error> + Send + Sync + 'static,
    ) -> Self {
        let operation = O::SPEC;
        let handle = move |request: &http::Request<Bytes>| {
            let mut input = O::Input::default();
            let result = read(operation, request, &mut input)
                .map_err(&invalid)
                .and_then(|()| handler(input));
            match result {
                Ok(output) => success(operation, &output),
                Err(error) => failure(operation, &*error.0),
            }
        };
        self.routes.push(Route {
            operation,
            handle: Box::new(handle),
        });
        self
    }

    /// Adds a page for people who visit this path, outside of any operation.
    #[must_use]
    pub fn page(mut self, path: &'static str, text: impl Into<String>) -> Self {
        self.pages.push((path, text.into()));
        self
    }

    fn page_at(&self, request: &http::Request<Bytes>) -> Option<http::Response<Bytes>> {
        let path = request.uri().path();
        let mut pages = self.pages.iter();
        let (_, words) = pages.find(|(at, _)| *at == path)?;
        match *request.method() {
            http::Method::GET | http::Method::HEAD => Some(text(200, words.clone())),
            _ => None,
        }
    }

    /// Handles a request.
    pub fn handle(&self, request: &http::Request<Bytes>) -> http::Response<Bytes> {
        let operations: Vec<_> = self.routes.iter().map(|route| route.operation).collect();
        let found = route(&operations, request).map(|operation| {
            let mut routes = self.routes.iter();
            routes.find(|route| std::ptr::eq(route.operation, operation))
        });
        match found {
            Ok(Some(route)) => (route.handle)(request),
            Err(RouteError::MethodNotAllowed) => {
                let page = self.page_at(request);
                page.unwrap_or_else(|| plain(405, "UnknownOperationException"))
            }
            Ok(None) | Err(RouteError::NotFound) => {
                let page = self.page_at(request);
                page.unwrap_or_else(|| plain(404, "UnknownOperationException"))
            }
        }
    }
}

fn read(
    operation: &OperationSpec,
    request: &http::Request<Bytes>,
    input: &mut dyn Structure,
) -> Result<(), Invalid> {
    operation
        .service()
        .protocol()
        .decode_request(operation, request, input)
        .map_err(|error| Invalid {
            message: error.to_string(),
        })?;
    match violations(input).as_slice() {
        [] => Ok(()),
        found => {
            let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
            Err(Invalid {
                message: lines.join("; "),
            })
        }
    }
}

fn success(operation: &OperationSpec, output: &dyn Structure) -> http::Response<Bytes> {
    operation
        .service()
        .protocol()
        .encode_response(operation, output)
        .unwrap_or_else(|_| plain(500, "InternalFailure"))
}

fn failure(operation: &OperationSpec, error: &dyn Structure) -> http::Response<Bytes> {
    operation
        .service()
        .protocol()
        .encode_error(operation, error)
        .unwrap_or_else(|_| plain(500, "InternalFailure"))
}

/// A response outside of any operation.
fn plain(status: u16, code: &'static str) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from_static(b"{}"));
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(
        http::header::CONTENT_TYPE,
        http::HeaderValue::from_static("application/json"),
    );
    headers.insert("x-amzn-errortype", http::HeaderValue::from_static(code));
    response
}

/// A response for people.
pub(super) fn text(status: u16, words: impl Into<String>) -> http::Response<Bytes> {
    let mut response = http::Response::new(Bytes::from(words.into()));
    *response.status_mut() =
        http::StatusCode::from_u16(status).unwrap_or(http::StatusCode::INTERNAL_SERVER_ERROR);
    let plain = http::HeaderValue::from_static("text/plain; charset=utf-8");
    response
        .headers_mut()
        .insert(http::header::CONTENT_TYPE, plain);
    response
}
