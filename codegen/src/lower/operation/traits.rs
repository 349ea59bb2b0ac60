//! The rarer properties of operations: traits that few have, and what services want without saying so.

use super::http_versions;
use crate::ir::endpoint::ContextParameter;
use crate::ir::{
    BucketAddressing, Checksum, ChecksumAlgorithm, DigestPair, MessageDigests, OperationTrait,
};
use crate::lower::service::protocols::Protocol;
use crate::lower::shape::traits as schema;
use crate::lower::{Lowering, endpoint};
use smithgen_model::Diagnostic;
use smithgen_model::corrections::{self, Correction, corrections};
use smithgen_model::model::traits::{self, id};
use smithgen_model::model::{self, Model, Shape};

impl Lowering<'_> {
    pub(in crate::lower) fn operation_traits(
        &mut self,
        service: &Shape,
        shape: &Shape,
        spec: &model::Operation,
        protocol: &Protocol,
    ) -> Vec<OperationTrait> {
        let model = &self.resolved.model;
        let mut list = plain_traits(shape);
        let input = model.get(spec.input.target.as_str());
        list.extend(checksum(model, shape, input));
        if !self.sides.sends {
            return list;
        }
        list.extend(corrections(model, service, shape).into_iter().map(property));
        if let Some(reason) = corrections::outdated(model, service, shape) {
            let message = format!("a correction does not fit the model: {reason}");
            let problem = Diagnostic::error(message).shape(shape.id.to_string());
            let problem = problem.at(model.place(shape.location));
            self.errors.push(
                problem.help("use a newer version of smithgen, or the model as it was published"),
            );
        }
        list.extend(http_versions::of(model, service, protocol.id, spec));
        list.extend(self.discovered(service, shape));
        list
    }

    /// Which operation tells where this one is called, and whether it has to be asked; `None` where neither is said, or that
    /// operation is not chosen.
    fn discovered(&mut self, service: &Shape, shape: &Shape) -> Option<OperationTrait> {
        let own = shape.traits.read::<traits::ClientDiscoveredEndpoint>()?;
        let all = service.traits.read::<traits::ClientEndpointDiscovery>()?;
        let name = all.operation.rsplit('#').next()?;
        let mut chosen = self.resolved.selection.operations.iter();
        let found = chosen.position(|id| id.name() == name);
        let module = found.and_then(|index| Some(self.names.operations.get(index)?.module.clone()));
        if module.is_none() && own.required {
            let message = format!("calls ask `{name}` where to go, which is not chosen");
            let problem = Diagnostic::warning(message).shape(shape.id.to_string());
            let problem = problem.at(self.resolved.model.place(shape.location));
            self.errors
                .push(problem.help(format!("choose the operation `{name}` too")));
        }
        Some(OperationTrait::DiscoveredEndpoint(module?, own.required))
    }

    /// Where the parameters of the endpoint rules come from.
    pub(in crate::lower) fn endpoint_parameters(
        &mut self,
        shape: &Shape,
        spec: &model::Operation,
    ) -> Vec<ContextParameter> {
        if !self.sides.sends {
            return Vec::new();
        }
        let input = self.resolved.model.get(spec.input.target.as_str());
        endpoint::parameters(shape, input).unwrap_or_else(|problems| {
            self.endpoint_problems(shape, shape.location, problems);
            Vec::new()
        })
    }
}

fn plain_traits(shape: &Shape) -> Vec<OperationTrait> {
    let compression = shape.traits.read::<traits::RequestCompression>();
    [
        (shape.traits.has(id::READONLY), OperationTrait::Readonly),
        (shape.traits.has(id::IDEMPOTENT), OperationTrait::Idempotent),
        (
            shape.traits.has(id::UNSIGNED_PAYLOAD),
            OperationTrait::UnsignedPayload,
        ),
        (
            shape.traits.has(id::S3_UNWRAPPED_XML_OUTPUT),
            OperationTrait::UnwrappedXmlOutput,
        ),
    ]
    .into_iter()
    .filter_map(|(has, value)| has.then_some(value))
    .chain(compression.map(|it| OperationTrait::RequestCompression(it.encodings)))
    .collect()
}

