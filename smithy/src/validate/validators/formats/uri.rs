//! What a URI is, by RFC 2396, with letters of other scripts left as they are.

const UNRESERVED: &str = "-_.!~*'()";
const RESERVED: &str = ";/?:@&=+$,[]";
const IN_PATH: &str = ":@&=+$,;/";
const IN_AUTHORITY: &str = "$,;:@&=+";

/// Whether a text is a URI, absolute or relative.
pub(super) fn is_uri(text: &str) -> bool {
    let (rest, fragment) = match text.split_once('#') {
        Some((rest, fragment)) => (rest, fragment),
        None => (text, ""),
    };
    if !has_only(fragment, RESERVED) {
        return false;
    }
    let end = rest.find([':', '/', '?']);
    let Some((scheme, after)) = end.and_then(|end| rest.split_at_checked(end)) else {
        return is_hierarchical(rest);
    };
    match after.strip_prefix(':') {
        None => is_hierarchical(rest),
        Some(after) if after.starts_with('/') => is_scheme(scheme) && is_hierarchical(after),
        Some(after) => is_scheme(scheme) && !after.is_empty() && has_only(after, RESERVED),
    }
}

fn is_scheme(text: &str) -> bool {
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte);
    text.starts_with(|first: char| first.is_ascii_alphabetic()) && text.bytes().all(is_allowed)
}

/// Whether a text is `//authority/path?query`, of which each part may be missing.
fn is_hierarchical(text: &str) -> bool {
    let (text, query) = match text.split_once('?') {
        Some((text, query)) => (text, Some(query)),
        None => (text, None),
    };
    if !has_only(query.unwrap_or_default(), RESERVED) {
        return false;
    }
    let Some(after) = text.strip_prefix("//") else {
        return has_only(text, IN_PATH);
    };
    let end = after.find('/').unwrap_or(after.len());
    let (authority, path) = after.split_at(end);
    let is_empty = authority.is_empty() && path.is_empty() && query.is_none();
    !is_empty && is_authority(authority) && has_only(path, IN_PATH)
}

fn is_authority(text: &str) -> bool {
    let host = text.rsplit_once('@').map_or(text, |(_, host)| host);
    let Some(address) = host.strip_prefix('[') else {
        return has_only(text, IN_AUTHORITY);
    };
    let Some((address, port)) = address.split_once(']') else {
        return false;
    };
    let user = text.strip_suffix(host).unwrap_or_default();
    let is_of_address = |byte: u8| byte.is_ascii_hexdigit() || b":.%".contains(&byte);
    let is_port = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    has_only(user, IN_AUTHORITY)
        && address.contains(':')
        && address.bytes().all(is_of_address)
        && (port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
}

/// Whether a text has nothing but letters, digits, escapes, and some more characters.
fn has_only(text: &str, more: &str) -> bool {
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        let is_right = match letter {
            '%' => [letters.next(), letters.next()]
                .into_iter()
                .all(|digit| digit.is_some_and(|digit| digit.is_ascii_hexdigit())),
            _ if letter.is_ascii() => {
                letter.is_ascii_alphanumeric()
                    || UNRESERVED.contains(letter)
                    || more.contains(letter)
            }
            _ => !letter.is_control() && !letter.is_whitespace(),
        };
        if !is_right {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_uris() {
        for good in [
            "",
            "a",
            "http://example.com",
            "http://example.com:80/a?b=c#d",
            "//a/b",
            "urn:a:b",
            "mailto:a@b.c",
            "file:///a",
            "http://[::1]:8080/a",
            "/a%20b",
            "http://ü/ß",
        ] {
            assert!(is_uri(good), "{good}");
        }
        for bad in [
            "::foo",
            ":a",
            "a:",
            "1a:b",
            "http://",
            "a b",
            "/%2",
            "/%zz",
            "a#b#c",
            "http://[::1",
            "a|b",
        ] {
            assert!(!is_uri(bad), "{bad}");
        }
    }
}
