//! `@http`: method, path and query of an operation, its labels bound to members of the input.

use super::{Lowering, endpoint};
use crate::ir::{Http, Segment};
use crate::model::traits;
use crate::model::uri::{self, UriPattern};
use crate::model::{Member, Model, Operation, Shape};

impl Lowering<'_> {
    /// How an operation travels; reports what `resolve` lets pass but a client cannot send.
    pub(super) fn http(
        &mut self,
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
        let bucket_in_endpoint = self.has_bucket_in_endpoint();
        match lower(&self.resolved.model, http, operation) {
            Ok(mut http) => {
                if bucket_in_endpoint {
                    leave_bucket_out(&self.resolved.model, operation, &mut http);
                }
                Some(http)
            }
            Err(reason) => {
                let problem = self.problem(shape.location, reason);
                self.errors
                    .push(problem.shape(&shape.id).trait_id("smithy.api#http"));
                None
            }
        }
    }
}

impl Lowering<'_> {
    /// Whether the endpoint rules put the bucket into host or path. The paths of S3's model still begin with it, as
    /// they did before there were rules; no trait says so, and every SDK knows it.
    fn has_bucket_in_endpoint(&self) -> bool {
        let model = &self.resolved.model;
        let service = model.get(self.resolved.selection.service.as_str());
        service.is_some_and(|service| {
            let aws = service.traits.read::<traits::AwsService>();
            service.traits.has(endpoint::RULE_SET) && aws.is_some_and(|aws| aws.sdk_id == "S3")
        })
    }
}

/// Takes the first segment away if it is the label that fills the rules' parameter `Bucket`.
fn leave_bucket_out(model: &Model, operation: &Operation, http: &mut Http) {
    let input = model.get(operation.input.target.as_str());
    let first = match http.path.first() {
        Some(Segment::Label(index)) => input.and_then(|input| input.members.iter().nth(*index)),
        _ => None,
    };
    let fills = first.and_then(|member| member.traits.read::<traits::ContextParam>());
    if fills.is_some_and(|parameter| parameter.name == "Bucket") {
        http.path.remove(0);
    }
}

fn lower(model: &Model, http: traits::Http, operation: &Operation) -> Result<Http, String> {
    let pattern = UriPattern::parse(&http.uri)?;
    let input = model.get(operation.input.target.as_str());
    let member = |name: &str| {
        let position = |shape: &Shape| shape.members.iter().position(|m: &Member| *m.name == *name);
        input
            .and_then(position)
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
        query: pattern.query,
        code: http.code,
    })
}