/// Checksums of requests and responses. An operation that offers no choice of algorithm and needs a checksum has
/// `Content-MD5`.
fn checksum(model: &Model, shape: &Shape, input: Option<&Shape>) -> Option<OperationTrait> {
    let plain = shape.traits.has(id::HTTP_CHECKSUM_REQUIRED);
    let Some(checksum) = shape.traits.read::<traits::HttpChecksum>() else {
        return plain.then_some(OperationTrait::ChecksumRequired);
    };
    let index = |name: Option<String>| input?.members.position(&name?);
    let algorithm_member = index(checksum.request_algorithm_member);
    let required = checksum.request_checksum_required || plain;
    if algorithm_member.is_none() && required && checksum.response_algorithms.is_empty() {
        return Some(OperationTrait::ChecksumRequired);
    }
    let named = algorithm_member.and_then(|member| {
        let target = model.target(input?.members.iter().nth(member)?)?;
        Some(schema::texts(target))
    });
    Some(OperationTrait::Checksum(Checksum {
        required,
        algorithm_member,
        request: algorithms(named.unwrap_or_default()),
        mode_member: index(checksum.request_validation_mode_member),
        response: algorithms(checksum.response_algorithms),
    }))
}

/// Those that the runtime knows; a service may come to offer more.
fn algorithms(names: Vec<String>) -> Vec<ChecksumAlgorithm> {
    let known = names.iter().filter_map(|name| {
        Some(match name.as_str() {
            "CRC32" => ChecksumAlgorithm::Crc32,
            "CRC32C" => ChecksumAlgorithm::Crc32c,
            "CRC64NVME" => ChecksumAlgorithm::Crc64Nvme,
            "SHA1" => ChecksumAlgorithm::Sha1,
            "SHA256" => ChecksumAlgorithm::Sha256,
            "SHA512" => ChecksumAlgorithm::Sha512,
            "MD5" => ChecksumAlgorithm::Md5,
            "XXHASH64" => ChecksumAlgorithm::Xxhash64,
            "XXHASH3" => ChecksumAlgorithm::Xxhash3,
            "XXHASH128" => ChecksumAlgorithm::Xxhash128,
            _ => return None,
        })
    });
    known.collect()
}

fn property(correction: Correction) -> OperationTrait {
    match correction {
        Correction::Header(name, value) => OperationTrait::Header(name.to_owned(), value),
        Correction::DefaultText(member, text) => {
            OperationTrait::DefaultText(member, text.to_owned())
        }
        Correction::ExpectContinue => OperationTrait::ExpectContinue,
        Correction::TreeHash => OperationTrait::TreeHash,
        Correction::EndpointMember(member) => OperationTrait::EndpointMember(member),
        Correction::PathInEndpoint(member) => OperationTrait::PathInEndpoint(member),
        Correction::MessageDigests(found) => OperationTrait::MessageDigests(digests(found)),
        // The labels are those of S3, which alone is corrected so.
        Correction::BucketAddressing(bucket) => {
            OperationTrait::BucketAddressing(BucketAddressing {
                bucket,
                host: "s3",
                accelerated: "s3-accelerate",
            })
        }
    }
}

fn digests(found: corrections::MessageDigests) -> MessageDigests {
    let pairs = found.pairs.into_iter().map(|pair| DigestPair {
        content: pair.content,
        digest: pair.digest,
        attributes: pair.attributes.map(|it| (it.data_type, it.values)),
    });
    MessageDigests {
        received: found.received,
        contents: (found.contents.list, found.contents.id),
        digests: (found.digests.list, found.digests.id),
        pairs: pairs.collect(),
    }
}
