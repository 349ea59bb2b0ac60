//! Authorization codes, tokens and the portal.

use super::*;

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
