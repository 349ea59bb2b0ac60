//! Time and chance, which tests bring themselves.

use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::refusal::Refusal;

/// Milliseconds since 1970.
pub type Millis = i64;

/// Letters of user codes: those of RFC 8628, section 6.1. Without vowels they spell no words.
const USER_CODE_LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";

/// Random bytes of a secret: 192 bits cannot be guessed.
const SECRET_BYTES: usize = 24;

/// What tells the time.
type Clock = Box<dyn Fn() -> Millis + Send + Sync>;

/// What fills with random bytes, and whether it could.
type Chance = Box<dyn Fn(&mut [u8]) -> bool + Send + Sync>;

/// What the Identity Center cannot know by itself: the time and random bytes.
pub struct World {
    clock: Clock,
    chance: Chance,
}

impl World {
    /// The time and the random bytes of the operating system.
    pub fn system() -> World {
        let clock = || {
            let elapsed = SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .unwrap_or_default();
            Millis::try_from(elapsed.as_millis()).unwrap_or(Millis::MAX)
        };
        World::new(clock, |bytes| getrandom::fill(bytes).is_ok())
    }

    /// A world for tests: `clock` tells milliseconds since 1970; `chance` fills with bytes and says whether it could.
    pub fn new(
        clock: impl Fn() -> Millis + Send + Sync + 'static,
        chance: impl Fn(&mut [u8]) -> bool + Send + Sync + 'static,
    ) -> World {
        World {
            clock: Box::new(clock),
            chance: Box::new(chance),
        }
    }

    /// Milliseconds since 1970.
    pub(crate) fn now(&self) -> Millis {
        (self.clock)()
    }

    fn bytes<const N: usize>(&self) -> Result<[u8; N], Refusal> {
        let mut bytes = [0; N];
        match (self.chance)(&mut bytes) {
            true => Ok(bytes),
            false => Err(Refusal::internal("there are no random bytes")),
        }
    }

    /// A text that cannot be guessed and says what it is for.
    pub(crate) fn secret(&self, kind: &str) -> Result<String, Refusal> {
        let bytes: [u8; SECRET_BYTES] = self.bytes()?;
        Ok(format!("local-{kind}-{}", URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// `length` letters, each equally likely.
    fn letters(&self, alphabet: &[u8], length: usize) -> Result<String, Refusal> {
        // Bytes beyond the last whole alphabet would favour its first letters.
        let even = 256 - 256 % alphabet.len().max(1);
        let mut text = String::with_capacity(length);
        while text.len() < length {
            let bytes: [u8; 32] = self.bytes()?;
            let fair = bytes.into_iter().map(usize::from).filter(|it| *it < even);
            let letters = fair.filter_map(|it| alphabet.get(it % alphabet.len()));
            text.extend(letters.take(length - text.len()).map(|it| char::from(*it)));
        }
        Ok(text)
    }

    /// Eight letters in two groups, as a person types them.
    pub(crate) fn user_code(&self) -> Result<String, Refusal> {
        let left = self.letters(USER_CODE_LETTERS, 4)?;
        let right = self.letters(USER_CODE_LETTERS, 4)?;
        Ok(format!("{left}-{right}"))
    }

    /// The identifier of an access key of temporary credentials.
    pub(crate) fn access_key_id(&self) -> Result<String, Refusal> {
        let rest = self.letters(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)?;
        Ok(format!("ASIA{rest}"))
    }

    /// Forty characters, the length of a secret access key.
    pub(crate) fn secret_access_key(&self) -> Result<String, Refusal> {
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        self.letters(letters, 40)
    }
}
