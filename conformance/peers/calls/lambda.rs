//! restJson1.

use std::collections::BTreeSet;

use smithgen_client::Config;
use smithgen_runtime::Blob;

use super::{Outcome, equal, error, some};
use crate::lambda::types::FunctionCode;
use crate::lambda::Client;
use crate::lambda::operations::get_function::GetFunctionError;

/// A zip file with nothing in it.
const EMPTY_ZIP: [u8; 22] = *b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0";

pub async fn functions(config: Config) -> Outcome {
    let iam = crate::iam::Client::new(config.clone());
    let role = iam
        .create_role()
        .role_name("runs")
        .assume_role_policy_document("{}");
    let role = role.send().await?.role;
    equal(role.role_name.as_str(), "runs")?;
    let client = Client::new(config);
    let names: BTreeSet<String> = (0..3).map(|n| format!("function-{n}")).collect();
    for name in &names {
        let made = client
            .create_function()
            .function_name(name)
            .role(&role.arn)
            .runtime("python3.12")
            .handler("a.b")
            .code(FunctionCode::default().with_zip_file(Blob::new(EMPTY_ZIP)))
            .send()
            .await?;
        equal(made.function_name.as_deref(), Some(name.as_str()))?;
        equal(made.memory_size, Some(128))?;
    }
    let mut pages = client.list_functions().max_items(2).pages();
    let mut found = BTreeSet::new();
    while let Some(page) = pages.next().await {
        let functions = page?.functions.unwrap_or_default();
        found.extend(functions.into_iter().filter_map(|it| it.function_name));
    }
    equal(found.clone(), names)?;
    for name in found {
        client.delete_function().function_name(name).send().await?;
    }
    iam.delete_role().role_name("runs").send().await?;
    let error = error(iam.get_role().role_name("runs").send().await)?;
    equal(error.code(), Some("NoSuchEntity"))
}

pub async fn absent(config: Config) -> Outcome {
    let client = Client::new(config);
    let call = client.get_function().function_name("absent");
    let error = error(call.send().await)?;
    let is_modelled = matches!(error, GetFunctionError::ResourceNotFoundException(_));
    equal((is_modelled, error.status()), (true, Some(404)))?;
    some(error.message(), "message").map(drop)
}
