//! What the keys and the menu tell each other: what is highlighted, which panes are shown and which has the keys.

/// A part of the screen beside the line and its candidates.
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
    /// When there is something to say about what is being typed.
    #[default]
    Fitting,
    Always,
}

/// The state that both have.
#[derive(Debug)]
pub(super) struct Shared {
    /// The highlighted candidate.
    pub(super) selected: Option<usize>,
    /// How many there are.
    pub(super) count: usize,
    /// The line is empty.
    pub(super) is_empty: bool,
    /// The line is finished or given up: nothing is to be shown below it any more.
    pub(super) closing: bool,
    /// When each of [`Pane::ALL`] is shown.
    show: [Show; 2],
    /// Which of them were, when the screen was last drawn.
    on_screen: [bool; 2],
    /// The pane that has the keys; else the line has them.
    focus: Option<Pane>,
    /// Lines of that pane that are above its first on the screen.
    pub(super) scroll: usize,
    /// Rows of the terminal.
    pub(super) rows: u16,
}

impl Shared {
    /// Nothing is highlighted, panes are shown where they fit.
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

    /// Notes which panes are drawn. What is not there cannot have the keys.
    pub(super) fn drawn(&mut self, panes: &[Pane]) {
        self.on_screen = Pane::ALL.map(|pane| panes.contains(&pane));
        if self.focus.is_some_and(|pane| !self.is_on_screen(pane)) {
            self.focus_on(None);
        }
    }

    /// Opens a pane and gives it the keys; closes it when it has them.
    pub(super) fn toggle(&mut self, pane: Pane) {
        if self.focus == Some(pane) {
            self.close(pane);
        } else {
            self.set(pane, Show::Always);
            self.focus_on(Some(pane));
        }
    }

    /// Closes a pane; the line has the keys again.
    pub(super) fn close(&mut self, pane: Pane) {
        self.set(pane, Show::Off);
        self.focus_on(None);
    }

    /// Gives the keys to the next pane that is shown, after the last one to the line. Where there is none, opens the
    /// documentation.
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
