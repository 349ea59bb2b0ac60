//! Where an error response of a JSON protocol names its error: one reader, for clients and command lines.

use http::{HeaderMap, HeaderValue};

/// The header that names the error of a response.
pub const ERROR_TYPE: &str = "x-amzn-errortype";

/// `Code;Fault` of services that came from awsQuery.
pub(super) const QUERY_ERROR: &str = "x-amzn-query-error";

/// The places where an error may be named.
#[derive(Clone, Debug, Default)]
pub struct Places<T> {
    /// [`ERROR_TYPE`]; see [`of_header`].
    pub header: Option<T>,
    /// The document's `code` or, without one, `Code`.
    pub code: Option<T>,
    /// The code of `x-amzn-query-error`; see [`of_query_header`].
    pub query: Option<T>,
    /// The document's `__type`.
    pub dunder_type: Option<T>,
}

impl<T> Places<T> {
    /// What the places say, the one that counts most first.
    pub fn by_precedence(self) -> impl Iterator<Item = T> {
        let places = [self.header, self.code, self.query, self.dunder_type];
        places.into_iter().flatten()
    }
}

/// The error's name: no URI after a colon, no namespace before a hash.
pub fn name(text: &str) -> &str {
    let text = text.split(':').next().unwrap_or_default();
    text.rsplit('#').next().unwrap_or_default()
}

/// The name in [`ERROR_TYPE`]: of several, in one header or in more, the first.
pub fn of_header(headers: &HeaderMap) -> Option<String> {
    text_of_header(headers).map(|text| name(&text).to_owned())
}

/// [`of_header`] with whatever stands around the name.
pub(super) fn text_of_header(headers: &HeaderMap) -> Option<String> {
    let text = text(headers.get(ERROR_TYPE)?);
    let mut names = text.split(',').map(str::trim);
    Some(
        names
            .find(|text| !text.is_empty())
            .unwrap_or_default()
            .to_owned(),
    )
}

/// Code and fault in `x-amzn-query-error`, where it is of the form `Code;Fault`.
pub fn of_query_header(headers: &HeaderMap) -> Option<(String, String)> {
    let text = text(headers.get(QUERY_ERROR)?);
    let (code, fault) = text.split_once(';')?;
    let (code, fault) = (code.trim(), fault.trim());
    (!code.is_empty() && !fault.contains(';')).then(|| (code.to_owned(), fault.to_owned()))
}

/// Bytes of a header are ISO 8859-1.
fn text(value: &HeaderValue) -> String {
    value.as_bytes().iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_cut_to_the_name() {
        for text in [
            "FooError",
            "FooError:http://internal.example.com/coral/",
            "aws.protocoltests#FooError",
            "a.b#FooError:http://internal.example.com/#x",
        ] {
            assert_eq!(name(text), "FooError");
        }
    }

    #[test]
    fn the_first_of_several_names_in_a_header_counts() {
        let header = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(ERROR_TYPE, HeaderValue::from_static(value));
            }
            of_header(&headers)
        };
        for values in [
            &["Foo,Bar"][..],
            &["a.b#Foo:http://x/, Bar"],
            &["Foo", "Bar"],
            &[" , Foo"],
        ] {
            assert_eq!(header(values).as_deref(), Some("Foo"), "{values:?}");
        }
        assert_eq!(header(&[]), None);
    }
}
