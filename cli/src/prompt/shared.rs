//! State shared by the keys and the menu: the highlighted candidate, the visible panes and the focus.

/// A part of the screen besides the line and its candidates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Pane {
    Docs,
    /// An example of the output.
    Output,
}

impl Pane {
    pub(super) const ALL: [Pane; 2] = [Pane::Docs, Pane::Output];
}

/// When a pane is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Show {
    Off,
    /// When it has something to say about what is being typed.
    #[default]
    Fitting,
    Always,
}

#[derive(Debug)]
pub(super) struct Shared {
    /// Index of the highlighted candidate.
    pub(super) selected: Option<usize>,
    /// Number of candidates.
    pub(super) count: usize,
    /// Whether the line is empty.
    pub(super) is_empty: bool,
    /// Whether the line is finished or abandoned, so that nothing more is drawn below it.
    pub(super) closing: bool,
    /// When each of [`Pane::ALL`] is shown.
    show: [Show; 2],
    /// Which of them were last drawn.
    on_screen: [bool; 2],
    /// The pane with focus; `None` if the line has it.
    focus: Option<Pane>,
    /// Lines of that pane scrolled off its top.
    pub(super) scroll: usize,
    pub(super) rows: u16,
}

impl Shared {
    /// Starts with nothing highlighted and panes shown where they fit.
    pub(super) fn new(rows: u16) -> Shared {
        Shared {
            selected: None,
            count: 0,
            is_empty: true,
            closing: false,
            show: [Show::Fitting; 2],
            on_screen: [false; 2],
            focus: None,
            scroll: 0,
            rows,
        }
    }

    pub(super) fn focus(&self) -> Option<Pane> {
        self.focus
    }

    pub(super) fn show(&self, pane: Pane) -> Show {
        let [docs, output] = self.show;
        match pane {
            Pane::Docs => docs,
            Pane::Output => output,
        }
    }

    fn is_on_screen(&self, pane: Pane) -> bool {
        let [docs, output] = self.on_screen;
        match pane {
            Pane::Docs => docs,
            Pane::Output => output,
        }
    }

    fn set(&mut self, pane: Pane, show: Show) {
        let [docs, output] = &mut self.show;
        match pane {
            Pane::Docs => *docs = show,
            Pane::Output => *output = show,
        }
    }

    /// Records which panes are drawn. A hidden pane loses the focus.
    pub(super) fn drawn(&mut self, panes: &[Pane]) {
        self.on_screen = Pane::ALL.map(|pane| panes.contains(&pane));
        if self.focus.is_some_and(|pane| !self.is_on_screen(pane)) {
            self.focus_on(None);
        }
    }

    /// Opens a pane and gives it the focus; closes it if it has the focus.
    pub(super) fn toggle(&mut self, pane: Pane) {
        if self.focus == Some(pane) {
            self.close(pane);
        } else {
            self.set(pane, Show::Always);
            self.focus_on(Some(pane));
        }
    }

    /// Closes a pane and returns the focus to the line.
    pub(super) fn close(&mut self, pane: Pane) {
        self.set(pane, Show::Off);
        self.focus_on(None);
    }

    /// Moves the focus to the next visible pane, and from the last one to the line. Opens the documentation if no
    /// pane is visible.
    pub(super) fn focus_next(&mut self) {
        let shown: Vec<Pane> = Pane::ALL
            .into_iter()
            .filter(|pane| self.is_on_screen(*pane))
            .collect();
        let next = match self.focus {
            None if shown.is_empty() => return self.toggle(Pane::Docs),
            None => shown.first(),
            Some(focus) => shown.iter().skip_while(|pane| **pane != focus).nth(1),
        };
        self.focus_on(next.copied());
    }

    pub(super) fn focus_on(&mut self, pane: Option<Pane>) {
        self.focus = pane;
        self.scroll = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::{Pane, Shared, Show};

    #[test]
    fn the_keys_go_round_the_panes_that_are_there() {
        let mut shared = Shared::new(24);
        shared.focus_next();
        assert_eq!(shared.focus(), Some(Pane::Docs));
        shared.drawn(&[Pane::Docs, Pane::Output]);
        shared.focus_next();
        assert_eq!(shared.focus(), Some(Pane::Output));
        shared.focus_next();
        assert_eq!(shared.focus(), None);
        shared.drawn(&[Pane::Output]);
        shared.focus_next();
        assert_eq!(shared.focus(), Some(Pane::Output));
        shared.drawn(&[]);
        assert_eq!(shared.focus(), None);
    }

    #[test]
    fn a_key_opens_a_pane_and_closes_it_again() {
        let mut shared = Shared::new(24);
        shared.toggle(Pane::Output);
        assert_eq!(shared.show(Pane::Output), Show::Always);
        shared.drawn(&[Pane::Output]);
        shared.toggle(Pane::Output);
        assert_eq!(
            (shared.show(Pane::Output), shared.focus()),
            (Show::Off, None)
        );
    }
}
