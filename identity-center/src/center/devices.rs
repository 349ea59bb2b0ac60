//! Device authorization (RFC 8628): a device shows a code, a person types it in elsewhere, and the device polls.

use super::clients::DEVICE_CODE;
use super::{Center, millis};
use crate::digest::digest;
use crate::limits::{POLL_SLACK, SLOW_DOWN_SECONDS};
use crate::records::{Client, Decision, Device};
use crate::refusal::{Reason, Refusal};
use crate::state::State;
use crate::world::Millis;

/// Seconds between polls.
const INTERVAL: u32 = 1;

/// A device authorization that has begun.
pub struct Started {
    /// What the device polls with.
    pub device_code: String,
    /// What the person types in.
    pub user_code: String,
    /// How long both are valid, in seconds.
    pub expires_in: u32,
    /// Seconds between polls.
    pub interval: u32,
}

/// A device authorization as the person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PendingDevice {
    pub(crate) user_code: String,
    pub(crate) client: String,
    pub(crate) scopes: Vec<String>,
    /// Milliseconds until it expires.
    pub(crate) left: Millis,
}

/// Why a person cannot answer a device authorization.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DeviceProblem {
    Unknown,
    Expired,
    Answered(Decision),
    /// It cannot be stored.
    Failed,
}

impl Center {
    /// Begins a device authorization.
    ///
    /// # Errors
    /// The client is unknown or may not, or the start URL is none.
    pub fn start_device(
        &self,
        client_id: &str,
        client_secret: &str,
        start_url: &str,
    ) -> Result<Started, Refusal> {
        let device_code = self.world.secret("device")?;
        self.change(|state, now| {
            let client = state.known(client_id, client_secret, now)?;
            client.must_use(DEVICE_CODE)?;
            if !is_start_url(start_url) {
                return Err(Refusal::new(
                    Reason::InvalidRequest,
                    "startUrl must be an https URL",
                ));
            }
            let user_code = self.free_user_code(state)?;
            let expires_in = self.accounts.lifetimes.device_code;
            let device = Device {
                user_code: user_code.clone(),
                client: client_id.to_owned(),
                started_at: now,
                expires_at: now + millis(expires_in),
                interval: INTERVAL,
                ..Device::default()
            };
            state.devices.set(&digest(&device_code), device);
            Ok(Started {
                device_code,
                user_code,
                expires_in,
                interval: INTERVAL,
            })
        })
    }

    /// A user code that no other device has.
    fn free_user_code(&self, state: &State) -> Result<String, Refusal> {
        // One in millions is taken.
        for _ in 0..8 {
            let code = self.world.user_code()?;
            if !state
                .devices
                .newest()
                .any(|(_, device)| device.user_code == code)
            {
                return Ok(code);
            }
        }
        Err(Refusal::internal("no user code is free"))
    }

    /// The device authorization of a user code, if it waits for an answer.
    pub(crate) fn pending_device(&self, user_code: &str) -> Result<PendingDevice, DeviceProblem> {
        self.read(|state, now| {
            let (_, device) = state.device(user_code, now)?;
            Ok(state.seen(device, now))
        })
    }

    /// Answers a device authorization.
    pub(crate) fn decide(
        &self,
        user_code: &str,
        decision: Decision,
    ) -> Result<PendingDevice, DeviceProblem> {
        let decided = self.change(|state, now| {
            let (key, mut device) = match state.device(user_code, now) {
                Ok((key, device)) => (key.to_owned(), device.clone()),
                Err(problem) => return Ok(Err(problem)),
            };
            let seen = state.seen(&device, now);
            device.decision = decision;
            state.devices.set(&key, device);
            Ok(Ok(seen))
        });
        decided.unwrap_or(Err(DeviceProblem::Failed))
    }

    /// A poll: the device's client once it may have a token. The code cannot be used again.
    pub(super) fn polled(
        &self,
        state: &mut State,
        now: Millis,
        client: &str,
        code: &str,
    ) -> Result<(), Refusal> {
        let key = digest(code);
        let mut device = state
            .devices
            .get(&key)
            .filter(|device| device.client == client)
            .cloned()
            .ok_or_else(|| Refusal::new(Reason::InvalidGrant, "unknown device code"))?;
        if now >= device.expires_at {
            return Err(Refusal::new(
                Reason::ExpiredToken,
                "the device code has expired",
            ));
        }
        if self.approves && device.polls > 0 && device.decision == Decision::Pending {
            device.decision = Decision::Approved;
        }
        match device.decision {
            Decision::Approved => {
                state.devices.remove(&key);
                Ok(())
            }
            Decision::Denied => Err(Refusal::new(Reason::AccessDenied, "the user denied it")),
            Decision::Pending => {
                let refusal = poll(&mut device, now);
                state.devices.set(&key, device);
                Err(refusal)
            }
        }
    }
}

/// Notes a poll of a device that waits.
fn poll(device: &mut Device, now: Millis) -> Refusal {
    let is_early =
        device.polls > 0 && now < device.polled_at + millis(device.interval) - POLL_SLACK;
    device.polls = device.polls.saturating_add(1);
    device.polled_at = now;
    match is_early {
        // The AWS CLI polls once before it says anything, and once more right afterwards.
        true if !device.excused => device.excused = true,
        true => {
            device.interval = device.interval.saturating_add(SLOW_DOWN_SECONDS);
            let description = format!("wait {} seconds between polls", device.interval);
            return Refusal::new(Reason::SlowDown, description);
        }
        false => {}
    }
    Refusal::new(
        Reason::AuthorizationPending,
        "the user has not answered yet",
    )
}

impl State {
    /// The device of a user code that waits for an answer. Case and punctuation do not matter (RFC 8628, section 6.1).
    fn device(&self, user_code: &str, now: Millis) -> Result<(&str, &Device), DeviceProblem> {
        let wanted = letters(user_code);
        let mut devices = self.devices.newest();
        let (key, device) = devices
            .find(|(_, device)| letters(&device.user_code) == wanted)
            .ok_or(DeviceProblem::Unknown)?;
        match device.decision {
            Decision::Pending if now >= device.expires_at => Err(DeviceProblem::Expired),
            Decision::Pending => Ok((key, device)),
            answered => Err(DeviceProblem::Answered(answered)),
        }
    }

    /// The device as the person sees it.
    pub(super) fn seen(&self, device: &Device, now: Millis) -> PendingDevice {
        let client = self.client(&device.client, now);
        PendingDevice {
            user_code: device.user_code.clone(),
            client: client.map_or_else(|| device.client.clone(), |client| client.name.clone()),
            scopes: client.map(Client::all_scopes).unwrap_or_default(),
            left: device.expires_at - now,
        }
    }
}

fn letters(code: &str) -> String {
    let letters = code.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|letter| letter.to_ascii_uppercase()).collect()
}

/// An `https` URL, or `http` on this machine, where this server is.
fn is_start_url(url: &str) -> bool {
    let Ok(url) = url.parse::<http::Uri>() else {
        return false;
    };
    match (url.scheme_str(), url.host()) {
        (Some("https"), Some(_)) => true,
        (Some("http"), Some(host)) => ["127.0.0.1", "localhost", "[::1]"].contains(&host),
        _ => false,
    }
}
