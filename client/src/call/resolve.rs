//! Finds the endpoint of a call.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use smithgen_runtime::operation::{BucketAddressing, OperationSpec, OperationTrait, Service};
use smithgen_runtime::view::{Ref, Structure};

use super::place::Place;
use crate::auth;
use crate::config::Config;
use crate::endpoint::{
    self, Account, Endpoint, EndpointError, EndpointErrorKind, Known, RuleSet, Store, Url, Value,
    bind,
};

/// The cached endpoint of a service's operations that do not influence it.
pub(super) struct Kept {
    service: &'static Service,
    account: Account,
    endpoint: Arc<Endpoint>,
    place: Arc<Place>,
}

/// An endpoint, and where that is.
pub(super) struct Found {
    pub(super) endpoint: Arc<Endpoint>,
    pub(super) place: Arc<Place>,
}

impl Found {
    fn new(endpoint: Endpoint, url: Url) -> Result<Self, EndpointError> {
        let place = Place::new(url, &endpoint)?;
        Ok(Found {
            endpoint: Arc::new(endpoint),
            place: Arc::new(place),
        })
    }
}

/// Finds the endpoint without asking anybody. It is kept for operations that all have the same one.
pub(super) fn resolve(
    config: &Config,
    kept: &OnceLock<Kept>,
    operation: &'static OperationSpec,
    input: &dyn Structure,
    account: &Account,
) -> Result<Found, EndpointError> {
    keeping(kept, operation, account, || {
        let (endpoint, url) = resolve_anew(config, operation, input, account)?;
        Found::new(endpoint, url)
    })
}

/// The kept endpoint, or else a new one, which is kept if the input has no say in it.
fn keeping(
    kept: &OnceLock<Kept>,
    operation: &'static OperationSpec,
    account: &Account,
    anew: impl FnOnce() -> Result<Found, EndpointError>,
) -> Result<Found, EndpointError> {
    if operation.traits().iter().any(has_a_say) {
        return anew();
    }
    let service = operation.service();
    let of_service = |kept: &&Kept| std::ptr::eq(kept.service, service) && kept.account == *account;
    if let Some(kept) = kept.get().filter(of_service) {
        return Ok(Found {
            endpoint: kept.endpoint.clone(),
            place: kept.place.clone(),
        });
    }
    let found = anew()?;
    // Another call may have been first, with the same result.
    let _ = kept.set(Kept {
        service,
        account: account.clone(),
        endpoint: found.endpoint.clone(),
        place: found.place.clone(),
    });
    Ok(found)
}

/// Whether an operation with this trait may have an endpoint of its own.
fn has_a_say(of_operation: &OperationTrait) -> bool {
    matches!(
        of_operation,
        OperationTrait::EndpointParameters(_)
            | OperationTrait::EndpointMember(_)
            | OperationTrait::BucketAddressing(_)
    )
}

/// The account of the caller, as far as it is known before there are keys.
pub(super) fn account(config: &Config, service: &Service) -> Account {
    let Some(rules) = service.endpoint_rules() else {
        return Account::default();
    };
    let settings = &config.endpoint_parameters;
    Account::of(rules, settings, config.anonymous, || {
        config.auth.credentials.as_ref()?.account()
    })
}

/// Whether the endpoint depends on an account that only the provider of the caller's keys knows.
pub(super) fn is_open(
    config: &Config,
    operation: &'static OperationSpec,
    account: &Account,
) -> bool {
    // Who names a URL knows better.
    let is_placed = || {
        let endpoints = config.endpoints.as_ref();
        config.endpoint_url.is_some()
            || endpoints.is_some_and(|it| !matches!(it.url(operation.service()), Ok(None)))
    };
    account.is_open()
        && config.authorizer.is_none()
        && !is_placed()
        && auth::begins_with_signature(operation, &config.auth)
}

/// The parameters of an endpoint that depends on an account nobody knows yet.
pub(super) struct Open {
    rules: &'static RuleSet,
    parameters: Vec<Option<Value>>,
    account: Account,
}

impl Open {
    /// The parameters, if the endpoint is one that waits for an account.
    pub(super) fn of(
        config: &Config,
        operation: &'static OperationSpec,
        input: &dyn Structure,
        account: &Account,
    ) -> Result<Option<Self>, EndpointError> {
        let is_by_rules =
            || endpoint_member(operation, input).is_none() && store(operation).is_none();
        if !is_open(config, operation, account) || !is_by_rules() {
            return Ok(None);
        }
        let Some(rules) = operation.service().endpoint_rules() else {
            return Ok(None);
        };
        let parameters = bound(config, rules, operation, input, account, None)?;
        Ok(Some(Open {
            rules,
            parameters,
            account: account.clone(),
        }))
    }

