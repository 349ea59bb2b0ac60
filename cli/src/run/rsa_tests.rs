use super::*;
use crate::params::base64;

/// Keys made for this test by OpenSSL: one in both forms, and another kind of key.
const RSA: &str = "\
-----BEGIN RSA PRIVATE KEY-----
MIICXQIBAAKBgQDF9cNOBgsGMbUr784ewBFHHks2645yP02lMvQHGjmj3oZJVzKq
LllWYBrOrhpaN4eCB45qtXx+cAZuX6D3eeqfg5WnXP2Y7CmN50/e/04vgIeqjVSX
faiPM5qH5uJvjqxrA/s4PwYiAXJ7/4P5geshNTg/9tz5Bwrl6o4OdgyU2wIDAQAB
AoGBALIuZO3cuJ2JrmXuwluhS6v004SKf7vLyOqyMz4VV95s0/g9mWfesiDx/g8c
XLHpm3nprUHVO0pfMRq1zqASR6BZLqH9dxFt6Tj8JqheNn70OH31cYRWyNDDf0U9
YGyZBK0Y/BoqVxi/MxE9nIPSd1LoeEzw3Uq2vvkjnCWMzQWxAkEA5XPqSKnq4BwC
7Kes4+ffz9gunbivXSe+FbYSyZMZf8TIMzFgQGVaTUEvKxtKrZXI8pqL3ZCeboba
ppg/pflxcwJBANzdEtrfQtUluYNadGyIXE6jkzBZFEh1gCpO8+lnMkrFZQBE7aKg
rg3ufc9c4Ha13U1BnICuBdJ1LScCGPMe1PkCQQCJWU++22era1kczGojqqNAyUlu
RCVFAAs699hbLWCwKN0mN8JECed6IzDW/uk+61B0WKqsoGsWAkdUPgKrmZudAkAR
fLuSctzyzXLb0JypPz63x0HPMS5m8k68itXLJC2aN/jgRZTfLIO7fKefdIYdQBcO
l+RRV/YEDN0PWp4pGcbZAkB48c1hUKHDdGNQWlVEZzwwsNpJ2IQmF3zWRl9AGrYA
iRmpWNnfRQmMRjX37GjSdJv/mgwE+jdFE+qqNRxmRQmQ
-----END RSA PRIVATE KEY-----
";
const PKCS8: &str = "\
-----BEGIN PRIVATE KEY-----
MIICdwIBADANBgkqhkiG9w0BAQEFAASCAmEwggJdAgEAAoGBAMX1w04GCwYxtSvv
zh7AEUceSzbrjnI/TaUy9AcaOaPehklXMqouWVZgGs6uGlo3h4IHjmq1fH5wBm5f
oPd56p+Dladc/ZjsKY3nT97/Ti+Ah6qNVJd9qI8zmofm4m+OrGsD+zg/BiIBcnv/
g/mB6yE1OD/23PkHCuXqjg52DJTbAgMBAAECgYEAsi5k7dy4nYmuZe7CW6FLq/TT
hIp/u8vI6rIzPhVX3mzT+D2ZZ96yIPH+DxxcsembeemtQdU7Sl8xGrXOoBJHoFku
of13EW3pOPwmqF42fvQ4ffVxhFbI0MN/RT1gbJkErRj8GipXGL8zET2cg9J3Uuh4
TPDdSra++SOcJYzNBbECQQDlc+pIqergHALsp6zj59/P2C6duK9dJ74VthLJkxl/
xMgzMWBAZVpNQS8rG0qtlcjymovdkJ5uhtqmmD+l+XFzAkEA3N0S2t9C1SW5g1p0
bIhcTqOTMFkUSHWAKk7z6WcySsVlAETtoqCuDe59z1zgdrXdTUGcgK4F0nUtJwIY
8x7U+QJBAIlZT77bZ6trWRzMaiOqo0DJSW5EJUUACzr32FstYLAo3SY3wkQJ53oj
MNb+6T7rUHRYqqygaxYCR1Q+AquZm50CQBF8u5Jy3PLNctvQnKk/PrfHQc8xLmby
TryK1cskLZo3+OBFlN8sg7t8p590hh1AFw6X5FFX9gQM3Q9anikZxtkCQHjxzWFQ
ocN0Y1BaVURnPDCw2knYhCYXfNZGX0AatgCJGalY2d9FCYxGNffsaNJ0m/+aDAT6
N0UT6qo1HGZFCZA=
-----END PRIVATE KEY-----
";
const EC: &str = "\
-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+x6vY5awKjWMSK4J
TjPjVInx5yZoLIHze0ek3sHj9YahRANCAASO/TTYHchxdYtkNF7DAw7CnCJUKqQT
Suo6QUwRaGxrDL5gLqPiU50kc6DAex3EL6UHQE+1cV0JCBjw1PgWYXG2
-----END PRIVATE KEY-----
";
/// `p4ssw0rd`, encrypted by OpenSSL.
const CIPHER: &str = "XiCwFprP+sLX3H8hcMLJ9HBOspSEGe22fc8vIEMR6qBfIe5BTcayHZKlm9qBF+BwNW7N9ykUC5rO6GvkEd9j/lnEZEmMxrMFhWZtySwY3Svqy7L+5I53H1M354/IKtTZrmkK3IpPmMmW7Gz1M7XR/f/zHMGK6vMyeFpGULdM2A0=";

