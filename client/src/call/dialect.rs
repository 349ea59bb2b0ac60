//! Writes requests as AWS's tools in Python do.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::uri::{PathAndQuery, Uri};
use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::Trait;
use smithgen_runtime::view::{Ref, Structure};

/// The content type of forms.
const FORM: &str = "application/x-www-form-urlencoded";
/// The same, with the charset.
const FORM_IN_UTF8: HeaderValue =
    HeaderValue::from_static("application/x-www-form-urlencoded; charset=utf-8");
/// Content types that the tools leave out.
const UNSAID: &[&str] = &["application/octet-stream", "application/xml"];
/// The parameter that names the operation and means nothing to a service.
const NAME: &str = "x-id=";

/// Rewrites a request of an operation.
pub(super) fn botocore(
    operation: &OperationSpec,
    input: &dyn Structure,
    request: &mut http::Request<Bytes>,
) {
    if !says_content_type(operation, input) {
        let headers = request.headers_mut();
        match headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes) {
            Some(form) if form == FORM.as_bytes() => {
                headers.insert(CONTENT_TYPE, FORM_IN_UTF8);
            }
            Some(other) if UNSAID.iter().any(|it| it.as_bytes() == other) => {
                headers.remove(CONTENT_TYPE);
            }
            _ => {}
        }
    }
    if let Some(uri) = without_name(request.uri()) {
        *request.uri_mut() = uri;
    }
}

/// Whether the caller gives the content type.
fn says_content_type(operation: &OperationSpec, input: &dyn Structure) -> bool {
    let is_bound = |traits: &[Trait]| {
        traits.iter().any(|it| match it {
            Trait::HttpHeader(name) => name.eq_ignore_ascii_case("content-type"),
            _ => false,
        })
    };
    let mut members = operation.input().members().iter().enumerate();
    members.any(|(index, member)| {
        is_bound(member.traits()) && !matches!(input.get(index), Ref::Unset | Ref::Null)
    })
}

/// The path and query without the name, if it is there.
fn without_name(uri: &Uri) -> Option<Uri> {
    let query = uri.query().filter(|query| query.contains(NAME))?;
    let rest: Vec<&str> = query
        .split('&')
        .filter(|it| !it.starts_with(NAME))
        .collect();
    let target = match rest.as_slice() {
        [] => uri.path().to_owned(),
        rest => format!("{}?{}", uri.path(), rest.join("&")),
    };
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(target).ok()?);
    Uri::from_parts(parts).ok()
}
