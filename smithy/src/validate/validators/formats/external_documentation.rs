//! Whether links to further documentation are URLs.

use crate::model::Node;
use crate::model::traits::{ExternalDocumentation, Known};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// The schemes that links may have.
const SCHEMES: [&str; 6] = ["http", "https", "ftp", "file", "jar", "mailto"];

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(ExternalDocumentation::ID) {
        let links = applied.value.as_object().into_iter().flatten();
        for (title, link) in links.filter_map(|(title, link)| Some((title, Node::as_str(link)?))) {
            let scheme = link.trim_start().split_once(':').map(|(scheme, _)| scheme);
            let is_url = scheme.is_some_and(|scheme| {
                SCHEMES
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(scheme))
            });
            if !is_url {
                let message = format!("the link `{title}` is no URL: `{link}`");
                report.trait_error(subject, ExternalDocumentation::ID, message);
            }
        }
    }
}
