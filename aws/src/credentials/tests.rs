//! Which source applies, which misconfigured sources are errors, and their messages.

use smithgen_client::auth::Credentials;
#[cfg(unix)]
use smithgen_client::transport::{Body, SendFuture, Transport};
use smithgen_client::{Config, Environment};

use super::*;
use crate::profile::{Files, Ini, Profile};

fn files(config: &str, credentials: &str) -> Files {
    Files {
        config: Ini::parse(config.as_bytes()).unwrap(),
        credentials: Ini::parse(credentials.as_bytes()).unwrap(),
    }
}

fn chain(
    variables: &[(&str, &str)],
    by_profile: bool,
    config: &str,
    credentials: &str,
) -> CredentialChain {
    let environment = Environment::of(variables.iter().copied());
    let files = files(config, credentials);
    let profile = files.profile("p").unwrap_or_else(|| {
        let mut empty = Profile::default();
        empty.name = "p".to_owned();
        empty
    });
    let chain = CredentialChain::new(&environment, &files, &profile);
    match by_profile {
        true => chain.without_environment(),
        false => chain,
    }
}

/// The error message; empty if there is no error.
fn check_with(
    variables: &[(&str, &str)],
    by_profile: bool,
    config: &str,
    credentials: &str,
) -> String {
    let source = chain(variables, by_profile, config, credentials).source();
    source.map_or_else(|error| error.to_string(), |_| String::new())
}

fn of_config(config: &str) -> String {
    check_with(&[], true, config, "")
}

/// The source before the instance, which is asked where nothing is set.
fn source(variables: &[(&str, &str)], config: &str) -> Option<Source> {
    let source = chain(variables, false, config, "").source().unwrap();
    source.filter(|source| !matches!(source, Source::InstanceMetadata(_)))
}

#[test]
fn variables_count_unless_a_flag_names_the_profile() {
    let key = [("AWS_ACCESS_KEY_ID", "k")];
    let message = "Partial credentials found in env, missing: AWS_SECRET_ACCESS_KEY";
    assert_eq!(check_with(&key, false, "", ""), message);
    assert_eq!(check_with(&key, true, "", ""), "");
    assert_eq!(
        check_with(&[("AWS_SECRET_ACCESS_KEY", "s")], false, "", ""),
        ""
    );
    // Complete keys end the search.
    let both = [("AWS_ACCESS_KEY_ID", "k"), ("AWS_SECRET_ACCESS_KEY", "s")];
    assert_eq!(
        check_with(&both, false, "[profile p]\nrole_arn = r\n", ""),
        ""
    );
}

