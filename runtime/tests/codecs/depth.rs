//! How deep values and bodies nest: as deep as is allowed, and no deeper. What can be written can be read.

use smithgen_runtime::codec::Part;
use smithgen_runtime::dynamic::{BlobText, DynamicStructure, Typing, Value};
use smithgen_runtime::limits::{
    CBOR_DEPTH, DEBUG_DEPTH, DOCUMENT_DEPTH, FORM_DEPTH, JSON_DEPTH, VALIDATE_DEPTH, XML_DEPTH,
};
use smithgen_runtime::{
    DecodeError, InputError, Kind, Member, Schema, Strictness, Trait, json, prelude, validate,
};

use crate::shapes::{ALL, CBOR, QUERY, XML, empty, protocol, read, sent, serve};

const DEEP: &str = "nested too deeply";

/// A structure in a structure, so many in all, around a text.
fn nested(schema: &'static Schema, depth: u32) -> DynamicStructure {
    let mut value = DynamicStructure::new(schema, Typing::Typed);
    let text = schema.member_index("string").unwrap();
    value.set(text, Value::Str("x".to_owned()));
    let inner = schema.member_index("inner").unwrap();
    for _ in 1..depth {
        let mut outer = DynamicStructure::new(schema, Typing::Typed);
        outer.set(inner, Value::Structure(value));
        value = outer;
    }
    value
}

/// Why a value is not written, where it is not.
fn refused<T: std::fmt::Debug>(written: Result<T, InputError>) -> String {
    match written {
        Err(InputError::Invalid { reason, .. }) => reason,
        other => panic!("{other:?}"),
    }
}

fn parsed(text: &str) -> Result<DynamicStructure, DecodeError> {
    let mut found = empty();
    json::REST.read_members(text.as_bytes(), &mut found, Part::All, Strictness::Lenient)?;
    Ok(found)
}

#[test]
fn json_nests_as_deep_as_is_allowed_and_no_deeper() {
    let written = json::to_string(&nested(&ALL, JSON_DEPTH)).unwrap();
    assert_eq!(parsed(&written), Ok(nested(&ALL, JSON_DEPTH)));
    let error = parsed(&format!("{{\"inner\":{written}}}")).unwrap_err();
    assert_eq!(error.reason, DEEP);
    assert!(error.path.starts_with("inner.inner"), "{}", error.path);
    assert_eq!(
        refused(json::to_string(&nested(&ALL, JSON_DEPTH + 1))),
        DEEP
    );
}

#[test]
fn documents_nest_as_deep_as_is_allowed_and_no_deeper() {
    let text = |depth: u32| {
        let depth = depth as usize;
        format!("{}{}", "[".repeat(depth), "]".repeat(depth))
    };
    assert!(json::document(text(JSON_DEPTH).as_bytes()).is_ok());
    let error = json::document(text(JSON_DEPTH + 1).as_bytes()).unwrap_err();
    assert_eq!(error.reason, DEEP);

    let read = |depth: u32| {
        let document = nested(&ALL, depth).to_document();
        DynamicStructure::from_document(&ALL, &document, BlobText::Base64)
    };
    // The text within is a value too.
    assert_eq!(read(DOCUMENT_DEPTH), Ok(nested(&ALL, DOCUMENT_DEPTH)));
    assert_eq!(read(DOCUMENT_DEPTH + 1).unwrap_err().reason, DEEP);
}

#[test]
fn xml_nests_as_deep_as_is_allowed_and_no_deeper() {
    let written = |depth| protocol(&XML).encode_response(&XML, &nested(&ALL, depth));
    let body = written(XML_DEPTH).unwrap().into_body();
    assert_eq!(read(&XML, body.clone()), Ok(nested(&ALL, XML_DEPTH)));
    assert_eq!(refused(written(XML_DEPTH + 1)), DEEP);
    let text = std::str::from_utf8(&body).unwrap();
    let deeper =
        text.replacen("<inner>", "<inner><inner>", 1)
            .replacen("</inner>", "</inner></inner>", 1);
    assert_ne!(text, deeper);
    assert_eq!(read(&XML, deeper).unwrap_err().reason, DEEP);
}

#[test]
fn cbor_nests_as_deep_as_is_allowed_and_no_deeper() {
    let written = |depth| protocol(&CBOR).encode_response(&CBOR, &nested(&ALL, depth));
    let body = written(CBOR_DEPTH).unwrap().into_body();
    assert_eq!(read(&CBOR, body), Ok(nested(&ALL, CBOR_DEPTH)));
    assert_eq!(refused(written(CBOR_DEPTH + 1)), DEEP);
    let nested = |depth: u32| {
        let depth = depth as usize;
        [
            b"\xbf\x65inner".repeat(depth - 1),
            b"\xbf".to_vec(),
            b"\xff".repeat(depth),
        ]
        .concat()
    };
    assert!(read(&CBOR, nested(CBOR_DEPTH)).is_ok());
    assert_eq!(
        read(&CBOR, nested(CBOR_DEPTH + 1)).unwrap_err().reason,
        DEEP
    );
}

#[test]
fn forms_nest_as_deep_as_is_allowed_and_no_deeper() {
    let body = sent(&QUERY, &nested(&ALL, FORM_DEPTH));
    assert_eq!(serve(&QUERY, body.clone()), Ok(nested(&ALL, FORM_DEPTH)));
    let options = smithgen_runtime::EncodeOptions::default();
    let deeper = nested(&ALL, FORM_DEPTH + 1);
    let written = protocol(&QUERY).encode_request(&QUERY, &deeper, &options);
    assert_eq!(refused(written), DEEP);
    let text = std::str::from_utf8(&body).unwrap();
    let deeper = text.replacen("inner.", "inner.inner.", 1);
    assert_ne!(text, deeper);
    assert_eq!(serve(&QUERY, deeper).unwrap_err().reason, DEEP);
}

#[test]
fn debug_shows_as_deep_as_is_allowed() {
    let shown = format!("{:?}", nested(&ALL, DEBUG_DEPTH));
    assert!(shown.contains("string: \"x\""), "{shown}");
    assert!(!shown.contains('…'), "{shown}");
    let shown = format!("{:?}", nested(&ALL, DEBUG_DEPTH + 1));
    assert!(shown.contains('…') && !shown.contains("\"x\""), "{shown}");
}

static NEEDS: Schema = Schema::requiring(
    "test#Needs",
    Kind::Structure,
    &[
        Member::new("needed", &prelude::STRING).with_traits(&[Trait::Required]),
        Member::new("string", &prelude::STRING),
        Member::new("inner", &NEEDS),
    ],
    &[],
);

#[test]
fn what_is_missing_is_found_as_deep_as_is_allowed() {
    for depth in [VALIDATE_DEPTH, VALIDATE_DEPTH + 1, VALIDATE_DEPTH + 2] {
        let missing = validate::missing_required(&nested(&NEEDS, depth)).len();
        assert_eq!(missing, depth.min(VALIDATE_DEPTH + 1) as usize);
    }
}
