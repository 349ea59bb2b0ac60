//! Whether bodies are of the media types that tests say.

use super::xml;

/// What is wrong with a body of a media type, if that is one of JSON or XML.
pub(super) fn problem(body: &str, media_type: &str) -> Option<String> {
    if body.is_empty() {
        return None;
    }
    let kind = media_type.split(';').next().unwrap_or_default().trim();
    let subtype = kind.split_once('/')?.1;
    // `application/ld+json` is JSON as well.
    match subtype.rsplit('+').next()? {
        "json" => {
            let parsed = serde_json::from_str::<serde_json::Value>(body);
            parsed.err().map(|error| error.to_string())
        }
        "xml" => xml::problem(body),
        _ => None,
    }
}
