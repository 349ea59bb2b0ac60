//! awsJson1_0, compatible with awsQuery.

use std::collections::BTreeSet;

use smithgen_client::Config;

use super::{Outcome, equal, error, some};
use crate::sqs::Client;
use crate::sqs::operations::get_queue_url::GetQueueUrlError;

pub async fn queues(config: Config) -> Outcome {
    let client = Client::new(config);
    let names: BTreeSet<String> = (0..5).map(|n| format!("paged-{n}")).collect();
    for name in &names {
        client.create_queue().queue_name(name).send().await?;
    }
    let call = client
        .list_queues()
        .queue_name_prefix("paged-")
        .max_results(2);
    let mut pages = call.pages();
    let mut found = BTreeSet::new();
    while let Some(page) = pages.next().await {
        for url in page?.queue_urls.unwrap_or_default() {
            found.extend(url.rsplit('/').next().map(str::to_owned));
            client.delete_queue().queue_url(url).send().await?;
        }
    }
    equal(found, names)
}

pub async fn messages(config: Config) -> Outcome {
    let client = Client::new(config);
    let queue = client.create_queue().queue_name("letters").send().await?;
    let url = some(queue.queue_url, "queue")?;
    let text = "<a&b> \"é\" \u{1F600}";
    let sent = client
        .send_message()
        .queue_url(&url)
        .message_body(text)
        .send()
        .await?;
    let received = client.receive_message().queue_url(&url).send().await?;
    let [message]: [_; 1] = some(received.messages, "messages")?
        .try_into()
        .map_err(|_| "not one message")?;
    equal(message.body.as_deref(), Some(text))?;
    equal(message.message_id, sent.message_id)?;
    let handle = some(message.receipt_handle, "handle")?;
    let delete = client
        .delete_message()
        .queue_url(&url)
        .receipt_handle(handle);
    delete.send().await?;
    client.delete_queue().queue_url(url).send().await?;
    Ok(())
}

pub async fn absent(config: Config) -> Outcome {
    let client = Client::new(config);
    let error = error(client.get_queue_url().queue_name("absent").send().await)?;
    let is_modelled = matches!(error, GetQueueUrlError::QueueDoesNotExist(_));
    equal((is_modelled, error.status()), (true, Some(400)))
}
