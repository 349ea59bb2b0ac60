//! How comments are written, and which of them document something.

use super::Printer;
use crate::idl::token::Comment;

impl Printer<'_, '_> {
    /// A comment as it is written: with a space after its slashes.
    ///
    /// What looks like documentation and documents nothing becomes an ordinary comment.
    pub(super) fn comment(&mut self, comment: Comment, is_doc: bool) {
        // Blanks at the end of documentation mean a line break in Markdown.
        let text = match self.file.slice(comment.span) {
            text if comment.is_doc && is_doc => text,
            text => text.trim_end(),
        };
        let inside = text.trim_start_matches('/');
        let slashes = text.len() - inside.len();
        let text = match (comment.is_doc, is_doc) {
            // A banner, a line of slashes, is what the author drew.
            (true, true) if slashes > 3 => text.to_owned(),
            (true, true) => spaced("///", text.get(3..)),
            _ if slashes == 3 => spaced("//", text.get(3..)),
            _ => spaced("//", text.get(2..)),
        };
        self.write(&text);
    }

    /// Comments, each on a line of its own, the last one's included.
    pub(super) fn comment_lines(&mut self, comments: &[Comment]) {
        for comment in comments {
            self.comment(*comment, false);
            self.newline();
        }
    }

    /// The same before a shape or member that starts at a place: documentation stays what it is.
    pub(super) fn comment_lines_before(&mut self, comments: &[Comment], start: usize) {
        let first = self.first_adjacent(comments, start, |comment| comment.is_doc);
        for (number, comment) in comments.iter().enumerate() {
            let text = self.file.slice(comment.span);
            let is_banner = text.starts_with("////");
            self.comment(*comment, !is_banner || number >= first);
            self.newline();
        }
    }

    /// The first of those comments of a kind that stand right above a place, line after line.
    pub(super) fn first_adjacent(
        &self,
        comments: &[Comment],
        start: usize,
        is_of_kind: impl Fn(&Comment) -> bool,
    ) -> usize {
        let mut below = self.line(start);
        let mut first = comments.len();
        for (number, comment) in comments.iter().enumerate().rev() {
            let line = self.line(comment.span.start);
            if !is_of_kind(comment) || line + 1 != below {
                break;
            }
            (below, first) = (line, number);
        }
        first
    }

    /// The comments between two places.
    pub(super) fn comments_in(&self, start: usize, end: usize) -> Vec<Comment> {
        self.file.comments_in(start, end).to_vec()
    }
}

/// A comment's slashes and text with a space between them, unless there is a blank already.
fn spaced(slashes: &str, text: Option<&str>) -> String {
    let text = text.unwrap_or_default();
    let space = match text.starts_with([' ', '\t']) || text.is_empty() {
        true => "",
        false => " ",
    };
    format!("{slashes}{space}{text}")
}
