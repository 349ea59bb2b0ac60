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
    let environment = Environment::of(variables.iter().copied());
    let profile = files.profile("default").unwrap_or_default();
    CredentialChain::new(&environment, &files, &profile)
}

fn find(chain: &CredentialChain) -> Result<Option<Credentials>, AuthError> {
    wait(chain.provide(Purpose::new(&PUT, DateTime::from_secs(1_000_000_000))))
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

#[test]
fn profiles_that_need_another_service_are_not_passed_over() {
    for key in ["role_arn", "web_identity_token_file", "sso_session"] {
        let config = format!("{}{key} = x\n", pair("CONFIG"));
        let message = find(&chain(&[], &config, "")).unwrap_err().to_string();
        assert!(message.contains(&format!("`{key}`")), "{message}");
        assert_eq!(id(&chain(&KEYS, &config, "")).as_deref(), Some("ENV"));
    }
}

#[cfg(unix)]
#[test]
fn a_program_is_asked_again_only_when_its_keys_expire() {
    let directory = std::env::temp_dir().join(format!("keys-{}", std::process::id()));
    std::fs::create_dir_all(&directory).unwrap();
    let asked = directory.join("asked");
    let count = || std::fs::read_to_string(&asked).unwrap().len();
    // At the time of the test the first is good for another day, the second for another minute.
    for (expiration, times) in [("2001-09-10T01:46:40Z", 1), ("2001-09-09T01:47:40Z", 2)] {
        let json = format!(
            r#"{{\\\"Version\\\": 1, \\\"AccessKeyId\\\": \\\"P\\\", \\\"SecretAccessKey\\\": \\\"hush\\\", \\\"Expiration\\\": \\\"{expiration}\\\"}}"#
        );
        std::fs::write(&asked, "").unwrap();
        let line = process(
            &format!("printf x >> {}; echo '{json}'", asked.display()).replace(r"\\\", r"\"),
        );
        let chain = chain(&[], &format!("{}{line}", pair("CONFIG")), "");
        for _ in 0..2 {
            assert_eq!(id(&chain).as_deref(), Some("P"));
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
