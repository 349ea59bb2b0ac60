//! Emits the tables of a service's command line.

mod custom;

use super::text::{self, put};
use crate::ir::cli::{
    Acceptor, Arg, Command, Commands, EncodedNames, Example, Keep, Matcher, Pages, Recoded,
    ShapeDoc, State, Waiter,
};

/// What `cli.rs` brings in.
pub(super) const IMPORTS: &str = "use ::smithgen_cli::table;\n";

/// The tables of `cli.rs`.
pub(super) fn tables(commands: &Commands) -> String {
    let Commands {
        name,
        env,
        config_key,
        aws,
        doc,
        commands,
        docs,
        recoded,
        waiters,
        foreign,
        buckets,
        ..
    } = commands;
    let name = name.as_str();
    let waiters = match waiters.is_empty() {
        true => String::new(),
        false => format!(".with_waiters({})", text::list(waiters, waiter)),
    };
    let recoded = match recoded.as_slice() {
        [] => String::new(),
        some => format!(".with_recoded({})", text::list(some, self::recoded)),
    };
    let foreign = match foreign.as_slice() {
        [] => String::new(),
        some => format!(
            ".with_foreign({})",
            text::listed(some.iter().map(|it| text::quoted(it)))
        ),
    };
    let buckets = match buckets {
        Some([head, create, session]) => {
            format!(".with_buckets(&table::Buckets::new(&{head}, &{create}, &{session}))")
        }
        None => String::new(),
    };
    let of_aws = match aws {
        true => ".of_aws()",
        false => "",
    };
    format!(
        "/// The commands of `{name}`.\npub static COMMANDS: table::Commands = \
         table::Commands::new(&super::service::SERVICE, {}, {}, {}){of_aws}\
         .with_doc({}).with_commands({}).with_docs({}){recoded}{waiters}{foreign}{buckets};",
        text::quoted(name),
        text::quoted(env),
        text::quoted(config_key),
        text::quoted(doc),
        text::list(commands, command),
        text::list(docs, shape_doc)
    )
}

fn command(command: &Command, out: &mut String) {
    let Command {
        name,
        doc,
        operation,
        args,
        examples,
        encoded_names,
        keep,
        pages,
        custom,
    } = command;
    let (name, doc) = (text::quoted(name.as_str()), text::quoted(doc));
    let args = text::list(args, arg);
    put(
        out,
        format_args!("table::Command::new({name}, &{operation}, {doc}, {args})"),
    );
    if !examples.is_empty() {
        put(
            out,
            format_args!(".with_examples({})", text::list(examples, example)),
        );
    }
    if let Some(names) = encoded_names {
        self::encoded_names(names, out);
    }
    if let Some(keep) = keep {
        self::keep(keep, out);
    }
    if let Some(pages) = pages {
        self::pages(pages, out);
    }
    if let Some(custom) = custom {
        custom::custom(custom, out);
    }
}

fn pages(pages: &Pages, out: &mut String) {
    let Pages {
        tokens,
        items,
        page_size,
        more,
        shared,
        manual,
        default_size,
    } = pages;
    let tokens = text::list(tokens, |(member, next), out| {
        put(
            out,
            format_args!("table::token({member}, {})", text::quoted(next)),
        );
    });
    let items = text::listed(items.iter().map(|it| text::quoted(it)));
    put(
        out,
        format_args!(".with_pages(&table::Pages::new({tokens}, {items})"),
    );
    if let Some(member) = page_size {
        put(out, format_args!(".with_page_size({member})"));
    }
    if let Some(more) = more {
        put(out, format_args!(".with_more({})", text::quoted(more)));
    }
    if !shared.is_empty() {
        let shared = text::listed(shared.iter().map(|it| text::quoted(it)));
        put(out, format_args!(".with_shared({shared})"));
    }
    if !manual.is_empty() {
        put(out, format_args!(".with_manual({})", text::listed(manual)));
    }
    if let Some((size, beside)) = default_size {
        let beside = text::listed(beside);
        put(out, format_args!(".with_default_size({size}, {beside})"));
    }
    out.push(')');
}

