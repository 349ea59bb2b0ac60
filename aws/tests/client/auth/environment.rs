//! Identities that the environment has for one service alone.

use super::*;

#[test]
fn a_service_has_a_token_of_its_own_in_the_environment() {
    let settings = || {
        from_environment([
            ("AWS_BEARER_TOKEN_MY_EXAMPLE", HUSH),
            ("AWS_BEARER_TOKEN_OTHER", "other"),
        ])
    };
    let all: &'static [Auth] = &[Auth::Basic, Auth::Bearer];
    let set = |c: Config| c.auth(settings()).login(Login::new("u", "p"));
    let request = send(all, set).unwrap();
    assert_eq!(authorization(request.headers()), "Bearer hush-hush");
    let request = send(all, |c| set(c).auth_scheme_preference(["httpBasicAuth"])).unwrap();
    assert_eq!(authorization(request.headers()), "Basic dTpw");
}

/// The client's settings where the environment has these variables.
fn from_environment<'a>(
    variables: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> smithgen_client::auth::Settings {
    use smithgen_aws::profile::{Files, Profile};
    use smithgen_client::Environment;
    let (files, profile) = (Files::default(), Profile::default());
    let environment = Environment::of(variables);
    smithgen_aws::auth_from_profile(&environment, &files, &profile, Config::new())
}

#[test]
fn logins_and_keys_of_a_service_are_in_the_environment_too() {
    let set = |c: Config| {
        c.auth(from_environment([
            ("EXAMPLE_USER", "u"),
            ("EXAMPLE_PASSWORD", "p"),
            ("EXAMPLE_API_KEY", HUSH),
        ]))
    };
    let request = send(&[Auth::Basic], set).unwrap();
    assert_eq!(authorization(request.headers()), "Basic dTpw");
    let request = send(HEADER, set).unwrap();
    assert_eq!(request.headers()["x-key"], format!("Key {HUSH}"));
    // What the program sets comes first.
    let request = send(HEADER, |c| set(c).api_key("own")).unwrap();
    assert_eq!(request.headers()["x-key"], "Key own");
}

#[test]
fn half_a_login_is_named_with_the_half_that_is_missing() {
    for (set, missing) in [
        ("EXAMPLE_USER", "EXAMPLE_PASSWORD"),
        ("EXAMPLE_PASSWORD", "EXAMPLE_USER"),
    ] {
        let error = send(&[Auth::Basic], |c| c.auth(from_environment([(set, HUSH)]))).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains(&format!("{set} is set, but {missing} is not")),
            "{text}"
        );
        assert!(!text.contains(HUSH));
    }
}

/// An operation of a service without AWS traits.
fn unsigned() -> &'static OperationSpec {
    of_service(service(), &[Auth::Bearer])
}

#[test]
fn a_service_that_is_none_of_aws_has_a_token_by_its_own_name() {
    const URL: Option<&str> = Some("https://example.com");
    for (variables, expected) in [
        (
            &[
                ("EXAMPLE_BEARER_TOKEN", HUSH),
                ("AWS_BEARER_TOKEN_EXAMPLE", "other"),
            ][..],
            HUSH,
        ),
        (
            &[
                ("EXAMPLE_BEARER_TOKEN", ""),
                ("AWS_BEARER_TOKEN_EXAMPLE", HUSH),
            ][..],
            HUSH,
        ),
    ] {
        let settings = from_environment(variables.iter().copied());
        let request = send_to(unsigned(), URL, |c| c.auth(settings)).unwrap();
        assert_eq!(
            authorization(request.headers()),
            format!("Bearer {expected}")
        );
    }
    // A variable that ends where a name should begin is ignored.
    let settings = from_environment([("AWS_BEARER_TOKEN_", HUSH)]);
    let error = send_to(unsigned(), URL, |c| c.auth(settings)).unwrap_err();
    assert!(error.to_string().contains("bearer token"), "{error}");
}
