//! Asks for a frost alert and reads a forecast, without any network: requests and responses are values.

use std::error::Error;

use smithgen_client::bytes::Bytes;
use smithgen_client::{decode, encode, http};
use weather::operations::create_alert::{CreateAlert, CreateAlertInput};
use weather::operations::get_forecast::{GetForecast, GetForecastError, GetForecastOutput};
use weather::types::{AlertCondition, Condition, Severity};

mod weather {
    include!(concat!(env!("OUT_DIR"), "/weather/mod.rs"));
}

fn main() -> Result<(), Box<dyn Error>> {
    let request = frost_alert()?;
    println!("{} {}", request.method(), request.uri());
    println!("{}", String::from_utf8_lossy(request.body()));

    let expected = forecast(200, FORECAST)?;
    println!(
        "{} from {} to {}",
        expected.forecast_id, expected.temperature.from, expected.temperature.to
    );

    // What is wrong with an input is told before anything is sent, all of it.
    if let Err(problem) = encode::<CreateAlert>(&CreateAlertInput::default()) {
        println!("{problem}");
    }

    // Errors of the model are variants with members; any other is kept whole.
    match forecast(404, NOT_FOUND) {
        Ok(_) => println!("a forecast after all"),
        Err(GetForecastError::NoSuchResource(error)) => println!("no such {}", error.resource_type),
        Err(other) => println!("{other}"),
    }
    Ok(())
}

fn frost_alert() -> Result<http::Request<Bytes>, Box<dyn Error>> {
    let clear = AlertCondition::Not(Box::new(AlertCondition::Condition(Condition::Overcast)));
    let condition = AlertCondition::All(vec![AlertCondition::TemperatureBelow(0.5), clear]);
    let input = CreateAlertInput {
        name: Some("frost".to_owned()),
        condition: Some(condition),
        severity: Some(Severity::Severe),
        recipients: Some(vec!["farmer@example.com".to_owned()]),
        client_token: Some("d9c5ad09-56ef-43d8-b7a4-8c1e6a7cbb2e".to_owned()),
        ..CreateAlertInput::default()
    };
    // What is marked `@sensitive` in the model is not shown.
    println!("{input:?}");
    Ok(encode::<CreateAlert>(&input)?.into_inner())
}

const FORECAST: &str = r#"{
    "forecastId": "f-1",
    "validity": { "from": 1700000000, "to": 1700086400 },
    "temperature": { "from": -2.5, "to": 4 },
    "condition": "sleet",
    "hourly": [1.5, null, -2.5],
    "chances": { "snow": 70 }
}"#;

const NOT_FOUND: &str =
    r#"{ "__type": "NoSuchResource", "message": "no", "resourceType": "Forecast" }"#;

fn forecast(status: u16, body: &'static str) -> Result<GetForecastOutput, GetForecastError> {
    let mut response = http::Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    decode::<GetForecast>(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_are_what_the_model_says() {
        let request = frost_alert().unwrap();
        assert_eq!(
            (request.method().as_str(), request.uri().path()),
            ("POST", "/alerts")
        );
        let body = String::from_utf8(request.body().to_vec()).unwrap();
        for part in [
            r#""name":"frost""#,
            r#""condition":{"all":[{"temperatureBelow":0.5},{"not":{"condition":"overcast"}}]}"#,
            r#""recipients":["farmer@example.com"]"#,
        ] {
            assert!(body.contains(part), "{part} is not in {body}");
        }
    }

    #[test]
    fn values_of_later_versions_of_the_model_survive() {
        let forecast = forecast(200, FORECAST).unwrap();
        assert_eq!(
            forecast.condition,
            Some(Condition::Unknown("sleet".to_owned()))
        );
        assert_eq!(forecast.hourly, Some(vec![Some(1.5), None, Some(-2.5)]));
        assert_eq!(forecast.chances.unwrap().get(&Condition::Snow), Some(&70));
    }

    #[test]
    fn errors_are_matched_and_secrets_are_not_shown() {
        let error = forecast(404, NOT_FOUND).unwrap_err();
        assert_eq!(error.to_string(), "NoSuchResource: no (HTTP 404)");
        assert!(matches!(error, GetForecastError::NoSuchResource(_)));
        let input = CreateAlertInput {
            recipients: Some(vec!["farmer@example.com".to_owned()]),
            ..CreateAlertInput::default()
        };
        assert!(!format!("{input:?}").contains("farmer"));
    }
}
