//! Queries and forms: names and values in the encoding of forms.

use std::borrow::Cow;

use bytes::Bytes;
use http::Request;
use percent_encoding::percent_decode_str;

use crate::refusal::{Reason, Refusal};

/// Names with values, in their order.
pub(super) struct Form(Vec<(String, String)>);

impl Form {
    /// The query of a request.
    pub(super) fn query(request: &Request<Bytes>) -> Form {
        Form::parse(request.uri().query().unwrap_or_default())
    }

    /// The body of a request.
    pub(super) fn body(request: &Request<Bytes>) -> Form {
        Form::parse(&String::from_utf8_lossy(request.body()))
    }

    fn parse(text: &str) -> Form {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decoded(name), decoded(value))
        });
        Form(pairs.collect())
    }

    /// The value of a name: none if it is empty, as RFC 6749, section 3.1, has it.
    ///
    /// # Errors
    /// There are several.
    pub(super) fn only<'a>(&'a self, name: &str) -> Result<Option<&'a str>, Refusal> {
        let mut values = self.0.iter().filter(|(it, _)| it == name);
        let value = values.next().map(|(_, value)| value.as_str());
        match values.next() {
            None => Ok(value.filter(|value| !value.is_empty())),
            Some(_) => {
                // Names are those that are asked for here, not those that were sent.
                let description = format!("{name} is there twice");
                Err(Refusal::new(Reason::InvalidRequest, description))
            }
        }
    }

    /// The value of a name; none if it is empty or there are several.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.only(name).ok().flatten()
    }
}

fn decoded(text: &str) -> String {
    let spaced: Cow<'_, str> = match text.contains('+') {
        true => Cow::Owned(text.replace('+', " ")),
        false => Cow::Borrowed(text),
    };
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_decoded_and_counted() {
        let form = Form::parse("a=x+y%26z&b=&c=1&c=2&d&%65=%C3%BC%FF");
        assert_eq!(form.get("a"), Some("x y&z"));
        assert_eq!(form.only("b"), Ok(None));
        assert_eq!(
            form.only("c").map_err(|it| it.reason),
            Err(Reason::InvalidRequest)
        );
        assert_eq!(form.get("c"), None);
        assert_eq!(form.get("d"), None);
        assert_eq!(form.get("e"), Some("ü\u{fffd}"));
    }
}
