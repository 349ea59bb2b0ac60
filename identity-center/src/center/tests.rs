//! The flows, with a clock that stands still until it is told.

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

#[test]
fn registrations_are_checked() {
    let desk = Desk::new();
    let with = |change: fn(&mut Registration)| {
        let mut registration = demo();
        change(&mut registration);
        reason(desk.center.register(registration))
    };
    assert_eq!(with(|_| ()), None);
    assert_eq!(
        with(|it| it.name = " ".to_owned()),
        Some(Reason::InvalidRequest)
    );
    assert_eq!(
        with(|it| it.name = "x".repeat(257)),
        Some(Reason::InvalidRequest)
    );
    assert_eq!(
        with(|it| it.client_type = "confidential".to_owned()),
        Some(Reason::InvalidClientMetadata)
    );
    for scope in ["", "a b", "a\"", &"x".repeat(257)] {
        let registration = Registration {
            scopes: vec![scope.to_owned()],
            ..demo()
        };
        assert_eq!(
            reason(desk.center.register(registration)),
            Some(Reason::InvalidScope)
        );
    }
    for uri in [
        "/callback",
        "javascript:alert(1)",
        &format!("https://example.com/{}", "x".repeat(1_024)),
    ] {
        let registration = Registration {
            redirect_uris: vec![uri.to_owned()],
            ..demo()
        };
        assert_eq!(
            reason(desk.center.register(registration)),
            Some(Reason::InvalidRedirectUri)
        );
    }
    assert_eq!(
        with(|it| it.grant_types = vec!["password".to_owned()]),
        Some(Reason::UnsupportedGrantType)
    );
    assert_eq!(
        with(|it| it.scopes = vec!["a".to_owned(); 17]),
        Some(Reason::InvalidScope)
    );
}

#[test]
fn a_device_gets_a_token_once_it_is_approved_and_no_second_one() {
    let desk = Desk::new();
    let client = desk.client(demo());
    let started = desk.start(&client);
    let poll = by_device(&client, &started);
    assert_eq!(
        reason(desk.center.token(&poll)),
        Some(Reason::AuthorizationPending)
    );
    // As a person types it.
    let typed = started.user_code.to_lowercase().replace('-', " ");
    let seen = desk.center.decide(&typed, Decision::Approved).unwrap();
    assert_eq!(seen.client, "demo");
    assert_eq!(seen.scopes, [PORTAL_SCOPE]);
    let issued = desk.center.token(&poll).unwrap();
    assert_eq!(issued.expires_in, 28_800);
    assert!(
        desk.center
            .list_accounts(&issued.access_token, None, None)
            .is_ok()
    );
    assert_eq!(reason(desk.center.token(&poll)), Some(Reason::InvalidGrant));
    assert_eq!(
        desk.center.pending_device(&started.user_code),
        Err(DeviceProblem::Unknown)
    );
}

#[test]
fn a_device_that_is_denied_gets_none() {
    let desk = Desk::new();
    let client = desk.client(demo());
    let started = desk.start(&client);
    desk.center
        .decide(&started.user_code, Decision::Denied)
        .unwrap();
    assert_eq!(
        reason(desk.center.token(&by_device(&client, &started))),
        Some(Reason::AccessDenied)
    );
    let again = desk.center.decide(&started.user_code, Decision::Approved);
    assert_eq!(again, Err(DeviceProblem::Answered(Decision::Denied)));
}

#[test]
fn who_polls_too_fast_is_told_to_slow_down() {
    let desk = Desk::new();
    let client = desk.client(demo());
    let started = desk.start(&client);
    let poll = |wait: Millis| {
        desk.wait(wait);
        reason(desk.center.token(&by_device(&client, &started))).unwrap()
    };
    assert_eq!(poll(0), Reason::AuthorizationPending);
    // Once is excused: the AWS CLI begins so.
    assert_eq!(poll(0), Reason::AuthorizationPending);
    assert_eq!(
        poll(1_000 - limits::POLL_SLACK),
        Reason::AuthorizationPending
    );
    assert_eq!(poll(500), Reason::SlowDown);
    // From now on, five seconds more.
    assert_eq!(poll(5_000), Reason::SlowDown);
    assert_eq!(poll(10_000), Reason::SlowDown);
    assert_eq!(poll(16_000), Reason::AuthorizationPending);
}

#[test]
fn device_codes_expire() {
    let desk = Desk::new();
    let client = desk.client(demo());
    let started = desk.start(&client);
    let poll = || reason(desk.center.token(&by_device(&client, &started)));
    desk.wait(599_999);
    assert_eq!(poll(), Some(Reason::AuthorizationPending));
    desk.wait(1);
    assert_eq!(poll(), Some(Reason::ExpiredToken));
    let late = desk.center.decide(&started.user_code, Decision::Approved);
    assert_eq!(late, Err(DeviceProblem::Expired));
    desk.wait(limits::EXPIRED_DEVICE_KEPT);
    assert_eq!(poll(), Some(Reason::InvalidGrant));
}

