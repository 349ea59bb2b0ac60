//! Endpoints for accounts: that of the caller's credentials, unless calls are not signed.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use smithgen_aws::profile::Files;
use smithgen_client::auth::{AuthError, Credentials, Provided, Provider, Purpose};
use smithgen_client::endpoint::EndpointError;
use smithgen_client::{Client, Config, Environment};
use smithgen_runtime::endpoint_rules::{
    Condition, Expr, Function, Literal, Parameter, Rule, RuleSet,
};
use smithgen_runtime::{Auth, Http, OperationSpec, Segment, Service, Unit, prelude, protocol};

use super::service::{answer, scripted};
use super::{now, run};

const MODE: &str = "AWS::Auth::AccountIdEndpointMode";

const fn text(text: &'static str) -> Expr {
    Expr::Literal(Literal::Str(text))
}

/// As in the rules of services that have such endpoints.
static RULES: RuleSet = RuleSet::new(
    &[
        Parameter::new("AccountId").with_built_in("AWS::Auth::AccountId"),
        Parameter::new("AccountIdEndpointMode").with_built_in(MODE),
    ],
    &[
        Rule::endpoint(
            &[
                Condition::new(Expr::Call(Function::IsSet, &[Expr::Variable(0)])),
                Condition::new(Expr::Call(
                    Function::Not,
                    &[Expr::Call(
                        Function::StringEquals,
                        &[Expr::Variable(1), text("disabled")],
                    )],
                )),
            ],
            Expr::Template(&[text("https://"), Expr::Variable(0), text(".of.example.com")]),
            &[],
            &[],
        ),
        Rule::error(
            &[Condition::new(Expr::Call(
                Function::StringEquals,
                &[Expr::Variable(1), text("required")],
            ))],
            text("AccountId is required"),
        ),
        Rule::endpoint(&[], text("https://example.com"), &[], &[]),
    ],
    2,
);

static SERVICE: Service = Service::new("example#Accounts", "", "Accounts", &protocol::REST_JSON_1)
    .with_signing_name("accounts")
    .with_endpoint_rules(&RULES);
static HTTP: Http = Http::new("GET", &[Segment::Literal("x")], 200);
static GET: OperationSpec = OperationSpec::new("Get", &SERVICE, &prelude::UNIT, &prelude::UNIT)
    .with_http(&HTTP)
    .with_auth(&[Auth::SigV4]);
static OPEN: OperationSpec =
    OperationSpec::new("Open", &SERVICE, &prelude::UNIT, &prelude::UNIT).with_http(&HTTP);

/// Where calls go; an error's text if nowhere.
fn host(client: &Client) -> String {
    match client.prepare(&GET, &Unit) {
        Ok(prepared) => prepared.request.uri().host().unwrap().to_owned(),
        Err(error) => error.downcast::<EndpointError>().unwrap().message,
    }
}

fn keys() -> Credentials {
    Credentials::new("AKID", "hush")
}

#[test]
fn the_account_of_the_keys_is_in_the_endpoint() {
    let host = |change: fn(Config) -> Config| {
        let config = Config::new().credentials(keys().account_id("7"));
        host(&Client::new(change(config)))
    };
    assert_eq!(host(|config| config), "7.of.example.com");
    let told = |config: Config| config.endpoint_parameter("AWS::Auth::AccountId", "8".to_owned());
    assert_eq!(host(told), "8.of.example.com");
    let disabled = |config: Config| config.endpoint_parameter(MODE, "disabled".to_owned());
    assert_eq!(host(disabled), "example.com");
    assert_eq!(host(|config| config.credentials(keys())), "example.com");
    let required = |config: Config| {
        let config = config.credentials(keys());
        config.endpoint_parameter(MODE, "required".to_owned())
    };
    assert_eq!(host(required), "AccountId is required");
}

/// What a provider says of the account: in its keys, and besides them.
#[derive(Clone, Copy, PartialEq)]
enum Tells {
    InKeys,
    Besides,
    Nothing,
    /// It has no keys, because something is wrong.
    Fails,
}

