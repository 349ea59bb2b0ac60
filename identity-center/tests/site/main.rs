//! Pages and services as a browser and tools meet them, without a socket.

mod desk;
mod devices;
mod guards;
mod redirects;
