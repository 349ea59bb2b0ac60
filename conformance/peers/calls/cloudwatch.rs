//! awsQuery, with lists within lists and requests that are compressed.

use std::collections::BTreeSet;

use smithgen_client::Config;

use super::{Outcome, equal, error};
use crate::cloudwatch::types::{Dimension, MetricDatum};
use crate::cloudwatch::Client;
use crate::cloudwatch::operations::set_alarm_state::SetAlarmStateError;

fn dimension() -> Dimension {
    Dimension::default().with_name("d").with_value("é&=")
}

fn number(n: u32) -> MetricDatum {
    let datum = MetricDatum::default().with_metric_name(format!("metric-{n}"));
    datum.with_value(f64::from(n))
}

pub async fn alarms(config: Config) -> Outcome {
    let client = Client::new(config);
    let names: BTreeSet<String> = (0..5).map(|n| format!("alarm-{n}")).collect();
    for name in &names {
        client
            .put_metric_alarm()
            .alarm_name(name)
            .metric_name("m")
            .namespace("n")
            .dimensions([dimension()])
            .statistic("Average")
            .period(60)
            .evaluation_periods(1)
            .threshold(1.5)
            .comparison_operator("GreaterThanThreshold")
            .send()
            .await?;
    }
    let mut pages = client.describe_alarms().max_records(2).pages();
    let mut found = BTreeSet::new();
    while let Some(page) = pages.next().await {
        for alarm in page?.metric_alarms.unwrap_or_default() {
            equal(alarm.threshold, Some(1.5))?;
            let dimensions = alarm.dimensions.unwrap_or_default();
            equal(dimensions, vec![dimension()])?;
            found.extend(alarm.alarm_name);
        }
    }
    equal(found.clone(), names)?;
    client.delete_alarms().alarm_names(found).send().await?;
    let rest = client.describe_alarms().send().await?;
    equal(rest.metric_alarms.unwrap_or_default().len(), 0)
}

pub async fn metrics(config: Config) -> Outcome {
    let data = (0..200).map(|n| number(n));
    let client = Client::new(config);
    let call = client.put_metric_data().namespace("numbers");
    call.metric_data(data).send().await?;
    Ok(())
}

pub async fn absent(config: Config) -> Outcome {
    let client = Client::new(config);
    let call = client.set_alarm_state().alarm_name("absent");
    let error = error(call.state_value("OK").state_reason("r").send().await)?;
    let is_modelled = matches!(error, SetAlarmStateError::ResourceNotFound(_));
    equal((is_modelled, error.status()), (true, Some(404)))
}
