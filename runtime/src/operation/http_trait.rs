//! `@http`: method, path and query of an operation.

/// `@http`.
#[derive(Debug)]
pub struct Http {
    pub(crate) method: &'static str,
    pub(crate) path: &'static [Segment],
    pub(crate) route: &'static [Segment],
    pub(crate) query: &'static [(&'static str, Option<&'static str>)],
    pub(crate) code: u16,
}

/// A segment of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Segment {
    /// Fixed text.
    Literal(&'static str),
    /// The input member with this index, percent-encoded.
    Label(usize),
    /// The input member with this index, slashes kept.
    Greedy(usize),
}

impl Http {
    /// Method, path and the status of a success, without a query.
    pub const fn new(method: &'static str, path: &'static [Segment], code: u16) -> Self {
        Http {
            method,
            path,
            route: path,
            query: &[],
            code,
        }
    }

    /// Literal query pairs.
    pub const fn with_query(
        mut self,
        query: &'static [(&'static str, Option<&'static str>)],
    ) -> Self {
        self.query = query;
        self
    }

    /// The path that a server sees, where it begins with what a client puts into the endpoint.
    pub const fn with_route(mut self, route: &'static [Segment]) -> Self {
        self.route = route;
        self
    }

    /// Method, upper case.
    pub const fn method(&self) -> &'static str {
        self.method
    }

    /// Path segments, as a client adds them to the endpoint's path.
    pub const fn path(&self) -> &'static [Segment] {
        self.path
    }

    /// Path segments, as a server sees them.
    pub const fn route(&self) -> &'static [Segment] {
        self.route
    }

    /// Literal query pairs; a value is absent for `?name` alone.
    pub const fn query(&self) -> &'static [(&'static str, Option<&'static str>)] {
        self.query
    }

    /// Status of a success.
    pub const fn code(&self) -> u16 {
        self.code
    }
}
