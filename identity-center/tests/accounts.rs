//! Files of accounts as they are on disk.

use std::fs;
use std::path::PathBuf;

use identity_center::{Accounts, EXAMPLE, limits};

fn read(name: &str, content: &[u8]) -> Result<Accounts, String> {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    Accounts::read(&path).map_err(|error| error.to_string())
}

#[test]
fn files_are_text_of_a_sensible_size() {
    let mut large = EXAMPLE.as_bytes().to_vec();
    let limit = usize::try_from(limits::ACCOUNTS_FILE_BYTES).unwrap();
    large.resize(limit, b'\n');
    assert_eq!(read("largest.toml", &large), Ok(Accounts::example()));
    large.push(b'\n');
    let error = read("larger.toml", &large).unwrap_err();
    assert_eq!(error, "the file has more than 4194304 bytes");
    let error = read("bytes.toml", b"user = \"a\"\n# \xff").unwrap_err();
    assert_eq!(error, "2:3: the file is not UTF-8");
    assert!(Accounts::read(&PathBuf::from("/nonexistent")).is_err());
}
