//! Copies from another region, which that region allows by a URL that is signed for it: it asks for the same copy there.

use std::time::Duration;

use smithgen_client::Client;

use super::{Call, Outcome, failure};
use crate::message::input;
use crate::table::Copy;
use crate::value::{Map, Value};

/// The parameter that tells the other region where the copy goes. Only some models have it.
const DESTINATION: &str = "DestinationRegion";
/// How long the URL is good.
const LASTS: Duration = Duration::from_secs(3600);
/// What is shown in place of a URL, which is as good as a password.
const HIDDEN: &str = "***";

impl Call {
    /// Adds the URL for the region from which something is copied, unless the caller brings it. `is_shown` if the
    /// parameters are not sent, for which nothing is signed.
    ///
    /// # Errors
    /// 253 without credentials, 255 if there is no endpoint in the other region.
    pub(crate) fn sign_for_source(
        &self,
        copy: Copy,
        params: &mut Map,
        is_shown: bool,
    ) -> Outcome<()> {
        let members = self.operation.input().members();
        let name = |member: usize| members.get(member).map_or("", |it| it.name());
        let (source, url) = (name(copy.source), name(copy.url));
        let has_destination = members.iter().any(|it| it.name() == DESTINATION);
        let Some(region) = params.get(source).and_then(Value::as_str) else {
            return Ok(());
        };
        let region = region.to_owned();
        if !has_destination {
            // The service does not know it: it is there for the URL.
            params.remove(source);
        }
        let (false, Some(own)) = (params.contains_key(url), self.config.region.clone()) else {
            return Ok(());
        };
        let mut further = Some((DESTINATION, own.as_str()));
        if has_destination && params.contains_key(DESTINATION) {
            params.insert(DESTINATION, Value::from(own.as_str()));
            further = None;
        }
        let signed = match is_shown {
            true => HIDDEN.to_owned(),
            false => self.signed_for(&region, &own, params, further.as_slice())?,
        };
        params.insert(url, Value::from(signed));
        if has_destination {
            params.insert(DESTINATION, Value::from(own));
        }
        Ok(())
    }

    /// The URL that asks for the operation in another region.
    fn signed_for(
        &self,
        region: &str,
        own: &str,
        params: &Map,
        further: &[(&str, &str)],
    ) -> Outcome<String> {
        let mut config = self.config.clone();
        config.region = Some(region.to_owned());
        if let Some(url) = &mut config.endpoint_url {
            // It may have the region in its name.
            *url = url.replace(own, region);
        }
        let view = input::view(params, self.operation.input())?;
        let client = Client::new(config);
        let signed = self.run(client.presign_dynamic(self.operation, &view, further, LASTS))?;
        let signed = signed.map_err(|error| failure(self.operation, &error))?;
        Ok(signed.uri().to_string())
    }
}
