//! Prints what ties an operation together: its call with its setters, its marker, its static data.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::paths;
use crate::ir::{
    ApiKey, Auth, CallSetter, Checksum, ChecksumAlgorithm, Http, HttpVersions, Operation,
    OperationTrait, Paginated, Segment, StructureUse,
};

/// All items of an operation but its shapes and its error.
///
/// `parameters` are those of the endpoint rules that the operation fills, printed.
pub(super) fn operation(
    operation: &Operation,
    parameters: Option<TokenStream>,
    put: &mut dyn FnMut(TokenStream),
) {
    put(call(operation));
    setters(operation, put);
    put(plumbing(operation));
    put(spec(operation, parameters));
}

fn call(operation: &Operation) -> TokenStream {
    let Operation { call, marker, .. } = operation;
    let docs = paths::docs(&operation.docs);
    quote! {
        #docs
        #[derive(Debug)]
        #[must_use = "a call does nothing until it is sent"]
        pub struct #call(client::Call<#marker>);
    }
}

fn setters(operation: &Operation, put: &mut dyn FnMut(TokenStream)) {
    let call = &operation.call;
    for setters in operation.setters.chunks(paths::METHODS) {
        let setters = setters.iter().map(setter);
        put(quote! {
            impl #call {
                #(#setters)*
            }
        });
    }
}

fn setter(it: &CallSetter) -> TokenStream {
    let CallSetter {
        name,
        field,
        setter,
        docs,
        ..
    } = it;
    let docs = paths::docs(docs);
    let parameter = paths::parameter(&setter.argument);
    let value = paths::field_value(setter);
    quote! {
        #docs
        pub fn #name(mut self, value: #parameter) -> Self {
            self.0.input.#field = #value;
            self
        }
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
    let shared = [input, output].into_iter().filter_map(|it| {
        let StructureUse { ty, shared, .. } = it;
        shared.as_ref().map(|path| quote!(pub use #path as #ty;))
    });
    quote! {
        #(#shared)*
        rt::operation!(#marker, SPEC, #(#types),*);
        client::call!(#call, #marker, #(#types),*);
        #pages
    }
}

fn paged(operation: &Operation, pages: &Paginated) -> TokenStream {
    let Operation { call, marker, .. } = operation;
    let input_token = Literal::usize_unsuffixed(pages.input_token);
    let output_token = pages.output_token.iter();
    let output_token = output_token.map(|member| Literal::usize_unsuffixed(*member));
    let more = index(pages.more);
    quote! {
        client::pages!(#call, #marker);
        impl client::Paged for #marker {
            const PAGES: &'static client::Paginated = &client::Paginated {
                input_token: #input_token,
                output_token: &[#(#output_token),*],
                more: #more,
            };
        }
    }
}

fn spec(operation: &Operation, parameters: Option<TokenStream>) -> TokenStream {
    let Operation {
        name,
        input,
        output,
        error,
        ..
    } = operation;
    let (input, output) = (&input.schema, &output.schema);
    let errors = error.variants.iter().map(|variant| &variant.schema);
    let http = paths::option(operation.http.as_ref().map(http));
    let auth = operation.auth.iter().map(auth);
    let host_prefix = paths::option(operation.host_prefix.as_ref().map(|prefix| quote!(#prefix)));
    let traits = operation
        .traits
        .iter()
        .map(|property| operation_trait(property, parameters.as_ref()));
    quote! {
        pub(crate) static SPEC: rt::OperationSpec = rt::OperationSpec {
            name: #name,
            service: &super::super::service::SERVICE,
            input: &#input,
            output: &#output,
            errors: &[#(&#errors),*],
            http: #http,
            auth: &[#(#auth),*],
            host_prefix: #host_prefix,
            traits: &[#(#traits),*],
        };
    }
}

fn http(http: &Http) -> TokenStream {
    let Http {
        method,
        path,
        query,
        code,
    } = http;
    let path = path.iter().map(segment);
    let query = query.iter().map(|(name, value)| {
        let value = paths::option(value.as_ref().map(|value| quote!(#value)));
        quote!((#name, #value))
    });
    let code = Literal::u16_unsuffixed(*code);
    quote! {
        &rt::Http {
            method: #method,
            path: &[#(#path),*],
            query: &[#(#query),*],
            code: #code,
        }
    }
}

fn segment(segment: &Segment) -> TokenStream {
    match segment {
        Segment::Literal(text) => quote!(rt::Segment::Literal(#text)),
        Segment::Label(member) => {
            let member = Literal::usize_unsuffixed(*member);
            quote!(rt::Segment::Label(#member))
        }
        Segment::Greedy(member) => {
            let member = Literal::usize_unsuffixed(*member);
            quote!(rt::Segment::Greedy(#member))
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
            quote!(rt::Auth::ApiKey(&rt::ApiKey { name: #name, header: #header, scheme: #scheme }))
        }
    }
}

fn operation_trait(property: &OperationTrait, parameters: Option<&TokenStream>) -> TokenStream {
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
        OperationTrait::TreeHash => quote!(rt::OperationTrait::TreeHash),
        OperationTrait::Header(name, value) => {
            quote!(rt::OperationTrait::Headers(&[(#name, #value)]))
        }
        OperationTrait::DefaultText(member, text) => {
            let member = Literal::usize_unsuffixed(*member);
            quote!(rt::OperationTrait::DefaultText(&rt::DefaultText { member: #member, text: #text }))
        }
        OperationTrait::EndpointMember(member) => {
            let member = Literal::usize_unsuffixed(*member);
            quote!(rt::OperationTrait::EndpointMember(#member))
        }
        OperationTrait::BucketAddressing(bucket) => {
            let bucket = index(*bucket);
            quote!(rt::OperationTrait::BucketAddressing(&rt::BucketAddressing {
                bucket: #bucket,
                host: "s3",
                accelerated_host: "s3-accelerate",
            }))
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
        OperationTrait::EndpointParameters(_) => {
            quote!(rt::OperationTrait::EndpointParameters(#parameters))
        }
    }
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
    quote! {
        rt::Checksum {
            required: #required,
            algorithm_member: #algorithm_member,
            request: &[#(#request),*],
            mode_member: #mode_member,
            response: &[#(#response),*],
        }
    }
}

fn algorithm(algorithm: ChecksumAlgorithm) -> TokenStream {
    match algorithm {
        ChecksumAlgorithm::Crc32 => quote!(rt::ChecksumAlgorithm::Crc32),
        ChecksumAlgorithm::Crc32c => quote!(rt::ChecksumAlgorithm::Crc32c),
        ChecksumAlgorithm::Crc64Nvme => quote!(rt::ChecksumAlgorithm::Crc64Nvme),
        ChecksumAlgorithm::Sha1 => quote!(rt::ChecksumAlgorithm::Sha1),
        ChecksumAlgorithm::Sha256 => quote!(rt::ChecksumAlgorithm::Sha256),
    }
}

/// The index of a member, where there is one.
fn index(member: Option<usize>) -> TokenStream {
    paths::option(member.map(|member| {
        let member = Literal::usize_unsuffixed(member);
        quote!(#member)
    }))
}
