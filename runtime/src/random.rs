//! Random numbers for identifiers and jitter.

use std::hash::{BuildHasher, RandomState};

/// 64 random bits. The standard library's hash keys come from the operating system and do not repeat within a
/// process; hashing nothing with new keys needs neither a dependency nor a system call.
fn bits() -> u64 {
    RandomState::new().hash_one(0u8)
}

/// A number from 0 (inclusive) to 1 (exclusive).
pub fn fraction() -> f64 {
    // 53 bits are all that an `f64` holds.
    (bits() >> 11) as f64 / (1u64 << 53) as f64
}

/// A random UUID (version 4) as text.
pub fn uuid_v4() -> String {
    let high = (bits() & 0xffff_ffff_ffff_0fff) | 0x4000;
    let low = (bits() & 0x3fff_ffff_ffff_ffff) | 0x8000_0000_0000_0000;
    let number = u128::from(high) << 64 | u128::from(low);
    let digit = |value: u8| value + if value < 10 { b'0' } else { b'a' - 10 };
    let mut text = Vec::with_capacity(36);
    for (index, byte) in number.to_be_bytes().into_iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push(b'-');
        }
        text.extend_from_slice(&[digit(byte >> 4), digit(byte & 15)]);
    }
    // It is ASCII.
    String::from_utf8(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_have_the_form_of_version_4_and_differ() {
        let ids: std::collections::BTreeSet<String> = (0..1000).map(|_| uuid_v4()).collect();
        assert_eq!(ids.len(), 1000);
        for id in ids {
            let parts: Vec<usize> = id.split('-').map(str::len).collect();
            assert_eq!(parts, [8, 4, 4, 4, 12], "{id}");
            assert_eq!(id.as_bytes()[14], b'4', "{id}");
            assert!(b"89ab".contains(&id.as_bytes()[19]), "{id}");
        }
    }

    #[test]
    fn fractions_spread_over_the_unit_interval() {
        let mean = (0..10_000).map(|_| fraction()).sum::<f64>() / 10_000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
    }
}
