//! Where a bucket stands in a URL that the user gives: in the path, unless the settings say otherwise.

use smithgen_aws::profile::AddressingStyle;
use smithgen_client::Config;
use smithgen_runtime::endpoint_rules::ContextSource;
use smithgen_runtime::operation::{OperationSpec, OperationTrait};

use crate::value::{Map, Value};

/// The built-in for buckets in the path.
const PATH_STYLE: &str = "AWS::S3::ForcePathStyle";

/// Puts the bucket of a call into the path of the URL, as the reference does.
pub(crate) fn address(
    config: &mut Config,
    operation: &OperationSpec,
    params: &Map,
    style: AddressingStyle,
) {
    let rules = operation.service().endpoint_rules();
    let mut parameters = rules.iter().flat_map(|rules| rules.parameters());
    let is_known = parameters.any(|it| it.built_in() == Some(PATH_STYLE));
    // A name that is no bucket's has its place in the host.
    let is_arn = bucket(operation, params).is_some_and(|bucket| bucket.starts_with("arn:"));
    if !is_known {
        return;
    }
    let is_custom = config.endpoint_url.is_some() && style == AddressingStyle::Auto;
    if is_arn || is_custom {
        let value = (is_custom && !is_arn).into();
        config
            .endpoint_parameters
            .push((PATH_STYLE.to_owned(), value));
    }
}

/// The bucket that a call is about.
fn bucket<'p>(operation: &OperationSpec, params: &'p Map) -> Option<&'p str> {
    let sources = operation.traits().iter().find_map(|it| match it {
        OperationTrait::EndpointParameters(parameters) => Some(*parameters),
        _ => None,
    });
    let mut sources = sources?.iter();
    let source = sources.find(|it| it.name() == "Bucket")?.source();
    let ContextSource::Member(member) = source else {
        return None;
    };
    let member = operation.input().members().get(*member)?;
    params.get(member.name()).and_then(Value::as_str)
}
