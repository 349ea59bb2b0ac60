//! A depot of parcels: the implementation of a service whose rest is generated from its model.

use std::collections::BTreeMap;
use std::sync::Mutex;

pub mod depot {
    //! Generated from `model/depot.smithy`.
    include!(concat!(env!("OUT_DIR"), "/depot/mod.rs"));
}

use depot::operations::fetch_parcel::{FetchParcelInput, FetchParcelOutput};
use depot::operations::get_parcel::{GetParcelInput, GetParcelOutput};
use depot::operations::list_parcels::{ListParcelsInput, ListParcelsOutput};
use depot::operations::store_parcel::{StoreParcelInput, StoreParcelOutput};
use depot::server::{Depot, FetchParcelError, GetParcelError, ListParcelsError, StoreParcelError};
use depot::types::{NoSuchParcel, Parcel, ShelvesFull};
use smithgen_server::{Context, Fault};

/// How many parcels there is room for.
const SHELVES: usize = 1000;

/// A depot that remembers its parcels until it is closed.
#[derive(Default)]
pub struct Shelves {
    parcels: Mutex<BTreeMap<String, Parcel>>,
}

impl Shelves {
    fn with<T>(&self, work: impl FnOnce(&mut BTreeMap<String, Parcel>) -> T) -> Result<T, Fault> {
        let mut parcels = self
            .parcels
            .lock()
            .map_err(|_| Fault::internal("a method panicked while it changed the shelves"))?;
        Ok(work(&mut parcels))
    }
}

fn no_such_parcel() -> NoSuchParcel {
    NoSuchParcel {
        message: "there is no parcel of this number".to_owned(),
    }
}

impl Depot for Shelves {
    async fn store_parcel(
        &self,
        input: StoreParcelInput,
        _: &Context,
    ) -> Result<StoreParcelOutput, StoreParcelError> {
        self.with(|parcels| {
            let number = parcels.len() + 1;
            if number > SHELVES {
                return Err(ShelvesFull {
                    message: "come back when a parcel was fetched".to_owned(),
                })?;
            }
            let shelf = match input.fragile {
                true => format!("top-{number}"),
                false => format!("low-{number}"),
            };
            let parcel = Parcel {
                tracking: input.tracking.clone(),
                recipient: input.recipient,
                weight: input.weight,
                shelf: shelf.clone(),
            };
            parcels.insert(input.tracking, parcel);
            Ok(StoreParcelOutput { shelf })
        })?
    }

    async fn get_parcel(
        &self,
        input: GetParcelInput,
        _: &Context,
    ) -> Result<GetParcelOutput, GetParcelError> {
        let found = self.with(|parcels| parcels.get(&input.tracking).cloned())?;
        let parcel = found.ok_or_else(no_such_parcel)?;
        Ok(GetParcelOutput { parcel })
    }

    async fn fetch_parcel(
        &self,
        input: FetchParcelInput,
        _: &Context,
    ) -> Result<FetchParcelOutput, FetchParcelError> {
        let found = self.with(|parcels| parcels.remove(&input.tracking))?;
        let parcel = found.ok_or_else(no_such_parcel)?;
        Ok(FetchParcelOutput { parcel })
    }

    async fn list_parcels(
        &self,
        input: ListParcelsInput,
        _: &Context,
    ) -> Result<ListParcelsOutput, ListParcelsError> {
        let wanted = |parcel: &&Parcel| {
            let recipient = input.recipient.as_ref();
            recipient.is_none_or(|recipient| *recipient == parcel.recipient)
        };
        let parcels = self.with(|parcels| parcels.values().filter(wanted).cloned().collect())?;
        Ok(ListParcelsOutput { parcels })
    }
}
