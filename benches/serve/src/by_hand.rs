//! The service as one writes it on axum with serde, without checks.

use axum::body::Bytes;
use axum::extract::{DefaultBodyLimit, Path};
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::post;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

#[derive(Deserialize, Serialize)]
struct Record {
    id: String,
    name: String,
    count: i32,
    #[serde(skip_serializing_if = "Option::is_none")]
    price: Option<f64>,
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct Input {
    records: Vec<Record>,
}

#[derive(Deserialize, Serialize)]
struct Whole {
    shelf: String,
    records: Vec<Record>,
}

async fn json(Path(shelf): Path<String>, Json(input): Json<Input>) -> Json<Whole> {
    let records = input.records;
    Json(Whole { shelf, records })
}

async fn cbor(body: Bytes) -> Result<impl IntoResponse, StatusCode> {
    let input: Whole = minicbor_serde::from_slice(&body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let body = minicbor_serde::to_vec(&input).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    let headers = [
        (header::CONTENT_TYPE.as_str(), "application/cbor"),
        ("smithy-protocol", "rpc-v2-cbor"),
    ];
    Ok((headers, body))
}

pub async fn serve(listener: TcpListener) {
    let app = Router::new()
        .route("/shelves/{shelf}", post(json))
        .route("/service/Warehouse/operation/Restock", post(cbor))
        .layer(DefaultBodyLimit::max(16 << 20));
    axum::serve(listener, app).await.expect("it serves");
}
