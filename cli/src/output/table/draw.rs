//! Draws the lines of a table, optionally coloured.

use super::section::{Section, text_width};
use crate::output::{Colour, Options, RESET};

/// Draws all sections as wide as the widest. If the terminal is narrower, sections with a single row are first
/// converted to key-value rows.
pub(super) fn tables(mut first: Section, mut more: Vec<Section>, options: Options<'_>) -> String {
    let mut width = widest(&first, &more);
    if width > options.width {
        first = first.into_vertical();
        more = more.into_iter().map(Section::into_vertical).collect();
        width = widest(&first, &more);
    }
    let mut canvas = Canvas {
        out: String::new(),
        colour: options.colour,
    };
    canvas.write(&format!("{}\n", "-".repeat(width)));
    canvas.section(&first, width);
    for section in &more {
        canvas.section(section, width);
    }
    canvas.out
}

fn widest(first: &Section, more: &[Section]) -> usize {
    more.iter()
        .map(Section::wanted_width)
        .fold(first.wanted_width(), usize::max)
}

struct Canvas {
    out: String,
    colour: Colour,
}

impl Canvas {
    /// Corresponds to one write of the reference, after which its colour library may reset.
    fn write(&mut self, text: &str) {
        self.out.push_str(text);
        if matches!(self.colour, Colour::Resetting | Colour::Terminal) {
            self.out.push_str(RESET);
        }
    }

    /// Draws a line between the indentation bars.
    fn line(&mut self, indent: usize, text: &str) {
        let bars = self.styled("|", "\x1b[2m\x1b[33m").repeat(indent);
        self.write(&bars);
        self.write(text);
        self.write(&bars);
        self.write("\n");
    }

    fn styled(&self, text: &str, style: &str) -> String {
        match self.colour {
            Colour::Off => text.to_owned(),
            Colour::On | Colour::Resetting | Colour::Terminal => format!("{style}{text}{RESET}"),
        }
    }

    fn section(&mut self, section: &Section, width: usize) {
        let (indent, width) = (section.indent, width - 2 * section.indent);
        if let Some(title) = section.title.as_deref().filter(|title| !title.is_empty()) {
            self.line(indent, &centred(title, width.cast_signed(), "|"));
            if section.header.is_empty() && section.rows.is_empty() {
                self.line(
                    indent,
                    &format!("+{}+", "-".repeat(width.saturating_sub(2))),
                );
            }
        }
        let widths = section.column_widths(width);
        if !section.header.is_empty() {
            self.line(indent, &rule(&widths));
            let cells = widths.iter().zip(&section.header).enumerate();
            let header: String = cells
                .map(|(i, (&width, cell))| centred(cell, width, left_edge(i)))
                .collect();
            self.line(indent, &header);
        }
        if section.rows.is_empty() || widths.is_empty() {
            return;
        }
        self.line(indent, &rule(&widths));
        for row in &section.rows {
            let cells = widths.iter().zip(row).enumerate();
            let row: String = cells
                .map(|(i, (&width, cell))| self.cell(cell, width, left_edge(i)))
                .collect();
            self.line(indent, &row);
        }
        self.line(indent, &rule(&widths));
    }

    /// Draws a cell, with two blanks on the left if they fit.
    fn cell(&self, text: &str, width: isize, left_edge: &str) -> String {
        let room = width - text_width(text).cast_signed() - left_edge.len().cast_signed() - 1;
        let padding = if room >= 2 { 2 } else { 0 };
        let styled = self.styled(text, "\x1b[1m\x1b[34m");
        format!(
            "{left_edge}{}{styled}{}|",
            blanks(padding),
            blanks(room - padding)
        )
    }
}

/// Only the first cell of a line draws its left edge.
fn left_edge(place: usize) -> &'static str {
    if place == 0 { "|" } else { "" }
}

fn centred(text: &str, width: isize, left_edge: &str) -> String {
    let length = text_width(text).cast_signed();
    let before = width.div_euclid(2) - length / 2 - 1;
    let after = width - 1 - (left_edge.len().cast_signed() + before + length);
    format!("{left_edge}{}{text}{}|", blanks(before), blanks(after))
}

fn rule(widths: &[isize]) -> String {
    let mut line = String::new();
    for (i, &width) in widths.iter().enumerate() {
        let (edge, corners) = if i == 0 { ("+", 2) } else { ("", 1) };
        line.push_str(edge);
        line.push_str(&"-".repeat(usize::try_from(width - corners).unwrap_or(0)));
        line.push('+');
    }
    line
}

/// `count` blanks; none if it is negative.
fn blanks(count: isize) -> String {
    " ".repeat(usize::try_from(count).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::parse;
    use crate::output::{Format, to_string};

    fn table(json: &str, options: Options<'_>) -> String {
        to_string(options, &parse(json).unwrap()).unwrap()
    }

    #[test]
    fn nested_values_are_framed_by_bars() {
        let options = Options::new(Format::Table, "Op");
        assert_eq!(
            table(r#"{"b":{"y":1,"x":"v"},"a":"s"}"#, options),
            "--------------\n|     Op     |\n+-----+------+\n|  a  |  s   |\n+-----+------+\n\
             ||     b    ||\n|+----+-----+|\n||  x |  y  ||\n|+----+-----+|\n||  v |  1  ||\n|+----+-----+|\n"
        );
    }

    #[test]
    fn a_single_row_turns_when_the_terminal_is_narrow() {
        let options = Options {
            width: 12,
            ..Options::new(Format::Table, "T")
        };
        let turned = table(r#"{"key":"v","other":"w"}"#, options);
        assert_eq!(
            turned,
            "----------------\n|       T      |\n+--------+-----+\n|  key   |  v  |\n|  other |  w  |\n+--------+-----+\n"
        );
    }

    #[test]
    fn colours_are_reset_as_often_as_the_reference_does() {
        let coloured = |colour| {
            table(
                r#"["v"]"#,
                Options {
                    colour,
                    ..Options::new(Format::Table, "")
                },
            )
        };
        let cell = "|  \x1b[1m\x1b[34mv\x1b[0m  |";
        assert_eq!(
            coloured(Colour::On),
            format!("-------\n+-----+\n{cell}\n+-----+\n")
        );
        let r = RESET;
        let line = |text: &str| format!("{r}{text}{r}{r}\n{r}");
        let resetting = format!(
            "-------\n{r}{}{}{}",
            line("+-----+"),
            line(cell),
            line("+-----+")
        );
        assert_eq!(coloured(Colour::Resetting), resetting);
        assert_eq!(coloured(Colour::Terminal), resetting + r);
    }

    #[test]
    fn scalars_are_only_a_title_and_rows_must_agree() {
        let options = Options::new(Format::Table, "Op");
        assert_eq!(table("\"x\"", options), "----\n|Op|\n+--+\n");
        assert_eq!(table("0", options), "");
        let error = to_string(options, &parse("[[1,2],[3]]").unwrap()).unwrap_err();
        assert_eq!(
            error.to_string(),
            "Row should have 2 elements, instead it has 1"
        );
    }
}
