//! CBOR: every way of writing a value, and what is refused.

use crate::shapes::{CBOR, empty, read, serve, value};

/// A map with one member.
fn one(name: &str, item: &[u8]) -> Vec<u8> {
    let mut body = vec![0xa1, 0x60 | name.len() as u8];
    body.extend_from_slice(name.as_bytes());
    body.extend_from_slice(item);
    body
}

#[test]
fn values_are_read_however_they_are_written() {
    let cases: [(&str, &[u8], &str); 19] = [
        ("integer", b"\x1b\0\0\0\0\0\0\0\x07", "7"),
        ("integer", b"\x38\x06", "-7"),
        ("integer", b"\xf9\x47\x00", "7"),
        (
            "long",
            b"\xfb\x43\x30\x00\x00\x00\x00\x00\x00",
            "4503599627370496",
        ),
        ("double", b"\x18\x38", "56"),
        ("double", b"\xf9\x3e\x00", "1.5"),
        ("float", b"\xfb\x3f\xf8\0\0\0\0\0\0", "1.5"),
        ("string", b"\x7f\x61a\x60\x61b\xff", "\"ab\""),
        ("string", b"\xd8\x20\x61a", "\"a\""),
        ("blob", b"\x5f\x41h\x41i\xff", "\"aGk=\""),
        ("time", b"\xc1\x1a\x53\x5f\xf0\x8e", "1398796430"),
        (
            "time",
            b"\xc1\xfb\x41\xcc\x37\xdb\x38\x0f\xbe\x77",
            "946845296.123",
        ),
        // 1.5000002829999999 is the double of this instant: none is lost by cutting digits off.
        (
            "time",
            b"\xc1\xfb\x3f\xf8\x00\x00\x4b\xf7\x9c\xa6",
            "1.500000283",
        ),
        (
            "bigInteger",
            b"\xc2\x49\x01\0\0\0\0\0\0\0\0",
            "18446744073709551616",
        ),
        (
            "bigInteger",
            b"\xc3\x49\x01\0\0\0\0\0\0\0\0",
            "-18446744073709551617",
        ),
        (
            "bigInteger",
            b"\x3b\xff\xff\xff\xff\xff\xff\xff\xff",
            "-18446744073709551616",
        ),
        ("bigDecimal", b"\xc4\x82\x21\x19\x6a\xb3", "273.15"),
        ("strings", b"\x9f\x61a\xf6\x61b\xff", "[\"a\",\"b\"]"),
        ("sparse", b"\x82\x01\xf7", "[1,null]"),
    ];
    for (name, item, json) in cases {
        let expected = value(&format!("{{\"{name}\":{json}}}"));
        assert_eq!(
            read(&CBOR, one(name, item)),
            Ok(expected),
            "{name} {item:x?}"
        );
    }
}

#[test]
fn unknown_members_and_nulls_are_passed_over() {
    let body =
        b"\xbf\x65other\xbf\x61a\x9f\x01\x82\x02\x03\xff\xff\x66string\xf6\x67integer\x07\xff";
    assert_eq!(read(&CBOR, &body[..]), Ok(value(r#"{"integer":7}"#)));
    for nothing in [&b""[..], b"\xbf\xff", b"\xa0"] {
        assert_eq!(read(&CBOR, nothing), Ok(empty()));
    }
}

#[test]
fn other_types_are_refused_by_name() {
    let cases: [(&str, &[u8]); 14] = [
        ("integer", b"\xf9\x3e\x00"),
        ("byte", b"\x18\x80"),
        ("long", b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff"),
        ("string", b"\x41a"),
        ("string", b"\x61\xff"),
        ("string", b"\x7f\x41a\xff"),
        ("bool", b"\x01"),
        ("blob", b"\x61a"),
        ("time", b"\xc0\x61a"),
        ("time", b"\xc1\xf9\x7e\x00"),
        ("strings", b"\xa0"),
        ("map", b"\x80"),
        ("map", b"\xa1\x01\xa0"),
        ("bigDecimal", b"\xc4\x81\x01"),
    ];
    for (name, item) in cases {
        let error = read(&CBOR, one(name, item)).unwrap_err();
        assert_eq!(error.path, name, "{item:x?}");
        assert!(error.offset.is_some());
    }
    for whole in [&b"\x80"[..], b"\xa0\xa0", b"\xff", b"\x1c", b"\xbf"] {
        assert!(read(&CBOR, whole).is_err(), "{whole:x?}");
    }
}

#[test]
fn a_server_is_strict() {
    assert!(serve(&CBOR, one("time", b"\x01")).is_err(), "no tag");
    assert!(serve(&CBOR, one("strings", b"\x81\xf6")).is_err(), "null");
    assert!(
        serve(&CBOR, one("choice", b"\xa2\x64text\x60\x66number\x01")).is_err(),
        "two"
    );
    assert!(serve(&CBOR, one("choice", b"\xa1\x66number\x01")).is_ok());
}

#[test]
fn the_least_bytes_are_written() {
    let body = crate::shapes::written(
        &CBOR,
        &value(r#"{"integer":24,"bigInteger":5,"double":1,"time":1}"#),
    );
    let expected = b"\xbf\x67integer\x18\x18\x6abigInteger\x05\x66double\xfb\x3f\xf0\0\0\0\0\0\0\x64time\xc1\x01\xff";
    assert_eq!(&body[..], &expected[..]);
}

#[test]
fn texts_of_every_length_are_written_whole() {
    for length in 0..=300_usize {
        let text: String = ('a'..='z').cycle().take(length).collect();
        let body = crate::shapes::written(&CBOR, &value(&format!(r#"{{"string":"{text}"}}"#)));
        let head = match length {
            0..=23 => vec![0x60 | length as u8],
            24..=255 => vec![0x78, length as u8],
            _ => vec![0x79, 1, (length - 256) as u8],
        };
        let expected = [b"\xbf\x66string", &head[..], text.as_bytes(), b"\xff"].concat();
        assert_eq!(&body[..], &expected[..], "{length}");
    }
}

#[test]
fn times_may_be_written_in_whole_seconds() {
    use smithgen_runtime::JsonStyle;
    let body = |style| {
        let options = smithgen_runtime::operation::EncodeOptions {
            json: style,
            ..Default::default()
        };
        let protocol = CBOR.service().protocol();
        let request = protocol.encode_request(&CBOR, &value(r#"{"time":1.5}"#), &options);
        request.unwrap().body().to_vec()
    };
    assert_eq!(body(JsonStyle::Python), b"\xbf\x64time\xc1\x01\xff");
    assert_eq!(
        body(JsonStyle::Compact),
        b"\xbf\x64time\xc1\xfb\x3f\xf8\0\0\0\0\0\0\xff"
    );
}
