//! Writes HTML and XML in which text of a model can only be text.

use std::fmt::Write;

/// Markup that is being written: names come from the program, and all else is escaped.
#[derive(Default)]
pub(super) struct Markup {
    text: String,
    open: Vec<&'static str>,
}

/// An attribute: its name, and its value.
pub(super) type Attribute<'a> = (&'static str, &'a str);

impl Markup {
    /// Something that the program brings with it, as it is.
    pub(super) fn verbatim(&mut self, text: &'static str) {
        self.text.push_str(text);
    }

    /// Starts an element.
    pub(super) fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.start(name, attributes);
        self.text.push('>');
        self.open.push(name);
    }

    /// Ends the element that was started last.
    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            // Writing to a string cannot fail.
            let _ = write!(self.text, "</{name}>");
        }
    }

    /// An element that is always empty, such as `meta`.
    pub(super) fn void(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.start(name, attributes);
        self.text.push_str("/>");
    }

    /// An element with nothing but text in it.
    pub(super) fn element(&mut self, name: &'static str, attributes: &[Attribute<'_>], text: &str) {
        self.open(name, attributes);
        self.text(text);
        self.close();
    }

    /// An element with a text of the program, which browsers take as it is: a script or style sheet.
    pub(super) fn raw_element(&mut self, name: &'static str, text: &'static str) {
        self.open(name, &[]);
        self.verbatim(text);
        self.close();
    }

    /// Text.
    pub(super) fn text(&mut self, text: &str) {
        escape(text, &mut self.text);
    }

    /// A sentence in which names stand in backticks.
    pub(super) fn sentence(&mut self, text: &str) {
        for (number, part) in text.split('`').enumerate() {
            match number % 2 {
                0 => self.text(part),
                _ => self.element("code", &[], part),
            }
        }
    }

    /// A line break, for those who read the source.
    pub(super) fn line(&mut self) {
        self.text.push('\n');
    }

    /// What was written, with everything closed.
    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn start(&mut self, name: &'static str, attributes: &[Attribute<'_>]) {
        self.text.push('<');
        self.text.push_str(name);
        for (name, value) in attributes {
            let _ = write!(self.text, " {name}=\"");
            escape(value, &mut self.text);
            self.text.push('"');
        }
    }
}

/// Escapes what would be markup, and what neither HTML nor XML can hold.
fn escape(text: &str, into: &mut String) {
    for c in text.chars() {
        match c {
            '&' => into.push_str("&amp;"),
            '<' => into.push_str("&lt;"),
            '>' => into.push_str("&gt;"),
            '"' => into.push_str("&quot;"),
            '\'' => into.push_str("&#39;"),
            '\n' | '\t' => into.push(c),
            '\u{fffe}' | '\u{ffff}' => into.push('\u{fffd}'),
            c if c.is_control() => into.push('\u{fffd}'),
            c => into.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        let mut markup = Markup::default();
        let hostile = "</p>\"'&<script>\u{0}\u{1b}\u{ffff}";
        markup.open("p", &[("title", hostile)]);
        markup.sentence("say `<b>` and `<i>");
        markup.text(hostile);
        assert_eq!(
            markup.finish(),
            "<p title=\"&lt;/p&gt;&quot;&#39;&amp;&lt;script&gt;\u{fffd}\u{fffd}\u{fffd}\">\
             say <code>&lt;b&gt;</code> and <code>&lt;i&gt;</code>\
             &lt;/p&gt;&quot;&#39;&amp;&lt;script&gt;\u{fffd}\u{fffd}\u{fffd}</p>"
        );
    }
}
