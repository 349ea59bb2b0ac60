//! Where an error response in a JSON protocol names its error, for clients and command lines.

use http::{HeaderMap, HeaderValue};

/// The header with a response's error code.
pub const ERROR_TYPE: &str = "x-amzn-errortype";

/// The header with `Code;Fault`, from services that migrated from awsQuery.
pub(super) const QUERY_ERROR: &str = "x-amzn-query-error";

/// The error codes found in a response, by where they were.
#[derive(Clone, Debug, Default)]
pub struct CodeSources<T> {
    /// From [`ERROR_TYPE`]; see [`of_header`].
    pub header: Option<T>,
    /// From the document's `code` or, if absent, `Code`.
    pub code: Option<T>,
    /// From `x-amzn-query-error`; see [`of_query_header`].
    pub query: Option<T>,
    /// From the document's `__type`.
    pub dunder_type: Option<T>,
}

impl<T> CodeSources<T> {
    /// The codes that were found, in order of precedence.
    pub fn by_precedence(self) -> impl Iterator<Item = T> {
        let places = [self.header, self.code, self.query, self.dunder_type];
        places.into_iter().flatten()
    }
}

/// The error's name without the URI after a colon and the namespace before a hash.
pub fn name(text: &str) -> &str {
    let text = text.split(':').next().unwrap_or_default();
    text.rsplit('#').next().unwrap_or_default()
}

/// The name in [`ERROR_TYPE`]; the first one, if there are several in one or more headers.
pub fn of_header(headers: &HeaderMap) -> Option<String> {
    text_of_header(headers).map(|text| name(&text).to_owned())
}

/// Like [`of_header`], without stripping the name.
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

/// Code and fault in `x-amzn-query-error`, if it has the form `Code;Fault`.
pub fn of_query_header(headers: &HeaderMap) -> Option<(String, String)> {
    let text = text(headers.get(QUERY_ERROR)?);
    let (code, fault) = text.split_once(';')?;
    let (code, fault) = (code.trim(), fault.trim());
    (!code.is_empty() && !fault.contains(';')).then(|| (code.to_owned(), fault.to_owned()))
}

/// Header bytes are ISO 8859-1.
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
