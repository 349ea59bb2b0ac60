//! Files of state: what they keep, and what they leave alone.

use std::fs;
use std::path::PathBuf;

use identity_center::{Accounts, Center, Registration, StoreError, TokenRequest, World};

/// A path that no other test uses.
fn path(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder.join("state")
}

fn open(path: &std::path::Path) -> Result<Center, StoreError> {
    Center::in_file(Accounts::example(), World::system(), path)
}

fn demo() -> Registration {
    Registration {
        name: "demo".to_owned(),
        client_type: "public".to_owned(),
        ..Registration::default()
    }
}

#[test]
fn a_sign_in_goes_on_after_a_restart() {
    let path = path("restart");
    let (client, device) = {
        let center = open(&path).unwrap();
        let client = center.register(demo()).unwrap();
        let device = center
            .start_device(
                &client.client_id,
                &client.client_secret,
                "https://example.com",
            )
            .unwrap();
        (client, device)
    };
    let poll = TokenRequest {
        client_id: client.client_id.clone(),
        client_secret: client.client_secret.clone(),
        grant_type: "urn:ietf:params:oauth:grant-type:device_code".to_owned(),
        device_code: Some(device.device_code.clone()),
        ..TokenRequest::default()
    };
    let first = {
        // Whoever approves by itself grants the second poll: the first is remembered.
        let center = open(&path).unwrap().approving();
        assert!(center.token(&poll).is_err());
        drop(center);
        let center = open(&path).unwrap().approving();
        center.token(&poll).unwrap()
    };
    let center = open(&path).unwrap();
    assert!(center.token(&poll).is_err());
    assert!(
        center
            .list_accounts(&first.access_token, None, None)
            .is_ok()
    );
    let refresh = TokenRequest {
        grant_type: "refresh_token".to_owned(),
        device_code: None,
        refresh_token: first.refresh_token.clone(),
        ..poll
    };
    assert!(center.token(&refresh).is_ok());
    drop(center);
    let center = open(&path).unwrap();
    assert!(center.token(&refresh).is_err());
    drop(center);
    // Nobody who reads the file can sign in with what is there.
    let bytes = fs::read(&path).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    assert!(text.contains(&client.client_id) && text.contains("demo"));
    for secret in [
        &client.client_secret,
        &device.device_code,
        &first.access_token,
    ] {
        assert!(!text.contains(secret.as_str()));
    }
}

#[cfg(unix)]
#[test]
fn only_the_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let path = path("mode");
    let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
    drop(open(&path).unwrap());
    assert_eq!(mode(), 0o600);
    fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
    drop(open(&path).unwrap());
    assert_eq!(mode(), 0o600);
    let entries = fs::read_dir(path.parent().unwrap()).unwrap();
    assert_eq!(entries.count(), 1);
}

#[test]
fn it_has_one_user_at_a_time() {
    let path = path("used");
    let _center = open(&path).unwrap();
    let error = open(&path).err().unwrap();
    assert!(matches!(error, StoreError::InUse), "{error}");
}

#[test]
fn what_is_something_else_is_left_as_it_is() {
    let path = path("foreign");
    for content in ["[[accounts]]\n", "x", "redb is a database"] {
        fs::write(&path, content).unwrap();
        let error = open(&path).err().unwrap();
        assert!(!matches!(error, StoreError::InUse), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), content);
    }
    // A database of the same kind, of somebody else.
    fs::remove_file(&path).unwrap();
    let database = redb::Database::create(&path).unwrap();
    let transaction = database.begin_write().unwrap();
    let table: redb::TableDefinition<'_, &str, &str> = redb::TableDefinition::new("theirs");
    transaction
        .open_table(table)
        .unwrap()
        .insert("a", "b")
        .unwrap();
    transaction.commit().unwrap();
    drop(database);
    let before = fs::read(&path).unwrap();
    let error = open(&path).err().unwrap();
    assert!(matches!(error, StoreError::Foreign), "{error}");
    assert_eq!(fs::read(&path).unwrap(), before);
    let error = open(path.parent().unwrap()).err().unwrap();
    assert!(matches!(error, StoreError::Foreign), "{error}");
}

#[test]
fn an_empty_file_is_as_good_as_none() {
    let path = path("empty");
    fs::write(&path, "").unwrap();
    assert!(open(&path).unwrap().register(demo()).is_ok());
    assert!(open(&path.join("below")).is_err());
}
