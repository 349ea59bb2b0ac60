//! Keys that expire: who gets new ones, and what the others do meanwhile.

use std::sync::atomic::AtomicI64;
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};

use smithgen_client::http::StatusCode;
use smithgen_runtime::Unit;

use super::server::{Server, metadata, says};
use super::*;

/// 2030-03-17T17:46:40Z, which is now, and an hour later.
const HOUR: &str = "2030-03-17T18:46:40Z";

fn container(server: &Server) -> CredentialChain {
    chain(&[("AWS_CONTAINER_CREDENTIALS_FULL_URI", &server.url)], "")
}

/// Gives `K1`, `K2` and so on, each good until the time that is next.
fn numbered(expiries: &'static [&'static str]) -> Server {
    let count = AtomicU64::new(0);
    Server::new(move |_| {
        let number = count.fetch_add(1, Ordering::Relaxed);
        match expiries.get(usize::try_from(number).unwrap()) {
            Some(expiry) => metadata(&format!("K{}", number + 1), expiry),
            None => says(500, "hush-hush"),
        }
    })
}

#[tokio::test]
async fn keys_are_renewed_a_quarter_of_an_hour_before_they_expire() {
    let server = numbered(&[HOUR, "2030-03-17T19:46:40Z"]);
    let chain = container(&server);
    for (minute, expected) in [(0, "K1"), (45, "K1"), (46, "K2"), (59, "K2")] {
        assert_eq!(id(&chain, NOW + minute * 60).await, expected, "{minute}");
    }
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn a_failure_to_renew_is_no_error_while_the_keys_are_good() {
    let server = numbered(&[HOUR]);
    let chain = container(&server);
    for (minute, asked) in [(0, 1), (46, 4), (50, 7)] {
        assert_eq!(id(&chain, NOW + minute * 60).await, "K1", "{minute}");
        assert_eq!(server.asked().len(), asked, "{minute}");
    }
    let fault = fault(&chain, NOW + 51 * 60).await;
    assert!(fault.contains("non 200 response 500"), "{fault}");
}

#[tokio::test]
async fn keys_that_are_never_good_for_long_are_not_asked_for_with_each_call() {
    // For 14 minutes, and for 5.
    for expiry in ["2030-03-17T18:00:40Z", "2030-03-17T17:51:40Z"] {
        let server = Server::new(move |_| metadata("BRIEF", expiry));
        let chain = container(&server);
        for (second, asked) in [(0, 1), (1, 1), (59, 1), (60, 2), (119, 2), (120, 3)] {
            assert_eq!(id(&chain, NOW + second).await, "BRIEF");
            assert_eq!(server.asked().len(), asked, "{second}");
        }
    }
    let server = numbered(&[HOUR]);
    let chain = container(&server);
    for (second, asked) in [(0, 1), (2760, 4), (2761, 4), (2819, 4), (2820, 7)] {
        assert_eq!(id(&chain, NOW + second).await, "K1");
        assert_eq!(server.asked().len(), asked, "{second}");
    }
}

#[tokio::test]
async fn new_keys_that_have_expired_are_an_error() {
    let server = numbered(&["2020-01-01T00:00:00Z"]);
    assert_eq!(
        fault(&container(&server), NOW).await,
        "Credentials were refreshed, but the refreshed credentials are still expired."
    );
}

#[tokio::test]
async fn a_clock_that_jumps_is_followed() {
    let server = numbered(&[HOUR, "2099-01-01T00:00:00Z"]);
    let chain = container(&server);
    assert_eq!(id(&chain, NOW).await, "K1");
    // Back to another year, and far ahead.
    assert_eq!(id(&chain, 0).await, "K1");
    assert_eq!(id(&chain, i64::MIN).await, "K1");
    assert_eq!(id(&chain, NOW + 1_000_000).await, "K2");
    assert_eq!(id(&chain, NOW).await, "K2");
    let fault = fault(&chain, i64::MAX).await;
    assert!(fault.contains("non 200 response 500"), "{fault}");
}

/// Lets ten callers in while the service is held up, and then releases it.
async fn all_at_once(
    answer: fn() -> super::server::Answer,
) -> (Vec<Result<Option<Credentials>, AuthError>>, usize) {
    let (release, held) = channel::<()>();
    let held = Mutex::new(held);
    let server = Server::new(move |_| {
        // Later questions are answered at once.
        let _ = held.lock().unwrap().recv();
        answer()
    });
    let chain = Arc::new(container(&server));
    let callers: Vec<_> = (0..10)
        .map(|_| {
            let chain = chain.clone();
            tokio::spawn(async move { keys(&chain, NOW).await })
        })
        .collect();
    // Each caller comes to where it waits.
    tokio::task::yield_now().await;
    drop(release);
    let mut found = Vec::new();
    for caller in callers {
        found.push(caller.await.unwrap());
    }
    (found, server.asked().len())
}

#[tokio::test]
async fn all_who_wait_get_the_keys_that_one_gets() {
    let (found, asked) = all_at_once(|| metadata("ONE", HOUR)).await;
    for keys in found {
        assert_eq!(keys.unwrap().unwrap().access_key_id, "ONE");
    }
    assert_eq!(asked, 1);
}

#[tokio::test]
async fn all_who_wait_share_a_failure() {
    let (found, asked) = all_at_once(|| says(500, "hush-hush")).await;
    for keys in found {
        assert!(keys.unwrap_err().to_string().contains("500"));
    }
    // The attempts of one.
    assert_eq!(asked, 3);
}

#[tokio::test]
async fn who_is_cancelled_makes_way_for_the_next() {
    let (release, held) = channel::<()>();
    let held = Mutex::new(held);
    let server = Server::new(move |_| {
        let _ = held.lock().unwrap().recv();
        metadata("NEXT", HOUR)
    });
    let chain = Arc::new(container(&server));
    let spawn = || {
        let chain = chain.clone();
        tokio::spawn(async move { keys(&chain, NOW).await })
    };
    let (first, second) = (spawn(), spawn());
    tokio::task::yield_now().await;
    first.abort();
    assert!(first.await.unwrap_err().is_cancelled());
    drop(release);
    let found = second.await.unwrap().unwrap().unwrap();
    assert_eq!(found.access_key_id, "NEXT");
}

/// Between the attempts of one call, its keys expire.
#[tokio::test]
async fn a_second_attempt_is_signed_with_new_keys_if_the_first_took_too_long() {
    let keys = numbered(&[HOUR, "2099-01-01T00:00:00Z"]);
    let now = Arc::new(AtomicI64::new(NOW));
    let clock = now.clone();
    let service = Server::new(move |_| match now.swap(NOW + 7200, Ordering::SeqCst) {
        NOW => says(503, ""),
        _ => says(200, "{}"),
    });
    let client = client(&service.url, container(&keys), move || {
        clock.load(Ordering::SeqCst)
    });
    let answer = client.dispatch(&GET, &Unit).await.unwrap();
    assert_eq!(
        (answer.response.status(), answer.attempts),
        (StatusCode::OK, 2)
    );
    let asked = service.asked();
    let ids = ["Credential=K1/20300317/", "Credential=K2/20300317/"];
    for (asked, id) in asked.iter().zip(ids) {
        let header = asked.header("authorization").unwrap();
        assert!(header.contains(id), "{header}");
    }
}

#[tokio::test]
async fn the_account_of_an_answer_is_known_with_its_keys() {
    let server = Server::new(|_| {
        let keys = r#"{"AccessKeyId":"K","SecretAccessKey":"hush-hush","Token":"hush-hush","AccountId":"7",
            "Expiration":"2030-03-17T18:46:40Z"}"#;
        says(200, keys)
    });
    let chain = container(&server);
    assert_eq!(chain.account(), None);
    assert_eq!(server.asked().len(), 0);
    id(&chain, NOW).await;
    assert_eq!(chain.account().as_deref(), Some("7"));
    assert_eq!(server.asked().len(), 1);
}
