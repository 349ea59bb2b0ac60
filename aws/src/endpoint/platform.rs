//! AWS as a platform for services.

use smithgen_client::endpoint::{EndpointError, Function, Platform, Store, Url, Value};

use super::{PARTITIONS, Partition, bucket, functions};
use crate::profile::split_pseudo_region;

/// AWS, with its partitions.
#[derive(Clone, Copy, Debug)]
pub struct Aws {
    partitions: &'static [Partition],
}

/// AWS with the partitions known to this version.
pub(crate) static AWS: Aws = Aws::new(PARTITIONS);

impl Aws {
    /// AWS with these partitions.
    pub const fn new(partitions: &'static [Partition]) -> Self {
        Aws { partitions }
    }
}

impl Platform for Aws {
    fn call(&self, function: Function, arguments: &[Option<Value>; 4]) -> Option<Value> {
        let [first, second, ..] = arguments;
        let input = first.as_ref().and_then(Value::as_str)?;
        match function {
            Function::Partition => {
                let partition = Partition::of(input, self.partitions)?;
                Some(Value::Table(partition))
            }
            Function::ParseArn => functions::parse_arn(input),
            Function::IsVirtualHostableS3Bucket => {
                let dots = second.as_ref().and_then(Value::as_bool)?;
                Some(functions::is_virtual_hostable(input, dots).into())
            }
            _ => None,
        }
    }

    fn region<'a>(&self, region: &'a str) -> (&'a str, bool) {
        split_pseudo_region(region)
    }

    fn store(&self, store: &Store<'_>) -> Result<Url, EndpointError> {
        bucket::url(store, self.partitions)
    }
}
