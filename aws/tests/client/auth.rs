//! Which identity a request carries, and that no secret shows anywhere else.

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue, Request};
use smithgen_client::auth::{AuthError, BearerToken, Credentials, Login};
use smithgen_client::auth::{Authorized, Authorizer};
use smithgen_client::endpoint::Endpoint;
use smithgen_client::transport::Proxies;
use smithgen_client::{Config, Environment};
use smithgen_runtime::endpoint_rules::{Expr, Literal, Parameter, Rule, RuleSet};
use smithgen_runtime::{ApiKey, Auth, OperationSpec, Service, Unit, prelude, protocol};

mod environment;

use super::run;
use super::service::{answer, scripted};

const HUSH: &str = "hush-hush";
static KEY: ApiKey = ApiKey::new("x-key", true, Some("Key"));
static QUERY_KEY: ApiKey = ApiKey::new("key", false, None);
static HEADER: &[Auth] = &[Auth::ApiKey(&KEY)];
static QUERY: &[Auth] = &[Auth::ApiKey(&QUERY_KEY)];

/// Rules whose only endpoint names these schemes.
pub(super) fn rules(schemes: &'static [Expr]) -> &'static RuleSet {
    let properties = Box::leak(Box::new([("authSchemes", Expr::List(schemes))]));
    Box::leak(Box::new(RuleSet::new(
        Box::leak(Box::new([
            Parameter::new("Region").with_built_in("AWS::Region")
        ])),
        Box::leak(Box::new([Rule::endpoint(
            &[],
            Expr::Literal(Literal::Str("https://example.com")),
            properties,
            &[],
        )])),
        1,
    )))
}

fn operation(auth: &'static [Auth], schemes: &'static [Expr]) -> &'static OperationSpec {
    let signed = service().with_signing_name("my-example");
    of_service(signed.with_endpoint_rules(rules(schemes)), auth)
}

type Sent = Result<Request<bytes::Bytes>, AuthError>;

/// Sends the operation once; the request, or why there was none.
fn send_to(
    operation: &'static OperationSpec,
    url: Option<&str>,
    set: impl FnOnce(Config) -> Config,
) -> Sent {
    let (config, log) = scripted(vec![answer(200, "")]);
    let mut config = set(config);
    config.endpoint_url = url.map(str::to_owned);
    let shown = format!("{config:?}");
    assert!(!shown.contains(HUSH), "{shown}");
    let client = smithgen_client::Client::new(config);
    match run(client.dispatch(operation, &Unit)) {
        Ok(_) => Ok(log.last()),
        Err(error) => {
            let shown = format!("{error:?} {error}");
            assert!(!shown.contains(HUSH), "{shown}");
            Err(error.downcast().unwrap())
        }
    }
}

fn send(auth: &'static [Auth], set: impl FnOnce(Config) -> Config) -> Sent {
    send_to(operation(auth, &[]), None, set)
}

fn authorization(headers: &HeaderMap) -> &str {
    headers
        .get(AUTHORIZATION)
        .map_or("", |value| value.to_str().unwrap())
}

#[test]
fn each_scheme_shows_its_identity() {
    let request = send(&[Auth::Bearer], |c| c.bearer_token(HUSH)).unwrap();
    assert_eq!(authorization(request.headers()), "Bearer hush-hush");
    let request = send(&[Auth::Basic], |c| c.login(Login::new("u", HUSH))).unwrap();
    assert_eq!(authorization(request.headers()), "Basic dTpodXNoLWh1c2g=");
    let request = send(HEADER, |c| c.api_key(HUSH)).unwrap();
    assert_eq!(request.headers()["x-key"], "Key hush-hush");
    assert!(!format!("{request:?}").contains(HUSH));
    let request = send(QUERY, |c| c.api_key("a b&")).unwrap();
    assert_eq!(request.uri().query(), Some("key=a%20b%26"));
}

#[test]
fn the_first_scheme_with_an_identity_counts() {
    let all: &'static [Auth] = &[Auth::Digest, Auth::Bearer, Auth::Basic, Auth::None];
    let login = |c: Config| c.login(Login::new("u", "p"));
    let request = send(all, |c| login(c).bearer_token("t")).unwrap();
    assert_eq!(authorization(request.headers()), "Bearer t");
    let request = send(all, login).unwrap();
    assert_eq!(authorization(request.headers()), "Basic dTpw");
    let request = send(all, |c| c).unwrap();
    assert_eq!(authorization(request.headers()), "");
}