/// Keys whose account is known once they were asked for. Counts how often that is.
#[derive(Clone)]
struct Later(Arc<AtomicUsize>, Tells);

impl Later {
    fn new(tells: Tells) -> Self {
        Later(Arc::default(), tells)
    }

    fn asked(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Provider<Credentials> for Later {
    fn provide(&self, _: Purpose) -> Provided<'_, Credentials> {
        self.0.fetch_add(1, Ordering::Relaxed);
        Box::pin(std::future::ready(match self.1 {
            Tells::InKeys => Ok(Some(keys().account_id("9"))),
            Tells::Fails => Err(AuthError::Other("the vault is locked".to_owned())),
            _ => Ok(Some(keys())),
        }))
    }

    fn account(&self) -> Option<String> {
        let is_known = self.1 == Tells::Besides && self.asked() > 0;
        is_known.then(|| "9".to_owned())
    }
}

/// What comes of a call with these keys: where it went, or why it went nowhere.
fn sent(keys: &Later, change: impl FnOnce(Config) -> Config) -> Vec<String> {
    let (config, log) = scripted(vec![answer(200, "")]);
    let client = Client::new(change(config.credentials(keys.clone())));
    for _ in 0..2 {
        if let Err(error) = run(client.dispatch(&GET, &Unit)) {
            assert_eq!(log.urls(), [""; 0]);
            return vec![error.to_string()];
        }
    }
    log.urls()
}

#[test]
fn the_first_call_waits_for_keys_that_tell_the_account() {
    let of_account = ["https://9.of.example.com/x"; 2];
    let required = |config: Config| config.endpoint_parameter(MODE, "required".to_owned());
    for tells in [Tells::InKeys, Tells::Besides] {
        assert_eq!(sent(&Later::new(tells), |config| config), of_account);
        assert_eq!(sent(&Later::new(tells), required), of_account);
    }
    let nothing = || Later::new(Tells::Nothing);
    let plain = ["https://example.com/x"; 2];
    assert_eq!(sent(&nothing(), |config| config), plain);
    assert_eq!(sent(&nothing(), required), ["AccountId is required"]);
}

#[test]
fn keys_that_cannot_be_had_are_the_error_of_a_call_that_waits_for_them() {
    for mode in ["preferred", "required"] {
        let keys = Later::new(Tells::Fails);
        let told = sent(&keys, |config| {
            config.endpoint_parameter(MODE, mode.to_owned())
        });
        assert_eq!(told, ["the vault is locked"], "{mode}");
        assert_eq!(keys.asked(), 1, "{mode}");
    }
}

#[test]
fn an_url_signed_in_advance_is_of_the_account() {
    let (config, _) = scripted(vec![answer(200, "")]);
    let client = Client::new(config.credentials(Later::new(Tells::InKeys)));
    let query = [("a b", "c")];
    let signed = client.presign_dynamic(&GET, &Unit, &query, Duration::from_secs(9));
    let url = now(signed).unwrap();
    let url = url.uri().to_string();
    assert!(
        url.starts_with("https://9.of.example.com/x?a%20b=c&X-Amz-"),
        "{url}"
    );
}

#[test]
fn a_call_waits_no_longer_than_it_may() {
    /// Never has keys.
    struct Never;
    impl Provider<Credentials> for Never {
        fn provide(&self, _: Purpose) -> Provided<'_, Credentials> {
            Box::pin(std::future::pending())
        }
    }
    let (config, log) = scripted(vec![answer(200, "")]);
    let config = config
        .credentials(Never)
        .call_timeout(Duration::from_secs(3));
    let error = run(Client::new(config).dispatch(&GET, &Unit)).unwrap_err();
    assert!(error.to_string().contains("3s"), "{error}");
    assert_eq!(log.waits(), [Duration::from_secs(3)]);
}

