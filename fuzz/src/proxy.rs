//! Where requests go: proxies, what is excepted from them, and endpoint URLs.

use smithgen_client::Environment;
use smithgen_client::transport::{Proxies, Proxy};
use smithgen_client::{Client, Config};
use smithgen_runtime::dynamic::{DynamicStructure, Typing};

use super::shapes::REST_JSON;

/// A password that no input holds by chance.
const SECRET: &str = "5ecretPa55word";

/// Reads the bytes, as lines: a proxy, what is excepted, a host or URL.
///
/// # Panics
/// When something that must hold does not.
pub fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut lines = text.split('\n');
    let mut line = || lines.next().unwrap_or_default();
    let (proxy, excepted, url) = (line(), line(), line());
    proxies(proxy, excepted, url);
    endpoint(url);
    // Whatever stands around it, a password is hidden.
    for with_password in [
        format!("http://user:{SECRET}@{proxy}"),
        format!("{proxy}user:{SECRET}@127.0.0.1:1"),
    ] {
        let found = Proxy::parse(&with_password).expect("it is not empty");
        let shown = format!("{found:?} {}", found.shown());
        assert!(!shown.contains(SECRET), "{with_password}");
    }
    endpoint(&format!("http://user:{SECRET}@{url}"));
}

fn proxies(proxy: &str, excepted: &str, host: &str) {
    let variables = [
        ("http_proxy", proxy),
        ("HTTPS_PROXY", proxy),
        ("no_proxy", excepted),
    ];
    let proxies = Proxies::from_env(&Environment::of(variables));
    assert_eq!(proxies.http, proxies.https);
    if let Some(proxy) = &proxies.http {
        let value = proxy.authorization().unwrap_or_default();
        assert!(
            value
                .bytes()
                .all(|byte| byte.is_ascii_graphic() || byte == b' ')
        );
    }
    for port in [None, Some(80)] {
        let plain = proxies.select(false, host, port);
        assert_eq!(plain, proxies.select(true, host, port));
        // Letters of either case name the same host.
        let shouted = host.to_ascii_uppercase();
        assert_eq!(plain, proxies.select(false, &shouted, port));
        // To Python, and so to the reference, blanks make it a list.
        if excepted == "*" {
            assert_eq!(plain, None);
        }
    }
}

/// A request to the URL goes where the URL says, and says nothing of its password.
fn endpoint(url: &str) {
    let client = Client::new(Config::new().endpoint_url(url));
    let input = DynamicStructure::new(REST_JSON.input(), Typing::Loose);
    let shown = match client.prepare(&REST_JSON, &input) {
        Ok(prepared) => {
            let uri = prepared.request.uri();
            let authority = uri.authority().expect("it is absolute").as_str();
            assert!(!authority.is_empty() && !authority.contains('@'), "{uri}");
            assert!(matches!(uri.scheme_str(), Some("http" | "https")), "{uri}");
            format!("{prepared:?} {uri}")
        }
        Err(error) => format!("{error} {error:?}"),
    };
    let config = format!("{:?}", client.config());
    assert!(!shown.contains(SECRET), "{shown}");
    assert!(!config.contains(SECRET), "{config}");
}
