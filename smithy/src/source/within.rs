//! Finds the place of a part of a trait's value in the text of a file, for diagnostics.
//!
//! Values are kept without the places of their parts, of which there would be very many. So the text is read once more,
//! and only as far as the part. It was parsed before; where it looks otherwise than expected, the search ends at the
//! last place that was found.

/// The offset of a part of a value, or of the last part on the way to it that is found.
///
/// `start` is where the trait is applied, and `path` has names and numbers of elements with dots between them.
pub(super) fn offset(text: &str, start: usize, path: &str) -> usize {
    if path.is_empty() {
        return start;
    }
    let mut reader = Reader {
        bytes: text.as_bytes(),
        at: start,
    };
    reader.find(text, path).unwrap_or(start)
}

struct Reader<'t> {
    bytes: &'t [u8],
    at: usize,
}

impl Reader<'_> {
    fn find(&mut self, text: &str, path: &str) -> Option<usize> {
        let mut is_open = self.enter()?;
        let mut found = self.at;
        let mut rest = path;
        while !rest.is_empty() {
            let step = match (is_open, self.peek()) {
                (true, _) => self.member(text, rest),
                (false, Some(b'{')) => {
                    self.at += 1;
                    self.member(text, rest)
                }
                (false, Some(b'[')) => self.element(rest),
                _ => None,
            };
            let Some(step) = step else {
                break;
            };
            is_open = false;
            found = self.at;
            rest = step;
        }
        Some(found)
    }

    /// Goes to the value of the trait, and tells whether that is the inside of an object: `@a(b: 1)`.
    fn enter(&mut self) -> Option<bool> {
        if self.peek()? == b'"' {
            self.string();
            self.space();
            self.demand(b':')?;
            self.space();
            return Some(false);
        }
        self.name();
        self.space();
        self.demand(b'(')?;
        self.space();
        let start = self.at;
        self.key();
        self.space();
        let is_open = self.at > start && self.peek() == Some(b':');
        self.at = start;
        Some(is_open)
    }

    /// Goes to the value of the member that a path starts with. What remains of the path is returned.
    fn member<'p>(&mut self, text: &str, path: &'p str) -> Option<&'p str> {
        loop {
            self.space();
            let start = self.at;
            self.key();
            if self.at == start {
                return None;
            }
            let key = text.get(start..self.at)?.trim_matches('"');
            self.space();
            self.demand(b':')?;
            self.space();
            match path.strip_prefix(key) {
                Some("") => return Some(""),
                Some(rest) if rest.starts_with('.') => return rest.get(1..),
                _ => self.skip(),
            }
        }
    }

    /// The same for elements.
    fn element<'p>(&mut self, path: &'p str) -> Option<&'p str> {
        let (number, rest) = path.split_once('.').unwrap_or((path, ""));
        let number: usize = number.parse().ok()?;
        self.demand(b'[')?;
        self.space();
        for _ in 0..number {
            let start = self.at;
            self.skip();
            self.space();
            if self.at == start {
                return None;
            }
        }
        (self.peek()? != b']').then_some(rest)
    }

    /// Passes a value.
    fn skip(&mut self) {
        let mut depth = 0usize;
        loop {
            match self.peek() {
                None => return,
                Some(b'"') => self.string(),
                Some(b'{' | b'[') => {
                    depth += 1;
                    self.at += 1;
                }
                Some(b'}' | b']') if depth == 0 => return,
                Some(b'}' | b']') => {
                    depth -= 1;
                    self.at += 1;
                }
                Some(b':') => self.at += 1,
                Some(_) => {
                    let start = self.at;
                    self.name();
                    if self.at == start {
                        return;
                    }
                }
            }
            if depth == 0 {
                return;
            }
            self.space();
        }
    }

    fn key(&mut self) {
        match self.peek() {
            Some(b'"') => self.string(),
            _ => self.name(),
        }
    }

    /// Passes names, ids of shapes, numbers and keywords.
    fn name(&mut self) {
        self.pass(|byte| byte.is_ascii_alphanumeric() || b"@_.#$+-".contains(&byte));
    }

    /// Passes a string, also one in three quotation marks.
    fn string(&mut self) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let mark: &[u8] = match rest.starts_with(b"\"\"\"") {
            true => b"\"\"\"",
            false => b"\"",
        };
        self.at += mark.len();
        while let Some(byte) = self.peek() {
            if self
                .bytes
                .get(self.at..)
                .unwrap_or_default()
                .starts_with(mark)
            {
                self.at += mark.len();
                return;
            }
            self.at += if byte == b'\\' { 2 } else { 1 };
        }
    }

    /// Passes white space, commas and comments.
    fn space(&mut self) {
        loop {
            self.pass(|byte| byte.is_ascii_whitespace() || byte == b',');
            if self.peek() != Some(b'/') {
                return;
            }
            self.pass(|byte| byte != b'\n');
        }
    }

    fn pass(&mut self, is_part: impl Fn(u8) -> bool) {
        while self.peek().is_some_and(&is_part) {
            self.at += 1;
        }
    }

    fn demand(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is at a part of the value of a trait that is applied at the start of a text.
    fn found<'t>(text: &'t str, path: &str) -> &'t str {
        let at = offset(text, 0, path);
        text.get(at..(at + 2).min(text.len())).unwrap_or_default()
    }

    #[test]
    fn parts_are_found() {
        let text = "@ex#a(b: 10, \"c.d\": [11 // [\n, { e: \"}\\\"\", f: \"\"\"\n\"[ \"\"\", g: 12, h: {} }, 13, true])";
        assert_eq!(found(text, "b"), "10");
        assert_eq!(found(text, "c.d"), "[1");
        assert_eq!(found(text, "c.d.0"), "11");
        assert_eq!(found(text, "c.d.1.g"), "12");
        assert_eq!(found(text, "c.d.1.h"), "{}");
        assert_eq!(found(text, "c.d.2"), "13");
        let json = "\"ex#a\": { \"b\": [1, [ 2, 34 ]], \"c\": {\"d\": null} }";
        assert_eq!(found(json, "b.1.1"), "34");
        assert_eq!(found(json, "c.d"), "nu");
        assert_eq!(found("@a([1, 23])", "1"), "23");
        assert_eq!(found("@a({b: 23})", "b"), "23");
    }

    #[test]
    fn where_nothing_is_found_the_way_to_it_counts() {
        for (text, path, expected) in [
            ("@a(b: {})", "b.c", "{}"),
            ("@a(b: [])", "b.0", "[]"),
            ("@a(b: [", "b.7", "["),
            ("@a", "b", "@a"),
            ("@a(b: \"", "c", "b:"),
            ("\"a\"", "c", "\"a"),
            ("", "c", ""),
        ] {
            assert_eq!(found(text, path), expected, "{text} {path}");
        }
    }
}
