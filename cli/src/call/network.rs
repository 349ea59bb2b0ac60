//! Words failures of the network as the reference does.

use smithgen_client::transport::{TransportError, TransportErrorKind};

/// The cause that [`transport_message`] omits.
pub(super) fn cause(error: &TransportError) -> Option<String> {
    match error.kind {
        TransportErrorKind::Connect
        | TransportErrorKind::ConnectTimeout
        | TransportErrorKind::ReadTimeout
        | TransportErrorKind::Closed
        | TransportErrorKind::Proxy => {}
        _ => return None,
    }
    let mut causes: Vec<String> = Vec::new();
    let mut next: Option<&(dyn std::error::Error + 'static)> =
        error.source.as_deref().map(|source| source as _);
    while let Some(error) = next {
        let text = error.to_string();
        // Some errors repeat their source in their own text, in varying forms.
        let essence = text.split(" (os error").next().unwrap_or_default();
        let essence = essence.rsplit(": ").next().unwrap_or_default();
        let essence = essence.to_lowercase();
        if !causes
            .iter()
            .any(|shown| shown.to_lowercase().contains(&essence))
        {
            causes.push(text);
        }
        next = error.source();
    }
    (!causes.is_empty()).then(|| causes.join(": "))
}

/// The reference's message for a network failure.
pub(crate) fn transport_message(error: &TransportError) -> String {
    let url = &error.url;
    match error.kind {
        TransportErrorKind::Connect => format!("Could not connect to the endpoint URL: \"{url}\""),
        TransportErrorKind::ConnectTimeout => format!("Connect timeout on endpoint URL: \"{url}\""),
        TransportErrorKind::ReadTimeout => format!("Read timeout on endpoint URL: \"{url}\""),
        TransportErrorKind::Closed => {
            format!(
                "Connection was closed before we received a valid response from endpoint URL: \"{url}\"."
            )
        }
        TransportErrorKind::Proxy => {
            format!(
                "Failed to connect to proxy URL: \"{}\"",
                error.proxy.as_deref().unwrap_or_default()
            )
        }
        TransportErrorKind::Tls => match &error.source {
            Some(source) => format!("SSL validation failed for {url} {source}"),
            None => format!("SSL validation failed for {url}"),
        },
        TransportErrorKind::Unusable if error.proxy.is_some() => {
            let fault = error.source.as_ref().map(ToString::to_string);
            format!(
                "An HTTP Client raised an unhandled exception: {}",
                fault.unwrap_or_default()
            )
        }
        TransportErrorKind::Corrupt if error.source.is_some() => error
            .source
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default(),
        TransportErrorKind::Corrupt
        | TransportErrorKind::Unsigned
        | TransportErrorKind::TooLarge
        | TransportErrorKind::Body
        | TransportErrorKind::Unusable => error.to_string(),
    }
}
