//! Registration and device authorization.

use super::*;

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