#[test]
fn who_builds_requests_may_ask_for_the_account_first() {
    let account = |change: fn(Config) -> Config| {
        let keys = Later::new(Tells::InKeys);
        let (config, _) = scripted(vec![answer(200, "")]);
        let client = Client::new(change(config.credentials(keys.clone())));
        (now(client.account(&GET)).unwrap(), keys.asked())
    };
    assert_eq!(account(|config| config), (Some("9".to_owned()), 1));
    // It would make no difference to these.
    let told = |config: Config| config.endpoint_parameter("AWS::Auth::AccountId", "8".to_owned());
    assert_eq!(account(told), (None, 0));
    assert_eq!(account(|config| config.anonymous(true)), (None, 0));
    assert_eq!(
        account(|config| config.endpoint_url("https://h")),
        (None, 0)
    );
    let other = |config: Config| config.endpoint_parameter(MODE, "disabled".to_owned());
    assert_eq!(account(other), (None, 0));
}

#[test]
fn settings_tell_whether_the_account_is_used() {
    let config = |more: &[(&str, &str)], file: &str| {
        let own = [
            ("AWS_REGION", "r"),
            ("AWS_ACCESS_KEY_ID", "AKID"),
            ("AWS_SECRET_ACCESS_KEY", "hush"),
        ];
        let environment = Environment::of(own.into_iter().chain(more.iter().copied()));
        let files = Files {
            config: smithgen_aws::profile::Ini::parse(file.as_bytes()).unwrap(),
            ..Files::default()
        };
        let profile = files.profile("default").unwrap_or_default();
        smithgen_aws::from_profile(&environment, &files, &profile)
    };
    let host = |more: &[(&str, &str)], file: &str| host(&Client::new(config(more, file).unwrap()));
    let account = ("AWS_ACCOUNT_ID", "7");
    let mode = |mode| ("AWS_ACCOUNT_ID_ENDPOINT_MODE", mode);
    assert_eq!(host(&[account], ""), "7.of.example.com");
    assert_eq!(host(&[account, mode("Disabled")], ""), "example.com");
    assert_eq!(host(&[mode("required")], ""), "AccountId is required");
    let file = "[default]\naccount_id_endpoint_mode = disabled\n";
    assert_eq!(host(&[account], file), "example.com");
    assert_eq!(
        host(&[account, mode("preferred")], file),
        "7.of.example.com"
    );
    assert_eq!(
        config(&[mode("always")], "").unwrap_err().to_string(),
        "The configured value 'always' for 'account_id_endpoint_mode' is invalid. Valid values are: ('preferred', \
         'disabled', 'required')."
    );
}

/// Is not to be asked for anything.
struct Untouched;

impl Provider<Credentials> for Untouched {
    fn provide(&self, _: Purpose) -> Provided<'_, Credentials> {
        panic!("keys were looked for")
    }

    fn account(&self) -> Option<String> {
        panic!("an account was looked for")
    }
}

#[test]
fn calls_without_a_signature_look_for_no_keys() {
    let sent = |operation, change: fn(Config) -> Config| {
        let (config, log) = scripted(vec![answer(200, "")]);
        let client = Client::new(change(config));
        run(client.dispatch(operation, &Unit)).unwrap();
        let request = log.last();
        assert!(!request.headers().contains_key("authorization"));
        request.uri().to_string()
    };
    let anonymous = |config: Config| config.credentials(Untouched).anonymous(true);
    assert_eq!(sent(&GET, anonymous), "https://example.com/x");
    assert_eq!(sent(&OPEN, anonymous), "https://example.com/x");
    // There need not be any, either.
    assert_eq!(
        sent(&GET, |config| config.anonymous(true)),
        "https://example.com/x"
    );
    assert_eq!(sent(&OPEN, |config| config), "https://example.com/x");
    // What is not signed anyway may go to the account's endpoint, for which nobody has to be asked.
    let known = |config: Config| config.credentials(keys().account_id("7"));
    assert_eq!(sent(&OPEN, known), "https://7.of.example.com/x");
    let later = |config: Config| config.credentials(Later::new(Tells::Fails));
    assert_eq!(sent(&OPEN, later), "https://example.com/x");
}
