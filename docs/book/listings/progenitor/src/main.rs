//! The call of a page of the book, with progenitor.

progenitor::generate_api!("tides.json");

async fn report(client: &Client) -> Result<String, Error<()>> {
    let level = types::Level { level: 3.2 };
    match client.report_level("CUXH", &level).await {
        Ok(reported) => Ok(reported.into_inner().id),
        Err(error) if error.status().is_some_and(|status| status == 404) => {
            Ok("unknown".to_owned())
        }
        Err(error) => Err(error),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let client = Client::new("http://127.0.0.1:8080");
    println!("{:?}", report(&client).await);
}
