//! Emits what commands have beyond their operations.

use super::super::text::{self, put};
use crate::ir::cli::{Added, Apart, Custom, Fills, Fix, Joins, Reads, Shows};

/// Adds the part of a command's table.
pub(super) fn custom(custom: &Custom, out: &mut String) {
    let Custom {
        added,
        apart,
        fixes,
        archives,
        as_text,
        base,
        copy,
        reads,
        joins,
        shows,
    } = custom;
    out.push_str(".with_custom(&table::Custom::new()");
    if !added.is_empty() {
        let added = text::list(added, self::added);
        put(out, format_args!(".with_added({added})"));
    }
    if !apart.is_empty() {
        let apart = text::list(apart, self::apart);
        put(out, format_args!(".with_apart({apart})"));
    }
    if !fixes.is_empty() {
        let fixes = text::list(fixes, fix);
        put(out, format_args!(".with_fixes({fixes})"));
    }
    if !archives.is_empty() {
        let archives = text::listed(archives);
        put(out, format_args!(".with_archives({archives})"));
    }
    if let Some((member, name)) = as_text {
        let name = text::quoted(name);
        put(out, format_args!(".with_text({member}, {name})"));
    }
    if let Some(base) = base {
        put(out, format_args!(".with_base({})", text::quoted(base)));
    }
    if let Some((source, url)) = copy {
        put(out, format_args!(".with_copy({source}, {url})"));
    }
    if let Some(reads) = reads {
        put(out, format_args!(".with_reads({})", self::reads(reads)));
    }
    if let Some(joins) = joins {
        put(out, format_args!(".with_joins({})", self::joins(joins)));
    }
    if let Some(shows) = shows {
        let shows = match shows {
            Shows::Definition => "Definition".to_owned(),
            Shows::Renamed(names) => format!("Renamed({})", pairs(names)),
            Shows::Password(path) => format!("Password({})", texts(path)),
        };
        put(out, format_args!(".with_shows(table::Shows::{shows})"));
    }
    out.push(')');
}

fn reads(reads: &Reads) -> String {
    let Reads {
        option,
        from,
        by,
        version: (answered, sent),
        whole,
    } = reads;
    let [option, by, answered, sent, whole] =
        [option, by, answered, sent, whole].map(|it| text::quoted(it));
    format!("&table::Reads::new({option}, &{from}, {by}, ({answered}, {sent}), {whole})")
}

fn joins(joins: &Joins) -> String {
    let parts = text::list(&joins.parts, |join, out| {
        let (from, member) = (&join.from, text::quoted(&join.member));
        put(out, format_args!("table::join(&{from}, {member})"));
        out.push_str(if join.always { ".always()" } else { "" });
        if let Some((member, text, has)) = &join.only {
            let [member, text] = [member, text].map(|it| text::quoted(it));
            put(out, format_args!(".only({member}, {text}, {has})"));
        }
    });
    let [into, by] = [&joins.into, &joins.by].map(|it| text::quoted(it));
    format!("&table::Joins::new({into}, {by}, {parts})")
}

fn added(added: &Added, out: &mut String) {
    let name = format!("--{}", added.name);
    let name = text::quoted(&name);
    let doc = text::quoted(&added.doc);
    let fills = fills(&added.fills);
    put(
        out,
        format_args!("table::added({name}, {doc}, table::Fills::{fills})"),
    );
    if added.required {
        out.push_str(".required()");
    }
    if !added.choices.is_empty() {
        put(
            out,
            format_args!(".with_choices({})", texts(&added.choices)),
        );
    }
}

