//! Finds the protocol and the operation of a request.

use std::collections::HashMap;

use http::header::{ACCEPT, ALLOW, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue};
use http::request::Parts;

use super::hosts::{self, Hosts, Prefix};
use super::paths::{Match, Paths};
use super::problem::Problem;
use super::read;
use crate::binding::{media, rpc};
use crate::constraints::{self, Plan, Unchecked};
use crate::operation::{Addressing, OperationSpec, OperationTrait, Protocol, Service};
use crate::protocol::REST_JSON_1;
use crate::schema::prelude;

const TARGET: HeaderName = HeaderName::from_static("x-amz-target");
const PROTOCOL: HeaderName = HeaderName::from_static("smithy-protocol");

/// The operations of a service in its protocols, arranged for finding that of a request. Built once.
pub struct Router {
    service: &'static Service,
    protocols: Vec<&'static dyn Protocol>,
    operations: Vec<(&'static OperationSpec, &'static Plan)>,
    names: HashMap<&'static str, usize>,
    paths: Paths,
    hosts: Hosts,
    /// Whether operations have a bucket in front of their path.
    has_buckets: bool,
}

/// An operation in a protocol.
#[derive(Clone, Copy)]
pub struct Route {
    /// The protocol of request and answer.
    pub protocol: &'static dyn Protocol,
    /// The operation.
    pub operation: &'static OperationSpec,
    /// Index of the operation among those that the router was made of.
    pub index: usize,
    /// The constraints of the input; what is missing is noticed by who reads.
    pub(super) plan: &'static Plan,
}

/// How far the head of a request leads.
#[derive(Clone, Copy)]
pub enum Found {
    /// To its operation.
    Route(Route),
    /// To a protocol that names the operation in the body; see [`Router::find_in_form`].
    Form(&'static dyn Protocol),
}

/// Why there is no operation for a request.
#[derive(Clone)]
pub struct RouteError {
    /// The protocol in which to say so.
    pub protocol: &'static dyn Protocol,
    /// What is wrong.
    pub kind: RouteErrorKind,
}

/// Kinds of [`RouteError`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum RouteErrorKind {
    /// There is no such operation: 404.
    UnknownOperation,
    /// Operations have this path, but with these other methods: 405.
    MethodNotAllowed(Vec<&'static str>),
}

impl Router {
    /// A router for these operations of the service in these protocols, preferred ones first.
    pub fn new(
        service: &'static Service,
        protocols: &[&'static dyn Protocol],
        operations: impl IntoIterator<Item = &'static OperationSpec>,
    ) -> Self {
        let with_plan = |operation: &'static OperationSpec| {
            (operation, constraints::plan(operation.input, false))
        };
        let operations: Vec<_> = operations.into_iter().map(with_plan).collect();
        let mut paths = Paths::default();
        let mut names = HashMap::new();
        for (index, (operation, _)) in operations.iter().enumerate() {
            names.entry(operation.name).or_insert(index);
            paths.add(operation, index);
        }
        let mut bound = operations.iter().filter_map(|(it, _)| it.http);
        let has_buckets = bound.any(hosts::is_of_bucket);
        Router {
            service,
            protocols: protocols.to_vec(),
            operations,
            names,
            paths,
            hosts: Hosts::default(),
            has_buckets,
        }
    }

    /// Looks at hosts: what stands in front of one of these names is the prefix of an operation (`@endpoint`), with
    /// labels that members are read from, or else a bucket.
    #[must_use]
    pub fn with_hosts(mut self, hosts: Hosts) -> Self {
        self.hosts = hosts;
        self
    }

    /// Constraints that cannot be checked, since the engine for regular expressions does not understand them: values
    /// pass unchecked. To be told once, when a server starts.
    pub fn unchecked(&self) -> impl Iterator<Item = &Unchecked> {
        let plans = self.operations.iter().map(|(_, plan)| *plan);
        plans.flat_map(Plan::unchecked)
    }

    /// The operation of a request, as far as its head tells.
    ///
    /// The protocol is the one whose marks the request has: `smithy-protocol`, `x-amz-target`, a form, or else a path
    /// that an operation is bound to.
    ///
    /// # Errors
    /// There is no such operation.
    pub fn find(&self, head: &Parts) -> Result<Found, RouteError> {
        let headers = &head.headers;
        if let Some(name) = headers.get(PROTOCOL)
            && let Some(protocol) = self.in_path(name)
        {
            let name = rpc_path(self.service, head.uri.path());
            return self.named(protocol, head, name.unwrap_or_default());
        }
        if let Some(target) = headers.get(TARGET)
            && let Some(protocol) = self.of(Addressing::Target, headers)
        {
            let service = rpc::service_name(self.service);
            let target = target.to_str().unwrap_or_default();
            let name = target.rsplit_once('.').filter(|(name, _)| *name == service);
            let name = name.filter(|_| head.uri.path() == "/");
            return self.named(protocol, head, name.map_or("", |(_, name)| name));
        }
        if let Some(protocol) = self.of(Addressing::Form, headers)
            && (is_of(headers, protocol.media_type()) || self.protocols.len() == 1)
            && head.uri.path() == "/"
        {
            return match head.method == http::Method::POST {
                true => Ok(Found::Form(protocol)),
                false => Err(not_allowed(protocol)),
            };
        }
        self.bound(head)
    }

