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

/// Masks userinfo, which may contain passwords, in all URLs in a text. A URL ends at whitespace.
pub fn text_without_userinfo(text: &str) -> Cow<'_, str> {
    masked(text, |c| c.is_whitespace() || QUOTES.contains(&c))
}

/// Like [`text_without_userinfo`] for a single word, such as a program's argument, where URLs may contain spaces.
pub fn word_without_userinfo(word: &str) -> Cow<'_, str> {
    masked(word, |c| QUOTES.contains(&c))
}

/// Characters that end a URL in a text.
const QUOTES: [char; 4] = ['"', '\'', '<', '>'];

fn masked(text: &str, is_end: impl Fn(char) -> bool) -> Cow<'_, str> {
    masked_by(text, is_end, Line::of)
}

/// What is left of a line, as the number of bytes left in the text after it.
#[derive(Clone, Copy)]
struct Line {
    /// After the line.
    end: usize,
    /// From its last `@` on; [`Self::end`] if there is none.
    at: usize,
}

impl Line {
    /// The line that the text begins with.
    fn of(text: &str) -> Self {
        let line = text.split('\n').next().unwrap_or_default();
        let at = line.rfind('@').unwrap_or(line.len());
        Line {
            end: text.len() - line.len(),
            at: text.len() - at,
        }
    }
}

/// Masks the userinfo of everything that follows `//`. Each line is looked at once, however many URLs it has.
fn masked_by(
    text: &str,
    is_end: impl Fn(char) -> bool,
    mut look: impl FnMut(&str) -> Line,
) -> Cow<'_, str> {
    if !text.contains('@') {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    let mut line: Option<Line> = None;
    while let Some((before, after)) = rest.split_once("//") {
        shown.push_str(before);
        shown.push_str("//");
        let end = after.find(&is_end).unwrap_or(after.len());
        let url = after.get(..end).unwrap_or(after);
        let secret = userinfo(url).or_else(|| {
            // A password with a space or a quote ends what would be the URL.
            if !has_no_port(url) {
                return None;
            }
            let known = line.filter(|line| line.end <= after.len());
            let known = *line.insert(known.unwrap_or_else(|| look(after)));
            let has_at = known.end < known.at && known.at <= after.len();
            let rest_of_line = after.get(..after.len() - known.end).unwrap_or_default();
            has_at.then(|| userinfo(rest_of_line))?
        });
        let open = match secret {
            Some(length) => {
                shown.push_str("***:***@");
                length + 1
            }
            None => 0,
        };
        let end = end.max(open);
        shown.push_str(after.get(open..end).unwrap_or_default());
        rest = after.get(end..).unwrap_or_default();
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// Length of the userinfo in a URL without scheme.
fn userinfo(url: &str) -> Option<usize> {
    let end = url.find(['/', '?', '#']).unwrap_or(url.len());
    let (authority, path) = url.split_at_checked(end)?;
    authority.rfind('@').or_else(|| {
        // A password with a slash ends what would be the authority in the middle of a port.
        let is_cut = has_no_port(authority);
        is_cut.then(|| path.rfind('@').map(|at| end + at))?
    })
}

/// Whether what follows the last colon of the authority is not a port.
fn has_no_port(url: &str) -> bool {
    let authority = url.split(['/', '?', '#']).next().unwrap_or_default();
    authority
        .rsplit_once(':')
        .is_some_and(|(_, port)| !port.ends_with(']') && port.parse::<u16>().is_err())
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
            (
                "see (https://PW@h) and //PW@q\tor http://u:PW@h",
                "see (https://***:***@h) and //***:***@q\tor http://***:***@h",
            ),
            ("http://u:P W@h/ x", "http://***:***@h/ x"),
            ("http://u:P//W@h/", "http://***:***@h/"),
            ("a@b.example // c", "a@b.example // c"),
            ("http://h:x\nfrom a@b", "http://h:x\nfrom a@b"),
        ] {
            assert_eq!(text_without_userinfo(text), shown);
        }
        // A line that ends, and one that begins anew.
        assert_eq!(
            text_without_userinfo("//h:x //h:x\n//h:x //u:P W@h //h:x\r\n//h:x"),
            "//h:x //h:x\n//***:***@h //h:x\r\n//h:x"
        );
        // One word may hold what ends a URL in a text.
        let word = "http://1 2:3@h/";
        assert_eq!(word_without_userinfo(word), "http://***:***@h/");
        let json = "[\"a://PW@c\",\"d://e:1/f@g\"]";
        let shown = "[\"a://***:***@c\",\"d://e:1/f@g\"]";
        assert_eq!(word_without_userinfo(json), shown);
    }

    #[test]
    fn a_line_is_looked_at_once_however_many_urls_it_has() {
        let many = "//h:x ".repeat(100);
        for text in [format!("a@ {many}"), format!("{many}\n{many}\na@")] {
            let mut looked = 0;
            let shown = masked_by(&text, char::is_whitespace, |rest| {
                let line = Line::of(rest);
                looked += rest.len() - line.end;
                line
            });
            assert_eq!(shown, text);
            assert!((1..=text.len()).contains(&looked), "{looked}");
        }
    }
}
