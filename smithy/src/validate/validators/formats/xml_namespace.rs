//! Whether namespaces of XML are URIs.

use super::uri::is_uri;
use crate::model::Node;
use crate::model::traits::{Known, XmlNamespace};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(XmlNamespace::ID) {
        let uri = applied.value.get("uri").and_then(Node::as_str);
        if let Some(uri) = uri.filter(|uri| !is_uri(uri)) {
            let message = format!("`{uri}`, the namespace of it in XML, is no URI");
            report.error(subject, message);
        }
    }
}
