//! The language of selectors: what each expression finds, what is refused and where, and what is too much.

use std::fmt::Write;

use smithgen_model::Model;
use smithgen_model::selector::{Index, Selector, Template};

const MODEL: &str = r#"
$version: "2.0"
namespace ex

use smithy.api#trait

@title("Shop")
@auth([httpBasicAuth])
@httpBasicAuth
service Shop {
    version: "2020"
    operations: [Ping]
    resources: [Item]
    errors: [Broken]
}

service Other {
    version: "2021"
    operations: [Ping]
}

resource Item {
    identifiers: { id: Name }
    properties: { size: Size }
    read: GetItem
    list: ListItems
    operations: [Paint]
    collectionOperations: [Count]
}

operation Ping {}

@readonly
@guarded
operation GetItem {
    input: GetItemInput
    output: ItemData
    errors: [Broken]
}

@readonly
operation ListItems {}

operation Paint {}

operation Count {}

@input
structure GetItemInput with [HasName] {
    @required
    id: Name
}

@mixin
structure HasName {
    @range(min: 5, max: 2)
    name: Size
}

@tags(["a", "b"])
structure ItemData {
    @range(min: 1, max: 2)
    size: Size

    colour: Colour
    sizes: Sizes
    again: ItemData
}

@tags(["b"])
@error("client")
structure Broken {
    message: Name
}

@length(min: 1, max: 10)
string Name

integer Size

enum Colour {
    RED = "red"
}

intEnum Level {
    LOW = 1
}

list Sizes {
    member: Size
}

map ByName {
    key: Name
    value: Sizes
}

union Either {
    one: Name
}

@trait(selector: "operation")
structure guarded {}
"#;

/// The names of what a selector finds in the namespace of the model.
fn find(model: &Model, text: &str) -> String {
    let selector = Selector::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"));
    let index = Index::of(model);
    let found = selector.select(&index).unwrap();
    let ids = found
        .iter()
        .filter_map(|point| Some(index.subject(point)?.id()));
    let own = ids.filter_map(|id| Some(id.strip_prefix("ex#")?.to_owned()));
    own.collect::<Vec<_>>().join(" ")
}

