use super::*;

#[test]
fn buckets_are_names_or_access_points() {
    for name in [
        "b1",
        "My_bucket.x-y",
        "arn:aws:s3:us-west-2:123456789012:accesspoint/ap",
        "arn:aws-cn:s3-object-lambda:cn-north-1:123456789012:accesspoint:ap.x",
        "arn:aws:s3::123456789012:accesspoint/mrap.mrap",
        "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-1/accesspoint/ap",
        "arn:aws:s3-outposts:us-east-1:123456789012:outpost:op-1:accesspoint:ap",
    ] {
        assert!(is_bucket(name) || is_access_point(name), "{name}");
    }
    let long = "a".repeat(256);
    for name in [
        "",
        "bad/name!",
        &long,
        "arn:aws:s3:us-east-1:123456789012:thing/x",
        "arn:aws:s3:us-east-1:1234:accesspoint/ap",
        "arn:aws:s3-outposts::123456789012:outpost/op-1/accesspoint/ap",
        "arn:aws:s3-outposts:us-east-1:123456789012:outpost/op-1",
        "arn:aws:s3:us-west-2:123456789012:accesspoint/a/b",
    ] {
        assert!(!is_bucket(name) && !is_access_point(name), "{name}");
    }
}

#[test]
fn sources_of_copies_are_encoded_up_to_their_version() {
    let encoded = |value: Value| {
        let mut value = value;
        copy_source(Some(&mut value)).map(|()| value.to_string())
    };
    for (text, expected) in [
        ("src/a b?versionId=v 1", "src/a%20b%3FversionId%3Dv%201"),
        ("src/é?versionId=v1", "src/%C3%A9?versionId=v1"),
        ("src/k?versionId=", "src/k%3FversionId%3D"),
    ] {
        assert_eq!(encoded(Value::from(text)).unwrap(), expected);
    }
    let mut parts = Map::new();
    parts.insert("Bucket", Value::from("b"));
    assert!(encoded(Value::Map(parts.clone())).is_err());
    parts.insert("Key", Value::from("a+b"));
    parts.insert("VersionId", Value::from("v 1"));
    assert_eq!(encoded(Value::Map(parts)).unwrap(), "b/a%2Bb?versionId=v 1");
}

#[test]
fn keys_get_their_digest_unless_it_is_given() {
    let mut params = Map::new();
    params.insert("Key", Value::from("0123456789abcdef0123456789abcdef"));
    key(&mut params, "Key", "Digest");
    let text = |params: &Map, name: &str| params.get(name).unwrap().to_string();
    assert_eq!(
        text(&params, "Key"),
        "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
    );
    assert_eq!(text(&params, "Digest"), "hRasmdxgYDKV3nvbahU1MA==");
    let before = params.clone();
    key(&mut params, "Key", "Digest");
    assert_eq!(params, before);
}

#[test]
fn members_move_into_the_first_item() {
    let params = |text: &str| json::parse(text).unwrap().as_map().unwrap().clone();
    let moves = || {
        [
            ("Subnet", r#"{"SubnetId": "$"}"#),
            ("Ip", r#"{"Ips": [{"Ip": "$"}]}"#),
        ]
        .into_iter()
    };
    let mut moved = params(r#"{"List": [{"Count": 1}, {}], "Subnet": "s", "Ip": "i"}"#);
    gather(&mut moved, "List", &["Count"], moves()).unwrap();
    let expected = params(r#"{"List": [{"Count": 1, "SubnetId": "s", "Ips": [{"Ip": "i"}]}, {}]}"#);
    assert_eq!(moved, expected);
    let mut stays = params(r#"{"List": [{"Other": 1}], "Subnet": "s"}"#);
    let before = stays.clone();
    gather(&mut stays, "List", &["Count"], moves()).unwrap();
    assert_eq!(stays, before);
}

#[test]
fn archives_end_with_a_directory() {
    // What `zip` makes of a file of one byte.
    let entry = |signature: &[u8], rest: usize| [signature, &vec![0; rest]].concat();
    let file = entry(b"PK\x03\x04", 27);
    let directory = entry(b"PK\x01\x02", 43);
    let mut end = entry(b"PK\x05\x06", 18);
    end[12] = u8::try_from(directory.len()).unwrap();
    let whole = [file.as_slice(), &directory, &end].concat();
    assert!(is_archive(&whole));
    assert!(is_archive(&entry(b"PK\x05\x06", 18)));
    assert!(!is_archive(&whole[..whole.len() - 1]));
    assert!(!is_archive(b"PK\x03\x04") && !is_archive(b""));
}
