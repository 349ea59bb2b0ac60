//! What the code of a service asks of the crates that it stands on.

use std::collections::BTreeSet;

use super::protocol;
use super::protocols::Protocol;
use crate::ir::{Feature, Home, Operation};
use crate::lower::operation::auth;
use crate::lower::{Lowering, Options, Sides};
use smithgen_model::model::Shape;

/// The crate that types and tables stand on, and cargo features.
pub(in crate::lower) struct Features {
    pub(in crate::lower) home: Home,
    /// Those of the client's crate, including the protocol's.
    pub(in crate::lower) of_client: Vec<&'static str>,
    /// Those of the server's crate, including those of all protocols.
    pub(in crate::lower) of_server: Vec<&'static str>,
    /// Those that the module's root demands: all but those of protocols, which are demanded where these are named.
    pub(in crate::lower) demanded: Vec<Feature>,
}

impl Lowering<'_> {
    pub(in crate::lower) fn features(
        &self,
        service: &Shape,
        protocol: &Protocol,
        operations: &[Operation],
        options: &Options,
    ) -> Features {
        let Sides { serves, .. } = self.sides;
        let home = match self.sides.is_server_alone() {
            true => Home::Server,
            false => Home::Client,
        };
        let shared = protocol::features(operations, self.has_events());
        // A package has a feature of its own for it.
        let serde = (options.shapes.serde && !options.packaged).then_some("serde");
        let mut of_client = Vec::new();
        let mut demanded = Vec::new();
        if home == Home::Client {
            let features: BTreeSet<_> = shared.iter().copied().chain(protocol.feature).collect();
            of_client = features.into_iter().chain(serde).collect();
            let besides = of_client.iter().filter(|it| Some(**it) != protocol.feature);
            demanded.extend(besides.map(|feature| protocol::demand(feature, home)));
            if !options.packaged {
                demanded.extend(auth::features(operations));
            }
        }
        let mut of_server = Vec::new();
        if serves {
            // Which versions of HTTP there are is for those to say who run the server.
            let besides = shared.into_iter().filter(|feature| *feature != "http2");
            let besides: Vec<_> = besides
                .chain(serde.filter(|_| home == Home::Server))
                .collect();
            demanded.extend(
                besides
                    .iter()
                    .map(|feature| protocol::demand(feature, Home::Server)),
            );
            let protocols = protocol::all(service).filter_map(|protocol| protocol.feature);
            let features: BTreeSet<_> = besides.into_iter().chain(protocols).collect();
            of_server = features.into_iter().collect();
        }
        Features {
            home,
            of_client,
            of_server,
            demanded,
        }
    }
}