    /// Makes of a request for a route what it would be without hosts: a bucket is in front of its path, and labels are
    /// where [`read_request`](super::read_request) and [`read_streaming`](super::read_streaming) find them.
    pub fn locate(&self, found: Found, head: &mut Parts) {
        let Some(prefix) = self
            .hosts
            .prefix(&head.uri, &head.headers)
            .filter(|prefix| !prefix.is_empty())
        else {
            return;
        };
        let Found::Route(route) = found else {
            return;
        };
        if route.operation.host_prefix.is_some() {
            let prefix = Prefix::new(prefix);
            head.extensions.insert(prefix);
        } else if self.has_buckets
            && let Some(uri) = hosts::with_bucket(&head.uri, prefix)
        {
            head.uri = uri;
        }
    }

    /// A request whose form is compressed, decompressed up to a limit, if any operation lets clients do so: to be
    /// called before [`Router::find_in_form`]. Others come back as they are.
    ///
    /// # Errors
    /// The body is not what its headers say, or is in another encoding, or has more bytes than the limit.
    pub fn unpack_form(
        &self,
        request: http::Request<bytes::Bytes>,
        limit: u64,
    ) -> Result<http::Request<bytes::Bytes>, Problem> {
        let compressed =
            |property: &OperationTrait| matches!(property, OperationTrait::RequestCompression(_));
        // The operation is not known yet; its checksums are left to it.
        static ANY: Service = Service::new("smithy.framework#Server", "", "", &REST_JSON_1);
        static COMPRESSED: OperationSpec =
            OperationSpec::new("", &ANY, &prelude::UNIT, &prelude::UNIT)
                .with_traits(&[OperationTrait::RequestCompression(&["gzip"])]);
        let mut operations = self.operations.iter();
        let request = match operations.any(|(it, _)| it.traits.iter().any(compressed)) {
            true => crate::message::unpack_bytes(&COMPRESSED, request, limit)
                .map_err(|error| Problem::from(&error))?,
            false => request,
        };
        match read::check_encoding(&COMPRESSED, request.headers()) {
            Ok(()) => Ok(request),
            Err(error) => Err((&error).into()),
        }
    }

    /// The operation that a form names.
    ///
    /// # Errors
    /// There is no such operation, or it is called at another host.
    pub fn find_in_form(
        &self,
        protocol: &'static dyn Protocol,
        request: &http::Request<bytes::Bytes>,
    ) -> Result<Route, RouteError> {
        let mut action = "";
        for pair in request.body().split(|byte| *byte == b'&') {
            if let Some(name) = pair.strip_prefix(b"Action=") {
                action = std::str::from_utf8(name).unwrap_or_default();
            }
        }
        let prefix = self.hosts.prefix(request.uri(), request.headers());
        self.at_host(protocol, action, prefix)
    }

    /// The protocol for an answer to a request that has no operation.
    pub fn fallback(&self, headers: &HeaderMap) -> &'static dyn Protocol {
        self.of(Addressing::Bindings, headers)
            .or_else(|| self.protocols.first().copied())
            .unwrap_or(self.service.protocol)
    }

    fn bound(&self, head: &Parts) -> Result<Found, RouteError> {
        let Some(protocol) = self.of(Addressing::Bindings, &head.headers) else {
            let protocol = self.fallback(&head.headers);
            return Err(unknown(protocol));
        };
        let prefix = self.hosts.prefix(&head.uri, &head.headers);
        let find = |prefix, uri: &http::Uri| {
            let query = uri.query().unwrap_or_default();
            self.paths
                .find(prefix, head.method.as_str(), uri.path(), query)
        };
        let mut found = find(prefix, &head.uri);
        if found == Match::None
            && let Some(prefix) = prefix.filter(|_| self.has_buckets)
            && let Some(uri) = hosts::with_bucket(&head.uri, prefix)
        {
            found = find(Some(""), &uri);
        }
        match found {
            Match::Operation(index) => self.at(protocol, Some(index)).map(Found::Route),
            Match::Methods(methods) => Err(RouteError {
                protocol,
                kind: RouteErrorKind::MethodNotAllowed(methods),
            }),
            Match::None => Err(unknown(protocol)),
        }
    }

    /// The operation of this name, by a `POST`.
    fn named(
        &self,
        protocol: &'static dyn Protocol,
        head: &Parts,
        name: &str,
    ) -> Result<Found, RouteError> {
        let prefix = self.hosts.prefix(&head.uri, &head.headers);
        let route = self.at_host(protocol, name, prefix)?;
        match head.method == http::Method::POST {
            true => Ok(Found::Route(route)),
            false => Err(not_allowed(protocol)),
        }
    }

