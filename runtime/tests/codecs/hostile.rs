//! Broken and hostile bodies: every answer is a value or an error, never a panic, and no declared
//! length or depth costs more than the body is long.

use crate::shapes::{CBOR, EC2, QUERY, XML, full, plain, protocols, read, sent, serve, written};

/// Numbers that look random and are the same in every run. Source: Marsaglia, "Xorshift RNGs".
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

fn mutate(seed: &[u8], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = seed.to_vec();
    for _ in 0..=numbers.below(4) {
        let at = numbers.below(bytes.len());
        match numbers.below(6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, numbers.below(256) as u8),
            2 if !bytes.is_empty() => drop(bytes.remove(at)),
            3 => {
                let end = at + numbers.below(bytes.len() - at);
                let copy: Vec<u8> = bytes[at..end].to_vec();
                let to = numbers.below(bytes.len());
                bytes.splice(to..to, copy);
            }
            4 => {
                let special = b"<>&;\"'=/![]-?.+%\x00\x1f\x7f\x9f\xbf\xff\xfb\xc2\xc4\xf6";
                let byte = special[numbers.below(special.len())];
                if let Some(place) = bytes.get_mut(at) {
                    *place = byte;
                }
            }
            _ => {
                let flip = 1 << numbers.below(8);
                if let Some(place) = bytes.get_mut(at) {
                    *place ^= flip;
                }
            }
        }
    }
    bytes
}

#[test]
fn mutated_bodies_never_panic() {
    let mut numbers = Numbers(0x9E37_79B9_7F4A_7C15);
    let mut accepted = 0;
    for operation in protocols() {
        let response = written(operation, &full());
        let input = if std::ptr::eq(operation, &EC2) {
            plain()
        } else {
            full()
        };
        let request = sent(operation, &input);
        for round in 0..2500 {
            let seed = if round % 2 == 0 { &response } else { &request };
            let bytes = mutate(seed, &mut numbers);
            accepted += usize::from(read(operation, bytes.clone()).is_ok());
            accepted += usize::from(serve(operation, bytes.clone()).is_ok());
            let mut response = smithgen_runtime::http::Response::new(bytes.into());
            *response.status_mut() = smithgen_runtime::http::StatusCode::BAD_REQUEST;
            let metadata = operation
                .service()
                .protocol()
                .error_metadata(operation, &response);
            assert_eq!(metadata.status, 400);
        }
    }
    // Not all mutations break a body: else nothing beyond the first byte would have been tried.
    assert!(accepted > 500, "{accepted}");
}

#[test]
fn cut_off_bodies_are_errors() {
    let response = written(&XML, &full());
    for length in 1..response.len() {
        assert!(read(&XML, response.slice(..length)).is_err(), "{length}");
    }
    let response = written(&CBOR, &full());
    for length in 1..response.len() {
        assert!(read(&CBOR, response.slice(..length)).is_err(), "{length}");
    }
}

#[test]
fn depth_is_limited() {
    let deep = "<inner>".repeat(100_000);
    let error = read(&XML, format!("<All>{deep}")).unwrap_err();
    assert_eq!(error.reason, "nested too deeply");
    assert!(error.path.starts_with("inner.inner.inner"));

    let mut deep = vec![0xbf];
    for _ in 0..100_000 {
        deep.extend_from_slice(b"\x65inner\xbf");
    }
    assert_eq!(read(&CBOR, deep).unwrap_err().reason, "nested too deeply");

    let key = vec!["inner"; 100_000].join(".");
    let error = serve(&QUERY, format!("{key}.string=x")).unwrap_err();
    assert_eq!(error.reason, "nested too deeply");

    // What is skipped may be of any depth, as it costs no stack.
    let deep = format!(
        "<All>{}{}</All>",
        "<x>".repeat(100_000),
        "</x>".repeat(100_000)
    );
    assert!(read(&XML, deep).is_ok());
}

#[test]
fn values_too_deep_to_be_read_are_not_written() {
    let mut value = plain();
    let inner = value.schema_index("inner");
    for _ in 0..300 {
        let mut outer = crate::shapes::empty();
        outer.set(inner, smithgen_runtime::dynamic::Value::Structure(value));
        value = outer;
    }
    for operation in protocols() {
        let written = operation
            .service()
            .protocol()
            .encode_response(operation, &value);
        assert!(written.is_err());
    }
}

trait Index {
    fn schema_index(&self, name: &str) -> usize;
}

impl Index for smithgen_runtime::dynamic::DynamicStructure {
    fn schema_index(&self, name: &str) -> usize {
        smithgen_runtime::Structure::schema(self)
            .member_index(name)
            .unwrap()
    }
}
