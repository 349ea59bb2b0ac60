//! Where requests go and what is in them before any attempt.

use http::{HeaderName, HeaderValue};
use smithgen_aws::profile::{EndpointUrls, Files, Profile};
use smithgen_client::Environment;
use smithgen_client::endpoint::{EndpointError, EndpointErrorKind};
use smithgen_client::{Client, ClientError, Config, ConfigError, RetryMode};
use smithgen_runtime::endpoint_rules::{Expr, Literal, Rule, RuleSet};
use smithgen_runtime::{Http, InputError, OperationSpec, Segment, Service, prelude, protocol};

use super::run;
use super::service::{PUT, PUT_INPUT, PutInput, answer, scripted};

fn url(change: impl FnOnce(Config) -> Config) -> Result<String, ClientError> {
    let client = Client::new(change(smithgen_aws::for_aws(Config::new())));
    let prepared = client.prepare(&PUT, &PutInput::named("n"))?;
    Ok(prepared.request.uri().to_string())
}

fn error(change: impl FnOnce(Config) -> Config) -> (EndpointErrorKind, String) {
    let error: EndpointError = url(change).unwrap_err().downcast().unwrap();
    (error.kind, error.message)
}

#[test]
fn rules_make_the_url_of_settings_and_input() {
    let (config, log) = scripted(vec![answer(200, "")]);
    run(Client::new(config).dispatch(&PUT, &PutInput::named("n"))).unwrap();
    assert_eq!(log.urls(), ["https://n.prod.eu-west-1.example.com/put"]);
    assert_eq!(log.header("host"), ["n.prod.eu-west-1.example.com"]);
    assert_eq!(log.header("x-name"), ["n"]);
    let own = |config: Config| {
        config
            .region("r")
            .endpoint_parameter("Stage", "alpha".to_owned())
            .endpoint_parameter("Stage", "beta".to_owned())
    };
    assert_eq!(url(own).unwrap(), "https://n.beta.r.example.com/put");
    for region in ["fips-us-west-2", "us-west-2-fips"] {
        assert_eq!(
            url(|c| c.region(region)).unwrap(),
            "https://n.fips.us-west-2/put"
        );
    }
}

static FREE_RULES: RuleSet = RuleSet::new(
    &[],
    &[Rule::endpoint(
        &[],
        Expr::Literal(Literal::Str("https://free.example.com")),
        &[],
        &[],
    )],
    0,
);

static FREE_SERVICE: Service = Service::new("example#Free", "", "Free", &protocol::REST_JSON_1)
    .with_signing_name("free")
    .with_endpoint_rules(&FREE_RULES);

/// An operation that goes where its service goes.
const fn free() -> OperationSpec {
    static HTTP: Http = Http::new("POST", &[Segment::Literal("put")], 200);
    OperationSpec::new("Free", &FREE_SERVICE, &PUT_INPUT, &prelude::UNIT).with_http(&HTTP)
}

static FREE: OperationSpec = free();
static PREFIXED: OperationSpec = free().with_host_prefix("{name}.");

#[test]
fn an_endpoint_that_is_kept_is_that_of_the_service_alone() {
    let client = Client::new(Config::new().region("r"));
    for name in ["n", "m"] {
        let url = |operation| {
            let prepared = client.prepare(operation, &PutInput::named(name)).unwrap();
            prepared.request.uri().to_string()
        };
        assert_eq!(url(&FREE), "https://free.example.com/put");
        let prefixed = format!("https://{name}.free.example.com/put");
        assert_eq!(url(&PREFIXED), prefixed);
        let own = format!("https://{name}.prod.r.example.com/put");
        assert_eq!(url(&PUT), own);
    }
}

#[test]
fn a_url_of_ones_own_keeps_path_and_query_and_beats_fips() {
    let own = |text: &'static str| url(move |c| c.region("r").use_fips(true).endpoint_url(text));
    assert_eq!(
        own("HTTP://Host:81/Base/?a=1#f").unwrap(),
        "http://n.host:81/Base/put?a=1"
    );
    assert_eq!(own("http://u:p@h").unwrap(), "http://n.h/put");
    let plain = url(|c| c.endpoint_url("http://[::1]:8/").host_prefix(false));
    assert_eq!(plain.unwrap(), "http://[::1]:8/put");
}

#[test]
fn default_ports_are_no_part_of_the_host_header() {
    for (text, host) in [
        ("http://h:80", "n.h"),
        ("https://h:80", "n.h:80"),
        ("https://h:443", "n.h"),
    ] {
        let client = Client::new(Config::new().endpoint_url(text));
        let prepared = client.prepare(&PUT, &PutInput::named("n")).unwrap();
        assert_eq!(prepared.request.headers()["host"], host);
    }
}