/// The keys that count.
fn keys(variables: &[(&str, &str)], config: &str, credentials: &str) -> Credentials {
    match chain(variables, false, config, credentials).source() {
        Ok(Some(Source::Keys(keys))) => keys,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_older_name_of_a_token_comes_first() {
    let token = |security: &str, session: &str| {
        let variables = [
            ("AWS_ACCESS_KEY_ID", "k"),
            ("AWS_SECRET_ACCESS_KEY", "s"),
            ("AWS_SECURITY_TOKEN", security),
            ("AWS_SESSION_TOKEN", session),
        ];
        keys(&variables, "", "").session_token
    };
    assert_eq!(token("old", "new").as_deref(), Some("old"));
    assert_eq!(token("", "new").as_deref(), Some("new"));
    assert_eq!(token("", ""), None);
    let pair = "aws_access_key_id = k\naws_secret_access_key = s\naws_session_token = new\n";
    let both = format!("{pair}aws_security_token = old\n");
    for (section, shared) in [("[profile p]\n", false), ("[p]\n", true)] {
        let token = |settings: &str| {
            let file = format!("{section}{settings}");
            let (config, credentials) = if shared { ("", &*file) } else { (&*file, "") };
            keys(&[], config, credentials).session_token
        };
        assert_eq!(token(&both).as_deref(), Some("old"));
        assert_eq!(token(pair).as_deref(), Some("new"));
    }
}

#[test]
fn keys_of_the_environment_may_expire() {
    let variables = |expiry| {
        [
            ("AWS_ACCESS_KEY_ID", "k"),
            ("AWS_SECRET_ACCESS_KEY", "s"),
            ("AWS_CREDENTIAL_EXPIRATION", expiry),
        ]
    };
    let expiry = |text| {
        keys(&variables(text), "", "")
            .expiry
            .map(|time| time.secs())
    };
    assert_eq!(expiry(""), None);
    for text in [
        "2030-01-01T00:00:00Z",
        "2030-01-01 00:00:00+00:00",
        "2030-01-01T01:00:00+01:00",
    ] {
        assert_eq!(expiry(text), Some(1_893_456_000), "{text}");
    }
    assert_eq!(
        check_with(&variables("soon"), false, "", ""),
        "AWS_CREDENTIAL_EXPIRATION is not a time"
    );
}

#[test]
fn keys_are_halves_without_each_other() {
    let half = "aws_access_key_id = k\n";
    assert_eq!(
        check_with(&[], true, "", &format!("[p]\n{half}")),
        "Partial credentials found in shared-credentials-file, missing: aws_secret_access_key"
    );
    assert_eq!(
        of_config(&format!("[profile p]\n{half}")),
        "Partial credentials found in config-file, missing: aws_secret_access_key"
    );
    assert_eq!(
        of_config(&format!("[profile p]\n{half}aws_secret_access_key = s\n")),
        ""
    );
}

#[test]
fn roles_need_one_source_that_leads_somewhere() {
    assert_eq!(
        of_config("[profile p]\nrole_arn = r\n"),
        "Partial credentials found in assume-role, missing: source_profile or credential_source"
    );
    assert_eq!(
        of_config("[profile p]\nrole_arn = r\nsource_profile = q\n"),
        "The source_profile \"q\" referenced in the profile \"p\" does not exist."
    );
    assert_eq!(
        of_config("[profile p]\nrole_arn = r\nsource_profile = q\n[profile q]\noutput = text\n"),
        "The source profile \"q\" must have credentials."
    );
    assert_eq!(
        of_config(
            "[profile p]\nrole_arn = r\nsource_profile = q\n[profile q]\nrole_arn = s\nsource_profile = p\n"
        ),
        "Infinite loop in credential configuration detected. Attempting to load from profile p which has already \
         been visited. Visited profiles: ['p', 'q']"
    );
    assert_eq!(
        of_config("[profile p]\nrole_arn = r\ncredential_source = Elsewhere\n"),
        "The credential source \"Elsewhere\" referenced in profile \"p\" is not valid."
    );
    let keys = "aws_access_key_id = k\naws_secret_access_key = s\n";
    assert_eq!(
        of_config(&format!(
            "[profile p]\nrole_arn = r\nsource_profile = p\n{keys}"
        )),
        ""
    );
}

#[test]
fn single_sign_on_needs_all_of_its_settings() {
    assert_eq!(
        of_config("[profile p]\nsso_session = no\nsso_role_name = r\n"),
        "The specified sso-session does not exist: \"no\""
    );
    assert_eq!(
        of_config(
            "[profile p]\nsso_session = s\nsso_role_name = r\n[sso-session s]\nsso_region = x\n"
        ),
        "The profile \"p\" is configured to use SSO but is missing required configuration: sso_account_id, \
         sso_start_url"
    );
    // Without a role and an account the profile does not select single sign-on.
    assert_eq!(of_config("[profile p]\nsso_start_url = u\n"), "");
}

#[test]
fn a_role_is_taken_with_the_keys_at_the_end_of_the_line() {
    let role = "role_arn = r\nsource_profile =";
    let config = format!("[profile p]\n{role} q\n[profile q]\n{role} s\n[profile s]\n");
    let base = |settings: &str| match source(&[], &format!("{config}{settings}")) {
        Some(Source::Roles(roles)) => *roles.base,
        other => panic!("{other:?}"),
    };
    let keys = Source::Keys(Credentials::new("k", "s"));
    assert_eq!(
        base("aws_access_key_id = k\naws_secret_access_key = s\n"),
        keys
    );
    assert_eq!(
        base("credential_process = x\n"),
        Source::Process("x".to_owned())
    );
    assert!(matches!(
        base("role_arn = r\nweb_identity_token_file = f\n"),
        Source::WebIdentity(_)
    ));
    let of_source = |variables: &[(&str, &str)], name: &str| {
        let config = format!("[profile p]\nrole_arn = r\ncredential_source = {name}\n");
        chain(variables, true, &config, "").source()
    };
    let instance = of_source(&[], "Ec2InstanceMetadata").unwrap().unwrap();
    assert!(matches!(instance.base(), Source::InstanceMetadata(_)));
    let both = [("AWS_ACCESS_KEY_ID", "k"), ("AWS_SECRET_ACCESS_KEY", "s")];
    let named = of_source(&both, "Environment").unwrap();
    assert_eq!(named.unwrap().base(), &keys);
    let off = [("AWS_EC2_METADATA_DISABLED", "true")];
    for name in ["Environment", "EcsContainer", "Ec2InstanceMetadata"] {
        assert_eq!(
            of_source(&off, name).unwrap_err().to_string(),
            format!(
                "Error when retrieving credentials from {name}: No credentials found in credential_source referenced \
                 in profile p"
            )
        );
    }
}

#[test]
fn as_many_roles_as_a_file_can_hold_are_followed() {
    let mut credentials = "[p]\nrole_arn = r\nsource_profile = 0\n".to_owned();
    let last = 20_000;
    for number in 0..last {
        let next = number + 1;
        credentials += &format!("[{number}]\nrole_arn = r\nsource_profile = {next}\n");
    }
    let missing = format!(
        "The source_profile \"{last}\" referenced in the profile \"{}\" does not exist.",
        last - 1
    );
    assert_eq!(check_with(&[], true, "", &credentials), missing);
}

#[test]
fn a_web_identity_needs_a_role() {
    let token = ("AWS_WEB_IDENTITY_TOKEN_FILE", "f");
    let message = check_with(&[token], false, "", "");
    assert!(message.contains("has no role ARN configured"), "{message}");
    let role = ("AWS_ROLE_ARN", "r");
    let is_web = |source| matches!(source, Some(Source::WebIdentity(_)));
    assert!(is_web(source(&[token, role], "")));
    let no_token = ("AWS_WEB_IDENTITY_TOKEN_FILE", "");
    assert_eq!(source(&[no_token, role], ""), None);
    let by_profile = chain(&[token, role], true, "", "").source().unwrap();
    assert!(!is_web(by_profile));
    // It does not apply to the profile that a role takes its keys from.
    let config = "[profile p]\nrole_arn = r\nsource_profile = q\n[profile q]\noutput = text\n";
    assert_eq!(
        check_with(&[token, role], false, config, ""),
        "The source profile \"q\" must have credentials."
    );
}

#[test]
fn a_container_comes_last_and_is_asked_only_where_nobody_can_listen() {
    const FULL: &str = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
    let container = |variables: &[(&str, &str)]| match source(variables, "") {
        Some(Source::Container(container)) => container,
        other => panic!("{other:?}"),
    };
    let relative = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x");
    let found = container(&[relative, (FULL, "http://elsewhere/")]);
    assert_eq!(found.url(), "http://169.254.170.2/x");
    assert_eq!(found.token().unwrap(), None);
    let token = ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "t");
    for url in [
        "http://LOCALHOST/",
        "http://[::1]:8/",
        "http://u@127.0.0.9:80/",
        "https://h/",
    ] {
        let found = container(&[(FULL, url), token]);
        assert_eq!(found.token().unwrap().as_deref(), Some("t"), "{url}");
    }
    let refused = |variables: &[_]| container(variables).token().unwrap_err().to_string();
    assert!(refused(&[(FULL, "http://h/")]).starts_with("Unsupported host 'h'.  Can only"));
    assert_eq!(
        refused(&[
            (FULL, "http://h/"),
            ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "t\n")
        ]),
        "Auth token value is not a legal header value"
    );
    let keys = "[profile p]\naws_access_key_id = k\naws_secret_access_key = s\n";
    let found = source(&[(FULL, "http://h/")], keys);
    assert_eq!(found, Some(Source::Keys(Credentials::new("k", "s"))));
}