    /// The operation of this name, unless it is called at a host with another prefix.
    fn at_host(
        &self,
        protocol: &'static dyn Protocol,
        name: &str,
        prefix: Option<&str>,
    ) -> Result<Route, RouteError> {
        let route = self.at(protocol, self.names.get(name).copied())?;
        match hosts::is_at(route.operation, prefix) {
            true => Ok(route),
            false => Err(unknown(protocol)),
        }
    }

    fn at(
        &self,
        protocol: &'static dyn Protocol,
        index: Option<usize>,
    ) -> Result<Route, RouteError> {
        let found = index.and_then(|index| Some((index, *self.operations.get(index)?)));
        let (index, (operation, plan)) = found.ok_or_else(|| unknown(protocol))?;
        Ok(Route {
            protocol,
            operation,
            index,
            plan,
        })
    }

    /// The protocol that has its operations in paths and this name.
    fn in_path(&self, name: &HeaderValue) -> Option<&'static dyn Protocol> {
        let all = || self.protocols.iter().copied();
        let is_named = |protocol: &&'static dyn Protocol| match protocol.addressing() {
            Addressing::Path(known) => name.as_bytes() == known.as_bytes(),
            _ => false,
        };
        let any =
            |protocol: &&'static dyn Protocol| matches!(protocol.addressing(), Addressing::Path(_));
        // An unknown one is no reason to look for the operation of another protocol.
        all().find(is_named).or_else(|| all().find(any))
    }

    /// The protocol with this way of naming operations, of several that whose media type the request has or accepts.
    fn of(&self, addressing: Addressing, headers: &HeaderMap) -> Option<&'static dyn Protocol> {
        let mut all = self
            .protocols
            .iter()
            .copied()
            .filter(|protocol| protocol.addressing() == addressing);
        let first = all.next()?;
        let Some(second) = all.next() else {
            return Some(first);
        };
        let all = || [first, second].into_iter().chain(all.clone());
        let sent = all().find(|protocol| is_of(headers, protocol.media_type()));
        let accepted = || all().find(|protocol| accepts(headers, protocol.media_type()));
        Some(sent.or_else(accepted).unwrap_or(first))
    }
}

impl RouteError {
    /// The answer.
    pub fn answer(&self) -> http::Response<bytes::Bytes> {
        let problem = match self.kind {
            RouteErrorKind::UnknownOperation => Problem::unknown_operation(),
            RouteErrorKind::MethodNotAllowed(_) => Problem::method_not_allowed(),
        };
        let mut response = super::write_problem(self.protocol, &problem);
        if let RouteErrorKind::MethodNotAllowed(methods) = &self.kind
            && let Ok(methods) = HeaderValue::try_from(methods.join(", "))
        {
            response.headers_mut().insert(ALLOW, methods);
        }
        response
    }
}

impl std::fmt::Debug for RouteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RouteError")
            .field("protocol", &self.protocol.id())
            .field("kind", &self.kind)
            .finish()
    }
}

impl std::fmt::Debug for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Found::Route(route) => route.fmt(f),
            Found::Form(protocol) => f.debug_tuple("Form").field(&protocol.id()).finish(),
        }
    }
}

impl std::fmt::Debug for Router {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Router")
            .field("service", &self.service.id)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Route {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Route")
            .field("protocol", &self.protocol.id())
            .field("operation", &self.operation.name)
            .finish_non_exhaustive()
    }
}

fn unknown(protocol: &'static dyn Protocol) -> RouteError {
    RouteError {
        protocol,
        kind: RouteErrorKind::UnknownOperation,
    }
}

fn not_allowed(protocol: &'static dyn Protocol) -> RouteError {
    RouteError {
        protocol,
        kind: RouteErrorKind::MethodNotAllowed(vec!["POST"]),
    }
}

/// The operation in `/service/Service/operation/Operation`, which may have a prefix.
fn rpc_path<'a>(service: &Service, path: &'a str) -> Option<&'a str> {
    // Names are short: looking at each byte is faster than a search for long texts.
    let last = |path: &'a str| {
        let at = path.bytes().rposition(|byte| byte == b'/')?;
        Some((path.get(..at)?, path.get(at + 1..)?))
    };
    let (rest, operation) = last(path)?;
    let (rest, name) = last(rest.strip_suffix("/operation")?)?;
    let is_ours = name == rpc::service_name(service);
    (is_ours && rest.ends_with("/service")).then_some(operation)
}

/// Whether the body is of this media type.
fn is_of(headers: &HeaderMap, media_type: &str) -> bool {
    let sent = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes);
    sent.is_some_and(|sent| media::essence(sent).eq_ignore_ascii_case(media_type.as_bytes()))
}

/// Whether the media type is named among those that the client accepts.
fn accepts(headers: &HeaderMap, media_type: &str) -> bool {
    let lines = headers.get_all(ACCEPT).iter();
    let mut ranges = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b','));
    ranges.any(|range| media::essence(range).eq_ignore_ascii_case(media_type.as_bytes()))
}
