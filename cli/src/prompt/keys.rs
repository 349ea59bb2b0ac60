//! Keys beyond line editing.

use std::sync::{Arc, Mutex};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use reedline::{
    EditMode, Emacs, PromptEditMode, ReedlineEvent, ReedlineRawEvent, default_emacs_keybindings,
};

use super::shared::{Pane, Shared};

/// Lines that Page Up and Page Down move a pane by.
const PAGE: usize = 8;

/// Combines the readline bindings with those of the menu and the panes.
pub(super) struct Keys {
    inner: Emacs,
    shared: Arc<Mutex<Shared>>,
}

impl Keys {
    pub(super) fn new(shared: Arc<Mutex<Shared>>) -> Keys {
        Keys {
            inner: Emacs::new(default_emacs_keybindings()),
            shared,
        }
    }

    fn own(&self, key: KeyEvent) -> Option<ReedlineEvent> {
        super::with(&self.shared, |shared| {
            let in_pane = match shared.focus() {
                Some(pane) => of_pane(shared, pane, key),
                None => false,
            };
            match key.code {
                _ if in_pane => {}
                KeyCode::F(2) => shared.focus_next(),
                KeyCode::F(3) => shared.toggle(Pane::Docs),
                KeyCode::F(5) => shared.toggle(Pane::Output),
                _ => {
                    // Any other key returns the focus to the line.
                    shared.focus_on(None);
                    return of_line(shared, key);
                }
            }
            Some(ReedlineEvent::Repaint)
        })
    }
}

/// Handles a key in a pane; false if it has no meaning there.
fn of_pane(shared: &mut Shared, pane: Pane, key: KeyEvent) -> bool {
    if key.modifiers.contains(KeyModifiers::CONTROL) {
        return false;
    }
    let scroll = &mut shared.scroll;
    match key.code {
        KeyCode::Char('q') | KeyCode::Esc => shared.close(pane),
        KeyCode::Down | KeyCode::Char('j') => *scroll = scroll.saturating_add(1),
        KeyCode::Up | KeyCode::Char('k') => *scroll = scroll.saturating_sub(1),
        KeyCode::PageDown => *scroll = scroll.saturating_add(PAGE),
        KeyCode::PageUp => *scroll = scroll.saturating_sub(PAGE),
        KeyCode::Home => *scroll = 0,
        // Drawing clamps this to the last page.
        KeyCode::End => *scroll = usize::MAX,
        _ => return false,
    }
    true
}

/// Handles a key on the line that readline does not define.
fn of_line(shared: &mut Shared, key: KeyEvent) -> Option<ReedlineEvent> {
    let (is_selected, count) = (shared.selected.is_some(), shared.count);
    match (key.code, key.modifiers) {
        // A single candidate is accepted at once.
        (KeyCode::Tab, _) if count == 1 => Some(ReedlineEvent::Multiple(vec![
            ReedlineEvent::MenuNext,
            ReedlineEvent::MenuAccept,
        ])),
        (KeyCode::Tab, _) => Some(ReedlineEvent::MenuNext),
        (KeyCode::BackTab, _) => Some(ReedlineEvent::MenuPrevious),
        (KeyCode::Down, _) if count > 0 => Some(ReedlineEvent::MenuDown),
        (KeyCode::Up, _) if is_selected => Some(ReedlineEvent::MenuUp),
        (KeyCode::Up, _) => Some(ReedlineEvent::PreviousHistory),
        (KeyCode::Down, _) => Some(ReedlineEvent::NextHistory),
        (KeyCode::PageDown, _) => Some(ReedlineEvent::MenuPageNext),
        (KeyCode::PageUp, _) => Some(ReedlineEvent::MenuPagePrevious),
        (KeyCode::Enter, _) => {
            shared.closing = !is_selected;
            Some(ReedlineEvent::Submit)
        }
        // A blank accepts the highlighted candidate.
        (KeyCode::Char(' '), KeyModifiers::NONE) if is_selected => Some(ReedlineEvent::MenuAccept),
        (KeyCode::Char(c), KeyModifiers::CONTROL) if c == 'c' || (c == 'd' && shared.is_empty) => {
            shared.closing = true;
            Some(ReedlineEvent::CtrlC)
        }
        _ => None,
    }
}

impl EditMode for Keys {
    fn parse_event(&mut self, raw: ReedlineRawEvent) -> ReedlineEvent {
        let event: Event = raw.into();
        match &event {
            Event::Key(key) => {
                if let Some(own) = self.own(*key) {
                    return own;
                }
            }
            // Terminals rewrap their content on resize in different ways, so nothing drawn is at a known position.
            Event::Resize(_, rows) => {
                super::with(&self.shared, |shared| shared.rows = *rows);
                return ReedlineEvent::ClearScreen;
            }
            _ => {}
        }
        match ReedlineRawEvent::try_from(event) {
            Ok(raw) => self.inner.parse_event(raw),
            Err(()) => ReedlineEvent::None,
        }
    }

    fn edit_mode(&self) -> PromptEditMode {
        self.inner.edit_mode()
    }
}
