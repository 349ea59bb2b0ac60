//! `serve KIND`: serves records on a free port of the loopback address, which it prints, until it is killed.

mod by_hand;

mod plain {
    include!(concat!(env!("OUT_DIR"), "/plain/mod.rs"));
}

mod constrained {
    include!(concat!(env!("OUT_DIR"), "/constrained/mod.rs"));
}

use smithgen_server::{Conduct, Context, Server, listen_until};
use tokio::net::TcpListener;

macro_rules! implement {
    ($name:ident, $module:ident) => {
        struct $name;

        impl $module::server::Warehouse for $name {
            async fn restock(
                &self,
                input: $module::operations::restock::RestockInput,
                _: &Context,
            ) -> Result<
                $module::operations::restock::RestockOutput,
                $module::server::RestockError,
            > {
                Ok($module::operations::restock::RestockOutput {
                    shelf: input.shelf,
                    records: input.records,
                })
            }
        }
    };
}

implement!(Plain, plain);
implement!(Constrained, constrained);

async fn serve(listener: TcpListener, server: Server) {
    let mut conduct = Conduct::default();
    conduct.connections = 4096;
    let served = listen_until(listener, server.into_service(), conduct, std::future::pending());
    served.await.expect("the listener has an address");
}

fn main() {
    let kind = std::env::args().nth(1).unwrap_or_default();
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_all().build().expect("a runtime can be made");
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        println!("{}", listener.local_addr().expect("it is bound").port());
        match kind.as_str() {
            "by-hand" => by_hand::serve(listener).await,
            "plain" => serve(listener, plain::server::serve(Plain)).await,
            "constrained" => serve(listener, constrained::server::serve(Constrained)).await,
            _ => panic!("serve by-hand | plain | constrained"),
        }
    });
}