#[test]
fn what_the_caller_prefers_comes_first() {
    let all: &'static [Auth] = &[Auth::Bearer, Auth::Basic, Auth::None];
    let set = |c: Config| c.login(Login::new("u", "p")).bearer_token("t");
    let sent = |names: &[&'static str]| {
        let names = names.to_vec();
        let request = send(all, |c| set(c).auth_scheme_preference(names)).unwrap();
        authorization(request.headers()).to_owned()
    };
    assert_eq!(sent(&["sigv4", "httpBasicAuth"]), "Basic dTpw");
    assert_eq!(sent(&["smithy.api#noAuth"]), "");
    assert_eq!(sent(&["unheard-of"]), "Bearer t");
}

#[test]
fn errors_say_what_to_set() {
    let error = send(&[Auth::Bearer, Auth::SigV4], |c| c).unwrap_err();
    let expected = AuthError::NoIdentity {
        operation: "Get",
        schemes: vec!["httpBearerAuth", "sigv4"],
    };
    if cfg!(feature = "sigv4") {
        assert_eq!(error, expected);
    } else {
        assert!(matches!(
            error,
            AuthError::MissingFeature {
                feature: "sigv4",
                ..
            }
        ));
        // Nor does an unsupported scheme hide it.
        let other = Auth::Other("example#secretHandshake");
        let error = send(Box::leak(Box::new([other, Auth::SigV4])), |c| c).unwrap_err();
        assert!(matches!(error, AuthError::MissingFeature { .. }), "{error}");
    }
    assert_eq!(
        expected.to_string(),
        "Get needs an identity: set a bearer token, or credentials (or AWS_ACCESS_KEY_ID and \
         AWS_SECRET_ACCESS_KEY, or a profile)"
    );
    let error = send(&[Auth::Digest, Auth::Basic], |c| c).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Get needs an identity: set an authorizer of your own for httpDigestAuth, or a login (user \
         and password)"
    );
    let error = send(&[Auth::Digest], |c| c.login(Login::new("u", HUSH))).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Get can only be called with httpDigestAuth, which is not supported; set an authorizer of \
         your own"
    );
}

/// Shows a secret of its own scheme.
struct Hmac;

impl Authorizer for Hmac {
    fn authorize<'a>(
        &'a self,
        operation: &'static OperationSpec,
        _: &'a Endpoint,
        mut request: Request<bytes::Bytes>,
    ) -> Authorized<'a> {
        assert_eq!(operation.auth(), [Auth::Other("example#hmac")]);
        let value = HeaderValue::from_static("signed");
        request.headers_mut().insert("x-hmac", value);
        Box::pin(std::future::ready(Ok(request)))
    }
}

#[test]
fn a_scheme_that_is_not_known_is_the_callers_or_refused() {
    let error = send(&[Auth::Other("example#hmac")], |c| {
        c.login(Login::new("u", HUSH))
    });
    assert_eq!(
        error.unwrap_err().to_string(),
        "Get can only be called with example#hmac, which is not supported; set an authorizer of \
         your own"
    );
    let request = send(&[Auth::Other("example#hmac")], |c| c.authorizer(Hmac)).unwrap();
    assert_eq!(request.headers()["x-hmac"], "signed");
    let others: &'static [Auth] = &[Auth::Other("example#hmac"), Auth::Basic, Auth::None];
    let request = send(others, |c| c.login(Login::new("u", "p"))).unwrap();
    assert_eq!(authorization(request.headers()), "Basic dTpw");
}

#[test]
fn what_cannot_be_sent_is_refused_without_being_shown() {
    let broken = "hush-hush\n";
    for error in [
        send(&[Auth::Bearer], |c| c.bearer_token(broken)).unwrap_err(),
        send(HEADER, |c| c.api_key(broken)).unwrap_err(),
        send(&[Auth::Basic], |c| c.login(Login::new("hush-hush:", ""))).unwrap_err(),
    ] {
        assert!(matches!(error, AuthError::Invalid { .. }), "{error}");
    }
    let mut token = BearerToken::new(HUSH);
    token.expiry = Some(smithgen_runtime::DateTime::from_secs(1));
    let error = send(&[Auth::Bearer], |c| c.bearer_token(token)).unwrap_err();
    assert_eq!(
        error,
        AuthError::Expired {
            what: "bearer token"
        }
    );
}

