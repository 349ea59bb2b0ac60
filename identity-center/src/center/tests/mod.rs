//! The flows, with a clock that stands still until it is told.

mod codes;
mod devices;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU8, Ordering};

use super::clients::{AUTHORIZATION_CODE, DEVICE_CODE, REFRESH_TOKEN};
use super::*;
use crate::digest::digest;
use crate::limits;
use crate::records::Decision;
use crate::refusal::Reason;

const START: Millis = 1_700_000_000_000;
const CALLBACK: &str = "http://127.0.0.1/oauth/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

/// An Identity Center with its clock.
struct Desk {
    center: Center,
    clock: Arc<AtomicI64>,
}

impl Desk {
    fn new() -> Desk {
        let clock = Arc::new(AtomicI64::new(START));
        let told = clock.clone();
        let next = AtomicU8::new(0);
        let chance = move |bytes: &mut [u8]| {
            let start = next.fetch_add(1, Ordering::SeqCst);
            for (at, byte) in bytes.iter_mut().enumerate() {
                *byte = start
                    .wrapping_mul(31)
                    .wrapping_add(at as u8)
                    .wrapping_mul(7);
            }
            true
        };
        let world = World::new(move || told.load(Ordering::SeqCst), chance);
        Desk {
            center: Center::in_memory(Accounts::example(), world),
            clock,
        }
    }

    fn wait(&self, millis: Millis) {
        self.clock.fetch_add(millis, Ordering::SeqCst);
    }

    fn client(&self, registration: Registration) -> Registered {
        self.center.register(registration).unwrap()
    }

    fn start(&self, client: &Registered) -> Started {
        let (id, secret) = (&client.client_id, &client.client_secret);
        let url = "https://example.awsapps.com/start";
        self.center.start_device(id, secret, url).unwrap()
    }

    fn code(&self, client: &Registered, query: &[(&str, &str)]) -> String {
        let authorization = self.authorization(client, query).unwrap();
        let uri = self.center.authorize(&authorization).unwrap();
        let code = uri.split_once("code=").unwrap().1;
        code.split('&').next().unwrap().to_owned()
    }

    fn authorization(
        &self,
        client: &Registered,
        query: &[(&str, &str)],
    ) -> Result<Authorization, AuthorizationProblem> {
        let challenge = digest(VERIFIER);
        let usual = [
            ("client_id", client.client_id.as_str()),
            ("redirect_uri", "http://127.0.0.1:4711/oauth/callback"),
            ("response_type", "code"),
            ("code_challenge_method", "S256"),
            ("code_challenge", &challenge),
            ("state", "s&1"),
        ];
        self.center.authorization(|name| {
            let mut all = query.iter().chain(&usual);
            let found = all.find(|(it, _)| *it == name);
            Ok(found
                .map(|(_, value)| *value)
                .filter(|value| !value.is_empty()))
        })
    }
}

fn demo() -> Registration {
    Registration {
        name: "demo".to_owned(),
        client_type: "public".to_owned(),
        redirect_uris: vec![CALLBACK.to_owned()],
        ..Registration::default()
    }
}

fn request(client: &Registered, grant: &str) -> TokenRequest {
    TokenRequest {
        client_id: client.client_id.clone(),
        client_secret: client.client_secret.clone(),
        grant_type: grant.to_owned(),
        ..TokenRequest::default()
    }
}

fn by_device(client: &Registered, started: &Started) -> TokenRequest {
    TokenRequest {
        device_code: Some(started.device_code.clone()),
        ..request(client, DEVICE_CODE)
    }
}

fn by_code(client: &Registered, code: &str) -> TokenRequest {
    TokenRequest {
        code: Some(code.to_owned()),
        redirect_uri: Some("http://127.0.0.1:4711/oauth/callback".to_owned()),
        code_verifier: Some(VERIFIER.to_owned()),
        ..request(client, AUTHORIZATION_CODE)
    }
}

fn by_refresh(client: &Registered, token: &str) -> TokenRequest {
    TokenRequest {
        refresh_token: Some(token.to_owned()),
        ..request(client, REFRESH_TOKEN)
    }
}

fn reason<T>(result: Result<T, Refusal>) -> Option<Reason> {
    result.err().map(|refusal| refusal.reason)
}