#[test]
fn what_is_no_url_is_refused_before_anything_is_sent() {
    for text in [
        "127.0.0.1:80",
        "ftp://h",
        "http://",
        "http://a b",
        "http://a..b",
        "http://h:x",
    ] {
        let (kind, message) = error(|c| c.endpoint_url(text));
        assert_eq!(kind, EndpointErrorKind::InvalidUrl);
        assert_eq!(message, format!("Invalid endpoint: {text}"));
    }
    let (kind, message) = error(|c| c.region(""));
    assert_eq!(kind, EndpointErrorKind::InvalidUrl);
    assert_eq!(message, "Invalid endpoint: https://prod..example.com");
    let (kind, message) = error(|c| c);
    assert_eq!(kind, EndpointErrorKind::Rules);
    assert_eq!(message, "Invalid Configuration: Missing Region");
}

#[test]
fn a_region_cannot_choose_the_host() {
    for region in ["evil.invalid/", "a@b", "bad_region", "-a", "a.b"] {
        let (kind, message) = error(|c| c.region(region));
        assert_eq!(kind, EndpointErrorKind::InvalidHostLabel, "{region}");
        let expected = format!("Provided region_name '{region}' doesn't match a supported format.");
        assert_eq!(message, expected);
    }
}

#[test]
fn a_prefix_may_make_the_host_too_long() {
    let host = ["a".repeat(60).as_str(); 4].join(".");
    let client = Client::new(Config::new().endpoint_url(format!("https://{host}:8443")));
    let prepare = |length| client.prepare(&PUT, &PutInput::named(&"n".repeat(length)));
    // 243 characters, a dot and the name.
    assert!(prepare(9).is_ok());
    let error = prepare(10).unwrap_err();
    let expected = "invalid input `name`: the host would be longer than 253 characters";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn inputs_that_cannot_be_sent_are_refused() {
    let client = Client::new(Config::new().region("r"));
    let missing = client.prepare(&PUT, &PutInput::default()).unwrap_err();
    assert_eq!(
        missing.downcast_ref(),
        Some(&InputError::Missing(vec!["name".to_owned()]))
    );
    let invalid = client.prepare(&PUT, &PutInput::named("a.b/c")).unwrap_err();
    assert!(matches!(
        invalid.downcast_ref(),
        Some(InputError::Invalid { .. })
    ));
}

#[test]
fn callers_headers_replace_the_clients() {
    let config = Config::new().region("r").application("tool/1").header(
        HeaderName::from_static("accept-encoding"),
        HeaderValue::from_static("gzip"),
    );
    let client = Client::new(config);
    let prepared = client.prepare(&PUT, &PutInput::named("n")).unwrap();
    let headers = prepared.request.headers();
    assert_eq!(headers["accept-encoding"], "gzip");
    assert!(
        headers["user-agent"]
            .to_str()
            .unwrap()
            .starts_with("tool/1 smithgen/")
    );
    let length = prepared.request.body().len().to_string();
    assert_eq!(headers["content-length"], *length);
}

fn from_env(variables: &[(&str, &str)]) -> Result<Config, ConfigError> {
    let environment = Environment::of(variables.iter().copied());
    smithgen_aws::from_profile(&environment, &Files::default(), &Profile::default())
}

#[test]
fn environment_variables_set_what_their_names_say() {
    let config = from_env(&[
        ("AWS_REGION", "r"),
        ("AWS_DEFAULT_REGION", "s"),
        ("AWS_ENDPOINT_URL_MY_EXAMPLE", "http://own"),
        ("AWS_ENDPOINT_URL", "http://all"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "True"),
        ("AWS_USE_FIPS_ENDPOINT", "yes"),
        ("AWS_MAX_ATTEMPTS", "7"),
        ("AWS_RETRY_MODE", "adaptive"),
    ]);
    let config = config.unwrap();
    assert_eq!((config.use_dual_stack, config.use_fips), (true, false));
    assert_eq!(
        (config.retry.max_attempts, config.retry.mode),
        (7, RetryMode::Adaptive)
    );
    assert_eq!(config.region.as_deref(), Some("r"));
    let client = Client::new(config);
    let prepared = client.prepare(&PUT, &PutInput::named("n")).unwrap();
    assert_eq!(prepared.request.uri(), "http://n.own/put");
    let explicit = client.config().clone().endpoint_url("http://explicit");
    let prepared = Client::new(explicit)
        .prepare(&PUT, &PutInput::named("n"))
        .unwrap();
    assert_eq!(prepared.request.uri(), "http://n.explicit/put");
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    for (name, value) in [
        ("AWS_MAX_ATTEMPTS", "0"),
        ("AWS_MAX_ATTEMPTS", "x"),
        ("AWS_RETRY_MODE", "Standard"),
    ] {
        assert!(from_env(&[(name, value)]).is_err(), "{name}={value}");
    }
}

#[test]
fn a_services_section_that_is_missing_is_an_error_of_the_settings() {
    let ini = smithgen_aws::profile::Ini::parse(b"[default]\nservices = nope\nregion = r\n");
    let files = Files {
        config: ini.unwrap(),
        ..Files::default()
    };
    let profile = files.profile("default").unwrap();
    let urls = EndpointUrls::from_env(&Environment::of([]), &files, &profile);
    let (kind, message) = error(|c| c.region("r").endpoints(urls));
    assert_eq!(kind, EndpointErrorKind::Settings);
    assert!(message.contains("\"nope\""), "{message}");
}
