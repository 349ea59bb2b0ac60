//! A client's credentials from services: roles, web identities, single sign-on, containers, instances.

mod endpoints;
mod instance;
mod limits;
#[cfg(feature = "login")]
mod login;
mod refresh;
mod roles;
mod server;
mod single_sign_on;
mod tokens;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use smithgen_aws::CredentialChain;
use smithgen_aws::profile::{Files, Ini, Profile};
use smithgen_client::auth::{AuthError, Credentials, Provider, Purpose};
use smithgen_client::{Config, Environment};
use smithgen_runtime::operation::Auth;
use smithgen_runtime::{DateTime, Http, OperationSpec, Segment, Service, prelude, protocol};

static SERVICE: Service = Service::new("example#Example", "", "Example", &protocol::REST_JSON_1)
    .with_signing_name("example");
static HTTP: Http = Http::new("GET", &[Segment::Literal("get")], 200);

/// An operation that needs a signature.
static GET: OperationSpec = OperationSpec::new("Get", &SERVICE, &prelude::UNIT, &prelude::UNIT)
    .with_http(&HTTP)
    .with_auth(&[Auth::SigV4]);

/// A time at which nothing in these tests has expired.
const NOW: i64 = 1_900_000_000;

/// What no error and no `Debug` may show.
const HUSH: &str = "hush-hush";

/// The chain of the profile `p`, with settings that these variables and this file hold.
fn chain(variables: &[(&str, &str)], config: &str) -> CredentialChain {
    let (environment, files, profile) = settings(variables, config);
    let mut calls = smithgen_aws::from_profile(&environment, &files, &profile).unwrap();
    // Attempts follow each other at once.
    calls = calls.without_waiting();
    CredentialChain::new(&environment, &files, &profile).calling_with(calls)
}

fn settings(variables: &[(&str, &str)], config: &str) -> (Environment, Files, Profile) {
    let files = Files {
        config: Ini::parse(config.as_bytes()).unwrap(),
        credentials: Ini::default(),
    };
    let region = [("AWS_REGION", "eu-west-1")];
    let environment = Environment::of(region.into_iter().chain(variables.iter().copied()));
    let profile = files.profile("p").unwrap_or_default();
    (environment, files, profile)
}

fn purpose(now: i64) -> Purpose {
    Purpose::new(&GET, DateTime::from_secs(now))
}

async fn keys(chain: &CredentialChain, now: i64) -> Result<Option<Credentials>, AuthError> {
    let found = chain.provide(purpose(now)).await;
    // Whatever comes out, it tells no secret.
    let shown = match &found {
        Ok(keys) => format!("{keys:?} {:?}", chain.source()),
        Err(error) => {
            let cause = std::error::Error::source(error);
            format!("{error} {error:?} {cause:?}")
        }
    };
    assert!(!shown.contains(HUSH), "{shown}");
    found
}

async fn id(chain: &CredentialChain, now: i64) -> String {
    keys(chain, now).await.unwrap().unwrap().access_key_id
}

async fn fault(chain: &CredentialChain, now: i64) -> String {
    keys(chain, now).await.unwrap_err().to_string()
}

/// A directory that is deleted when it is no longer needed.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("smithgen-sources-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Scratch(path)
    }

    fn path(&self, name: &str) -> String {
        self.0.join(name).to_str().unwrap().to_owned()
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.0.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        self.path(name)
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).unwrap()
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// A client that signs with the keys of a chain, at the time that `clock` tells.
fn client(
    url: &str,
    chain: CredentialChain,
    clock: impl Fn() -> i64 + Send + Sync + 'static,
) -> smithgen_client::Client {
    let config = Config::new().region("eu-west-1").endpoint_url(url);
    let config = config.without_waiting().credentials(chain);
    let config = config.clock(move || DateTime::from_secs(clock()));
    smithgen_client::Client::new(smithgen_aws::for_aws(config))
}