fn fills(fills: &Fills) -> String {
    let quoted = |texts: &[&String]| {
        let texts = texts.iter().map(|it| text::quoted(it).to_string());
        let texts: Vec<String> = texts.collect();
        texts.join(", ")
    };
    let (name, arguments) = match fills {
        Fills::Value(fills) => ("Value", quoted(&[fills])),
        Fills::Values(fills) => ("Values", quoted(&[fills])),
        Fills::Archive(fills) => ("Archive", quoted(&[fills])),
        Fills::Needing(fills, members, problem) => {
            let (fills, problem) = (quoted(&[fills]), quoted(&[problem]));
            let members = texts(members);
            ("Needing", format!("{fills}, {members}, {problem}"))
        }
        Fills::Each(fills) => ("Each", quoted(&[fills])),
        Fills::Flag(fills) => ("Flag", quoted(&[fills])),
        Fills::Pairs(fills) => ("Pairs", quoted(&[fills])),
        Fills::Range(separator, words, fills, problem) => {
            let (separator, words) = (quoted(&[separator]), pairs(words));
            let rest = quoted(&[fills, problem]);
            ("Range", format!("{separator}, {words}, {rest}"))
        }
        Fills::Words(words, numbers, fills, problem) => {
            let (words, rest) = (pairs(words), quoted(&[fills, problem]));
            ("Words", format!("{words}, {numbers:?}, {rest}"))
        }
        Fills::Prefix(prefix, fills, otherwise) => ("Prefix", quoted(&[prefix, fills, otherwise])),
        Fills::Text(fills) => ("Text", quoted(&[fills])),
        Fills::Suffix(suffix, fills, otherwise) => ("Suffix", quoted(&[suffix, fills, otherwise])),
        Fills::Variant(by, words, fills) => {
            let (by, words, fills) = (texts(by), pairs(words), quoted(&[fills]));
            ("Variant", format!("{by}, {words}, {fills}"))
        }
        Fills::List(fills) => ("List", quoted(&[fills])),
        Fills::Tags(fills) => ("Tags", quoted(&[fills])),
        Fills::Switch(fills) => ("Switch", quoted(&[fills])),
        Fills::PrivateKey(member) => ("PrivateKey", quoted(&[member])),
        Fills::File(within, name, is_base64) | Fills::FileOf(within, name, is_base64) => {
            let variant = match fills {
                Fills::File(..) => "File",
                _ => "FileOf",
            };
            let (within, name) = (texts(within), quoted(&[name]));
            (variant, format!("{within}, {name}, {is_base64}"))
        }
        Fills::Definition(part) => ("Definition", format!("table::Definition::{part:?}")),
        Fills::Nothing => return "Nothing".to_owned(),
    };
    format!("{name}({arguments})")
}

fn apart(apart: &Apart, out: &mut String) {
    let (from, problem) = (apart.from, text::quoted(&apart.problem));
    let options = texts(&apart.options);
    put(
        out,
        format_args!("table::Apart::new({from}, {options}, {problem})"),
    );
}

fn fix(fix: &Fix, out: &mut String) {
    let fix = match fix {
        Fix::Number(member, number) => format!("Number({member}, {number})"),
        Fix::Base64(member) => format!("Base64({member})"),
        Fix::Words(member, words) => format!("Words({member}, {})", pairs(words)),
        Fix::LastSegment(member) => format!("LastSegment({member})"),
        Fix::Bucket(member) => format!("Bucket({member})"),
        Fix::CopySource(member) => format!("CopySource({member})"),
        Fix::Ascii(member) => format!("Ascii({member})"),
        Fix::InstanceGroups(member) => format!("InstanceGroups({member})"),
        Fix::Key(key, digest) => format!("Key({key}, {digest})"),
        Fix::UploadPolicy(member, inside) => {
            format!("UploadPolicy({member}, {})", text::quoted(inside))
        }
        Fix::Gather(into, if_any, moves) => {
            let moves = moves.iter();
            let moves = moves.map(|(member, to)| format!("({member}, {})", text::quoted(to)));
            let moves = text::listed(moves);
            format!("Gather({into}, {}, {moves})", texts(if_any))
        }
    };
    put(out, format_args!("table::Fix::{fix}"));
}

fn texts(texts: &[String]) -> String {
    text::listed(texts.iter().map(|it| text::quoted(it)))
}

fn pairs(pairs: &[(String, String)]) -> String {
    let pairs = pairs.iter();
    text::listed(pairs.map(|(a, b)| format!("({}, {})", text::quoted(a), text::quoted(b))))
}
