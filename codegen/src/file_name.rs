//! Checks that file names are valid on every system that the output may be moved to.

use crate::limits::FILE_NAME;

/// Device names on Windows, with any extension.
const DEVICES: &[&str] = &["aux", "con", "conin$", "conout$", "nul", "prn"];

/// Device names that are followed by a digit.
const NUMBERED_DEVICES: &[&str] = &["com", "lpt"];

/// Why text is not a valid name of a file or directory, as the end of a sentence that starts with the name; `None`
/// if it is valid.
pub(crate) fn fault(name: &str) -> Option<String> {
    let told = match name {
        "" => "is empty",
        "." | ".." => "is the name of a directory that is there already",
        _ if name.contains(['/', '\\']) => "holds a separator of paths",
        _ if name.contains(|c: char| c.is_control()) => "holds a control character",
        _ if name.contains([':', '<', '>', '"', '|', '?', '*']) => {
            "holds a character that Windows allows in no name"
        }
        _ if name.ends_with(['.', ' ']) => "ends in a dot or space, which Windows drops",
        _ if is_device(name) => "is a device on Windows",
        _ if name.len() > FILE_NAME => {
            let length = name.len();
            return Some(format!(
                "is {length} bytes long, of at most {FILE_NAME} in the name of a file"
            ));
        }
        _ => return None,
    };
    Some(told.to_owned())
}

/// Whether Windows takes a name for a device. Only the part before the first dot counts.
pub(crate) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.trim_end_matches(' ').to_ascii_lowercase();
    let numbered = |device: &&str| {
        let number = stem.strip_prefix(*device).map(str::chars);
        let number = number.and_then(|mut rest| rest.next().filter(|_| rest.next().is_none()));
        number.is_some_and(|it| it.is_ascii_digit() || "¹²³".contains(it))
    };
    DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.iter().any(numbered)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_good_on_every_system() {
        for name in [
            "mod.rs",
            "_things",
            "LICENSE-MIT",
            ".hidden",
            "a b.md",
            "come.rs",
            "com10.rs",
            "é.txt",
            "...x",
        ] {
            assert_eq!(fault(name), None, "{name}");
        }
        for name in [
            "", ".", "..", "a/b", "a\\b", "c:", "c:x", "a\nb", "a\0", "a?", "x.", "x ", "NUL",
            "con.rs", "Com1.txt", "lpt¹", "aux .rs",
        ] {
            assert!(fault(name).is_some(), "{name:?}");
        }
    }

    #[test]
    fn names_have_a_longest() {
        assert_eq!(fault(&"a".repeat(FILE_NAME)), None);
        let told = fault(&"a".repeat(FILE_NAME + 1)).unwrap();
        assert!(told.contains("256 bytes long, of at most 255"), "{told}");
    }
}
