//! `@http`: method, path and query of an operation, its labels bound to members of the input.

use crate::ir::{Http, Segment};
use crate::lower::Lowering;
use smithgen_model::corrections::{Correction, corrections};
use smithgen_model::model::traits;
use smithgen_model::model::uri::{self, UriPattern};
use smithgen_model::model::{Model, Operation, Shape};

impl Lowering<'_> {
    /// How an operation travels; reports what `resolve` lets pass but a client cannot send.
    pub(in crate::lower) fn http(
        &mut self,
        service: &Shape,
        shape: &Shape,
        operation: &Operation,
        needed: bool,
    ) -> Option<Http> {
        let Some(http) = shape.traits.read::<traits::Http>() else {
            if needed {
                let problem = self.problem(shape.location, "its protocol needs `smithy.api#http`");
                self.errors.push(problem.shape(&shape.id));
            }
            return None;
        };
        match lower(&self.resolved.model, http, operation) {
            Ok(http) if self.sides.sends => Some(self.without_endpoint(http, service, shape)),
            Ok(http) => Some(http),
            Err(reason) => {
                let problem = self.problem(shape.location, reason);
                self.errors
                    .push(problem.shape(&shape.id).trait_id("smithy.api#http"));
                None
            }
        }
    }

    /// Takes out of the path what the endpoint's URL has. Servers see the whole path.
    fn without_endpoint(&self, mut http: Http, service: &Shape, shape: &Shape) -> Http {
        let whole = http.path.clone();
        for correction in corrections(&self.resolved.model, service, shape) {
            if let Correction::PathInEndpoint(member) = correction {
                http.path
                    .retain(|segment| *segment != Segment::Label(member));
            }
        }
        http.route = (self.sides.serves && http.path != whole).then_some(whole);
        http
    }
}

fn lower(model: &Model, http: traits::Http, operation: &Operation) -> Result<Http, String> {
    let pattern = UriPattern::parse(&http.uri)?;
    let input = model.get(operation.input.target.as_str());
    let member = |name: &str| {
        input
            .and_then(|shape| shape.members.position(name))
            .ok_or_else(|| format!("no member fills the label `{name}`"))
    };
    let path = pattern.segments.iter().map(|segment| match segment {
        uri::Segment::Literal(text) => Ok(Segment::Literal(text.clone())),
        uri::Segment::Label(name) => member(name).map(Segment::Label),
        uri::Segment::Greedy(name) => member(name).map(Segment::Greedy),
    });
    Ok(Http {
        method: http.method,
        path: path.collect::<Result<_, String>>()?,
        route: None,
        query: pattern.query,
        code: http.code,
    })
}
