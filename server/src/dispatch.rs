//! What becomes of a request: which operation begins, and the answers that are not the operation's own.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::StatusCode;
use http::request::Parts;
use smithgen_runtime::body::Body;
use smithgen_runtime::served::{
    Found, Problem, Rejection, Route, RouteError, Router, Streams, streams, unpack_request,
    unpack_streaming, write_error, write_rejection,
};
use smithgen_runtime::{OperationSpec, Protocol};

use crate::collect::Failed;
use crate::fault::Fault;
use crate::handler::{Failure, Handler, Work};
use crate::server::Server;
use crate::settings::Limits;
use crate::standing::Standing;

/// A server with what is looked up for each request.
pub(crate) struct Dispatch {
    router: Router,
    /// In the order of the router's operations.
    entries: Vec<Entry>,
    server: Server,
    is_timed: bool,
}

struct Entry {
    handler: Arc<dyn Handler>,
    streams: Streams,
}

/// How a request goes on.
pub(crate) enum Begun {
    Working(Work, Route),
    Answered(http::Response<Body>),
}

impl Dispatch {
    pub(crate) fn new(server: Server, is_timed: bool) -> Self {
        let operations = server.handlers.iter().map(|it| it.operation());
        let router = Router::new(server.service, server.protocols, operations);
        let router = router.with_hosts(server.hosts.clone());
        let entries = server.handlers.iter().map(|handler| Entry {
            streams: streams(handler.operation()),
            handler: handler.clone(),
        });
        Dispatch {
            router,
            entries: entries.collect(),
            server,
            is_timed,
        }
    }

    pub(crate) fn server(&self) -> &Server {
        &self.server
    }

    pub(crate) fn find(&self, head: &Parts) -> Result<Found, RouteError> {
        self.router.find(head)
    }

    /// Takes what belongs to the input from the host of a request.
    pub(crate) fn locate(&self, found: Found, head: &mut Parts) {
        self.router.locate(found, head);
    }

    /// A limit of time, unless nothing is timed.
    pub(crate) fn time(&self, of: impl Fn(&Limits) -> Duration) -> Option<Duration> {
        self.is_timed.then(|| of(&self.server.limits))
    }

    /// How long the method may work. One whose input streams works for as long as the client sends.
    pub(crate) fn handler_time(&self, route: Route) -> Option<Duration> {
        let found = Found::Route(route);
        match self.streaming(found) {
            Some(_) => None,
            None => self.time(|it| it.handler_time),
        }
    }

    /// The operation, if its input streams.
    pub(crate) fn streaming(&self, found: Found) -> Option<Route> {
        let Found::Route(route) = found else {
            return None;
        };
        let entry = self.entries.get(route.index)?;
        entry.streams.input.then_some(route)
    }

    /// The answer to a request that may not go on, as far as its head tells.
    pub(crate) fn refuse(&self, found: Found, standing: &Standing) -> Option<http::Response<Body>> {
        match (found, standing) {
            (Found::Route(route), _) => {
                let fault = standing.refusal(route.operation)?;
                Some(self.fault(route, fault))
            }
            (Found::Form(protocol), Standing::Barred(fault)) => {
                self.tell(None, fault);
                Some(fault.write(protocol).map(Body::from))
            }
            (Found::Form(_), _) => None,
        }
    }

    /// Lets the operation begin, given the whole request.
    pub(crate) fn begin(
        &self,
        found: Found,
        standing: &Standing,
        request: http::Request<Bytes>,
    ) -> Begun {
        let (route, request) = match found {
            Found::Route(route) => (route, request),
            Found::Form(protocol) => match self.find_in_form(protocol, standing, request) {
                Ok(found) => found,
                Err(answer) => return Begun::Answered(*answer),
            },
        };
        match unpack_request(route, request, self.body_limit()) {
            Ok(request) => self.enter(route, |handler| handler.start(route, request)),
            Err(rejection) => Begun::Answered(self.rejection(route, &rejection)),
        }
    }

