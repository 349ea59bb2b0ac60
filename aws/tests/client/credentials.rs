//! Where keys come from: environment, profile files, another program.

use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use smithgen_aws::CredentialChain;
use smithgen_aws::profile::{Files, Ini};
use smithgen_client::Environment;
use smithgen_client::auth::{AuthError, Credentials, Provider, Purpose};
use smithgen_runtime::DateTime;

use super::service::PUT;

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

fn wait<T>(future: impl Future<Output = T>) -> T {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut future = pin!(future);
    loop {
        match future.as_mut().poll(&mut Context::from_waker(&waker)) {
            Poll::Ready(value) => return value,
            Poll::Pending => std::thread::park(),
        }
    }
}

const KEYS: [(&str, &str); 3] = [
    ("AWS_ACCESS_KEY_ID", "ENV"),
    ("AWS_SECRET_ACCESS_KEY", "hush"),
    ("AWS_SESSION_TOKEN", "token"),
];

fn chain(variables: &[(&str, &str)], config: &str, credentials: &str) -> CredentialChain {
    let files = Files {
        config: Ini::parse(config.as_bytes()).unwrap(),
        credentials: Ini::parse(credentials.as_bytes()).unwrap(),
    };
    // No test asks the network.
    let off = [("AWS_EC2_METADATA_DISABLED", "true")];
    let environment = Environment::of(variables.iter().copied().chain(off));
    let profile = files.profile("default").unwrap_or_default();
    CredentialChain::new(&environment, &files, &profile)
}

fn find(chain: &CredentialChain) -> Result<Option<Credentials>, AuthError> {
    find_after(chain, 0)
}

/// The keys so many seconds later.
fn find_after(chain: &CredentialChain, seconds: i64) -> Result<Option<Credentials>, AuthError> {
    let now = DateTime::from_secs(1_000_000_000 + seconds);
    wait(chain.provide(Purpose::new(&PUT, now)))
}

fn id(chain: &CredentialChain) -> Option<String> {
    find(chain).unwrap().map(|keys| keys.access_key_id)
}

fn pair(id: &str) -> String {
    format!("[default]\naws_access_key_id = {id}\naws_secret_access_key = hush\n")
}

fn process(printed: &str) -> String {
    format!("credential_process = /bin/sh -c \"{printed}\"\n")
}

#[test]
fn the_nearest_keys_count() {
    let (config, shared) = (pair("CONFIG"), pair("SHARED"));
    let found = find(&chain(&KEYS, &config, &shared)).unwrap().unwrap();
    assert_eq!(
        found,
        Credentials::new("ENV", "hush").session_token("token")
    );
    let without = chain(&KEYS, &config, &shared).without_environment();
    assert_eq!(id(&without).as_deref(), Some("SHARED"));
    assert_eq!(id(&chain(&[], &config, "")).as_deref(), Some("CONFIG"));
    assert_eq!(id(&chain(&[("AWS_ACCESS_KEY_ID", "")], "", "")), None);
    assert_eq!(id(&chain(&[], "[default]\nregion = x\n", "")), None);
}

#[test]
fn half_a_pair_is_an_error() {
    for (found, source) in [
        (find(&chain(&KEYS[..1], "", "")), "env"),
        (
            find(&chain(&[], "", "[default]\naws_access_key_id = A\n")),
            "shared-credentials-file",
        ),
        (
            find(&chain(&[], "[default]\naws_access_key_id = A\n", "")),
            "config-file",
        ),
    ] {
        let message = found.unwrap_err().to_string();
        let expected = format!("Partial credentials found in {source}, missing: ");
        assert!(message.starts_with(&expected), "{message}");
    }
}

/// With the features, they are asked: see the tests of `sources`.
#[cfg(not(any(feature = "sts", feature = "sso")))]
#[test]
fn sources_that_need_a_feature_are_not_passed_over() {
    let role = "role_arn = r\nsource_profile = default";
    let sso = "sso_account_id = 1\nsso_role_name = r\nsso_region = x\nsso_start_url = u";
    for (source, feature, settings) in [
        ("assume-role", "sts", role),
        (
            "assume-role-with-web-identity",
            "sts",
            "role_arn = r\nweb_identity_token_file = f",
        ),
        ("sso", "sso", sso),
    ] {
        let config = format!("{}{settings}\n", pair("CONFIG"));
        let message = find(&chain(&[], &config, "")).unwrap_err().to_string();
        let expected = format!(
            "credentials of the source {source} need the feature `{feature}` of smithgen-aws, or a provider of the \
             program's own"
        );
        assert_eq!(message, expected);
        assert_eq!(id(&chain(&KEYS, &config, "")).as_deref(), Some("ENV"));
    }
}

#[test]
fn what_is_in_a_file_comes_before_containers_and_tokens() {
    let container = ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x");
    assert_eq!(
        id(&chain(&[container], &pair("CONFIG"), "")).as_deref(),
        Some("CONFIG")
    );
    // A session without account and role is for tokens, not for keys.
    let session = format!("{}sso_session = s\n", pair("CONFIG"));
    assert_eq!(id(&chain(&[], &session, "")).as_deref(), Some("CONFIG"));
}

#[cfg(unix)]
#[test]
fn a_program_is_asked_again_only_when_its_keys_expire() {
    let directory = std::env::temp_dir().join(format!("keys-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let asked = directory.join("asked");
    let count = || std::fs::read_to_string(&asked).unwrap().len();
    // At the time of the test the first is good for another day, the second for another two minutes.
    for (expiration, times) in [("2001-09-10T01:46:40Z", 1), ("2001-09-09T01:48:40Z", 2)] {
        let json = format!(
            r#"{{\\\"Version\\\": 1, \\\"AccessKeyId\\\": \\\"P\\\", \\\"SecretAccessKey\\\": \\\"hush\\\", \\\"Expiration\\\": \\\"{expiration}\\\"}}"#
        );
        std::fs::write(&asked, "").unwrap();
        let line = process(
            &format!("printf x >> {}; echo '{json}'", asked.display()).replace(r"\\\", r"\"),
        );
        let chain = chain(&[], &format!("{}{line}", pair("CONFIG")), "");
        for seconds in [0, 59, 60] {
            let keys = find_after(&chain, seconds).unwrap();
            assert_eq!(keys.unwrap().access_key_id, "P");
        }
        assert_eq!(count(), times, "{expiration}");
    }
    std::fs::remove_dir_all(&directory).unwrap();
}

#[cfg(unix)]
#[test]
fn a_program_that_fails_says_why() {
    let failing = format!("[default]\n{}", process("echo broken >&2; exit 3"));
    let message = find(&chain(&[], &failing, "")).unwrap_err().to_string();
    assert_eq!(
        message,
        "Error when retrieving credentials from custom-process: broken"
    );
    let absent = "[default]\ncredential_process = /no/such/program\n";
    let message = find(&chain(&[], absent, "")).unwrap_err().to_string();
    assert!(message.contains("/no/such/program"), "{message}");
}
