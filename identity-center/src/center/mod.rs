//! The flows: registration, device authorization, authorization codes, tokens, and the portal behind them.
//!
//! Each is a function of what is remembered, the time and chance. None knows HTTP.

mod clients;
mod codes;
mod devices;
mod overview;
mod portal;
mod tokens;

#[cfg(test)]
mod tests;

use std::sync::{Mutex, MutexGuard, PoisonError};

pub use clients::{Registered, Registration};
pub(crate) use codes::{Authorization, AuthorizationProblem};
pub use devices::Started;
pub(crate) use devices::{DeviceProblem, PendingDevice};
pub(crate) use overview::{ClientRow, Rows, TokenRow};
pub use portal::{Page, PortalError, RoleKeys};
pub use tokens::{Issued, TokenRequest};

use crate::accounts::Accounts;
use crate::refusal::Refusal;
use crate::state::State;
use crate::store::{Store, StoreError};
use crate::world::{Millis, World};

/// The scope of the portal: accounts and roles. Who registers none gets it.
pub(crate) const PORTAL_SCOPE: &str = "sso:account:access";

/// An Identity Center: what it knows, and what it does.
pub struct Center {
    accounts: Accounts,
    world: World,
    /// Whether it approves everything by itself.
    approves: bool,
    memory: Mutex<Memory>,
}

struct Memory {
    state: State,
    store: Store,
}

impl Center {
    /// One that forgets everything when it is dropped.
    pub fn in_memory(accounts: Accounts, world: World) -> Center {
        Center::new(accounts, world, State::new(), Store::Memory)
    }

    /// One that remembers in a file, which is made if there is none.
    ///
    /// # Errors
    /// The file cannot be opened, is in use, or is not one of these.
    pub fn in_file(
        accounts: Accounts,
        world: World,
        path: &std::path::Path,
    ) -> Result<Center, StoreError> {
        let (store, state) = Store::open(path)?;
        Ok(Center::new(accounts, world, state, store))
    }

    fn new(accounts: Accounts, world: World, state: State, store: Store) -> Center {
        Center {
            accounts,
            world,
            approves: false,
            memory: Mutex::new(Memory { state, store }),
        }
    }

    /// Approves everything by itself, for scripts: the first poll for a token finds the authorization pending, the next
    /// one finds it granted.
    #[must_use]
    pub fn approving(mut self) -> Center {
        self.approves = true;
        self
    }

    /// Whether it approves everything by itself.
    pub fn approves(&self) -> bool {
        self.approves
    }

    /// Who signs in, and what they may use.
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// A text that nobody can guess, and that is not remembered.
    pub(crate) fn nonce(&self) -> Result<String, Refusal> {
        self.world.secret("nonce")
    }

    fn lock(&self) -> MutexGuard<'_, Memory> {
        // What a panic left undone is taken back by the next change.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what is remembered.
    fn read<T>(&self, read: impl FnOnce(&State, Millis) -> T) -> T {
        read(&self.lock().state, self.world.now())
    }

    /// Changes what is remembered, and answers once it is on disk. If it cannot be stored, nothing has changed.
    fn change<T>(
        &self,
        change: impl FnOnce(&mut State, Millis) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let now = self.world.now();
        let Memory { state, store } = &mut *self.lock();
        state.take_back();
        state.forget(now);
        // What is refused is remembered too, such as the time of a poll.
        let result = change(state, now);
        match store.commit(state) {
            Ok(()) => {
                state.keep();
                result
            }
            Err(error) => {
                state.take_back();
                Err(Refusal::internal(error.to_string()))
            }
        }
    }
}

/// Milliseconds of seconds.
fn millis(seconds: u32) -> Millis {
    Millis::from(seconds) * 1_000
}
