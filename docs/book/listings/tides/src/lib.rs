//! What pages of the book show beside other tools.

pub mod tides {
    include!(concat!(env!("OUT_DIR"), "/tides/mod.rs"));
}

pub mod messages;

use std::error::Error;

use tides::Client;

/// Asks for a tide.
pub async fn high_water(client: &Client) -> Result<(), Box<dyn Error>> {
    let tide = client.get_tide().station("CUXH").send().await?;
    println!("{:?}", tide.high);
    Ok(())
}

/// Reports a level, and looks at what goes wrong.
pub async fn report(client: &Client) -> Result<String, Box<dyn Error>> {
    let report = client.report_level().station("CUXH").level(3.2);
    match report.send().await {
        Ok(reported) => Ok(reported.id),
        Err(error) if error.status().is_some_and(|status| status == 404) => {
            Ok("unknown".to_owned())
        }
        Err(error) => Err(error.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use smithgen_client::bytes::Bytes;
    use smithgen_client::transport::LocalTransport;
    use smithgen_client::{Config, http};

    #[test]
    fn the_pages_code_runs() {
        let transport = LocalTransport::new(|_: http::Request<Bytes>| {
            let mut response = http::Response::new(Bytes::new());
            *response.status_mut() = http::StatusCode::NOT_FOUND;
            response
        });
        let client = Client::new(
            Config::new()
                .endpoint_url("http://tides")
                .transport(transport),
        );
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .unwrap();
        assert_eq!(runtime.block_on(report(&client)).unwrap(), "unknown");
        assert!(runtime.block_on(high_water(&client)).is_err());
    }
}
