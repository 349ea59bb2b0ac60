//! Whether API keys with a scheme travel in a header.

use crate::model::Kind;
use crate::model::traits::{ApiKeyLocation, HttpApiKeyAuth, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, _) in context.with_trait(HttpApiKeyAuth::ID) {
        let Some(key) = subject.traits().read::<HttpApiKeyAuth>() else {
            continue;
        };
        let is_service = matches!(subject.shape.kind, Kind::Service(_));
        if is_service && key.scheme.is_some() && key.location == ApiKeyLocation::Query {
            let message = "API keys with a `scheme` travel in a header, but `in` is `query`";
            report.trait_error(subject, HttpApiKeyAuth::ID, message);
        }
    }
}
