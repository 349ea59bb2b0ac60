//! The settings of a client that a case asks for.

use serde_json::Value;
use smithgen_client::auth::{ApiKeyValue, BearerToken, Credentials, Login};

use crate::case::Case;
use crate::exchange::Exchange;

/// The token that cases expect in inputs without one.
const TOKEN: &str = "00000000-0000-4000-8000-000000000000";

/// Where cases that name no host are sent.
const HOST: &str = "example.com";

/// The region of cases that name none.
const REGION: &str = "us-east-1";

/// Settings for a case, with its transport. There is an identity for every scheme.
pub(crate) fn config(
    case: &Case,
    exchange: &Exchange,
    operation: &smithgen_runtime::OperationSpec,
) -> smithgen_client::Config {
    let is_refused = |scheme: &smithgen_runtime::Auth| {
        matches!(
            scheme,
            smithgen_runtime::Auth::Digest | smithgen_runtime::Auth::Other(_)
        )
    };
    let config = smithgen_client::Config::new()
        .transport(exchange.clone())
        .without_waiting()
        .max_attempts(1)
        .idempotency_token(|| TOKEN.to_owned())
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .bearer_token(BearerToken::new("token"))
        .login(Login::new("user", "password"))
        .api_key(ApiKeyValue::new("key"))
        // What the client refuses to do is no reason not to see what it would send.
        .anonymous(!operation.auth().is_empty() && operation.auth().iter().all(is_refused))
        .auth_scheme_preference(case.text("authScheme").map(name));
    let scoped = &case.0["vendorParams"]["scopedConfig"];
    match region(scoped) {
        // The host of such a case is what follows from the region.
        Some(region) => buckets(config.region(region), scoped),
        None => {
            let host = case.text("host").unwrap_or(HOST);
            config
                .region(REGION)
                .endpoint_url(format!("https://{host}"))
        }
    }
}

/// The name of a shape, without its namespace.
fn name(id: &str) -> &str {
    id.rsplit('#').next().unwrap_or(id)
}

/// `aws.protocoltests.config#ScopedConfig`: the client's own settings come before the environment's, these before
/// those of files.
fn region(scoped: &Value) -> Option<&str> {
    let places = [
        &scoped["operation"]["region"],
        &scoped["client"]["region"],
        &scoped["environment"]["AWS_DEFAULT_REGION"],
        &scoped["configFile"]["region"],
    ];
    places.into_iter().find_map(Value::as_str)
}

/// `aws.protocoltests.config#S3Config`, the operation's before the client's.
fn buckets(config: smithgen_client::Config, scoped: &Value) -> smithgen_client::Config {
    let setting = |name: &str| {
        let places = ["operation", "client", "configFile"].map(|place| &scoped[place]["s3"][name]);
        places.into_iter().find(|value| !value.is_null())
    };
    let flag = |name: &str| setting(name).is_some_and(|value| value == true);
    let path_style = setting("addressing_style").is_some_and(|style| style == "path");
    config
        .use_dual_stack(flag("use_dualstack_endpoint"))
        .endpoint_parameter("Accelerate", flag("use_accelerate_endpoint"))
        .endpoint_parameter("ForcePathStyle", path_style)
}