#[test]
fn settings_of_the_wrong_kind_are_no_texts() {
    let nested = |key: &str| format!("[profile p]\n{key} =\n  a = b\n");
    let no_text = |key: &str| format!("`{key}` has indented settings in place of a text");
    let sources = [
        ("role_arn = r\nsource_profile", "source_profile"),
        ("sso_account_id = 1\nsso_session", "sso_session"),
        (
            "aws_secret_access_key = s\naws_access_key_id",
            "aws_access_key_id",
        ),
    ];
    for (settings, key) in sources {
        assert_eq!(of_config(&nested(settings)), no_text(key), "{settings}");
    }
    assert_eq!(
        of_config(&nested("role_arn = r\ncredential_source")),
        "The credential source \"{'a': 'b'}\" referenced in profile \"p\" is not valid."
    );
}

#[test]
fn a_session_that_is_named_must_be_complete() {
    let token = |config: &str| {
        let files = files(config, "");
        let session = token_session(&files, &files.profile("p").unwrap()).map(drop);
        session.map_or_else(|error| error.to_string(), |()| String::new())
    };
    let uses = "The profile \"p\" is configured to use the SSO token provider but";
    let gone = format!("{uses} the \"s\" sso_session configuration does not exist.");
    assert_eq!(token("[profile p]\nsso_session = s\n"), gone);
    assert_eq!(
        token("[profile p]\nsso_session = s\n[sso-session s]\n"),
        gone
    );
    assert_eq!(
        token("[profile p]\nsso_session = s\n[sso-session s]\nsso_region = r\n"),
        format!("{uses} is missing the following configuration: ['sso_start_url'].")
    );
    assert_eq!(token("[profile p]\nsso_account_id = 1\n"), "");
}

