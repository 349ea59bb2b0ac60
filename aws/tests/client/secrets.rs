//! What `Debug` and errors say of settings and requests that hold secrets.

use http::{HeaderName, HeaderValue};
use smithgen_aws::profile::{EndpointUrls, Files, Selected};
use smithgen_client::Environment;
use smithgen_client::transport::{Proxies, Proxy};
use smithgen_client::{Client, Config};
use smithgen_runtime::dynamic::{DynamicStructure, Typing, Value};
use smithgen_runtime::{Kind, Member, OperationSpec, Schema, Trait, prelude};

use super::service::{GET, scripted};

const SECRET: &str = "PW";
const URL: &str = "http://user:PW@localhost:1/path?token=PW";

fn hides(shown: &str) {
    assert!(!shown.contains(SECRET), "{shown}");
}

#[test]
fn settings_show_no_userinfo_and_no_profile() {
    let mut config = Config::new().endpoint_url(URL).header(
        HeaderName::from_static("authorization"),
        HeaderValue::from_static(SECRET),
    );
    config.http.proxies = Proxies {
        http: Proxy::parse("http://user:PW@proxy:1"),
        ..Proxies::default()
    };
    hides(&format!("{config:?}"));
    assert!(format!("{config:?}").contains("***:***@localhost:1/path"));
    hides(&format!("{:?}", Client::new(config)));

    let environment = Environment::of([
        ("AWS_ENDPOINT_URL", URL),
        ("AWS_ENDPOINT_URL_THING", URL),
        ("AWS_SECRET_ACCESS_KEY", SECRET),
    ]);
    let files = Files {
        credentials: smithgen_aws::profile::Ini::parse(
            b"[default]\naws_secret_access_key = PW\nendpoint_url = http://u:PW@h/\n",
        )
        .unwrap(),
        ..Files::default()
    };
    let profile = files
        .selected(&Selected::from_env(None, &environment))
        .unwrap();
    let urls = EndpointUrls::from_env(&environment, &files, &profile);
    hides(&format!("{environment:?} {files:?} {profile:?} {urls:?}"));
    assert!(format!("{files:?}").contains("aws_secret_access_key"));
}

static INPUT: Schema = Schema::new(
    "example#SecretInput",
    Kind::Structure,
    &[
        Member::new("query", &prelude::STRING)
            .with_traits(&[Trait::Sensitive, Trait::HttpQuery("q")]),
        Member::new("header", &prelude::STRING)
            .with_traits(&[Trait::Sensitive, Trait::HttpHeader("x-secret")]),
        Member::new("body", &prelude::STRING).with_traits(&[Trait::Sensitive]),
    ],
);

static SECRETS: OperationSpec = OperationSpec {
    input: &INPUT,
    ..GET
};

#[test]
fn a_request_shows_nothing_that_is_in_it() {
    let mut input = DynamicStructure::new(&INPUT, Typing::Typed);
    for member in 0..3 {
        input.set(member, Value::Str(SECRET.to_owned()));
    }
    let request = smithgen_client::encode_operation(&SECRETS, &input, &Default::default());
    let request = request.unwrap();
    hides(&format!("{request:?}"));
    assert!(format!("{request:?}").contains("x-secret"));
    // It is the request all the same.
    assert_eq!(request.headers()["x-secret"], SECRET);
    assert!(request.uri().query().unwrap().contains(SECRET));
    hides(&format!("{:?}", request.headers()));
    let plain: http::Request<bytes::Bytes> = request.into();
    assert!(
        plain
            .body()
            .windows(2)
            .any(|part| part == SECRET.as_bytes())
    );

    let (config, _) = scripted(Vec::new());
    let client = Client::new(config.endpoint_url(URL));
    let prepared = client.prepare(&SECRETS, &input).unwrap();
    hides(&format!("{:?}", prepared.endpoint));
    hides(&format!("{:?}", prepared.request.headers()));
}

#[test]
fn an_endpoint_that_is_none_is_told_without_its_password() {
    let (config, _) = scripted(Vec::new());
    for url in [
        "http://user:PW@",
        "http://user:PW@ho st/",
        "ftp://user:PW@h/",
        "http://u:P/PW@h",
    ] {
        let client = Client::new(config.clone().endpoint_url(url));
        let input = DynamicStructure::new(&INPUT, Typing::Typed);
        let error = client.prepare(&SECRETS, &input).unwrap_err();
        hides(&format!("{error} {error:?}"));
    }
}
