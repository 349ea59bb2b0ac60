//! URLs for display, without secrets.

use std::borrow::Cow;

/// Masks a URL's user and password as `***:***`. In text that is not a URL, they may be anywhere before the last
/// `@`.
pub fn without_userinfo(url: &str) -> Cow<'_, str> {
    let Some((before, after)) = url.rsplit_once('@') else {
        return Cow::Borrowed(url);
    };
    let scheme = match before.split_once("://") {
        Some((scheme, _)) if !scheme.contains(['@', ':', '/']) => scheme,
        _ => return Cow::Owned(format!("***:***@{after}")),
    };
    Cow::Owned(format!("{scheme}://***:***@{after}"))
}

/// Masks userinfo, which may contain passwords, in all URLs in a text.
pub fn text_without_userinfo(text: &str) -> Cow<'_, str> {
    if !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        shown.push_str(before);
        shown.push_str("://");
        let end = |of: &str, ends: &[char]| of.find(ends).unwrap_or(of.len());
        let word = end(after, &[' ', '\n', '"', '\'', '<', '>']);
        let (word, tail) = after.split_at_checked(word).unwrap_or((after, ""));
        let (authority, path) = word
            .split_at_checked(end(word, &['/', '?', '#']))
            .unwrap_or((word, ""));
        // A password with a slash ends what would be the authority in the middle of a port.
        let is_cut = authority
            .rsplit_once(':')
            .is_some_and(|(_, port)| !port.ends_with(']') && port.parse::<u16>().is_err());
        let (secret, open) = match authority.rsplit_once('@') {
            Some((_, address)) => (true, (address, path)),
            None => match path.rsplit_once('@') {
                Some((_, address)) if is_cut => (true, (address, "")),
                _ => (false, (authority, path)),
            },
        };
        shown.push_str(if secret { "***:***@" } else { "" });
        shown.push_str(open.0);
        shown.push_str(open.1);
        rest = tail;
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// A URL without userinfo and query, which may contain secrets.
pub fn shown(url: &str) -> String {
    let shown = without_userinfo(url);
    match shown.split_once('?') {
        Some((before, _)) => format!("{before}?…"),
        None => shown.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whatever_stands_before_the_last_at_sign_is_hidden() {
        for (url, shown) in [
            ("http://user:pw@h/", "http://***:***@h/"),
            ("http://user:p/w@h/", "http://***:***@h/"),
            ("user:pw@h", "***:***@h"),
            ("user:http://x@h", "***:***@h"),
            ("http://socks5://user:p@w@h", "http://***:***@h"),
            ("http://h/x", "http://h/x"),
        ] {
            assert_eq!(without_userinfo(url), shown);
        }
    }

    #[test]
    fn no_text_shows_the_userinfo_of_a_url() {
        for (text, shown) in [
            ("http://user:PW@h:1/a@b?c@d", "http://***:***@h:1/a@b?c@d"),
            (
                "no http://PW@h/ and https://x:PW@y",
                "no http://***:***@h/ and https://***:***@y",
            ),
            ("http://user:P/W@h/", "http://***:***@h/"),
            ("http://[::1]:80/a@b", "http://[::1]:80/a@b"),
            ("http://h:80/a@b", "http://h:80/a@b"),
            ("a@b", "a@b"),
            ("\"ftp://u:P@W@h\"", "\"ftp://***:***@h\""),
        ] {
            assert_eq!(text_without_userinfo(text), shown);
        }
    }
}