#[test]
fn secrets_leave_the_machine_over_tls_only() {
    let set = |c: Config| c.bearer_token("t").login(Login::new("u", "p")).api_key("k");
    for (auth, scheme) in [
        (&[Auth::Bearer] as &[Auth], "httpBearerAuth"),
        (&[Auth::Basic], "httpBasicAuth"),
        (HEADER, "httpApiKeyAuth"),
        (QUERY, "httpApiKeyAuth"),
    ] {
        let to = |url| send_to(url_rules(auth), Some(url), set).map(|_| ());
        let insecure = AuthError::Insecure { scheme };
        for url in [
            "http://example.com",
            "http://10.0.0.1",
            "http://localhost.example.com",
        ] {
            assert_eq!(to(url), Err(insecure.clone()), "{scheme} {url}");
        }
        for url in [
            "https://example.com",
            "http://localhost:80",
            "http://127.8.0.1:1",
            "http://[::1]:1",
        ] {
            assert_eq!(to(url), Ok(()), "{scheme} {url}");
        }
        // What goes to a proxy leaves the machine too.
        let through = |c: Config, direct: &str| {
            let mut c = set(c);
            let variables = [("http_proxy", "http://proxy:1"), ("no_proxy", direct)];
            c.http.proxies = Proxies::from_env(&Environment::of(variables));
            c
        };
        let to = |url, direct| send_to(url_rules(auth), Some(url), |c| through(c, direct));
        for url in [
            "http://localhost:80",
            "http://127.8.0.1:1",
            "http://[::1]:1",
        ] {
            assert_eq!(to(url, "x").map(|_| ()), Err(insecure.clone()), "{url}");
        }
        assert!(to("http://localhost:80", "localhost").is_ok());
        assert!(to("https://example.com", "x").is_ok());
        let allowed = |c| set(c).secrets_over_http(true);
        let sent = send_to(url_rules(auth), Some("http://example.com"), allowed);
        assert!(sent.is_ok(), "{scheme}");
    }
}