fn waiter(waiter: &Waiter, out: &mut String) {
    let Waiter {
        name,
        title,
        doc,
        command,
        delay,
        attempts,
        acceptors,
    } = waiter;
    let [name, title, doc] = [name.as_str(), title, doc].map(text::quoted);
    let acceptors = text::list(acceptors, acceptor);
    put(
        out,
        format_args!(
            "table::Waiter::new({name}, {title}, {doc}, {command}, {delay}, {attempts}, {acceptors})"
        ),
    );
}

fn acceptor(acceptor: &Acceptor, out: &mut String) {
    let state = match acceptor.state {
        State::Success => "Success",
        State::Failure => "Failure",
        State::Retry => "Retry",
    };
    let two = |name: &str, path: &str, expected: &str| {
        format!("{name}({}, {})", text::quoted(path), text::quoted(expected))
    };
    let matcher = match &acceptor.matcher {
        Matcher::Output(path, expected) => two("Output", path, expected),
        Matcher::InputOutput(path, expected) => two("InputOutput", path, expected),
        Matcher::AllOf(path, expected) => two("AllOf", path, expected),
        Matcher::InputOutputAllOf(path, expected) => two("InputOutputAllOf", path, expected),
        Matcher::AnyOf(path, expected) => two("AnyOf", path, expected),
        Matcher::InputOutputAnyOf(path, expected) => two("InputOutputAnyOf", path, expected),
        Matcher::Status(status) => format!("Status({status})"),
        Matcher::Error(code) => format!("Error({})", text::quoted(code)),
        Matcher::Failed => "Failed".to_owned(),
        Matcher::Succeeded => "Succeeded".to_owned(),
    };
    put(
        out,
        format_args!("table::acceptor(table::State::{state}, table::Matcher::{matcher})"),
    );
}

fn encoded_names(names: &EncodedNames, out: &mut String) {
    let EncodedNames { says, texts, lists } = names;
    let lists = lists.iter().map(|pair| format!("{pair:?}"));
    let (texts, lists) = (text::listed(texts), text::listed(lists));
    put(
        out,
        format_args!(".with_encoded_names(&table::EncodedNames::new({says:?}, {texts}, {lists}))"),
    );
}

fn recoded(recoded: &Recoded, out: &mut String) {
    let Recoded {
        schema,
        member,
        coding,
    } = recoded;
    put(
        out,
        format_args!("table::Recoded::new(&{schema}, {member}, table::Coding::{coding:?})"),
    );
}

fn keep(keep: &Keep, out: &mut String) {
    let (expires, with) = (keep.expires, text::listed(&keep.with));
    let (scopes, instance) = (text::option(keep.scopes), text::option(keep.instance));
    put(
        out,
        format_args!(".with_keep(&table::Keep::new({expires}, {with}, {scopes}, {instance}))"),
    );
}

fn arg(arg: &Arg, out: &mut String) {
    let (name, member) = (text::quoted(arg.name.as_str()), arg.member);
    put(
        out,
        format_args!("table::arg({name}, {member}, {})", arg.required),
    );
    if let Some(negative) = &arg.negative {
        let negative = text::quoted(negative.as_str());
        put(out, format_args!(".with_negative({negative})"));
    }
    if arg.hidden {
        put(out, format_args!(".hidden()"));
    }
    if arg.flag {
        put(out, format_args!(".or_flag()"));
    }
}

fn example(example: &Example, out: &mut String) {
    let Example {
        title,
        doc,
        input,
        output,
        error,
    } = example;
    let [title, doc, input, output] = [title, doc, input, output].map(|it| text::quoted(it));
    let error = text::option(error.as_deref().map(text::quoted));
    put(
        out,
        format_args!("table::Example::new({title}, {doc}, {input}, {output}, {error})"),
    );
}

fn shape_doc(shape: &ShapeDoc, out: &mut String) {
    let ShapeDoc {
        schema,
        doc,
        members,
    } = shape;
    let (doc, members) = (
        text::quoted(doc),
        text::listed(members.iter().map(|it| text::quoted(it))),
    );
    put(
        out,
        format_args!("table::ShapeDoc::new(&{schema}, {doc}, {members})"),
    );
}
