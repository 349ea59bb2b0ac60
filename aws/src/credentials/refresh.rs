//! Gets the keys of a source, once for all who wait for them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use smithgen_client::Config;
use smithgen_client::auth::Credentials;
use smithgen_runtime::DateTime;

use super::chain::CredentialChain;
use super::gate::{Gate, Pass};
use super::kept::{Age, Kept};
use super::source::name;
use super::{CredentialsError, Source, container, process};

/// What is kept of a chain's keys, and who gets new ones.
#[derive(Default)]
pub(super) struct Refresh {
    gate: Gate,
    kept: Mutex<Kept>,
    /// The last failure, and its round at the gate.
    failure: Mutex<Option<(u64, Arc<CredentialsError>)>>,
}

/// Keys, or none where the source has none.
type Outcome = Result<Option<Credentials>, Arc<CredentialsError>>;

impl Refresh {
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn failure(&self) -> MutexGuard<'_, Option<(u64, Arc<CredentialsError>)>> {
        self.failure.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The kept keys of a layer.
    fn found(&self, source: &Source, layer: usize) -> Option<Credentials> {
        self.kept().of(source).layer(layer).cloned()
    }

    /// The source that was asked last.
    pub(super) fn source(&self) -> Option<Arc<Source>> {
        self.kept().source()
    }

    /// The account of the keys that are kept.
    pub(super) fn account_id(&self, source: &Source) -> Option<String> {
        self.found(source, source.steps().len())?.account_id
    }

    /// Whether the source's base had nothing a moment ago.
    fn has_nothing(&self, source: &Source, now: DateTime) -> bool {
        self.kept().of(source).has_nothing(now)
    }

    /// The keys of one layer of a source: those that are kept, if they are good for long enough, else new ones. Only
    /// one caller asks for them; the others wait, and get the same, or use the old ones as long as these are good.
    pub(super) async fn keys(
        &self,
        chain: &CredentialChain,
        source: &Source,
        layer: usize,
        now: DateTime,
    ) -> Outcome {
        let found = self.found(source, layer);
        let age = found.as_ref().map_or(Age::Old, |keys| Age::of(keys, now));
        if let Some(keys) = &found
            && self.kept().of(source).rests(age, keys, now)
        {
            return Ok(found);
        }
        match age {
            Age::Fresh => Ok(found),
            Age::Late => match self.gate.try_enter() {
                None => Ok(found),
                Some(pass) => {
                    // Whatever comes of it, what there is is good for a while.
                    let got = self.get(chain, source, layer, now, &pass).await;
                    Ok(got.unwrap_or_default().or(found))
                }
            },
            Age::Old => {
                if source.steps().is_empty() && self.has_nothing(source, now) {
                    return Ok(None);
                }
                let pass = self.gate.enter().await;
                match self.meanwhile(source, layer, now, &pass) {
                    Some(outcome) => outcome,
                    None => self.get(chain, source, layer, now, &pass).await,
                }
            }
        }
    }

    /// What the one before got, if this caller waited for that.
    fn meanwhile(
        &self,
        source: &Source,
        layer: usize,
        now: DateTime,
        pass: &Pass<'_>,
    ) -> Option<Outcome> {
        let round = pass.waited_for?;
        let failure = self.failure().clone();
        if let Some((failed, error)) = failure
            && failed >= round
        {
            return Some(Err(error));
        }
        // Those who wait may have begun at slightly different times.
        let is_good = |keys: &Credentials| keys.expiry.is_none_or(|expiry| expiry > now);
        if let Some(keys) = self.found(source, layer).filter(is_good) {
            return Some(Ok(Some(keys)));
        }
        let has_nothing = source.steps().is_empty() && self.has_nothing(source, now);
        has_nothing.then_some(Ok(None))
    }

    /// Gets new keys and keeps them.
    async fn get(
        &self,
        chain: &CredentialChain,
        source: &Source,
        layer: usize,
        now: DateTime,
        pass: &Pass<'_>,
    ) -> Outcome {
        let got = self.asked(chain, source, layer, now).await;
        let is_given = matches!(got, Ok(Some(_)));
        *self.failure() = None;
        self.kept().of(source).put_asked(now, is_given);
        got.map_err(|error| {
            let error = Arc::new(error);
            *self.failure() = Some((pass.round, error.clone()));
            error
        })
    }

    async fn asked(
        &self,
        chain: &CredentialChain,
        source: &Source,
        layer: usize,
        now: DateTime,
    ) -> Result<Option<Credentials>, CredentialsError> {
        let got = match layer {
            0 => ask(chain, source.base(), now).await?,
            _ => self.assumed(chain, source, layer, now).await?,
        };
        let name = name_of(source, layer);
        if let Some(keys) = &got
            && keys.expiry.is_some_and(|expiry| expiry < now)
        {
            return Err(CredentialsError::Expired { source: name });
        }
        let mut kept = self.kept();
        let kept = kept.of(source);
        match &got {
            Some(keys) => kept.put(layer, keys.clone()),
            None if kept.layer(layer).is_some() => {
                return Err(CredentialsError::Gone { source: name });
            }
            None => kept.put_nothing(now),
        }
        Ok(got)
    }