/// An operation whose endpoint is what the caller sets.
fn url_rules(auth: &'static [Auth]) -> &'static OperationSpec {
    of_service(service().with_signing_name("my-example"), auth)
}

fn of_service(service: Service, auth: &'static [Auth]) -> &'static OperationSpec {
    let service = Box::leak(Box::new(service));
    let operation = OperationSpec::new("Get", service, &prelude::UNIT, &prelude::UNIT);
    Box::leak(Box::new(operation.with_auth(auth)))
}

pub(super) const fn service() -> Service {
    Service::new("example#Example", "", "Example", &protocol::AWS_JSON_1_0)
}

#[cfg(feature = "sigv4")]
mod signatures {
    use smithgen_client::auth::Credentials;
    use smithgen_runtime::DateTime;

    use super::*;

    const NAME: Literal = Literal::Str("sigv4");

    fn keys(config: Config) -> Config {
        config
            .credentials(Credentials::new("AKID", HUSH).session_token(HUSH))
            .clock(|| DateTime::from_secs(1_440_938_160))
    }

    fn scope(request: &Request<bytes::Bytes>) -> String {
        let text = authorization(request.headers());
        let scope = text.split_once("AKID/").unwrap().1;
        scope.split_once(',').unwrap().0.to_owned()
    }

    #[test]
    fn the_service_and_the_region_are_signed_for() {
        let request = send(&[Auth::SigV4], keys).unwrap();
        assert_eq!(
            scope(&request),
            "20150830/eu-west-1/my-example/aws4_request"
        );
        assert_eq!(request.headers()["x-amz-date"], "20150830T123600Z");
        assert_eq!(request.headers()["x-amz-security-token"], HUSH);
        assert!(!format!("{request:?}").contains(HUSH));
        let fips = send(&[Auth::SigV4], |c| keys(c).region("fips-eu-west-1")).unwrap();
        assert_eq!(scope(&fips), scope(&request));
        let error = send(&[Auth::SigV4], |mut c| {
            c.region = None;
            keys(c)
        });
        assert_eq!(error.unwrap_err(), AuthError::NoRegion);
    }

    #[test]
    fn the_endpoint_may_name_other_names() {
        static SCHEMES: &[Expr] = &[
            Expr::Record(&[("name", Expr::Literal(Literal::Str("unheard-of")))]),
            Expr::Record(&[
                ("name", Expr::Literal(NAME)),
                ("signingName", Expr::Literal(Literal::Str("other"))),
                ("signingRegion", Expr::Literal(Literal::Str("us-east-1"))),
            ]),
        ];
        let request = send_to(operation(&[Auth::SigV4, Auth::None], SCHEMES), None, keys).unwrap();
        assert_eq!(scope(&request), "20150830/us-east-1/other/aws4_request");
        // An operation without authentication is not signed, whatever the endpoint says.
        let request = send_to(operation(&[], SCHEMES), None, keys).unwrap();
        assert_eq!(authorization(request.headers()), "");
        let anonymous = |c| keys(c).anonymous(true);
        let request = send_to(operation(&[Auth::SigV4], SCHEMES), None, anonymous).unwrap();
        assert_eq!(authorization(request.headers()), "");
    }

    #[test]
    fn schemes_of_the_endpoint_that_nobody_knows_are_refused() {
        static SCHEMES: &[Expr] = &[
            Expr::Record(&[("name", Expr::Literal(Literal::Str("unheard-of")))]),
            Expr::Record(&[]),
        ];
        let error = send_to(operation(&[Auth::SigV4], SCHEMES), None, keys).unwrap_err();
        assert_eq!(
            error.to_string(),
            "https://example.com can only be called with unheard-of or a scheme without a name, \
             which is not supported; set an authorizer of your own"
        );
        let both = operation(&[Auth::SigV4, Auth::Basic], SCHEMES);
        let login = |c| keys(c).login(Login::new("u", "p"));
        let request = send_to(both, None, login).unwrap();
        assert_eq!(authorization(request.headers()), "Basic dTpw");
    }

    #[test]
    fn several_regions_need_the_asymmetric_signature() {
        static SCHEMES: &[Expr] = &[
            Expr::Record(&[
                ("name", Expr::Literal(Literal::Str("sigv4a"))),
                (
                    "signingRegionSet",
                    Expr::List(&[Expr::Literal(Literal::Str("*"))]),
                ),
            ]),
            Expr::Record(&[("name", Expr::Literal(NAME))]),
        ];
        let request = send_to(operation(&[Auth::SigV4], SCHEMES), None, keys).unwrap();
        if cfg!(feature = "sigv4a") {
            assert_eq!(scope(&request), "20150830/my-example/aws4_request");
            assert_eq!(request.headers()["x-amz-region-set"], "*");
            let set = |c| keys(c).signing_region_set(["a", "b"]);
            let request = send_to(operation(&[Auth::SigV4], SCHEMES), None, set).unwrap();
            assert_eq!(request.headers()["x-amz-region-set"], "a,b");
        } else {
            assert_eq!(
                scope(&request),
                "20150830/eu-west-1/my-example/aws4_request"
            );
            let error = send_to(operation(&[Auth::SigV4a], &[]), None, keys).unwrap_err();
            assert!(matches!(error, AuthError::MissingFeature { .. }));
        }
    }

    #[test]
    fn keys_that_are_no_longer_good_are_not_used() {
        let keys = |c: Config| {
            let keys = Credentials::new("AKID", HUSH).expiry(DateTime::from_secs(10));
            c.credentials(keys).clock(|| DateTime::from_secs(10))
        };
        let error = send(&[Auth::SigV4], keys).unwrap_err();
        assert_eq!(
            error,
            AuthError::Expired {
                what: "credentials"
            }
        );
    }
}

#[test]
fn a_session_has_credentials_and_a_header_of_its_own() {
    const SESSION: &[Expr] = &[Expr::Record(&[
        ("name", Expr::Literal(Literal::Str("sigv4-s3express"))),
        ("signingName", Expr::Literal(Literal::Str("s3express"))),
    ])];
    let operation = operation(&[Auth::SigV4], SESSION);
    let set = |c: Config| {
        c.region("us-east-1")
            .credentials(Credentials::new("AKID", HUSH))
    };
    let refused = send_to(operation, None, set).unwrap_err();
    assert!(matches!(
        refused,
        AuthError::Unsupported {
            scheme: "sigv4-s3express",
            ..
        }
    ));
    let request = send_to(operation, None, |c| {
        let mut config = set(c);
        let session = Credentials::new("ASIA", HUSH).session_token("token");
        config.auth.session = Some(std::sync::Arc::new(session));
        config
    });
    let request = request.unwrap();
    let headers = request.headers();
    assert!(authorization(headers).contains("Credential=ASIA/"));
    assert!(authorization(headers).contains("/us-east-1/s3express/aws4_request"));
    assert_eq!(headers["x-amz-s3session-token"], "token");
    assert!(!headers.contains_key("x-amz-security-token"));
}
