//! Whether a text is well-formed XML. Document types are refused: no protocol has them.

use crate::maps::HashSet;

/// What is wrong with a document, if anything.
pub(super) fn problem(text: &str) -> Option<String> {
    let mut document = Document {
        rest: text,
        open: Vec::new(),
        has_root: false,
    };
    document.read().err()
}

struct Document<'t> {
    rest: &'t str,
    /// The names of the elements that are open.
    open: Vec<&'t str>,
    has_root: bool,
}

impl<'t> Document<'t> {
    fn read(&mut self) -> Result<(), String> {
        if let Some(rest) = self.rest.strip_prefix("<?xml") {
            self.rest = after(rest, "?>", "the declaration")?;
        }
        while !self.rest.is_empty() {
            let markup = self.rest.find('<').unwrap_or(self.rest.len());
            let (text, rest) = self.rest.split_at(markup);
            self.rest = rest;
            self.text(text)?;
            if !self.rest.is_empty() {
                self.markup()?;
            }
        }
        match self.open.last() {
            Some(name) => Err(format!("element `{name}` has no end")),
            None if !self.has_root => Err("there is no element".to_owned()),
            None => Ok(()),
        }
    }

    fn text(&self, text: &str) -> Result<(), String> {
        if self.open.is_empty() && !text.trim_matches(is_space).is_empty() {
            return Err("there is text outside of the element".to_owned());
        }
        if text.contains("]]>") {
            return Err("there is `]]>` in text".to_owned());
        }
        references(text)
    }

    fn markup(&mut self) -> Result<(), String> {
        if let Some(rest) = self.rest.strip_prefix("<!--") {
            self.rest = after(rest, "-->", "a comment")?;
            return Ok(());
        }
        if let Some(rest) = self.rest.strip_prefix("<![CDATA[") {
            if self.open.is_empty() {
                return Err("there is text outside of the element".to_owned());
            }
            self.rest = after(rest, "]]>", "a section of text")?;
            return Ok(());
        }
        if self.rest.starts_with("<!") {
            return Err("there is a document type".to_owned());
        }
        if let Some(rest) = self.rest.strip_prefix("<?") {
            if rest.starts_with("xml") && rest.get(3..4).is_some_and(|it| it.contains(is_space)) {
                return Err("the declaration is not at the start".to_owned());
            }
            self.rest = after(rest, "?>", "an instruction")?;
            return Ok(());
        }
        match self.rest.strip_prefix("</") {
            Some(rest) => self.end(rest),
            None => self.start(),
        }
    }

    fn end(&mut self, rest: &'t str) -> Result<(), String> {
        let (name, rest) = name(rest)?;
        let rest = rest.trim_start_matches(is_space);
        self.rest = rest
            .strip_prefix('>')
            .ok_or_else(|| format!("the end of element `{name}` has no `>`"))?;
        match self.open.pop() {
            Some(open) if open == name => Ok(()),
            Some(open) => Err(format!("element `{open}` ends as `{name}`")),
            None => Err(format!("element `{name}` ends, but does not start")),
        }
    }

    fn start(&mut self) -> Result<(), String> {
        let (element, mut rest) = name(self.rest.get(1..).unwrap_or_default())?;
        if self.open.is_empty() && self.has_root {
            return Err(format!("element `{element}` is outside of the first"));
        }
        self.has_root = true;
        let mut attributes = HashSet::default();
        loop {
            let trimmed = rest.trim_start_matches(is_space);
            if let Some(rest) = trimmed.strip_prefix("/>") {
                self.rest = rest;
                return Ok(());
            }
            if let Some(rest) = trimmed.strip_prefix('>') {
                self.rest = rest;
                self.open.push(element);
                return Ok(());
            }
            if trimmed.len() == rest.len() {
                return Err(format!("element `{element}` is malformed"));
            }
            let (attribute, value) = name(trimmed)?;
            rest = quoted(value, attribute)?;
            if !attributes.insert(attribute) {
                return Err(format!(
                    "element `{element}` has attribute `{attribute}` twice"
                ));
            }
        }
    }
}

/// Reads `="value"`, and returns what follows.
fn quoted<'t>(text: &'t str, attribute: &str) -> Result<&'t str, String> {
    let malformed = || format!("attribute `{attribute}` has no value in quotes");
    let value = text.trim_start_matches(is_space).strip_prefix('=');
    let value = value.ok_or_else(malformed)?.trim_start_matches(is_space);
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''));
    let quote = quote.ok_or_else(malformed)?;
    let (value, rest) = value
        .get(1..)
        .unwrap_or_default()
        .split_once(quote)
        .ok_or_else(malformed)?;
    if value.contains('<') {
        return Err(format!("there is `<` in attribute `{attribute}`"));
    }
    references(value)?;
    Ok(rest)
}

/// Reads a name, and returns what follows.
fn name(text: &str) -> Result<(&str, &str), String> {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.');
    let end = text.find(|c| !is_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let first = name.chars().next();
    match first.filter(|c| c.is_alphabetic() || matches!(c, '_' | ':')) {
        Some(_) => Ok((name, rest)),
        None => Err("there is `<` without a name".to_owned()),
    }
}

fn after<'t>(text: &'t str, end: &str, what: &str) -> Result<&'t str, String> {
    let found = text.split_once(end);
    found
        .map(|(_, rest)| rest)
        .ok_or_else(|| format!("{what} has no end"))
}

/// Whether all references are to characters, or to what every document knows.
fn references(text: &str) -> Result<(), String> {
    for part in text.split('&').skip(1) {
        let name = part
            .split_once(';')
            .map(|(name, _)| name)
            .unwrap_or_default();
        let is_known = matches!(name, "amp" | "lt" | "gt" | "apos" | "quot");
        let number = name
            .strip_prefix('#')
            .map(|number| match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            });
        let is_character = matches!(number, Some(Ok(number)) if char::from_u32(number).is_some());
        if !is_known && !is_character {
            return Err("there is `&` that starts no reference".to_owned());
        }
    }
    Ok(())
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::problem;

    #[test]
    fn what_is_well_formed_passes() {
        for text in [
            "<a/>",
            "<?xml version=\"1.0\"?>\n<!-- c --><a b='1' c=\"&lt;&#x41;\">x<d:e xmlns:d=\"u\"/><![CDATA[<]]></a>\n",
        ] {
            assert_eq!(problem(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_not_is_told() {
        for text in [
            "",
            "x",
            "<a>",
            "</a>",
            "<a></b>",
            "<a/><b/>",
            "<a b='1' b='2'/>",
            "<a b=1/>",
            "<a>&x;</a>",
            "<a>&</a>",
            "<!DOCTYPE a><a/>",
            "<a b='<'/>",
            "<a",
            "< a/>",
            "<a>]]></a>",
            "<a b='1'c='2'/>",
        ] {
            assert!(problem(text).is_some(), "{text}");
        }
    }
}
