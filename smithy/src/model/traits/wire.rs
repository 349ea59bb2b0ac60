//! Traits whose texts go on the wire as they are, and are checked for what would end them there.

use serde::Deserialize;

use super::Known;

macro_rules! checked_texts {
    ($($(#[$doc:meta])* $name:ident = $id:literal, $is_good:path, $fault:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(pub String);
        impl Known for $name {
            const ID: &'static str = $id;
        }
        impl TryFrom<String> for $name {
            type Error = String;

            fn try_from(text: String) -> Result<Self, String> {
                match $is_good(&text) {
                    true => Ok($name(text)),
                    false => Err(format!(concat!("`{}` is ", $fault), text)),
                }
            }
        }
    )*};
}

checked_texts! {
    /// The header that a member is bound to.
    HttpHeader = "smithy.api#httpHeader", is_token, "no name of a header";
    /// The prefix of the headers that a map is bound to; may be empty.
    HttpPrefixHeaders = "smithy.api#httpPrefixHeaders", is_prefix, "no start of a header's name";
    /// The name of a member or shape in XML.
    XmlName = "smithy.api#xmlName", is_xml_name, "no name in XML";
    /// The media type of a blob or string, which becomes a header.
    MediaType = "smithy.api#mediaType", is_header_value, "no media type: it has a control character";
}

/// Whether a text is a token of HTTP: the name of a header, of a method and the like.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && is_prefix(text)
}

fn is_prefix(text: &str) -> bool {
    let good = |b: u8| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b);
    text.bytes().all(good)
}

/// Whether a text is a name, or two with a colon in between: a prefix and a local name.
fn is_xml_name(text: &str) -> bool {
    let is_name = |name: &str| {
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
        name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') && name.chars().all(good)
    };
    text.split(':').count() <= 2 && text.split(':').all(is_name)
}

fn is_header_value(text: &str) -> bool {
    !text.contains(char::is_control)
}

/// API key authentication.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(expecting = "an object", try_from = "HttpApiKeyAuthText")]
pub struct HttpApiKeyAuth {
    /// The header or query parameter.
    pub name: String,
    /// Where it is.
    pub location: ApiKeyLocation,
    /// The scheme that precedes the key in the header.
    pub scheme: Option<String>,
}

impl Known for HttpApiKeyAuth {
    const ID: &'static str = "smithy.api#httpApiKeyAuth";
}

/// Where an API key is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ApiKeyLocation {
    /// In a header.
    Header,
    /// In a query parameter.
    Query,
}

/// [`HttpApiKeyAuth`] before its names are checked.
#[derive(Deserialize)]
#[serde(expecting = "an object")]
struct HttpApiKeyAuthText {
    name: String,
    #[serde(rename = "in")]
    location: ApiKeyLocation,
    scheme: Option<String>,
}

impl TryFrom<HttpApiKeyAuthText> for HttpApiKeyAuth {
    type Error = String;

    fn try_from(text: HttpApiKeyAuthText) -> Result<Self, String> {
        let HttpApiKeyAuthText {
            name,
            location,
            scheme,
        } = text;
        if location == ApiKeyLocation::Header && !is_token(&name) {
            return Err(format!("`{name}` is no name of a header"));
        }
        if let Some(scheme) = scheme.as_ref().filter(|scheme| !is_token(scheme)) {
            return Err(format!("`{scheme}` is no scheme of authentication"));
        }
        Ok(HttpApiKeyAuth {
            name,
            location,
            scheme,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_read<T: Known>(json: &str) -> bool {
        serde_json::from_str::<T>(json).is_ok()
    }

    #[test]
    fn nothing_ends_a_header_or_an_element_before_it_should() {
        for good in ["\"x-Amz_1\"", "\"ETag\""] {
            assert!(
                is_read::<HttpHeader>(good) && is_read::<HttpPrefixHeaders>(good),
                "{good}"
            );
        }
        for bad in ["\"x y\"", "\"x:\"", "\"x\\r\\nEvil: 1\"", "\"é\"", "1"] {
            assert!(
                !is_read::<HttpHeader>(bad) && !is_read::<HttpPrefixHeaders>(bad),
                "{bad}"
            );
        }
        assert!(!is_read::<HttpHeader>("\"\"") && is_read::<HttpPrefixHeaders>("\"\""));
        assert!(is_read::<MediaType>("\"text/xml; q=1\""));
        assert!(!is_read::<MediaType>("\"text/xml\\r\\nEvil: 1\""));
        for (name, good) in [
            ("a", true),
            ("xsi:type", true),
            ("_a-1.b", true),
            ("a b", false),
        ] {
            assert_eq!(is_read::<XmlName>(&format!("{name:?}")), good, "{name}");
        }
        for bad in ["", "1", "a:b:c", ":a", "a><b", "a/"] {
            assert!(!is_read::<XmlName>(&format!("{bad:?}")), "{bad}");
        }
    }

    #[test]
    fn a_key_is_in_a_header_or_in_the_query() {
        let read = |place: &str, name: &str, scheme: &str| {
            let text = format!(r#"{{"in": "{place}", "name": "{name}", "scheme": "{scheme}"}}"#);
            is_read::<HttpApiKeyAuth>(&text)
        };
        assert!(read("header", "x-api-key", "ApiKey") && read("query", "api key", "ApiKey"));
        for (place, name, scheme) in [
            ("cookie", "x", "ApiKey"),
            ("header", "x y", "ApiKey"),
            ("header", "", "ApiKey"),
            ("header", "x", "Api\\r\\nKey"),
        ] {
            assert!(!read(place, name, scheme), "{place} {name} {scheme}");
        }
    }
}
