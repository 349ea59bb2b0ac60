//! restXml: bodies that stream, checksums, signed chunks, an output without its wrapper.

use smithgen_client::transport::Body;
use smithgen_runtime::value::{ByteSource, ByteStream};
use smithgen_client::Config;
use smithgen_runtime::bytes::Bytes;

use super::{Outcome, equal, error, some};
use crate::s3::types::{BucketLocationConstraint, CreateBucketConfiguration};
use crate::s3::Client;
use crate::s3::operations::get_object::GetObjectError;
use crate::s3::operations::head_object::HeadObjectError;

/// Bytes that are not in memory as far as the client knows, and can be read again.
struct Source(Bytes);

impl ByteSource for Source {
    fn open(&self) -> std::io::Result<Body> {
        let mut rest = self.0.clone();
        let pieces = std::iter::from_fn(move || {
            let piece = rest.split_to(rest.len().min(10_000));
            (!piece.is_empty()).then_some(piece)
        });
        Ok(Body::stream(Pieces(pieces)))
    }

    fn length(&self) -> Option<u64> {
        u64::try_from(self.0.len()).ok()
    }
}

struct Pieces<I>(I);

impl<I: Iterator<Item = Bytes> + Send + Unpin> smithgen_client::transport::BodyStream
    for Pieces<I>
{
    fn poll_piece(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Bytes, smithgen_runtime::TransportError>>> {
        std::task::Poll::Ready(self.0.next().map(Ok))
    }
}

fn large() -> Bytes {
    (0..300_000u32).map(|n| (n % 251) as u8).collect()
}

pub async fn objects(config: Config) -> Outcome {
    let client = Client::new(config);
    let place =
        CreateBucketConfiguration::default().with_location_constraint(BucketLocationConstraint::EuWest1);
    let create = client
        .create_bucket()
        .bucket("listed")
        .create_bucket_configuration(place);
    create.send().await?;
    let answer = client.get_bucket_location().bucket("listed").send().await?;
    equal(
        answer.location_constraint,
        Some(BucketLocationConstraint::EuWest1),
    )?;
    let keys = ["a b/c+d", "a b/é&<>", "plain", "x/../y", "z"];
    for key in keys {
        let put = client.put_object().bucket("listed").key(key);
        put.body(key.as_bytes().to_vec())
            .metadata([("name", "value")])
            .send()
            .await?;
    }
    let copy = client.copy_object().bucket("listed").key("copy");
    let copied = copy.copy_source("listed/plain").send().await?;
    some(copied.copy_object_result.and_then(|it| it.e_tag), "tag")?;
    client
        .delete_object()
        .bucket("listed")
        .key("copy")
        .send()
        .await?;
    let mut pages = client
        .list_objects_v2()
        .bucket("listed")
        .max_keys(2)
        .pages();
    let (mut found, mut count) = (Vec::new(), 0);
    while let Some(page) = pages.next().await {
        count += 1;
        let contents = page?.contents.unwrap_or_default();
        found.extend(contents.into_iter().filter_map(|object| object.key));
    }
    equal(found.clone(), keys.map(str::to_owned).to_vec())?;
    equal(count, 3)?;
    for key in found {
        let head = client
            .head_object()
            .bucket("listed")
            .key(&key)
            .send()
            .await?;
        equal(head.content_length, i64::try_from(key.len()).ok())?;
        let metadata = some(head.metadata, "metadata")?;
        equal(metadata.get("name").map(String::as_str), Some("value"))?;
        client
            .delete_object()
            .bucket("listed")
            .key(key)
            .send()
            .await?;
    }
    client.delete_bucket().bucket("listed").send().await?;
    Ok(())
}

pub async fn streams(config: Config) -> Outcome {
    let client = Client::new(config);
    client.create_bucket().bucket("streams").send().await?;
    let body = ByteStream::from_source(Source(large()));
    client
        .put_object()
        .bucket("streams")
        .key("k")
        .body(body)
        .send()
        .await?;
    let mut answer = client
        .get_object()
        .bucket("streams")
        .key("k")
        .send()
        .await?;
    equal(answer.content_length, Some(300_000))?;
    let (mut all, mut pieces) = (Vec::new(), 0);
    while let Some(piece) = answer.body.next().await.transpose()? {
        all.extend_from_slice(&piece);
        pieces += 1;
    }
    equal(all == large(), true)?;
    equal(pieces > 1, true)?;
    let part = client
        .get_object()
        .bucket("streams")
        .key("k")
        .range("bytes=5-9");
    let part = part.send().await?;
    equal(part.body.collect().await?, large().slice(5..10))
}

pub async fn checksums(config: Config) -> Outcome {
    let client = Client::new(config);
    client.create_bucket().bucket("sums").send().await?;
    for algorithm in ["CRC32", "CRC32C", "SHA1", "SHA256"] {
        let put = client.put_object().bucket("sums").key(algorithm);
        let put = put
            .checksum_algorithm(algorithm)
            .body(b"123456789".to_vec());
        put.send().await?;
        let get = client.get_object().bucket("sums").key(algorithm);
        let answer = get.checksum_mode("ENABLED").send().await?;
        equal(
            answer.body.collect().await?,
            Bytes::from_static(b"123456789"),
        )?;
    }
    let body = ByteStream::from_source(Source(large()));
    let put = client.put_object().bucket("sums").key("stream");
    put.checksum_algorithm("SHA256").body(body).send().await?;
    let get = client.get_object().bucket("sums").key("stream");
    let answer = get.checksum_mode("ENABLED").send().await?;
    equal(answer.body.collect().await? == large(), true)
}

pub async fn absent(config: Config) -> Outcome {
    let client = Client::new(config);
    client.create_bucket().bucket("empty").send().await?;
    let error = error(
        client
            .get_object()
            .bucket("empty")
            .key("absent")
            .send()
            .await,
    )?;
    let is_modelled = matches!(error, GetObjectError::NoSuchKey(_));
    equal((is_modelled, error.status()), (true, Some(404)))?;
    // Its answer has no body to name the error.
    let head = client.head_object().bucket("empty").key("absent");
    let error = self::error(head.send().await)?;
    let is_modelled = matches!(error, HeadObjectError::NotFound(_));
    equal((is_modelled, error.status()), (true, Some(404)))
}