/// Nobody writes to a pipe until the test has seen that it alone waits for that.
#[cfg(unix)]
#[test]
fn a_token_in_a_pipe_blocks_nobody() {
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::mpsc::{Sender, channel};
    use std::task::{Context, Wake};

    struct Told(Sender<()>);
    impl Wake for Told {
        fn wake(self: Arc<Self>) {
            let _ = self.0.send(());
        }
    }
    let path = std::env::temp_dir().join(format!("smithgen-token-pipe-{}", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.unwrap().success());
    let variables = [
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x"),
        (
            "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
            path.to_str().unwrap(),
        ),
    ];
    let config = Config::new().without_waiting().transport(Refusing);
    let chain = chain(&variables, false, "", "").calling_with(config);
    let source = chain.source().unwrap().unwrap();
    let (sender, told) = channel();
    let waker = Arc::new(Told(sender)).into();
    let mut context = Context::from_waker(&waker);
    let mut keys = pin!(chain.keys(&source, smithgen_runtime::DateTime::from_secs(0)));
    assert!(keys.as_mut().poll(&mut context).is_pending());
    std::fs::write(&path, "token").unwrap();
    told.recv().unwrap();
    let outcome = keys.as_mut().poll(&mut context);
    // It is read anew for the next attempt.
    assert!(outcome.is_pending(), "{outcome:?}");
    std::fs::remove_file(&path).unwrap();
}

/// Refuses everything, but only to those who know the token.
#[cfg(unix)]
struct Refusing;

#[cfg(unix)]
impl Transport for Refusing {
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
        assert_eq!(request.headers()["authorization"], "token");
        let mut response = http::Response::new(Body::default());
        *response.status_mut() = http::StatusCode::FORBIDDEN;
        Box::pin(std::future::ready(Ok(response)))
    }
}

#[test]
fn the_account_is_known_from_settings() {
    let keys = "aws_access_key_id = k\naws_secret_access_key = s\n";
    let role = "role_arn = arn:aws:iam::7:role/r\n";
    let id = |variables: &[(&str, &str)], config: &str| {
        let chain = chain(variables, false, &format!("[profile p]\n{config}"), "");
        let source = chain.source().unwrap().unwrap();
        chain.account_id(&source)
    };
    let variables = [
        ("AWS_ACCESS_KEY_ID", "k"),
        ("AWS_SECRET_ACCESS_KEY", "s"),
        ("AWS_ACCOUNT_ID", "7"),
    ];
    let seven = Some("7".to_owned());
    assert_eq!(id(&variables, ""), seven);
    assert_eq!(id(&variables[..2], ""), None);
    assert_eq!(id(&[], &format!("{keys}aws_account_id = 7\n")), seven);
    assert_eq!(
        id(&[], "credential_process = x\naws_account_id = 7\n"),
        seven
    );
    assert_eq!(
        id(&[], &format!("{role}web_identity_token_file = f\n")),
        seven
    );
    assert_eq!(id(&[], &format!("{keys}{role}source_profile = p\n")), seven);
    let odd = role.replace("arn:", "");
    assert_eq!(id(&[], &format!("{keys}{odd}source_profile = p\n")), None);
    let sso = "sso_account_id = 7\nsso_role_name = r\nsso_region = x\nsso_start_url = u\n";
    assert_eq!(id(&[], sso), seven);
    assert_eq!(id(&[], ""), None);
}

#[test]
fn an_instance_is_asked_last_and_only_where_it_may_be() {
    let instance = |variables: &[(&str, &str)]| chain(variables, false, "", "").source().unwrap();
    assert!(matches!(instance(&[]), Some(Source::InstanceMetadata(_))));
    assert_eq!(instance(&[("AWS_EC2_METADATA_DISABLED", "True")]), None);
}

#[test]
fn a_login_comes_after_the_credentials_file() {
    let config = "[profile p]\nlogin_session = l\ncredential_process = x\n";
    let login = source(&[], config);
    assert!(matches!(login, Some(Source::Login(_))), "{login:?}");
    let keys = "[p]\naws_access_key_id = k\naws_secret_access_key = s\n";
    let found = chain(&[], false, config, keys).source().unwrap();
    assert_eq!(found, Some(Source::Keys(Credentials::new("k", "s"))));
}