#[test]
fn device_codes_are_their_clients_own() {
    let desk = Desk::new();
    let (client, other) = (desk.client(demo()), desk.client(demo()));
    let started = desk.start(&client);
    desk.center
        .decide(&started.user_code, Decision::Approved)
        .unwrap();
    assert_eq!(
        reason(desk.center.token(&by_device(&other, &started))),
        Some(Reason::InvalidGrant)
    );
    let mut stolen = by_device(&client, &started);
    stolen.client_secret = other.client_secret;
    assert_eq!(
        reason(desk.center.token(&stolen)),
        Some(Reason::InvalidClient)
    );
    assert!(desk.center.token(&by_device(&client, &started)).is_ok());
}

#[test]
fn registrations_expire() {
    let desk = Desk::new();
    let client = desk.client(demo());
    assert_eq!(client.expires_at - client.issued_at, 90 * 24 * 60 * 60);
    desk.wait(90 * 24 * 60 * 60 * 1_000);
    let (id, secret) = (&client.client_id, &client.client_secret);
    let started = desk.center.start_device(id, secret, "https://example.com");
    assert_eq!(reason(started), Some(Reason::InvalidClient));
}

#[test]
fn start_urls_are_https_or_of_this_machine() {
    let desk = Desk::new();
    let client = desk.client(demo());
    for (url, is_one) in [
        ("https://example.awsapps.com/start", true),
        ("http://127.0.0.1:8080/", true),
        ("http://example.com/", false),
        ("https://", false),
        ("", false),
    ] {
        let started = desk
            .center
            .start_device(&client.client_id, &client.client_secret, url);
        assert_eq!(started.is_ok(), is_one, "{url}");
    }
}

#[test]
fn approving_by_itself_takes_a_second_poll_however_soon() {
    let mut desk = Desk::new();
    desk.center = desk.center.approving();
    let client = desk.client(demo());
    let poll = by_device(&client, &desk.start(&client));
    assert_eq!(
        reason(desk.center.token(&poll)),
        Some(Reason::AuthorizationPending)
    );
    assert!(desk.center.token(&poll).is_ok());
}

#[test]
fn a_code_gives_a_token_to_who_knows_its_verifier() {
    let desk = Desk::new();
    let client = desk.client(demo());
    let authorization = desk.authorization(&client, &[]).unwrap();
    assert_eq!(authorization.client, "demo");
    let uri = desk.center.authorize(&authorization).unwrap();
    assert!(
        uri.starts_with("http://127.0.0.1:4711/oauth/callback?code=local-code-"),
        "{uri}"
    );
    assert!(uri.ends_with("&state=s%261"), "{uri}");
    let code = desk.code(&client, &[]);
    let issued = desk.center.token(&by_code(&client, &code)).unwrap();
    assert!(
        desk.center
            .list_accounts(&issued.access_token, None, None)
            .is_ok()
    );
}

#[test]
fn a_code_is_bound_to_client_redirect_uri_and_verifier_and_is_good_once() {
    let desk = Desk::new();
    let (client, other) = (desk.client(demo()), desk.client(demo()));
    let refused = |change: &dyn Fn(&mut TokenRequest)| {
        let code = desk.code(&client, &[]);
        let mut request = by_code(&client, &code);
        change(&mut request);
        reason(desk.center.token(&request))
    };
    let invalid = Some(Reason::InvalidGrant);
    assert_eq!(
        refused(&|it| it.redirect_uri = Some(CALLBACK.to_owned())),
        invalid
    );
    assert_eq!(
        refused(&|it| it.code_verifier = Some("x".repeat(43))),
        invalid
    );
    assert_eq!(
        refused(&|it| it.code_verifier = None),
        Some(Reason::InvalidRequest)
    );
    assert_eq!(refused(&|it| it.code = None), Some(Reason::InvalidRequest));
    assert_eq!(
        refused(&|it| {
            it.client_id = other.client_id.clone();
            it.client_secret = other.client_secret.clone();
        }),
        invalid
    );
    let code = desk.code(&client, &[]);
    desk.wait(60_000);
    assert_eq!(reason(desk.center.token(&by_code(&client, &code))), invalid);
}

#[test]
fn a_code_that_is_used_twice_ends_the_sign_in() {
    let desk = Desk::new();
    let client = desk.client(demo());
    let code = desk.code(&client, &[]);
    let issued = desk.center.token(&by_code(&client, &code)).unwrap();
    let again = desk.center.token(&by_code(&client, &code));
    assert_eq!(reason(again), Some(Reason::InvalidGrant));
    let accounts = desk.center.list_accounts(&issued.access_token, None, None);
    assert_eq!(accounts, Err(PortalError::Unauthorized));
    let refresh = by_refresh(&client, &issued.refresh_token.unwrap());
    assert_eq!(
        reason(desk.center.token(&refresh)),
        Some(Reason::InvalidGrant)
    );
}