    /// The endpoint, now that the account is known as far as it ever will be.
    pub(super) fn resolve(
        mut self,
        config: &Config,
        kept: &OnceLock<Kept>,
        operation: &'static OperationSpec,
        account: Option<String>,
    ) -> Result<Found, EndpointError> {
        self.account.close(account);
        keeping(kept, operation, &self.account, || {
            self.account.fill(self.rules, &mut self.parameters);
            let endpoint = endpoint::resolve(self.rules, self.parameters, config.platform)?;
            let url = parse(&endpoint.url)?;
            Found::new(endpoint, url)
        })
    }
}

fn resolve_anew(
    config: &Config,
    operation: &'static OperationSpec,
    input: &dyn Structure,
    account: &Account,
) -> Result<(Endpoint, Url), EndpointError> {
    let service = operation.service();
    let url = match &config.endpoint_url {
        Some(url) => Some(Cow::Borrowed(url.as_str())),
        None => match &config.endpoints {
            Some(endpoints) => endpoints.url(service)?.map(Cow::Owned),
            None => None,
        },
    };
    let url = url.as_deref();
    let url = endpoint_member(operation, input).or(url);
    // If the URL is invalid, report that rather than the rules' error.
    let parsed = url.map(parse).transpose()?;
    if let Some(store) = store(operation) {
        return store_endpoint(config, store, input, parsed);
    }
    let Some(rules) = service.endpoint_rules() else {
        let (Some(url), Some(parsed)) = (url, parsed) else {
            let message = format!("no endpoint URL is set for {}", service.sdk_id());
            return Err(EndpointError {
                kind: EndpointErrorKind::Missing,
                message,
            });
        };
        let endpoint = Endpoint {
            url: url.to_owned(),
            headers: Vec::new(),
            properties: Vec::new(),
        };
        return Ok((endpoint, parsed));
    };
    let parameters = bound(config, rules, operation, input, account, url)?;
    let endpoint = endpoint::resolve(rules, parameters, config.platform)?;
    let parsed = match parsed {
        Some(parsed) if url == Some(endpoint.url.as_str()) => parsed,
        _ => parse(&endpoint.url)?,
    };
    Ok((endpoint, parsed))
}

/// The parameters of the rules.
fn bound(
    config: &Config,
    rules: &RuleSet,
    operation: &OperationSpec,
    input: &dyn Structure,
    account: &Account,
    url: Option<&str>,
) -> Result<Vec<Option<Value>>, EndpointError> {
    let (region, fips) = config.region_and_fips();
    region.map(check_region).transpose()?;
    let known = Known {
        region,
        use_fips: fips && url.is_none(),
        use_dual_stack: config.use_dual_stack && url.is_none(),
        endpoint_url: url,
        account,
        others: &config.endpoint_parameters,
    };
    bind(rules, operation, input, &known)
}

/// How an operation without rules finds its bucket.
fn store(operation: &OperationSpec) -> Option<&'static BucketAddressing> {
    operation.traits().iter().find_map(|t| match t {
        OperationTrait::BucketAddressing(store) => Some(*store),
        _ => None,
    })
}

/// The URL in an input member, if the operation sends its requests there.
fn endpoint_member<'a>(operation: &OperationSpec, input: &'a dyn Structure) -> Option<&'a str> {
    let member = operation.traits().iter().find_map(|t| match t {
        OperationTrait::EndpointMember(member) => Some(*member),
        _ => None,
    });
    match input.get(member?) {
        Ref::Str(url) if !url.is_empty() => Some(url),
        _ => None,
    }
}

/// The endpoint of a bucket without rules.
fn store_endpoint(
    config: &Config,
    addressing: &'static BucketAddressing,
    input: &dyn Structure,
    url: Option<Url>,
) -> Result<(Endpoint, Url), EndpointError> {
    let mut store = Store::new(addressing, &config.endpoint_parameters);
    store.dual_stack = config.use_dual_stack && url.is_none();
    store.region = config.region_and_fips().0;
    if url.is_none() {
        store.region.map(check_region).transpose()?;
    }
    store.url = url;
    if let Some(Ref::Str(bucket)) = addressing.bucket().map(|member| input.get(member)) {
        if bucket.is_empty() {
            return Err(EndpointError::invalid_url("an empty bucket name"));
        }
        store.bucket = Some(bucket);
    }
    let Some(platform) = config.platform else {
        let message = "no platform is set that knows where its buckets are";
        return Err(EndpointError::new(EndpointErrorKind::Missing, message));
    };
    let url = platform.store(&store)?;
    let scheme = if url.https { "https" } else { "http" };
    let endpoint = Endpoint {
        url: format!("{scheme}://{}{}", url.authority, url.path),
        headers: Vec::new(),
        properties: Vec::new(),
    };
    Ok((endpoint, url))
}

/// A region becomes part of the host name, so it must not contain anything that selects another host.
fn check_region(region: &str) -> Result<(), EndpointError> {
    endpoint::check_region(region)
        .map_err(|error| EndpointError::new(EndpointErrorKind::InvalidHostLabel, error.to_string()))
}

fn parse(url: &str) -> Result<Url, EndpointError> {
    Url::parse(url)
        .filter(Url::has_valid_host)
        .ok_or_else(|| EndpointError::invalid_url(url))
}
