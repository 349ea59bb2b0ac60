//! JSON that a metadata service or a file holds credentials in.

use smithgen_client::auth::Credentials;
use smithgen_runtime::schema::TimestampFormat;
use smithgen_runtime::value::{DateTime, Document};

/// The names under which credentials stand.
pub(super) struct Names {
    pub(super) id: &'static str,
    pub(super) secret: &'static str,
    pub(super) token: &'static str,
    pub(super) expiry: &'static str,
    /// May be missing.
    pub(super) account: &'static str,
}

/// What metadata services write.
pub(super) const METADATA: Names = Names {
    id: "AccessKeyId",
    secret: "SecretAccessKey",
    token: "Token",
    expiry: "Expiration",
    account: "AccountId",
};

/// What the AWS CLI keeps.
#[cfg(any(feature = "sts", feature = "sso"))]
pub(super) const CACHED: Names = Names {
    id: "AccessKeyId",
    secret: "SecretAccessKey",
    token: "SessionToken",
    expiry: "Expiration",
    account: "AccountId",
};

impl Names {
    /// The credentials in an object.
    ///
    /// # Errors
    /// The first name that is missing, or has another value than a text; of the expiry, than a time.
    pub(super) fn read(&self, object: &Document) -> Result<Credentials, &'static str> {
        let text = |name| object.get(name).and_then(Document::as_str).ok_or(name);
        let (id, secret) = (text(self.id)?, text(self.secret)?);
        let token = text(self.token)?;
        let expiry = time(text(self.expiry)?).ok_or(self.expiry)?;
        let mut keys = Credentials::new(id, secret).session_token(token);
        keys.account_id = object
            .get(self.account)
            .and_then(Document::as_str)
            .map(str::to_owned);
        Ok(keys.expiry(expiry))
    }
}

/// Parses a time as tools write it: RFC 3339, with a space for the `T`, and with `UTC` for the `Z` or nothing.
pub(super) fn time(text: &str) -> Option<DateTime> {
    let text = text.trim().replacen(' ', "T", 1);
    let local = text.strip_suffix("UTC").unwrap_or(&text);
    let is_zoned = text.ends_with(['Z', 'z'])
        || local
            .get(10..)
            .is_some_and(|time| time.contains(['+', '-']));
    let text = match is_zoned {
        true => local.to_owned(),
        false => format!("{local}Z"),
    };
    DateTime::parse(&text, TimestampFormat::DateTime).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_tools_write_them() {
        for text in [
            "2030-01-01T00:00:00Z",
            "2030-01-01T00:00:00UTC",
            "2030-01-01 00:00:00",
            "2030-01-01T01:00:00+01:00",
            " 2030-01-01T00:00:00+00:00\n",
        ] {
            let expected = Some(DateTime::from_secs(1_893_456_000));
            assert_eq!(time(text), expected, "{text}");
        }
        for text in ["", "soon", "2030", "2030-13-01T00:00:00Z"] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