fn check(cases: &[(&str, &str)]) {
    let (model, errors) = crate::support::model(MODEL);
    assert!(!errors.has_errors(), "{errors}");
    let mut wrong = String::new();
    for (selector, expected) in cases {
        let found = find(&model, selector);
        if found != *expected {
            let _ = writeln!(
                wrong,
                "{selector}\n  found    {found}\n  expected {expected}"
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn types_match_what_is_of_them() {
    check(&[
        ("service", "Other Shop"),
        ("string", "Colour Name"),
        ("enum", "Colour"),
        ("integer", "Level Size"),
        ("number", "Level Size"),
        ("list", "Sizes"),
        ("collection", "Sizes"),
        ("simpleType", "Colour Level Name Size"),
        (
            "aggregateType",
            "Broken ByName Either GetItemInput HasName ItemData Sizes guarded",
        ),
        ("serviceType[id|name^=G]", "GetItem"),
        ("member[id|member=value]", "ByName$value"),
        ("union > *", "Either$one"),
        ("structure string", ""),
    ]);
}

#[test]
fn attributes_match_ids_traits_and_services() {
    check(&[
        ("[id=ex#Name]", "Name"),
        ("[id='ex#Either$one']", "Either$one"),
        ("[id|namespace=ex] union", "Either"),
        ("[id|name=NAME i]", "Name"),
        ("[id|name=Name, Size]", "Name Size"),
        ("structure[id|name$=Data]", "ItemData"),
        ("structure[id|name*=em]", "GetItemInput ItemData"),
        ("resource", "Item"),
        ("service[service|version=2020]", "Shop"),
        ("service[service|version!=2020]", "Other"),
        ("[trait|readonly]", "GetItem ListItems"),
        ("[trait|ex#guarded]", "GetItem"),
        ("[trait|title='Shop']", "Shop"),
        ("[trait|tags|(values)=a]", "ItemData"),
        ("[trait|tags|(length)=1]", "Broken"),
        ("[trait|tags|(values)|(first)=b]", "Broken"),
        ("[trait|length|max>9.5]", "Name"),
        ("[trait|length|max>=10.0]", "Name"),
        ("[trait|length|max<10]", ""),
        ("[trait|length|max<=1e1]", "Name"),
        (
            "[trait|length|nothing?=false] :not(member)[trait|length]",
            "Name",
        ),
        ("[trait|(keys)|name=tags]", "Broken ItemData"),
        ("service[trait|(length)>2]", "Shop"),
        ("[id|name=Name][id|(length)=7]", "Name"),
    ]);
}

#[test]
fn scoped_attributes_compare_parts_of_one_value() {
    check(&[
        (
            "[@trait|range: @{min} > @{max}]",
            "GetItemInput$name HasName$name",
        ),
        (
            "[@trait|range: @{min} = 1 && @{max} = 2, 3]",
            "ItemData$size",
        ),
        (
            "[@trait|tags: @{(values)} = b && @{(length)} = 2]",
            "ItemData",
        ),
        ("[@: @{id|name} = 'NAME' i]", "Name"),
        (
            "structure $all([id=ex#ItemData]) [@: @{trait|tags|(values)} {<} @{trait|tags|(values)}]",
            "Broken ItemData",
        ),
        (
            "structure[@: @{trait|tags|(values)} {=} @{trait|tags|(values)}]",
            "Broken ItemData",
        ),
        (
            "structure[@: @{trait|tags|(values)} {<<} @{trait|tags|(values)}]",
            "",
        ),
        (
            "structure[trait|tags][@: @{trait|tags|(values)} {!=} @{trait|tags|(keys)}]",
            "Broken ItemData",
        ),
    ]);
}

#[test]
fn neighbours_are_followed_in_both_directions() {
    check(&[
        ("map > member", "ByName$key ByName$value"),
        ("map > member > list > member", "Sizes$member"),
        ("[id=ex#Sizes] < member", "ByName$value ItemData$sizes"),
        ("operation -[input]->", "GetItemInput"),
        ("structure <-[input, output]- operation", "GetItem"),
        ("operation -[error]->", "Broken"),
        ("service -[error]->", "Broken"),
        ("resource -[identifier]->", "Name"),
        ("resource -[property]->", "Size"),
        ("resource -[read]->", "GetItem"),
        ("resource -[list]->", "ListItems"),
        ("resource -[operation]->", "Paint"),
        ("resource -[instanceOperation]->", "GetItem Paint"),
        ("resource -[collectionOperation]->", "Count"),
        ("service -[resource]->", "Item"),
        ("[id=ex#Ping] -[bound]->", "Other Shop"),
        ("structure -[mixin]->", "HasName"),
        ("-[trait]-> [id|namespace=ex]", "guarded"),
        ("[trait|trait] <-[trait]- [id=ex#GetItem]", "GetItem"),
        ("enum > *", "Colour$RED"),
        ("enum > member > *", ""),
        ("[id=ex#ItemData] ~> list", "Sizes"),
        ("[id=ex#ItemData] ~> [id=ex#ItemData]", ""),
        ("[id=ex#Either] ~>", "Either$one Name"),
        ("list ~> structure", ""),
    ]);
}

#[test]
fn functions_test_join_and_lead() {
    check(&[
        ("list:test(> member > number)", "Sizes"),
        (
            "structure:test([trait|error], [trait|input])",
            "Broken GetItemInput",
        ),
        ("union:not(> member > number)", "Either"),
        (":not(*)", ""),
        (":is(list, union)", "Either Sizes"),
        (
            "structure > :is(member > list, member > enum)",
            "Colour Sizes",
        ),
        (":in(:root(operation -[output]->))", "ItemData"),
        ("structure:not(:in(:root(operation ~> *))) [id|name^=H]", ""),
        ("string:in(:root(resource -[identifier]->))", "Name"),
        ("operation:in(> structure)", ""),
        (
            ":topdown([id=ex#Shop], [trait|readonly])",
            "Count Item Paint Ping Shop",
        ),
        (
            ":topdown([id=ex#Item])",
            "Count GetItem Item ListItems Paint",
        ),
        (":recursive(>)[id|namespace=ex] union", ""),
        ("[id=ex#Either]:recursive(>)", "Either$one Name"),
        ("member:of(union)", "Either$one"),
        (":each(list, union)", "Either Sizes"),
        (":unheardOf(list)", ""),
    ]);
}

#[test]
fn variables_keep_what_was_found() {
    check(&[
        (
            "service $ops(-[operation]->) -[resource]-> -[operation]-> :not(:in(${ops}))",
            "Paint",
        ),
        ("service[trait|title] $here(*) ~> operation ${here}", "Shop"),
        (
            "service $ids(-[operation]->) [var|ids|id=ex#Ping]",
            "Other Shop",
        ),
        (
            "service $two(-[operation]->) [@: @{var|two|id|name} = Ping]",
            "Other Shop",
        ),
        ("union ${unset}", ""),
    ]);
}

#[test]
fn what_is_malformed_is_refused_at_its_place() {
    for (selector, line, column, message) in [
        ("", 1, 1, "an expression is missing"),
        ("!", 1, 1, "no expression starts with `!`"),
        ("strin", 1, 1, "no shapes of type `strin`"),
        ("list >\n  membr", 2, 3, "no shapes of type `membr`"),
        ("[trait|x", 1, 9, "expected a comparator, found the end"),
        ("[foo]", 1, 2, "a shape has no attribute `foo`"),
        ("[id|nam]", 1, 5, "an id has no attribute `nam`"),
        (
            "[trait|]",
            1,
            8,
            "expected a text in quotes, a number or an id",
        ),
        ("[id='x]", 1, 5, "the quote is not closed"),
        ("[id==x]", 1, 5, "expected a text"),
        ("[trait|a {=} b]", 1, 10, "only what is in `[@…]`"),
        ("[trait|a > 1.]", 1, 12, "`1.` is no number"),
        (":not()", 1, 6, "no expression starts with `)`"),
        (":not(list, map)", 1, 1, "`:not` has one argument, not 2"),
        (":topdown(*, *, *)", 1, 1, "one or two arguments, not 3"),
        (":is(list", 1, 9, "expected `)`, found the end"),
        ("list)", 1, 5, "`)` closes nothing"),
        ("-[input] ->", 1, 9, "expected `-`, found ` `"),
        ("${x", 1, 4, "expected `}`"),
    ] {
        let error = Selector::parse(selector).unwrap_err();
        let at = (error.line, error.column);
        assert_eq!(at, (line, column), "{selector}: {error}");
        assert!(error.message.contains(message), "{selector}: {error}");
    }
}

#[test]
fn misspelt_names_are_mended() {
    let help = |selector: &str| Selector::parse(selector).unwrap_err().help;
    assert_eq!(
        help("structur").as_deref(),
        Some("did you mean `structure`?")
    );
    assert_eq!(
        help("[id|namspace=a]").as_deref(),
        Some("did you mean `namespace`?")
    );
    for (selector, help) in [
        (":tset(*)", "did you mean `:test`?"),
        ("-[inptu]->", "did you mean `input`?"),
        (":each(list)", "write `:is`"),
        ("$ab(*) ${abc}", "did you mean `ab`?"),
    ] {
        let selector = Selector::parse(selector).unwrap();
        let [warning] = selector.warnings() else {
            panic!("{:?}", selector.warnings());
        };
        assert_eq!(warning.help.as_deref(), Some(help));
    }
}

#[test]
fn selectors_have_limits() {
    let refused = |text: String| Selector::parse(&text).unwrap_err().message;
    assert!(refused(" ".repeat(10_001)).contains("10000 bytes"));
    assert!(refused(">".repeat(501)).contains("500 expressions"));
    let nested = |depth: usize| format!("{}*{}", ":test(".repeat(depth), ")".repeat(depth));
    assert!(refused(nested(50)).contains("50 deep"));
    assert!(Selector::parse(&nested(49)).is_ok());
    assert!(Selector::parse(&">".repeat(500)).is_ok());
}

/// A model in which every structure leads to every other.
fn tangle(count: usize) -> Model {
    let mut text = "$version: \"2.0\"\nnamespace ex\n".to_owned();
    for number in 0..count {
        let next = (number + 1) % count;
        let _ = writeln!(
            text,
            "structure S{number} {{ a: S{next}, b: S{} }}",
            (number * 7) % count
        );
    }
    crate::support::model(&text).0
}

#[test]
fn without_variables_nothing_takes_many_steps() {
    let model = tangle(500);
    let index = Index::of(&model);
    let count = |text: &str| Selector::parse(text).unwrap().select(&index).unwrap().len();
    let structures = "structure[id|namespace=ex]";
    assert_eq!(
        count(&format!("{structures} {} structure", "~> ".repeat(50))),
        500
    );
    let either = ":is(>, <) ".repeat(60);
    assert_eq!(count(&format!("{structures} {either} structure")), 500);
    assert_eq!(
        count(&format!("{structures} :recursive(:recursive(>)) structure")),
        500
    );
}

#[test]
fn both_ways_of_evaluation_find_the_same() {
    let (model, _) = crate::support::model(MODEL);
    for selector in [
        "member > *",
        "[id=ex#Sizes] < member < structure",
        "structure ~> list",
        "* ~> structure",
        ":is(list, map) > member > :test(number, list)",
        "operation :not(-[input]->)",
        ":topdown([trait|title], [trait|readonly])",
        ":recursive(-[mixin]->)",
        ":in(> member > *)",
        "member:of(structure)",
        ":root(service) ~> number",
    ] {
        let walked = find(&model, &format!("$nothing(*) {selector}"));
        assert_eq!(find(&model, selector), walked, "{selector}");
    }
}

#[test]
fn messages_are_filled_from_matches() {
    let (model, _) = crate::support::model(MODEL);
    let index = Index::of(&model);
    let filled = |selector: &str, template: &str| {
        let (selector, template) = (
            Selector::parse(selector).unwrap(),
            Template::parse(template).unwrap(),
        );
        let mut texts = Vec::new();
        let result = selector.each_match(&index, &mut |found| texts.push(template.fill(&found)));
        result.unwrap();
        texts
    };
    let tags = filled(
        "structure[trait|tags][id|namespace=ex]",
        "@@@{id|name}: @{trait|tags|(values)}",
    );
    assert_eq!(tags, ["@Broken: [\"b\"]", "@ItemData: [\"a\", \"b\"]"]);
    let bound = filled(
        "service $ops(-[operation]->)",
        "@{id} has @{var|ops|id|name}",
    );
    assert_eq!(bound, ["ex#Other has [Ping]", "ex#Shop has [Ping]"]);
    let error = Template::parse("a @{id").unwrap_err();
    assert_eq!((error.line, error.column), (1, 7), "{error}");
}