#[test]
fn who_has_no_registered_redirect_uri_is_sent_nowhere() {
    let desk = Desk::new();
    let client = desk.client(demo());
    for query in [
        ("client_id", ""),
        ("client_id", "local-client-unknown"),
        ("redirect_uri", ""),
        ("redirect_uri", "https://evil.example/oauth/callback"),
        ("redirect_uri", "http://127.0.0.1:4711/other"),
    ] {
        let problem = desk.authorization(&client, &[query]).unwrap_err();
        assert!(
            matches!(problem, AuthorizationProblem::Here(_)),
            "{query:?} {problem:?}"
        );
    }
}

#[test]
fn other_faults_are_told_to_the_client() {
    let desk = Desk::new();
    let registration = Registration {
        scopes: vec!["a".to_owned()],
        ..demo()
    };
    let client = desk.client(registration);
    let long = "x".repeat(2_049);
    for (query, error) in [
        (("response_type", "token"), "unsupported_response_type"),
        (("response_type", ""), "unsupported_response_type"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge", "short"), "invalid_request"),
        (("scope", "a b"), "invalid_scope"),
        (("scopes", "b"), "invalid_scope"),
        (("state", long.as_str()), "invalid_request"),
    ] {
        let problem = desk.authorization(&client, &[query]).unwrap_err();
        let AuthorizationProblem::There(uri) = problem else {
            panic!("{query:?}: {problem:?}")
        };
        let start =
            format!("http://127.0.0.1:4711/oauth/callback?error={error}&error_description=");
        assert!(uri.starts_with(&start), "{uri}");
        let is_told = uri.ends_with("&state=s%261");
        assert_eq!(is_told, query.0 != "state", "{uri}");
    }
    let registration = Registration {
        grant_types: vec![DEVICE_CODE.to_owned()],
        ..demo()
    };
    let problem = desk
        .authorization(&desk.client(registration), &[])
        .unwrap_err();
    let AuthorizationProblem::There(uri) = problem else {
        panic!("{problem:?}")
    };
    assert!(uri.contains("?error=unauthorized_client&"), "{uri}");
}

#[test]
fn refresh_tokens_are_good_once_and_end_when_the_first_would_have() {
    let desk = Desk::new();
    let client = desk.client(demo());
    let code = desk.code(&client, &[]);
    let first = desk.center.token(&by_code(&client, &code)).unwrap();
    let first = by_refresh(&client, &first.refresh_token.unwrap());
    desk.wait(6 * 24 * 60 * 60 * 1_000);
    let second = desk.center.token(&first).unwrap();
    assert_eq!(
        reason(desk.center.token(&first)),
        Some(Reason::InvalidGrant)
    );
    assert!(
        desk.center
            .list_accounts(&second.access_token, None, None)
            .is_ok()
    );
    let second = by_refresh(&client, &second.refresh_token.unwrap());
    desk.wait(24 * 60 * 60 * 1_000);
    assert_eq!(
        reason(desk.center.token(&second)),
        Some(Reason::InvalidGrant)
    );
}

#[test]
fn an_access_token_does_not_refresh_and_a_refresh_token_does_not_list() {
    let desk = Desk::new();
    let client = desk.client(demo());
    let code = desk.code(&client, &[]);
    let issued = desk.center.token(&by_code(&client, &code)).unwrap();
    let wrong = by_refresh(&client, &issued.access_token);
    assert_eq!(
        reason(desk.center.token(&wrong)),
        Some(Reason::InvalidGrant)
    );
    let refresh = issued.refresh_token.unwrap();
    let listed = desk.center.list_accounts(&refresh, None, None);
    assert_eq!(listed, Err(PortalError::Unauthorized));
}

#[test]
fn clients_use_only_grants_that_they_registered() {
    let desk = Desk::new();
    let registration = Registration {
        grant_types: vec![AUTHORIZATION_CODE.to_owned()],
        ..demo()
    };
    let client = desk.client(registration);
    let code = desk.code(&client, &[]);
    let issued = desk.center.token(&by_code(&client, &code)).unwrap();
    assert!(issued.refresh_token.is_none());
    for grant in [REFRESH_TOKEN, DEVICE_CODE] {
        let refused = desk.center.token(&request(&client, grant));
        assert_eq!(reason(refused), Some(Reason::UnauthorizedClient));
    }
    let other = desk.center.token(&request(&client, "password"));
    assert_eq!(reason(other), Some(Reason::UnsupportedGrantType));
}

#[test]
fn access_tokens_expire_and_are_revoked() {
    let desk = Desk::new();
    let client = desk.client(demo());
    let code = desk.code(&client, &[]);
    let issued = desk.center.token(&by_code(&client, &code)).unwrap();
    let token = &issued.access_token;
    desk.wait(28_799_999);
    assert!(desk.center.list_accounts(token, None, None).is_ok());
    desk.wait(1);
    assert_eq!(
        desk.center.list_accounts(token, None, None),
        Err(PortalError::Unauthorized)
    );
    assert_eq!(desk.center.log_out(token), Err(PortalError::Unauthorized));
    let refresh = by_refresh(&client, &issued.refresh_token.unwrap());
    let next = desk.center.token(&refresh).unwrap();
    assert_eq!(desk.center.log_out(&next.access_token), Ok(()));
    let listed = desk.center.list_accounts(&next.access_token, None, None);
    assert_eq!(listed, Err(PortalError::Unauthorized));
    let refresh = by_refresh(&client, &next.refresh_token.unwrap());
    assert_eq!(
        reason(desk.center.token(&refresh)),
        Some(Reason::InvalidGrant)
    );
}

#[test]
fn the_portal_has_what_the_file_says() {
    let desk = Desk::new();
    let client = desk.client(demo());
    let code = desk.code(&client, &[]);
    let token = desk
        .center
        .token(&by_code(&client, &code))
        .unwrap()
        .access_token;
    let first = desk.center.list_accounts(&token, Some(1), None).unwrap();
    assert_eq!(first.items[0].id, "111122223333");
    let second = desk
        .center
        .list_accounts(&token, Some(1), first.next.as_deref())
        .unwrap();
    assert_eq!(second.items[0].id, "444455556666");
    assert_eq!(second.next, None);
    let roles = desk
        .center
        .list_roles(&token, "111122223333", None, None)
        .unwrap();
    assert_eq!(roles.items, ["Administrator", "ReadOnly"]);
    for (most, next) in [
        (Some(0), None),
        (Some(101), None),
        (Some(-1), None),
        (None, Some("x")),
        (None, Some("é")),
    ] {
        let refused = desk.center.list_accounts(&token, most, next);
        assert!(
            matches!(refused, Err(PortalError::Invalid(_))),
            "{most:?} {next:?}"
        );
    }
    let keys = desk
        .center
        .role_keys(&token, "444455556666", "ReadOnly")
        .unwrap();
    assert!(keys.access_key_id.starts_with("ASIA") && keys.access_key_id.len() == 20);
    assert_eq!(keys.secret_access_key.len(), 40);
    assert_eq!(keys.expiration, START + 3_600_000);
    for (account, role) in [
        ("444455556666", "Administrator"),
        ("000000000000", "ReadOnly"),
    ] {
        let refused = desk.center.role_keys(&token, account, role);
        assert!(matches!(refused, Err(PortalError::NotFound(_))));
    }
}

#[test]
fn the_portal_asks_for_its_scope() {
    let desk = Desk::new();
    let registration = Registration {
        scopes: vec!["other".to_owned()],
        ..demo()
    };
    let client = desk.client(registration);
    let code = desk.code(&client, &[]);
    let token = desk
        .center
        .token(&by_code(&client, &code))
        .unwrap()
        .access_token;
    assert_eq!(
        desk.center.list_accounts(&token, None, None),
        Err(PortalError::Unauthorized)
    );
}

#[test]
fn the_oldest_client_is_forgotten_when_there_are_too_many() {
    let clock = Arc::new(AtomicI64::new(START));
    let told = clock.clone();
    let next = AtomicI64::new(0);
    let chance = move |bytes: &mut [u8]| {
        bytes.fill(0);
        let number = next.fetch_add(1, Ordering::SeqCst).to_be_bytes();
        bytes[..8].copy_from_slice(&number);
        true
    };
    let world = World::new(move || told.load(Ordering::SeqCst), chance);
    let desk = Desk {
        center: Center::in_memory(Accounts::example(), world),
        clock,
    };
    let first = desk.client(demo());
    let mut last = desk.client(demo());
    for _ in 2..=limits::CLIENTS {
        last = desk.client(demo());
    }
    let start = |client: &Registered| {
        desk.center.start_device(
            &client.client_id,
            &client.client_secret,
            "https://example.com",
        )
    };
    assert_eq!(reason(start(&first)), Some(Reason::InvalidClient));
    assert!(start(&last).is_ok());
    assert_eq!(desk.center.overview().clients.all, limits::CLIENTS);
    assert_eq!(desk.center.overview().clients.rows.len(), limits::ROWS);
}

#[test]
fn without_random_bytes_nothing_is_given() {
    let world = World::new(|| START, |_| false);
    let center = Center::in_memory(Accounts::example(), world);
    assert_eq!(reason(center.register(demo())), Some(Reason::ServerError));
}
