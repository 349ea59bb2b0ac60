//! A configuration file and, after a zero byte, a credentials file: everything that a call looks up in them.

use smithgen_aws::profile::{Files, Ini};

/// Reads the bytes and sets up a call by each profile.
pub fn run(data: &[u8]) {
    let mut parts = data.splitn(2, |&byte| byte == 0);
    let mut next = || Ini::parse(parts.next().unwrap_or_default());
    if let (Ok(config), Ok(credentials)) = (next(), next()) {
        smithgen_cli::fuzzing::profiles(&Files {
            config,
            credentials,
        });
    }
}
