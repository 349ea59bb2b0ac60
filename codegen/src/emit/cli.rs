//! Emits the tables of a service's command line.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::ir::cli::{Arg, Command, Commands, Example, ShapeDoc};
use crate::ir::{Ident, Path};

/// The file `cli.rs`; `service` is the path of the static with the service's data.
pub(super) fn tables(commands: &Commands, service: &TokenStream) -> TokenStream {
    let Commands {
        name,
        env,
        config_key,
        doc,
        commands,
        docs,
    } = commands;
    let commands = commands.iter().map(command);
    let docs = docs.iter().map(shape_doc);
    let about = format!(" The commands of `{name}`, for `smithgen_cli`.");
    quote! {
        #![doc = #about]

        use ::smithgen_cli::table::{Arg, Command, Example, Service, ShapeDoc};

        #[doc = #about]
        pub static COMMANDS: Service = Service {
            service: &#service,
            name: #name,
            env: #env,
            config_key: #config_key,
            doc: #doc,
            commands: &[#(#commands),*],
            docs: &[#(#docs),*],
        };
    }
}

fn command(command: &Command) -> TokenStream {
    let Command {
        name,
        doc,
        args,
        examples,
        ..
    } = command;
    let operation = path(&command.operation);
    let args = args.iter().map(arg);
    let examples = examples.iter().map(example);
    quote! {
        Command {
            name: #name,
            operation: &#operation,
            doc: #doc,
            args: &[#(#args),*],
            examples: &[#(#examples),*],
        }
    }
}

fn arg(arg: &Arg) -> TokenStream {
    let Arg { name, required, .. } = arg;
    let member = Literal::usize_unsuffixed(arg.member);
    quote!(Arg { name: #name, member: #member, required: #required })
}

fn example(example: &Example) -> TokenStream {
    let Example {
        title,
        doc,
        input,
        output,
        error,
    } = example;
    let error = match error {
        Some(name) => quote!(Some(#name)),
        None => quote!(None),
    };
    quote!(Example { title: #title, doc: #doc, input: #input, output: #output, error: #error })
}

fn shape_doc(shape: &ShapeDoc) -> TokenStream {
    let ShapeDoc { doc, members, .. } = shape;
    let schema = path(&shape.schema);
    quote!(ShapeDoc { schema: &#schema, doc: #doc, members: &[#(#members),*] })
}

fn path(path: &Path) -> TokenStream {
    let segments = path.0.iter().map(ident);
    quote!(#(#segments)::*)
}

fn ident(ident: &Ident) -> proc_macro2::Ident {
    match ident.as_str().strip_prefix("r#") {
        Some(word) => format_ident!("r#{word}"),
        None => format_ident!("{}", ident.as_str()),
    }
}
