//! Fits text to the columns of a terminal.

use std::borrow::Cow;

use smithgen_help::visible;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Truncates text to `width`, with terminal control characters made visible.
pub(super) fn cut(text: &str, width: usize) -> String {
    clip(&visible(text).replace(['\n', '\t'], " "), width)
}

/// Truncates text that may contain colour codes. The codes take no columns and are all kept, so that every colour
/// is reset.
pub(super) fn clip(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let room = width.saturating_sub(1);
    let (mut used, mut full) = (0, false);
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Mark(mark) => out.push_str(mark),
            Piece::Char(c) if !full => {
                let columns = c.width().unwrap_or(0);
                full = used + columns > room;
                if full {
                    out.push_str(if width > 0 { "\u{2026}" } else { "" });
                } else {
                    used += columns;
                    out.push(c);
                }
            }
            Piece::Char(_) => {}
        }
    }
    out
}

/// Pads text with blanks to this width.
pub(super) fn pad(text: &str, width: usize) -> String {
    text.to_owned() + &" ".repeat(width.saturating_sub(columns(text)))
}

/// The width of text without its colour codes.
pub(super) fn columns(text: &str) -> usize {
    if !text.contains('\x1b') {
        return text.width();
    }
    let of = |piece| match piece {
        Piece::Mark(_) => 0,
        Piece::Char(c) => c.width().unwrap_or(0),
    };
    pieces(text).map(of).sum()
}

enum Piece<'a> {
    Mark(&'a str),
    Char(char),
}

/// Splits text into characters and colour codes (`ESC [ … m`).
fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let mark = rest
            .strip_prefix("\x1b[")
            .and_then(|after| after.find('m'))
            .map(|end| end + "\x1b[m".len());
        let (piece, after) = rest.split_at(mark.unwrap_or(first.len_utf8()));
        rest = after;
        Some(match mark {
            Some(_) => Piece::Mark(piece),
            None => Piece::Char(first),
        })
    })
}

/// Arranges pieces in rows with `between` as the separator. A piece wider than a row is truncated.
pub(super) fn rows(pieces: &[Cow<'_, str>], between: &str, width: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for piece in pieces {
        match rows.last_mut() {
            Some(row) if columns(row) + columns(between) + columns(piece) <= width => {
                row.push_str(between);
                row.push_str(piece);
            }
            _ => rows.push(cut(piece, width)),
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::{clip, columns, cut, rows};

    #[test]
    fn wide_characters_count_twice_and_are_never_halved() {
        assert_eq!(cut("界界界", 6), "界界界");
        assert_eq!(cut("界界界", 5), "界界\u{2026}");
        assert_eq!(cut("界界界", 4), "界\u{2026}");
        assert_eq!(cut("界", 1), "\u{2026}");
        assert_eq!(cut("界", 0), "");
        assert_eq!(cut("a\x1bb", 9), "a\\x1bb");
    }

    #[test]
    fn marks_take_no_room_and_are_ended() {
        let text = "\x1b[1mabcdef\x1b[0m";
        assert_eq!(columns(text), 6);
        assert_eq!(clip(text, 6), text);
        assert_eq!(clip(text, 4), "\x1b[1mabc\u{2026}\x1b[0m");
    }

    #[test]
    fn pieces_are_kept_whole() {
        let pieces = ["one".into(), "two".into(), "three".into()];
        assert_eq!(rows(&pieces, "  ", 80), ["one  two  three"]);
        assert_eq!(rows(&pieces, "  ", 8), ["one  two", "three"]);
        assert_eq!(rows(&pieces, "  ", 4), ["one", "two", "thr\u{2026}"]);
    }
}
