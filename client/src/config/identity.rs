//! Setters for who calls, and for what a platform knows better than a client.

use std::sync::Arc;

use smithgen_runtime::DateTime;

use super::Config;
use crate::auth::{ApiKeyValue, BearerToken, Credentials, Login, Provider, Signer};
use crate::endpoint::{Platform, ServiceUrls};

impl Config {
    /// Sets the credentials for signing: [`Credentials`], or a provider of them.
    #[must_use]
    pub fn credentials(mut self, provider: impl Provider<Credentials> + 'static) -> Self {
        self.auth.credentials = Some(Arc::new(provider));
        self
    }

    /// Sets the token for `@httpBearerAuth`: text, a [`BearerToken`], or a provider of one.
    #[must_use]
    pub fn bearer_token(mut self, provider: impl Provider<BearerToken> + 'static) -> Self {
        self.auth.bearer_token = Some(Arc::new(provider));
        self
    }

    /// Sets user name and password for `@httpBasicAuth`: a [`Login`], or a provider of one.
    #[must_use]
    pub fn login(mut self, provider: impl Provider<Login> + 'static) -> Self {
        self.auth.login = Some(Arc::new(provider));
        self
    }

    /// Sets the key for `@httpApiKeyAuth`: text, an [`ApiKeyValue`], or a provider of one.
    #[must_use]
    pub fn api_key(mut self, provider: impl Provider<ApiKeyValue> + 'static) -> Self {
        self.auth.api_key = Some(Arc::new(provider));
        self
    }

    /// Sets the schemes to try first, in order of preference: `sigv4a`, `httpBearerAuth`, `noAuth`, ….
    #[must_use]
    pub fn auth_scheme_preference(
        mut self,
        names: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.auth.scheme_preference = names.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the regions of SigV4a signatures; `*` for all.
    #[must_use]
    pub fn signing_region_set(
        mut self,
        regions: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let regions: Vec<String> = regions.into_iter().map(Into::into).collect();
        self.auth.region_set = Some(regions.join(","));
        self
    }

    /// Sets whether tokens, passwords and API keys may be sent to other machines without TLS. Only for trusted
    /// networks, such as in a test: anyone on the way can read them.
    #[must_use]
    pub fn secrets_over_http(mut self, allowed: bool) -> Self {
        self.auth.secrets_over_http = allowed;
        self
    }

    /// Sets the clock for signatures.
    #[must_use]
    pub fn clock(mut self, clock: impl Fn() -> DateTime + Send + Sync + 'static) -> Self {
        self.auth.clock = Arc::new(clock);
        self
    }

    /// Sets [`Config::endpoints`].
    #[must_use]
    pub fn endpoints(mut self, urls: impl ServiceUrls + 'static) -> Self {
        self.endpoints = Some(Arc::new(urls));
        self
    }

    /// Sets [`Config::platform`].
    #[must_use]
    pub fn platform(mut self, platform: &'static dyn Platform) -> Self {
        self.platform = Some(platform);
        self
    }

    /// Sets the signer for SigV4 and SigV4a.
    #[must_use]
    pub fn signer(mut self, signer: impl Signer + 'static) -> Self {
        self.auth.signer = Some(Arc::new(signer));
        self
    }
}
