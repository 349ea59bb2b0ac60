//! Emits the tables of a service's command line.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::paths;
use crate::ir::cli::{Arg, Command, Commands, Example, Keep, ShapeDoc};

/// What `cli.rs` brings in.
pub(super) fn imports() -> TokenStream {
    quote!(
        use ::smithgen_cli::table;
    )
}

/// The tables of `cli.rs`.
pub(super) fn tables(commands: &Commands) -> TokenStream {
    let Commands {
        name,
        env,
        config_key,
        aws,
        doc,
        commands,
        docs,
        ..
    } = commands;
    let name = name.as_str();
    let commands = commands.iter().map(command);
    let docs = docs.iter().map(shape_doc);
    let aws = aws.then(|| quote!(.of_aws()));
    let about = format!(" The commands of `{name}`.");
    quote! {
        #[doc = #about]
        pub static COMMANDS: table::Commands =
            table::Commands::new(&super::service::SERVICE, #name, #env, #config_key)
                #aws
                .with_doc(#doc)
                .with_commands(&[#(#commands),*])
                .with_docs(&[#(#docs),*]);
    }
}

fn command(command: &Command) -> TokenStream {
    let Command {
        name,
        doc,
        operation,
        args,
        examples,
        keep,
    } = command;
    let name = name.as_str();
    let args = args.iter().map(arg);
    let examples = examples.iter().map(example);
    let examples = (examples.len() > 0).then(|| quote!(.with_examples(&[#(#examples),*])));
    let keep = keep.as_ref().map(self::keep);
    quote! {
        table::Command::new(#name, &#operation, #doc, &[#(#args),*]) #examples #keep
    }
}

fn keep(keep: &Keep) -> TokenStream {
    let number = |member: &usize| Literal::usize_unsuffixed(*member);
    let optional = |member: &Option<usize>| {
        paths::option(member.as_ref().map(number).map(|member| quote!(#member)))
    };
    let expires = number(&keep.expires);
    let with = keep.with.iter().map(number);
    let (scopes, instance) = (optional(&keep.scopes), optional(&keep.instance));
    quote! {
        .with_keep(&table::Keep::new(#expires, &[#(#with),*], #scopes, #instance))
    }
}

fn arg(arg: &Arg) -> TokenStream {
    let required = arg.required;
    let name = arg.name.as_str();
    let member = Literal::usize_unsuffixed(arg.member);
    quote!(table::arg(#name, #member, #required))
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
    quote!(table::Example::new(#title, #doc, #input, #output, #error))
}

fn shape_doc(shape: &ShapeDoc) -> TokenStream {
    let ShapeDoc {
        schema,
        doc,
        members,
    } = shape;
    quote!(table::ShapeDoc::new(&#schema, #doc, &[#(#members),*]))
}
