//! Rejects tabs as separators: the reference allows them only in quotes, block scalars, comments and flow
//! collections.

use saphyr_parser::{Event, ScalarStyle, Span};

/// The tabs of a text, and where they are allowed.
pub(super) struct Tabs {
    /// The text; empty if it has no tab.
    text: Vec<char>,
    /// Character ranges of scalars that may contain tabs, and of flow collections.
    allowed: Vec<std::ops::Range<usize>>,
    /// Where open collections started; flow collections start with a bracket.
    open: Vec<usize>,
}

impl Tabs {
    pub(super) fn new(text: &str) -> Tabs {
        let text = if text.contains('\t') {
            text.chars().collect()
        } else {
            Vec::new()
        };
        Tabs {
            text,
            allowed: Vec::new(),
            open: Vec::new(),
        }
    }

    /// Records the position of an event.
    pub(super) fn event(&mut self, event: &Event<'_>, span: Span) {
        if self.text.is_empty() {
            return;
        }
        let (start, end) = (span.start.index(), span.end.index());
        match event {
            Event::Scalar(_, style, ..) if *style != ScalarStyle::Plain => {
                self.allowed.push(start..end)
            }
            Event::SequenceStart(..) | Event::MappingStart(..) => self.open.push(start),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(start) = self.open.pop()
                    && matches!(self.text.get(start), Some('[' | '{'))
                {
                    self.allowed.push(start..end);
                }
            }
            _ => {}
        }
    }

    /// The line of the first tab where none is allowed.
    pub(super) fn misplaced(&self) -> Option<usize> {
        let allowed = |place: usize| self.allowed.iter().any(|range| range.contains(&place));
        let (mut line, mut comment, mut previous) = (1, false, '\n');
        for (place, &c) in self.text.iter().enumerate() {
            match c {
                '\n' => (line, comment) = (line + 1, false),
                '#' => comment |= matches!(previous, ' ' | '\t' | '\n' | '\r') && !allowed(place),
                '\t' if !comment && !allowed(place) => return Some(line),
                _ => {}
            }
            previous = c;
        }
        None
    }
}
