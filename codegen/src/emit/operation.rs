//! Prints what ties an operation together: its call with its setters, its marker, its static data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::{Block, Piece, paths};
use crate::ir::{
    ApiKey, Auth, BucketAddressing, Checksum, ChecksumAlgorithm, Http, HttpVersions,
    MessageDigests, Operation, OperationTrait, PageItems, Paginated, Segment, StructureUse,
};

/// The types of an operation but its shapes and its error: its call and its marker.
pub(super) fn types(operation: &Operation, put: &mut dyn FnMut(Piece)) {
    put(Piece::Items(call(operation)));
    if !operation.setters.is_empty() {
        let setters = operation.setters.iter().map(paths::setter);
        let head = format!("impl {}", operation.call);
        put(Piece::Block(Block::new(head, setters.collect())));
    }
    put(Piece::Items(plumbing(operation)));
}

fn call(operation: &Operation) -> TokenStream {
    let Operation { call, marker, .. } = operation;
    let docs = paths::docs(&operation.docs);
    let deprecated = paths::tokens(&paths::deprecated(operation.deprecated.as_deref()));
    quote! {
        #docs
        #deprecated
        #[must_use = "a call does nothing until it is sent"]
        pub struct #call(client::Call<#marker>);
    }
}

fn plumbing(operation: &Operation) -> TokenStream {
    let Operation {
        call,
        marker,
        input,
        output,
        error,
        ..
    } = operation;
    let types = [&input.ty, &output.ty, &error.name];
    let pages = operation
        .pages
        .as_ref()
        .map(|pages| paged(operation, pages));
    let shared = shared(operation);
    let notes = paths::noted(&operation.noted);
    quote! {
        #shared
        rt::operation!(#marker, SPEC, #(#types),*);
        client::call!(#call, #marker, #(#types),* #notes);
        #pages
    }
}

/// The type that stands for an operation without calls.
pub(super) fn marker(operation: &Operation) -> TokenStream {
    let Operation {
        marker,
        input,
        output,
        ..
    } = operation;
    let shared = shared(operation);
    let types = [&input.ty, &output.ty];
    quote! {
        #shared
        rt::operation!(#marker, SPEC, #(#types),*);
    }
}

/// The operation's names for inputs and outputs that are more than that.
fn shared(operation: &Operation) -> TokenStream {
    let ends = [&operation.input, &operation.output].into_iter();
    let shared = ends.filter_map(|it| {
        let StructureUse { ty, shared, .. } = it;
        shared.as_ref().map(|path| quote!(pub use #path as #ty;))
    });
    shared.collect()
}

fn paged(operation: &Operation, pages: &Paginated) -> TokenStream {
    let Operation { call, marker, .. } = operation;
    let input_token = Literal::usize_unsuffixed(pages.input_token);
    let output_token = pages.output_token.iter();
    let output_token = output_token.map(|member| Literal::usize_unsuffixed(*member));
    let more = index(pages.more);
    let items = pages.items.as_ref().map(|items| {
        let PageItems { ty, path } = items;
        let found = path
            .iter()
            .enumerate()
            .map(|(index, (field, is_optional))| {
                // The last stays as it is.
                let question = (*is_optional && index + 1 < path.len()).then(|| quote!(?));
                quote!(.#field #question)
            });
        let found = quote!(output #(#found)*);
        let found = match path.last() {
            Some((_, true)) => found,
            _ => quote!(Some(#found)),
        };
        let output = &operation.output.ty;
        quote! {
            client::items!(#call, #marker);
            impl client::PagedItems for #marker {
                type Items = #ty;
                fn items(output: #output) -> Option<Self::Items> {
                    #found
                }
            }
        }
    });
    quote! {
        client::paginated!(#call, #marker);
        #items
        impl client::Paged for #marker {
            const PAGES: &'static client::Paginated =
                &client::Paginated::new(#input_token, &[#(#output_token),*], #more);
        }
    }
}

/// The operation's table. `parameters` are those of the endpoint rules that it fills, printed.
pub(super) fn spec(operation: &Operation, parameters: Option<TokenStream>) -> TokenStream {
    let Operation {
        name,
        input,
        output,
        error,
        ..
    } = operation;
    let (input, output) = (&input.schema, &output.schema);
    let errors = error.variants.iter().map(|variant| &variant.schema);
    let errors = given(errors, |errors| quote!(.with_errors(&[#(&#errors),*])));
    let http = operation.http.as_ref().map(http);
    let auth = given(
        operation.auth.iter().map(auth),
        |it| quote!(.with_auth(&[#(#it),*])),
    );
    let host = operation
        .host_prefix
        .as_ref()
        .map(|it| quote!(.with_host_prefix(#it)));
    let traits = operation
        .traits
        .iter()
        .map(operation_trait)
        .chain(parameters.map(|it| quote!(rt::OperationTrait::EndpointParameters(#it))));
    let traits = given(traits, |it| quote!(.with_traits(&[#(#it),*])));
    quote! {
        pub(crate) static SPEC: rt::OperationSpec =
            rt::OperationSpec::new(#name, &super::super::service::SERVICE, &#input, &#output)
                #http #errors #auth #host #traits;
    }
}

/// A part of a chain, where there is anything to say.
fn given<T>(
    items: impl Iterator<Item = T>,
    print: impl FnOnce(Vec<T>) -> TokenStream,
) -> Option<TokenStream> {
    let items: Vec<T> = items.collect();
    (!items.is_empty()).then(|| print(items))
}

fn http(http: &Http) -> TokenStream {
    let Http {
        method,
        path,
        route,
        query,
        code,
    } = http;
    let path = path.iter().map(segment);
    let route = route.as_ref().map(|route| {
        let route = route.iter().map(segment);
        quote!(.with_route(&[#(#route),*]))
    });
    let query = query.iter().map(|(name, value)| {
        let value = paths::option(value.as_ref().map(|value| quote!(#value)));
        quote!((#name, #value))
    });
    let query = given(query, |it| quote!(.with_query(&[#(#it),*])));
    let code = Literal::u16_unsuffixed(*code);
    quote!(.with_http(&rt::Http::new(#method, &[#(#path),*], #code) #query #route))
}

fn segment(segment: &Segment) -> TokenStream {
    match segment {
        Segment::Literal(text) => quote!(rt::text(#text)),
        Segment::Label(member) => {
            let member = Literal::usize_unsuffixed(*member);
            quote!(rt::label(#member))
        }
        Segment::Greedy(member) => {
            let member = Literal::usize_unsuffixed(*member);
            quote!(rt::greedy(#member))
        }
    }
}

fn auth(auth: &Auth) -> TokenStream {
    match auth {
        Auth::None => quote!(rt::Auth::None),
        Auth::SigV4 => quote!(rt::Auth::SigV4),
        Auth::SigV4a => quote!(rt::Auth::SigV4a),
        Auth::Bearer => quote!(rt::Auth::Bearer),
        Auth::Basic => quote!(rt::Auth::Basic),
        Auth::Digest => quote!(rt::Auth::Digest),
        Auth::Other(id) => quote!(rt::Auth::Other(#id)),
        Auth::ApiKey(ApiKey {
            name,
            header,
            scheme,
        }) => {
            let scheme = paths::option(scheme.as_ref().map(|scheme| quote!(#scheme)));
            quote!(rt::Auth::ApiKey(&rt::ApiKey::new(#name, #header, #scheme)))
        }
    }
}

fn operation_trait(property: &OperationTrait) -> TokenStream {
    match property {
        OperationTrait::Readonly => quote!(rt::OperationTrait::Readonly),
        OperationTrait::Idempotent => quote!(rt::OperationTrait::Idempotent),
        OperationTrait::UnsignedPayload => quote!(rt::OperationTrait::UnsignedPayload),
        OperationTrait::ChecksumRequired => quote!(rt::OperationTrait::ChecksumRequired),
        OperationTrait::RequestCompression(encodings) => {
            quote!(rt::OperationTrait::RequestCompression(&[#(#encodings),*]))
        }
        OperationTrait::UnwrappedXmlOutput => quote!(rt::OperationTrait::UnwrappedXmlOutput),
        OperationTrait::Checksum(value) => {
            let value = checksum(value);
            quote!(rt::OperationTrait::Checksum(&#value))
        }
        OperationTrait::ExpectContinue => quote!(rt::OperationTrait::ExpectContinue),
        OperationTrait::TreeHash => quote!(rt::OperationTrait::TreeHash),
        OperationTrait::Header(name, value) => {
            quote!(rt::OperationTrait::Headers(&[(#name, #value)]))
        }
        OperationTrait::DefaultText(member, text) => {
            let member = Literal::usize_unsuffixed(*member);
            quote!(rt::OperationTrait::DefaultText(&rt::DefaultText::new(#member, #text)))
        }
        OperationTrait::EndpointMember(member) => {
            let member = Literal::usize_unsuffixed(*member);
            quote!(rt::OperationTrait::EndpointMember(#member))
        }
        OperationTrait::DiscoveredEndpoint(module, required) => {
            quote!(rt::OperationTrait::DiscoveredEndpoint(
                &rt::Discovery::new(&super::#module::SPEC, #required)
            ))
        }
        OperationTrait::BucketAddressing(BucketAddressing {
            bucket,
            host,
            accelerated,
        }) => {
            let bucket = index(*bucket);
            quote!(rt::OperationTrait::BucketAddressing(
                &rt::BucketAddressing::new(#bucket, #host, #accelerated)
            ))
        }
        OperationTrait::MessageDigests(value) => {
            let value = message_digests(value);
            quote!(rt::OperationTrait::MessageDigests(&#value))
        }
        OperationTrait::PathInEndpoint(_) => quote!(rt::OperationTrait::PathInEndpoint),
        OperationTrait::HttpVersions(HttpVersions::Http2OrHttp1) => {
            quote!(rt::OperationTrait::HttpVersions(
                rt::HttpVersions::Http2OrHttp1
            ))
        }
        OperationTrait::HttpVersions(HttpVersions::Http2) => {
            quote!(rt::OperationTrait::HttpVersions(rt::HttpVersions::Http2))
        }
    }
}

fn message_digests(digests: &MessageDigests) -> TokenStream {
    let MessageDigests {
        received,
        contents,
        digests,
        pairs,
    } = digests;
    let messages = |(list, id): &(Option<usize>, Option<usize>)| {
        let (list, id) = (index(*list), index(*id));
        quote!(rt::Messages::new(#list, #id))
    };
    let (contents, digests) = (messages(contents), messages(digests));
    let pairs = pairs.iter().map(|pair| {
        let content = Literal::usize_unsuffixed(pair.content);
        let digest = Literal::usize_unsuffixed(pair.digest);
        let attributes = paths::option(pair.attributes.as_ref().map(|(data_type, values)| {
            let data_type = Literal::usize_unsuffixed(*data_type);
            let values = values.iter().map(|it| Literal::usize_unsuffixed(*it));
            quote!(rt::AttributeMembers::new(#data_type, &[#(#values),*]))
        }));
        quote!(rt::DigestPair::new(#content, #digest, #attributes))
    });
    quote!(rt::MessageDigests::new(
        #received, #contents, #digests, &[#(#pairs),*], rt::message_digests
    ))
}

fn checksum(checksum: &Checksum) -> TokenStream {
    let Checksum {
        required,
        algorithm_member,
        request,
        mode_member,
        response,
    } = checksum;
    let (algorithm_member, mode_member) = (index(*algorithm_member), index(*mode_member));
    let request = request.iter().map(|it| algorithm(*it));
    let response = response.iter().map(|it| algorithm(*it));
    let required = required.then(|| quote!(.with_required()));
    quote! {
        rt::Checksum::new(#algorithm_member, &[#(#request),*], #mode_member, &[#(#response),*])
            #required
    }
}

fn algorithm(algorithm: ChecksumAlgorithm) -> TokenStream {
    match algorithm {
        ChecksumAlgorithm::Crc32 => quote!(rt::ChecksumAlgorithm::Crc32),
        ChecksumAlgorithm::Crc32c => quote!(rt::ChecksumAlgorithm::Crc32c),
        ChecksumAlgorithm::Crc64Nvme => quote!(rt::ChecksumAlgorithm::Crc64Nvme),
        ChecksumAlgorithm::Sha1 => quote!(rt::ChecksumAlgorithm::Sha1),
        ChecksumAlgorithm::Sha256 => quote!(rt::ChecksumAlgorithm::Sha256),
        ChecksumAlgorithm::Sha512 => quote!(rt::ChecksumAlgorithm::Sha512),
        ChecksumAlgorithm::Md5 => quote!(rt::ChecksumAlgorithm::Md5),
        ChecksumAlgorithm::Xxhash64 => quote!(rt::ChecksumAlgorithm::Xxhash64),
        ChecksumAlgorithm::Xxhash3 => quote!(rt::ChecksumAlgorithm::Xxhash3),
        ChecksumAlgorithm::Xxhash128 => quote!(rt::ChecksumAlgorithm::Xxhash128),
    }
}

/// The index of a member, where there is one.
fn index(member: Option<usize>) -> TokenStream {
    paths::option(member.map(|member| {
        let member = Literal::usize_unsuffixed(member);
        quote!(#member)
    }))
}
