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
    let [[a, b], [c, d]] = [high, low].map(|half| [(half >> 32) as u32, half as u32].map(digits));
    let mut text = Vec::with_capacity(36);
    text.extend_from_slice(&a);
    for digits in [b, c] {
        for half in digits.as_chunks::<4>().0 {
            text.push(b'-');
            text.extend_from_slice(half);
        }
    }
    text.extend_from_slice(&d);
    // It is ASCII.
    String::from_utf8(text).unwrap_or_default()
}

/// The hexadecimal digits of a number, all at once.
fn digits(number: u32) -> [u8; 8] {
    // Each half of a byte gets a byte of its own.
    let spread = u64::from(number);
    let spread = (spread | spread << 16) & 0x0000_ffff_0000_ffff;
    let spread = (spread | spread << 8) & 0x00ff_00ff_00ff_00ff;
    let spread = (spread | spread << 4) & 0x0f0f_0f0f_0f0f_0f0f;
    // One where the digit is a letter: from ten on, six more reach the upper half.
    let letters = ((spread + 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101;
    let from_digit_to_letter = u64::from(b'a' - b'0' - 10);
    (spread + 0x3030_3030_3030_3030 + letters * from_digit_to_letter).to_be_bytes()
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
    fn digits_are_those_of_the_number() {
        for number in [0, 0x0123_4567, 0x89ab_cdef, 0x9a9a_a9a9, u32::MAX] {
            assert_eq!(digits(number), *format!("{number:08x}").as_bytes());
        }
    }

    #[test]
    fn fractions_spread_over_the_unit_interval() {
        let mean = (0..10_000).map(|_| fraction()).sum::<f64>() / 10_000.0;
        assert!((0.45..0.55).contains(&mean), "{mean}");
    }
}
