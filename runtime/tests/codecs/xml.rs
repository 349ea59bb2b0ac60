//! XML: what a reader passes over, what it refuses, and where it says an error is.

use crate::shapes::{QUERY, XML, empty, read, value, written};

#[test]
fn what_means_nothing_is_passed_over() {
    let body = r#"<?xml version="1.0" encoding="UTF-8"?>
<!-- before --><?style sheet?>
<ns:Whatever xmlns:ns="urn:x" xmlns="urn:y" ns:id="&lt;i&#x64;&gt;" other="z">
  stray text <![CDATA[ and more ]]>
  <ns:string> a <!-- in --><![CDATA[<b>&]]> &amp;&#99; <unknown>not this</unknown></ns:string>
  <unknown><string>nor this</string></unknown>
  <integer> 7
  </integer>
  <blob>
     aG
     k
  </blob>
  <strings><member>x</member><other>y</other><member/></strings>
  <flat></flat>
</ns:Whatever>
<!-- after -->"#;
    let expected = r#"{"id":"<id>","string":" a <b>& &c ","integer":7,"blob":"aGk=",
        "strings":["x",""],"flat":[""]}"#;
    assert_eq!(read(&XML, body), Ok(value(expected)));
}

#[test]
fn flattened_lists_may_be_scattered() {
    let body =
        "<All><flat>a</flat><flatter><string>1</string></flatter><flat>b</flat><flat>c</flat>
        <integer>1</integer><flatter><string>2</string></flatter>
        <flatMap><key>x</key><value/></flatMap><flat>d</flat>
        <flatMap><value><string>v</string></value><key>y</key></flatMap></All>";
    let expected = r#"{"flat":["a","b","c","d"],"flatter":[{"string":"1"},{"string":"2"}],"integer":1,
        "flatMap":{"x":{},"y":{"string":"v"}}}"#;
    assert_eq!(read(&XML, body), Ok(value(expected)));
    let many = "<flat>a</flat><flatter><string>1</string></flatter>".repeat(20_000);
    let found = read(&XML, format!("<All>{many}</All>")).unwrap();
    let text = format!("{:?}", found.to_document());
    assert_eq!(text.matches("\"a\"").count(), 20_000);
    assert_eq!(text.matches("\"1\"").count(), 20_000);
}

#[test]
fn scattered_lists_inside_one_another_cost_no_more_than_the_document_is_long() {
    let nested = |levels: usize| {
        let open = "<flatter>".repeat(levels);
        let close = "</flatter><string>s</string><flatter/>".repeat(levels);
        read(
            &XML,
            format!("<All>{open}<string>deep</string>{close}</All>"),
        )
    };
    let found = format!("{:?}", nested(4).unwrap().to_document());
    assert_eq!(found.matches("deep").count(), 1);
    assert_eq!(found.matches("\"s\"").count(), 4);
    // Would not end before the sun does.
    let error = nested(100).unwrap_err();
    assert_eq!(error.reason, "too many elements apart from their like");
}

#[test]
fn declarations_of_documents_and_entities_are_refused() {
    let bodies = [
        r#"<!DOCTYPE All [<!ENTITY a "b">]><All><string>&a;</string></All>"#,
        r#"<!DOCTYPE All SYSTEM "http://localhost/x"><All/>"#,
        "<All><string>&a;</string></All>",
        "<All><string>&#0;</string></All>",
        "<All><string>&#xD800;</string></All>",
    ];
    for body in bodies {
        assert!(read(&XML, body).is_err(), "{body}");
    }
}

#[test]
fn errors_say_where() {
    let body = "<All><inner><flatter/><flatter><integer>1x</integer></flatter></inner></All>";
    let error = read(&XML, body).unwrap_err();
    assert_eq!(error.path, "inner.flatter[1].integer");
    assert!(body[error.offset.unwrap()..].starts_with("1x"));
    assert!(!error.to_string().contains("1x"));
    for (body, path) in [
        (
            "<All><map><entry><key>k</key><value><bool>yes</bool></value></entry></map></All>",
            "map[k].bool",
        ),
        ("<All><time>yesterday</time></All>", "time"),
        ("<All><byte>128</byte></All>", "byte"),
        ("<All><string></All>", "string"),
        ("<All/><All/>", ""),
        ("text", ""),
    ] {
        assert_eq!(read(&XML, body).unwrap_err().path, path, "{body}");
    }
}

#[test]
fn a_missing_or_empty_document_sets_nothing() {
    for body in ["", " \n", "<!-- nothing -->", "<All/>"] {
        assert_eq!(read(&XML, body), Ok(empty()), "{body:?}");
    }
    for body in [
        "<DoResponse/>",
        "<DoResponse><string>not here</string></DoResponse>",
    ] {
        assert_eq!(read(&QUERY, body), Ok(empty()), "{body:?}");
    }
}

#[test]
fn what_xml_cannot_hold_is_not_written() {
    for text in ["\u{0}", "a\u{1b}b", "\u{ffff}"] {
        let mut output = empty();
        output.set(1, smithgen_runtime::dynamic::Value::Str(text.to_owned()));
        let error = XML
            .service()
            .protocol()
            .encode_response(&XML, &output)
            .unwrap_err();
        assert!(error.to_string().contains("`string`"), "{error}");
    }
}

#[test]
fn namespaces_and_names_as_the_model_says() {
    let output = value(r#"{"id":"1","renamed":"x","flat":["a"],"map":{"k":{}}}"#);
    let body = written(&XML, &output);
    let expected = "<All xmlns=\"https://example.com/\" id=\"1\"><Other>x</Other><flat>a</flat>\
        <map><entry><key>k</key><value></value></entry></map></All>";
    assert_eq!(std::str::from_utf8(&body), Ok(expected));
}

#[test]
fn an_unknown_member_of_a_union_is_kept() {
    let body = "<All><choice><shape>x</shape></choice></All>";
    let found = read(&XML, body).unwrap();
    assert!(format!("{found:?}").contains("unknown: \"shape\""));
    let response = XML.service().protocol().encode_response(&XML, &found);
    assert!(
        response.is_err(),
        "a value that is not known cannot be written"
    );
}

#[test]
fn documents_may_be_written_as_python_does() {
    let body = |style| {
        let options = smithgen_runtime::operation::EncodeOptions {
            json: style,
            ..Default::default()
        };
        let value = value(
            r#"{"id":"a\"b","string":"\"<\t\n","strings":[],"inner":{},"flatter":[{"string":""}]}"#,
        );
        let protocol = XML.service().protocol();
        let request = protocol.encode_request(&XML, &value, &options).unwrap();
        String::from_utf8(request.body().to_vec()).unwrap()
    };
    use smithgen_runtime::JsonStyle;
    assert_eq!(
        body(JsonStyle::Python),
        "<All xmlns=\"https://example.com/\" id=\"a&quot;b\"><string>\"&lt;\t&#xA;</string><strings /><inner />\
         <flatter><string /></flatter></All>"
    );
    assert_eq!(
        body(JsonStyle::Compact),
        "<All xmlns=\"https://example.com/\" id=\"a&quot;b\"><string>&quot;&lt;&#x9;&#xA;</string><strings></strings>\
         <inner></inner><flatter><string></string></flatter></All>"
    );
}