    /// The operation that a form names, and the request without what a client put around the form; else the answer.
    fn find_in_form(
        &self,
        protocol: &'static dyn Protocol,
        standing: &Standing,
        request: http::Request<Bytes>,
    ) -> Result<(Route, http::Request<Bytes>), Box<http::Response<Body>>> {
        let unread = |problem: Problem| {
            let fault = Fault::from(problem);
            Box::new(fault.write(protocol).map(Body::from))
        };
        let limit = self.body_limit();
        let request = self.router.unpack_form(request, limit).map_err(unread)?;
        let route = self.router.find_in_form(protocol, &request);
        let route = route.map_err(|error| Box::new(self.unrouted(&error)))?;
        match standing.refusal(route.operation) {
            Some(fault) => Err(Box::new(self.fault(route, fault))),
            None => {
                let (mut head, body) = request.into_parts();
                self.locate(Found::Route(route), &mut head);
                Ok((route, http::Request::from_parts(head, body)))
            }
        }
    }

    /// How many bytes a body may have.
    fn body_limit(&self) -> u64 {
        u64::try_from(self.server.limits.body_bytes).unwrap_or(u64::MAX)
    }

    /// Lets the operation begin, which reads the body by itself.
    pub(crate) fn begin_streaming(&self, route: Route, mut head: Parts, body: Body) -> Begun {
        // It is read piece by piece, however large it is.
        let body = match unpack_streaming(route, &mut head, body, u64::MAX) {
            Ok(body) => body,
            Err(rejection) => return Begun::Answered(self.rejection(route, &rejection)),
        };
        self.enter(route, |handler| {
            Ok(handler.start_streaming(route, head, body))
        })
    }

    fn enter(
        &self,
        route: Route,
        start: impl FnOnce(&dyn Handler) -> Result<Work, Rejection>,
    ) -> Begun {
        let Some(entry) = self.entries.get(route.index) else {
            return Begun::Answered(self.fault(route, &Fault::not_implemented()));
        };
        match catch_unwind(AssertUnwindSafe(|| start(&*entry.handler))) {
            Ok(Ok(work)) => Begun::Working(work, route),
            Ok(Err(rejection)) => Begun::Answered(self.rejection(route, &rejection)),
            Err(panic) => Begun::Answered(self.panicked(route, &*panic)),
        }
    }

    /// Answers a request for no operation.
    pub(crate) fn unrouted(&self, error: &RouteError) -> http::Response<Body> {
        error.answer().map(Body::from)
    }

    /// Answers a request whose body cannot be read.
    pub(crate) fn unread(&self, found: Found, failed: Failed) -> http::Response<Body> {
        let (operation, protocol) = match found {
            Found::Route(route) => (Some(route.operation), route.protocol),
            Found::Form(protocol) => (None, protocol),
        };
        let fault = failed.fault(self.server.limits.body_bytes);
        self.tell(operation, &fault);
        fault.write(protocol).map(Body::from)
    }

    pub(crate) fn failure(&self, route: Route, failure: &Failure) -> http::Response<Body> {
        match failure {
            Failure::Rejection(rejection) => self.rejection(route, rejection),
            Failure::Fault(fault) => self.fault(route, fault),
            Failure::Error(error) => match error.modeled() {
                Ok(error) => write_error(route, error).map(Body::from),
                Err(fault) => self.fault(route, fault),
            },
            Failure::Stream(problem, error) => {
                if let Err(fault) = error.modeled() {
                    self.tell(Some(route.operation), fault);
                }
                let fault = Fault::from(problem.clone());
                fault.write(route.protocol).map(Body::from)
            }
        }
    }

    pub(crate) fn fault(&self, route: Route, fault: &Fault) -> http::Response<Body> {
        self.tell(Some(route.operation), fault);
        fault.write(route.protocol).map(Body::from)
    }

    /// Answers when a method panicked.
    pub(crate) fn panicked(&self, route: Route, panic: &(dyn Any + Send)) -> http::Response<Body> {
        let words = panic.downcast_ref::<&'static str>().copied();
        let words = words.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
        let words = words.unwrap_or("without a message");
        let fault = Fault::internal(format!("the method panicked: {words}"));
        self.fault(route, &fault)
    }

    fn rejection(&self, route: Route, rejection: &Rejection) -> http::Response<Body> {
        // A status that says more than the model's error would is kept.
        let is_invalid = rejection.status() == StatusCode::BAD_REQUEST;
        let map = self.server.on_invalid.as_deref().filter(|_| is_invalid);
        let response = match map.and_then(|map| map(route.operation, rejection)) {
            Some(error) => write_error(route, &*error),
            None => write_rejection(route, rejection),
        };
        response.map(Body::from)
    }

    fn tell(&self, operation: Option<&'static OperationSpec>, fault: &Fault) {
        if let Some(watch) = &self.server.on_fault {
            watch(operation, fault);
        }
    }
}