#[test]
fn keys_in_either_form_decrypt() {
    let bytes = base64::decode(CIPHER).unwrap();
    assert_eq!(clear(RSA, &bytes).as_deref(), Some("p4ssw0rd"));
    assert_eq!(clear(PKCS8, &bytes).as_deref(), Some("p4ssw0rd"));
}

#[test]
fn nothing_else_decrypts() {
    let bytes = base64::decode(CIPHER).unwrap();
    assert_eq!(clear(EC, &bytes), None);
    // Another text, a short one, and one that is no number below the modulus.
    let mut other = bytes.clone();
    other[0] ^= 1;
    assert_eq!(clear(RSA, &other), None);
    assert_eq!(clear(RSA, &bytes[1..]), None);
    assert_eq!(clear(RSA, &[0xFF; 128]), None);
    assert_eq!(clear(RSA, &[0; 128]), None);
}

#[test]
fn damaged_keys_are_none() {
    let bytes = base64::decode(CIPHER).unwrap();
    for end in (0..800).step_by(7) {
        let cut = format!("{}-----END RSA PRIVATE KEY-----", &RSA[..end]);
        assert_ne!(clear(&cut, &bytes).as_deref(), Some("p4ssw0rd"), "{end}");
    }
    for der in [
        &[][..],
        &[0x30],
        &[0x30, 0x80],
        &[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
        &[0x30, 0x85, 1, 1, 1, 1, 1],
        &[0x30, 3, 2, 1, 0],
        // Numbers that are nothing, and an even modulus.
        &[0x30, 9, 2, 1, 0, 2, 0, 2, 0, 2, 0],
        &[0x30, 12, 2, 1, 0, 2, 1, 4, 2, 1, 3, 2, 1, 3],
    ] {
        let pem = format!(
            "-----BEGIN RSA PRIVATE KEY-----\n{}\n-----END RSA PRIVATE KEY-----",
            base64::encode(der)
        );
        assert_eq!(clear(&pem, &[]), None, "{der:?}");
        assert_eq!(clear(&pem, &[1]), None, "{der:?}");
    }
}

#[test]
fn the_size_of_a_file_has_a_limit() {
    let padded = |size: usize| format!("{}{RSA}", " ".repeat(size - RSA.len()));
    let bytes = base64::decode(CIPHER).unwrap();
    assert!(clear(&padded(PRIVATE_KEY_BYTES), &bytes).is_some());
    assert!(clear(&padded(PRIVATE_KEY_BYTES + 1), &bytes).is_none());
}
