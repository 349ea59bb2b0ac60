//! What keys do beyond editing the line.

use std::sync::{Arc, Mutex};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use reedline::{
    EditMode, Emacs, PromptEditMode, ReedlineEvent, ReedlineRawEvent, default_emacs_keybindings,
};

use super::menu::Shared;

/// The keys of readline, and those of the menu.
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
            let (is_selected, count) = (shared.selected.is_some(), shared.count);
            match (key.code, key.modifiers) {
                (KeyCode::F(3), _) => {
                    shared.docs = !shared.docs;
                    Some(ReedlineEvent::Repaint)
                }
                (KeyCode::F(5), _) => {
                    shared.preview = !shared.preview;
                    Some(ReedlineEvent::Repaint)
                }
                // The only candidate is taken at once.
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
                // A blank ends the word that is highlighted.
                (KeyCode::Char(' '), KeyModifiers::NONE) if is_selected => {
                    Some(ReedlineEvent::MenuAccept)
                }
                (KeyCode::Char(c), KeyModifiers::CONTROL)
                    if c == 'c' || (c == 'd' && shared.is_empty) =>
                {
                    shared.closing = true;
                    Some(ReedlineEvent::CtrlC)
                }
                _ => None,
            }
        })
    }
}

impl EditMode for Keys {
    fn parse_event(&mut self, raw: ReedlineRawEvent) -> ReedlineEvent {
        let event: Event = raw.into();
        if let Event::Key(key) = &event
            && let Some(own) = self.own(*key)
        {
            return own;
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
