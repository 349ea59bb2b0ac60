//! Names that a description does not state: of the namespace, the service and the members of enums.

use crate::maps::HashSet;
use crate::model::id::is_identifier;

/// The namespace of a service: that of the same service's Smithy model.
pub(super) fn namespace(service_id: &str) -> String {
    let name: String = service_id
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect();
    format!("com.amazonaws.{name}")
}

/// The name of the service's shape.
///
/// Requests of some protocols carry it, which is what the prefix of targets is; its Smithy model has the last part. Others never
/// show it, and it is made of the service's id.
pub(super) fn service(target_prefix: Option<&str>, service_id: &str) -> String {
    let last = target_prefix.and_then(|prefix| prefix.rsplit('.').next());
    if let Some(name) = last.filter(|name| is_identifier(name)) {
        return name.to_owned();
    }
    let words = service_id.split(|c: char| !c.is_ascii_alphanumeric());
    let name: String = words.map(capitalized).collect();
    match is_identifier(&name) {
        true => name,
        false => format!("Service{name}"),
    }
}

/// A name with its first letter in upper case.
pub(super) fn capitalized(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// A name that is not taken yet, and neither is it but for case.
pub(super) fn unused(mut name: String, taken: &mut HashSet<String>) -> String {
    while !taken.insert(name.to_lowercase()) {
        name.push('_');
    }
    name
}

/// The name of an enum's member for its value.
pub(super) fn of_value(value: &str) -> String {
    let name: String = value
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { '_' })
        .collect();
    match name.bytes().next() {
        Some(first) if first.is_ascii_alphabetic() => name,
        _ => {
            let name = format!("_{name}");
            match is_identifier(&name) {
                true => name,
                false => format!("VALUE{name}"),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_smithy_models() {
        assert_eq!(namespace("SSO OIDC"), "com.amazonaws.ssooidc");
        assert_eq!(namespace("s3-Control"), "com.amazonaws.s3control");
        assert_eq!(service(Some("a.b.Prefix_1"), "X"), "Prefix_1");
        assert_eq!(service(Some("no-name"), "two words"), "TwoWords");
        assert_eq!(service(None, "1st"), "Service1st");
    }

    #[test]
    fn enums_have_legal_names_each_once() {
        for (value, name) in [
            ("a b-c", "a_b_c"),
            ("2.0", "_2_0"),
            ("", "VALUE_"),
            ("*", "VALUE__"),
        ] {
            assert_eq!(of_value(value), name);
        }
        let mut taken = HashSet::default();
        assert_eq!(unused("a".into(), &mut taken), "a");
        assert_eq!(unused("A".into(), &mut taken), "A_");
    }
}
