//! The depot, called by a client in the same process.

use std::time::Duration;

use depot::Shelves;
use depot::depot::Client;
use depot::depot::operations::get_parcel::GetParcelError;
use depot::depot::operations::store_parcel::{StoreParcelError, StoreParcelInput};
use depot::depot::server::{self, Depot, serve};
use depot::depot::types::NoSuchParcel;
use smithgen_client::Config;
use smithgen_client::transport::LocalTransport;
use smithgen_server::{Context, Limits, Rejection, Server};

type Done = Result<(), Box<dyn std::error::Error>>;

fn client(server: Server) -> Client {
    let transport = LocalTransport::served(server.into_fn());
    let config = Config::new().endpoint_url("http://depot").max_attempts(1);
    Client::new(config.transport(transport))
}

#[rustfmt::skip]
#[tokio::test]
async fn a_client_talks_to_an_implementation() -> Done {
    let server = serve(Shelves::default());
    let transport = LocalTransport::served(server.into_fn());
    let client = Client::new(Config::new().endpoint_url("http://depot").transport(transport));
    client.store_parcel().tracking("AB-1").recipient("Ada").weight(1200).send().await?;
    let found = client.get_parcel().tracking("AB-1").send().await?;
    assert_eq!(found.parcel.recipient, "Ada");

    client.fetch_parcel().tracking("AB-1").send().await?;
    let gone = client.get_parcel().tracking("AB-1").send().await.unwrap_err();
    let GetParcelError::NoSuchParcel(error) = gone else {
        panic!("{gone}");
    };
    assert_eq!(error.message, "there is no parcel of this number");
    Ok(())
}

#[tokio::test]
async fn what_the_model_forbids_does_not_reach_a_method() {
    struct Nothing;
    impl Depot for Nothing {
        async fn store_parcel(
            &self,
            _: StoreParcelInput,
            _: &Context,
        ) -> Result<
            depot::depot::operations::store_parcel::StoreParcelOutput,
            server::StoreParcelError,
        > {
            panic!("the input is invalid");
        }
    }
    let call = client(serve(Nothing))
        .store_parcel()
        .tracking("none")
        .recipient("")
        .weight(0);
    let error = call.send().await.unwrap_err();
    let StoreParcelError::ValidationException(error) = error else {
        panic!("{error}");
    };
    let fields = error.field_list.clone().unwrap_or_default();
    let paths: Vec<&str> = fields.iter().map(|field| field.path.as_str()).collect();
    assert_eq!(paths, ["/tracking", "/recipient", "/weight"]);
}

#[tokio::test]
async fn a_method_that_is_not_written_is_not_implemented() {
    struct Nothing;
    impl Depot for Nothing {}
    let error = client(serve(Nothing)).list_parcels().send().await;
    assert_eq!(error.unwrap_err().status(), Some(501));
}

#[rustfmt::skip]
#[tokio::test]
async fn a_service_has_its_own_validation_error() {
    let server = serve(Shelves::default()).on_invalid(|_, rejection| match rejection {
        Rejection::Invalid(violations) => Some(NoSuchParcel {
            message: format!("{} things are wrong", violations.len()),
        }),
        _ => None,
    });
    let error = client(server).get_parcel().tracking("none").send().await.unwrap_err();
    assert!(matches!(error, GetParcelError::NoSuchParcel(_)), "{error}");
    assert_eq!(error.message(), Some("1 things are wrong"));
}

#[rustfmt::skip]
#[tokio::test]
async fn limits_can_be_changed() {
    let mut limits = Limits::default();
    limits.body_bytes = 1 << 20;
    limits.handler_time = Duration::from_secs(5);
    let server = serve(Shelves::default()).with_limits(limits);
    let recipient = "a".repeat(2 << 20);
    let call = client(server).store_parcel().tracking("AB-1").recipient(recipient).weight(1);
    assert_eq!(call.send().await.unwrap_err().status(), Some(413));
}
