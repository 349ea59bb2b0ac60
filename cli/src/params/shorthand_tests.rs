//! Compares shorthand with the reference's results for the same text.

use super::*;

fn shown(text: &str) -> String {
    match parse(text) {
        Ok(map) => crate::json::compact(&Value::Map(map)),
        Err(Error::Syntax(message)) => message.lines().next().unwrap_or_default().to_owned(),
        Err(Error::File(message)) => message,
    }
}

#[test]
fn values_lists_and_nesting() {
    for (text, json) in [
        ("foo=bar", r#"{"foo": "bar"}"#),
        ("foo=bar,baz", r#"{"foo": ["bar", "baz"]}"#),
        ("foo=a,b,c=d", r#"{"foo": ["a", "b"], "c": "d"}"#),
        (
            "foo=[a,b],c={x=1,y=[2,{z=3}]}",
            r#"{"foo": ["a", "b"], "c": {"x": "1", "y": ["2", {"z": "3"}]}}"#,
        ),
        ("a=,b=c", r#"{"a": "", "b": "c"}"#),
        ("a= b , c", r#"{"a": ["b", "c"]}"#),
        ("a=b,c=d=e", r#"{"a": "b", "c": "d=e"}"#),
        ("=x", r#"{"": "x"}"#),
        ("a=[],b={}", r#"{"a": [], "b": {}}"#),
        ("a=[ 'x' , \"y\" ]", r#"{"a": ["x", "y"]}"#),
        ("a.b#c/d:e-f_g=1", r#"{"a.b#c/d:e-f_g": "1"}"#),
        ("a={b=c,b=d}", r#"{"a": {"b": "d"}}"#),
        ("a={b= c , d=e}", r#"{"a": {"b": "c", "d": "e"}}"#),
        ("a=x,y]z", r#"{"a": ["x", "y]z"]}"#),
    ] {
        assert_eq!(shown(text), json, "{text}");
    }
}

#[test]
fn quotes_and_escapes() {
    for (text, json) in [
        ("a='x,y',b=\"q\\\"r\"", r#"{"a": "x,y", "b": "q\"r"}"#),
        ("a=\\,b", r#"{"a": ",b"}"#),
        ("a=b\\,c,d", r#"{"a": ["b,c", "d"]}"#),
        (r"a='it\'s \\ b'", r#"{"a": "it's \\ b"}"#),
        ("a=\"\\\"", r#"{"a": "\\"}"#),
    ] {
        assert_eq!(shown(text), json, "{text}");
    }
}

#[test]
fn faults() {
    for (text, message) in [
        ("foo", "Expected: '=', received: 'EOF' for input:"),
        ("a=[b", "Expected: ',', received: 'EOF' for input:"),
        ("a={b}", "Expected: '=', received: '}' for input:"),
        (
            "a='x",
            "Expected: '<singled quoted>', received: '<none>' for input:",
        ),
        ("a=b,,c", "Expected: '=', received: 'EOF' for input:"),
        (
            "a=b,",
            "Expected: '<second>', received: '<none>' for input:",
        ),
        ("a==b", "Expected: ',', received: '=' for input:"),
        ("a=x'y", "Expected: ',', received: ''' for input:"),
    ] {
        assert_eq!(shown(text), message, "{text}");
    }
}

#[test]
fn the_place_is_marked_in_its_line() {
    let Err(Error::Syntax(message)) = parse("foo=bar,\nbar==baz,\nx=y") else {
        panic!("parsed")
    };
    assert_eq!(
        message,
        "Expected: ',', received: '=' for input:\nfoo=bar,\nbar==baz,\n    ^\nx=y"
    );
    let Err(Error::Syntax(message)) = parse("a=b,a=c") else {
        panic!("parsed")
    };
    assert_eq!(
        message,
        "Second instance of key \"a\" encountered for input:\na=b,a=c\n    ^\nThis is often because there is a \
         preceding \",\" instead of a space."
    );
}

#[test]
fn files_are_read_only_where_asked() {
    let path = std::env::temp_dir().join(format!("smithgen-shorthand-{}", std::process::id()));
    std::fs::write(&path, "[x,y]").unwrap();
    let path = path.to_str().unwrap().to_owned();
    assert_eq!(
        shown(&format!("a@=file://{path},b=c")),
        r#"{"a": "[x,y]", "b": "c"}"#
    );
    assert_eq!(
        shown(&format!("a=file://{path}")),
        format!(r#"{{"a": "file://{path}"}}"#)
    );
    assert_eq!(
        shown(&format!("a={{b@=file://{path}}}")),
        r#"{"a": {"b": "[x,y]"}}"#
    );
    assert_eq!(
        shown("a@=file://no/such"),
        "Unable to load paramfile file://no/such: [Errno 2] No such file or directory: 'no/such'"
    );
    std::fs::remove_file(path).unwrap();
}
