//! All that is remembered.

use crate::limits;
use crate::records::{Client, Code, Device, Token};
use crate::table::Table;
use crate::world::Millis;

/// All that is remembered.
pub(crate) struct State {
    pub(crate) clients: Table<Client>,
    pub(crate) devices: Table<Device>,
    pub(crate) codes: Table<Code>,
    pub(crate) tokens: Table<Token>,
}

impl State {
    pub(crate) fn new() -> State {
        State {
            clients: Table::new(limits::CLIENTS),
            devices: Table::new(limits::DEVICES),
            codes: Table::new(limits::CODES),
            tokens: Table::new(limits::TOKENS),
        }
    }

    /// Removes what is past its time.
    pub(crate) fn forget(&mut self, now: Millis) {
        self.clients.forget(now);
        self.devices.forget(now);
        self.codes.forget(now);
        self.tokens.forget(now);
    }

    /// Makes all changes final.
    pub(crate) fn keep(&mut self) {
        self.clients.keep();
        self.devices.keep();
        self.codes.keep();
        self.tokens.keep();
    }

    /// Takes back all changes since [`State::keep`].
    pub(crate) fn take_back(&mut self) {
        self.clients.take_back();
        self.devices.take_back();
        self.codes.take_back();
        self.tokens.take_back();
    }
}
