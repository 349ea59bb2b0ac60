//! Profile files, lines of a shell, and texts that stand for regions.

use smithgen_aws::profile::{Ini, is_valid_region, shell_split, split_pseudo_region};

/// Reads the bytes.
///
/// # Panics
/// When a section or a key cannot be found under its own name.
pub fn run(data: &[u8]) {
    if let Ok(file) = Ini::parse(data) {
        for section in file.sections() {
            assert!(file.get(section, "\n").is_none());
        }
    }
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let _ = shell_split(text);
    if is_valid_region(text) {
        assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
    }
    let _ = split_pseudo_region(text);
}
