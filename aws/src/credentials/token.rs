//! Bearer tokens: of the environment, or of the session that a user signed in to.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use smithgen_client::auth::{BearerToken, Provided, Provider, Purpose, variables};
use smithgen_client::{Config, Environment};
use smithgen_runtime::DateTime;
use smithgen_runtime::operation::Service;

use super::CredentialsError;
use super::error::shared;
use super::gate::Gate;
use super::kept::{Age, is_recent};
use super::sso::{self, Session};
use crate::limits::REFRESH_PAUSE_SECONDS;
use crate::profile::{Files, Profile};

/// Looks for bearer tokens where AWS tools do: in the variable of the service, `AWS_BEARER_TOKEN_BEDROCK` for one, then in the
/// cache of the profile's `sso_session`, whose tokens are renewed before they expire, and there with the feature `sso`.
pub struct TokenChain {
    environment: Environment,
    files: Files,
    profile: Profile,
    calls: Config,
    gate: Gate,
    kept: Mutex<Kept>,
}

/// The token of the session.
#[derive(Default)]
struct Kept {
    token: Option<BearerToken>,
    /// When it was last looked for.
    asked_at: Option<DateTime>,
}

impl TokenChain {
    /// The sources in an environment and a profile. Nothing is read before it is needed.
    pub fn new(environment: &Environment, files: &Files, profile: &Profile) -> Self {
        TokenChain {
            environment: environment.clone(),
            files: files.clone(),
            profile: profile.clone(),
            calls: Config::new(),
            gate: Gate::default(),
            kept: Mutex::default(),
        }
    }

    /// Renews tokens with these settings, except those for another service or for identities.
    #[must_use]
    pub fn calling_with(mut self, calls: Config) -> Self {
        self.calls = calls;
        self
    }

    /// The token for this service alone. An empty variable counts as unset.
    fn of_service(&self, service: &Service) -> Option<BearerToken> {
        let (first, second) = variables::bearer_token(service);
        let get = |name: &str| self.environment.get(name).filter(|it| !it.is_empty());
        let token = get(&first).or_else(|| get(&second?));
        token.map(BearerToken::new)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The kept token, and whether it is used without looking for another one.
    fn found(&self, now: DateTime) -> Option<(BearerToken, Age, bool)> {
        let kept = self.kept();
        let token = kept.token.clone()?;
        let age = Age::until(token.expiry, now);
        let is_good = token.expiry.is_none_or(|expiry| expiry > now);
        let rests = is_recent(kept.asked_at, now, REFRESH_PAUSE_SECONDS);
        let is_used = age == Age::Fresh || (is_good && rests);
        Some((token, age, is_used))
    }

    /// The token of a session. Only one caller looks for a new one; the others use the old one as long as it is good.
    async fn of_session(
        &self,
        session: &Session,
        now: DateTime,
    ) -> Result<BearerToken, CredentialsError> {
        let late = match self.found(now) {
            Some((token, _, true)) => return Ok(token),
            Some((token, Age::Late, _)) => Some(token),
            _ => None,
        };
        let pass = match &late {
            Some(token) => match self.gate.try_enter() {
                Some(pass) => pass,
                None => return Ok(token.clone()),
            },
            None => {
                let pass = self.gate.enter().await;
                // The one before may have got it.
                if let Some((token, _, true)) = self.found(now) {
                    return Ok(token);
                }
                pass
            }
        };
        let got = self.ask(session, now).await;
        let mut kept = self.kept();
        kept.asked_at = Some(now);
        drop(pass);
        match (got, late) {
            (Ok(token), _) => {
                kept.token = Some(token.clone());
                Ok(token)
            }
            // It is good for a while.
            (Err(_), Some(token)) => Ok(token),
            (Err(error), None) => Err(error),
        }
    }

    #[cfg(feature = "sso")]
    async fn ask(&self, session: &Session, now: DateTime) -> Result<BearerToken, CredentialsError> {
        let caller = super::call::Caller::new(&self.calls);
        let got = super::portal::token(session, &self.environment, &caller, now).await?;
        let mut token = BearerToken::new(got.0);
        token.expiry = Some(got.1);
        Ok(token)
    }

    #[cfg(not(feature = "sso"))]
    async fn ask(&self, _: &Session, _: DateTime) -> Result<BearerToken, CredentialsError> {
        let _ = &self.calls;
        Err(CredentialsError::NeedsProvider {
            source: super::source::name::SSO,
            feature: Some("sso"),
        })
    }
}

impl Provider<BearerToken> for TokenChain {
    fn provide(&self, purpose: Purpose) -> Provided<'_, BearerToken> {
        Box::pin(async move {
            if let Some(token) = self.of_service(purpose.operation.service()) {
                return Ok(Some(token));
            }
            let Some(session) = sso::of_token(&self.files, &self.profile)? else {
                return Ok(None);
            };
            let token = self.of_session(&session, purpose.now).await;
            token.map(Some).map_err(|error| shared(Arc::new(error)))
        })
    }
}
