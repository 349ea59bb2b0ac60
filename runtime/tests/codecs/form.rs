//! Forms: names, numbering and escapes.

use crate::shapes::{EC2, QUERY, empty, sent, serve, value};

#[test]
fn keys_and_values_are_escaped() {
    let input = value(
        r#"{"renamed":"a b+c&d=é~-._*","strings":[],"flat":["x"],"map":{"k&":{"integer":1}}}"#,
    );
    let body = sent(&QUERY, &input);
    let expected = "Action=Do&Version=2020-01-01&Other=a%20b%2Bc%26d%3D%C3%A9~-._%2A&strings=&flat.1=x\
        &map.entry.1.key=k%26&map.entry.1.value.integer=1";
    assert_eq!(std::str::from_utf8(&body), Ok(expected));
}

#[test]
fn ec2_names_are_capitalized_and_lists_are_flat() {
    let input = value(r#"{"renamed":"r","strings":["a","b"],"flat":[],"inner":{"integer":1}}"#);
    let body = sent(&EC2, &input);
    let expected = "Action=Do&Version=2020-01-01&Other=r&Strings.1=a&Strings.2=b&Inner.Integer=1";
    assert_eq!(std::str::from_utf8(&body), Ok(expected));
    let map = value(r#"{"map":{"k":{}}}"#);
    let options = smithgen_runtime::EncodeOptions::default();
    assert!(
        EC2.service()
            .protocol()
            .encode_request(&EC2, &map, &options)
            .is_err()
    );
}

#[test]
fn a_server_reads_pairs_in_any_order() {
    let mut pairs: Vec<String> = (1..=12).map(|n| format!("flat.{n}=v{n}")).collect();
    pairs.reverse();
    pairs.push("integer=3&string=a+b%20c&unknown.1.x=y&Action=Do&&strings=".to_owned());
    let found = serve(&QUERY, pairs.join("&"));
    let flat: Vec<String> = (1..=12).map(|n| format!("\"v{n}\"")).collect();
    let expected = format!(
        r#"{{"string":"a b c","integer":3,"strings":[],"flat":[{}]}}"#,
        flat.join(",")
    );
    assert_eq!(found, Ok(value(&expected)));
    assert_eq!(serve(&QUERY, ""), Ok(empty()));
}

#[test]
fn errors_say_where() {
    for (form, path) in [
        ("inner.integer=x", "inner.integer"),
        ("flatter.2.bool=maybe", "flatter[0].bool"),
        ("map.entry.1.value.string=x", "map"),
        ("string=%ff", ""),
    ] {
        assert_eq!(serve(&QUERY, form).unwrap_err().path, path, "{form}");
    }
}