    /// Assumes roles up to a layer, beginning with the last one whose keys are at hand.
    #[cfg(feature = "sts")]
    async fn assumed(
        &self,
        chain: &CredentialChain,
        source: &Source,
        layer: usize,
        now: DateTime,
    ) -> Result<Option<Credentials>, CredentialsError> {
        let Source::Roles(roles) = source else {
            return Ok(None);
        };
        let steps = roles.steps.get(..layer).unwrap_or_default();
        let usable = |keys: &Credentials| Age::of(keys, now) == Age::Fresh;
        let at_hand = |number: usize, role| {
            let kept = self.found(source, number).filter(usable);
            kept.or_else(|| chain.cached(&super::sts::role_key(role), now))
        };
        let mut last = steps.iter().enumerate().rev();
        let last = last.find_map(|(at, role)| Some((at + 1, at_hand(at + 1, role)?)));
        let (done, mut keys) = match last {
            Some(last) => last,
            None => {
                let base = self.found(source, 0);
                let base = base.filter(|keys| Age::of(keys, now) != Age::Old);
                let base = match base {
                    Some(base) => Some(base),
                    None if self.has_nothing(source, now) => None,
                    None => Box::pin(self.asked(chain, source, 0, now)).await?,
                };
                let nothing = || match &roles.named {
                    Some((source, profile)) => super::assume_role::nothing_in(source, profile),
                    None => CredentialsError::Gone {
                        source: roles.base.name(),
                    },
                };
                (0, base.ok_or_else(nothing)?)
            }
        };
        let config = chain.calls();
        let caller = super::call::Caller::new(config);
        for (at, role) in steps.iter().enumerate().skip(done) {
            let prompt = chain.prompt();
            let given = super::sts::assume(role, &keys, &caller, config, now, prompt).await?;
            chain.cache(&super::sts::role_key(role), &given.1);
            keys = given.0;
            self.kept().of(source).put(at + 1, keys.clone());
        }
        Ok(Some(keys))
    }

    #[cfg(not(feature = "sts"))]
    async fn assumed(
        &self,
        chain: &CredentialChain,
        source: &Source,
        _: usize,
        now: DateTime,
    ) -> Result<Option<Credentials>, CredentialsError> {
        // If the base has no keys, report that first rather than the missing support for roles.
        ask(chain, source.base(), now).await?;
        Err(unsupported(name::ASSUME_ROLE, "sts"))
    }
}

/// Gets keys from a source that is no role of a profile.
async fn ask(
    chain: &CredentialChain,
    source: &Source,
    now: DateTime,
) -> Result<Option<Credentials>, CredentialsError> {
    let config: &Config = chain.calls();
    Ok(Some(match source {
        Source::Keys(keys) => keys.clone(),
        Source::Process(line) => process::run(line.clone(), chain.reader()).await?,
        Source::Container(container) => container::ask(container, config).await?,
        Source::InstanceMetadata(instance) => return instance.ask(config, now).await,
        Source::WebIdentity(web) => web_identity(chain, web, now).await?,
        Source::SingleSignOn(sso) => single_sign_on(chain, sso, now).await?,
        Source::Login(session) => login(chain, session, now).await?,
        // The base of roles is none.
        Source::Roles(_) => return Ok(None),
    }))
}

#[cfg(feature = "sts")]
async fn web_identity(
    chain: &CredentialChain,
    web: &super::web_identity::WebIdentity,
    now: DateTime,
) -> Result<Credentials, CredentialsError> {
    let key = super::sts::web_identity_key(web);
    if let Some(keys) = chain.cached(&key, now) {
        return Ok(keys);
    }
    let config = chain.calls();
    let caller = super::call::Caller::new(config);
    let (keys, kept) = super::sts::assume_with_token(web, &caller, config, now).await?;
    chain.cache(&key, &kept);
    Ok(keys)
}

#[cfg(not(feature = "sts"))]
async fn web_identity(
    _: &CredentialChain,
    _: &super::web_identity::WebIdentity,
    _: DateTime,
) -> Result<Credentials, CredentialsError> {
    Err(unsupported(name::WEB_IDENTITY, "sts"))
}

#[cfg(feature = "login")]
async fn login(
    chain: &CredentialChain,
    session: &super::LoginSession,
    now: DateTime,
) -> Result<Credentials, CredentialsError> {
    super::signin::ask(session, chain.calls(), now).await
}

#[cfg(not(feature = "login"))]
async fn login(
    _: &CredentialChain,
    _: &super::LoginSession,
    _: DateTime,
) -> Result<Credentials, CredentialsError> {
    Err(unsupported(name::LOGIN, "login"))
}

#[cfg(feature = "sso")]
async fn single_sign_on(
    chain: &CredentialChain,
    sso: &super::sso::SingleSignOn,
    now: DateTime,
) -> Result<Credentials, CredentialsError> {
    let key = super::portal::key(sso);
    if let Some(keys) = chain.cached(&key, now) {
        return Ok(keys);
    }
    let caller = super::call::Caller::new(chain.calls());
    let asked = super::portal::ask(sso, &chain.environment, &caller, now).await?;
    chain.cache(&key, &asked.1);
    Ok(asked.0)
}

#[cfg(not(feature = "sso"))]
async fn single_sign_on(
    _: &CredentialChain,
    _: &super::sso::SingleSignOn,
    _: DateTime,
) -> Result<Credentials, CredentialsError> {
    Err(unsupported(name::SSO, "sso"))
}

/// The AWS CLI's name of what gives the keys of a layer.
fn name_of(source: &Source, layer: usize) -> &'static str {
    match layer {
        0 => source.base().name(),
        _ => name::ASSUME_ROLE,
    }
}

#[cfg(not(all(feature = "login", feature = "sso", feature = "sts")))]
fn unsupported(source: &'static str, feature: &'static str) -> CredentialsError {
    CredentialsError::NeedsProvider {
        source,
        feature: Some(feature),
    }
}
