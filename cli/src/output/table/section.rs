//! A section of a table and its column widths.

use crate::output::Error;
use crate::value::is_wide;

/// Columns that each cell takes for padding and border.
const PADDING: usize = 4;

/// A framed block with a title, a header and rows.
#[derive(Clone, Debug)]
pub(super) struct Section {
    pub(super) title: Option<String>,
    pub(super) header: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// Number of bars on each side.
    pub(super) indent: usize,
    cells: Option<usize>,
    widths: Vec<usize>,
}

impl Section {
    pub(super) fn new(title: Option<&str>, indent: usize) -> Section {
        Section {
            title: title.map(str::to_owned),
            header: Vec::new(),
            rows: Vec::new(),
            indent,
            cells: None,
            widths: Vec::new(),
        }
    }

    pub(super) fn add_header(&mut self, header: Vec<String>) -> Result<(), Error> {
        self.widen(&header)?;
        self.cells.get_or_insert(header.len());
        self.header = header;
        Ok(())
    }

    pub(super) fn add_row(&mut self, row: Vec<String>) -> Result<(), Error> {
        let expected = *self.cells.get_or_insert(row.len());
        if row.len() != expected {
            return Err(Error::Row {
                expected,
                found: row.len(),
            });
        }
        self.widen(&row)?;
        self.rows.push(row);
        Ok(())
    }

    fn widen(&mut self, cells: &[String]) -> Result<(), Error> {
        if self.widths.is_empty() {
            self.widths = cells.iter().map(|cell| text_width(cell)).collect();
            return Ok(());
        }
        if cells.len() > self.widths.len() {
            return Err(Error::Shape("list index out of range".to_owned()));
        }
        for (width, cell) in self.widths.iter_mut().zip(cells) {
            *width = (*width).max(text_width(cell));
        }
        Ok(())
    }

    /// The width this section needs, including indentation bars.
    pub(super) fn wanted_width(&self) -> usize {
        let border = 2;
        let bars = 2 * self.indent;
        let cells: usize = self.widths.iter().map(|width| width + PADDING).sum();
        // The reference measures a missing title as `None`.
        let title = text_width(self.title.as_deref().unwrap_or("None"));
        (title + border + bars).max(cells + border + bars)
    }

    /// Scales column widths to fill `total` columns. Widths are rounded half to even, then adjusted by one column
    /// at a time: from the left if the sum is too large, from the right if it is too small.
    pub(super) fn column_widths(&self, total: usize) -> Vec<isize> {
        let wanted: usize = self.widths.iter().map(|width| width + PADDING).sum();
        let (Some(last), true) = (self.widths.len().checked_sub(1), wanted > 0) else {
            return Vec::new();
        };
        let total = total.cast_signed();
        #[expect(clippy::cast_precision_loss, reason = "widths are far below 2^52")]
        let scale = total as f64 / wanted as f64;
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "as above"
        )]
        let mut widths: Vec<isize> = self
            .widths
            .iter()
            .map(|width| (scale * (width + PADDING) as f64).round_ties_even() as isize)
            .collect();
        let mut surplus = widths.iter().sum::<isize>() - total;
        let mut place = 0;
        while surplus != 0 {
            let column = if surplus > 0 { place } else { last - place };
            if let Some(width) = widths.get_mut(column) {
                *width -= surplus.signum();
                surplus -= surplus.signum();
            }
            place = if place == last { 0 } else { place + 1 };
        }
        widths
    }

    /// Converts the section to key-value rows, if it has exactly one row and a header.
    pub(super) fn into_vertical(self) -> Section {
        let [row] = self.rows.as_slice() else {
            return self;
        };
        if self.header.is_empty() {
            return self;
        }
        let mut section = Section::new(None, self.indent);
        section.title.clone_from(&self.title);
        for (key, cell) in self.header.iter().zip(row) {
            // Rows of two cells never differ in length.
            let _ = section.add_row(vec![key.clone(), cell.clone()]);
        }
        section
    }
}

/// Display width of text as the reference counts it: two columns for wide, full-width and ambiguous characters, and
/// one for every other character, even those that take none.
#[must_use]
pub(super) fn text_width(text: &str) -> usize {
    text.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn section(widths: &[usize]) -> Section {
        let mut section = Section::new(Some("t"), 0);
        section
            .add_row(widths.iter().map(|&w| "x".repeat(w)).collect())
            .unwrap();
        section
    }

    #[test]
    fn columns_fill_the_width() {
        assert_eq!(section(&[8, 7]).column_widths(25), [13, 12]);
        for total in [30, 31, 80, 97] {
            for widths in [&[1_usize, 1, 1][..], &[8, 7], &[3, 30, 5, 9], &[0, 0]] {
                assert_eq!(
                    section(widths).column_widths(total).iter().sum::<isize>(),
                    total.cast_signed()
                );
            }
        }
        assert!(Section::new(Some("t"), 0).column_widths(10).is_empty());
    }

    #[test]
    fn ambiguous_characters_are_wide() {
        assert_eq!(text_width("Ελλ"), 6);
        assert_eq!(text_width("日本é"), 6);
        assert_eq!(text_width("abc"), 3);
        assert_eq!(text_width("a\u{301}"), 3);
    }
}
