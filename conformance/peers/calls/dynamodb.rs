//! awsJson1_0; tokens that are keys of records, unions, numbers as text.

use std::collections::{BTreeMap, BTreeSet};

use smithgen_client::Config;
use smithgen_runtime::Blob;

use super::{Outcome, equal, error, some};
use crate::dynamodb::types::{AttributeDefinition, AttributeValue, KeySchemaElement};
use crate::dynamodb::Client;
use crate::dynamodb::operations::get_item::GetItemError;

type Item = BTreeMap<String, AttributeValue>;

fn key(number: u32) -> Item {
    BTreeMap::from([("id".to_owned(), AttributeValue::N(number.to_string()))])
}

fn item(number: u32) -> Item {
    let mut item = key(number);
    let list = vec![
        AttributeValue::Bool(true),
        AttributeValue::S("é".to_owned()),
    ];
    item.insert("list".to_owned(), AttributeValue::L(list));
    item.insert(
        "bytes".to_owned(),
        AttributeValue::B(Blob::new(*b"\x00\xff")),
    );
    item
}

pub async fn items(config: Config) -> Outcome {
    let client = Client::new(config);
    client
        .create_table()
        .table_name("things")
        .attribute_definitions([AttributeDefinition::new("id", "N")])
        .key_schema([KeySchemaElement::new("id", "HASH")])
        .billing_mode("PAY_PER_REQUEST")
        .send()
        .await?;
    for number in 0..5 {
        client
            .put_item()
            .table_name("things")
            .item(item(number))
            .send()
            .await?;
    }
    let one = client
        .get_item()
        .table_name("things")
        .key(key(3))
        .send()
        .await?;
    equal(some(one.item, "item")?, item(3))?;
    let mut pages = client.scan().table_name("things").limit(2).pages();
    let (mut found, mut count) = (BTreeSet::new(), 0);
    while let Some(page) = pages.next().await {
        count += 1;
        for item in page?.items.unwrap_or_default() {
            if let Some(AttributeValue::N(number)) = item.get("id") {
                found.insert(number.clone());
            }
        }
    }
    equal(found, (0..5).map(|number| number.to_string()).collect())?;
    equal(count >= 3, true)?;
    client
        .delete_item()
        .table_name("things")
        .key(key(3))
        .send()
        .await?;
    let gone = client
        .get_item()
        .table_name("things")
        .key(key(3))
        .send()
        .await?;
    equal(gone.item, None)?;
    client.delete_table().table_name("things").send().await?;
    Ok(())
}

pub async fn absent(config: Config) -> Outcome {
    let client = Client::new(config);
    let call = client.get_item().table_name("absent").key(key(1));
    let error = error(call.send().await)?;
    match &error {
        GetItemError::ResourceNotFoundException(_) => Ok(()),
        other => Err(other.to_string().into()),
    }
}
