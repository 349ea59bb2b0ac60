//! Which certificates are trusted.

use std::time::Duration;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, CustomExtension, DnType,
    ExtendedKeyUsagePurpose, GeneralSubtree, IsCa, KeyPair, KeyUsagePurpose, NameConstraints,
    SerialNumber, date_time_ymd,
};
use tokio_rustls::rustls::client::danger::ServerCertVerifier;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};

use super::anchors::Anchors;
use super::verifier::Verifier;
use super::words;

mod limits;
#[path = "../../../../tests/transport/version1.rs"]
mod version1;

type Der = CertificateDer<'static>;
type Issuer = CertifiedIssuer<'static, KeyPair>;

/// 2026-01-01.
const NOW: u64 = 1_767_225_600;

const YEARS: (u16, u16) = (2020, 2040);

/// Checks whether a server with these certificates is trusted under that name; the error says why not.
fn trust(given: &[&Der], leaf: &Der, others: &[Der], host: &str) -> Result<(), String> {
    let anchors = Anchors::of(given.iter().map(|der| (*der).clone()));
    trust_by(anchors, leaf, others, host)
}

fn trust_by(anchors: Anchors, leaf: &Der, others: &[Der], host: &str) -> Result<(), String> {
    let verifier = Verifier {
        anchors,
        algorithms: ring::default_provider().signature_verification_algorithms,
    };
    let host = ServerName::try_from(host.to_owned()).unwrap();
    let time = UnixTime::since_unix_epoch(Duration::from_secs(NOW));
    match verifier.verify_server_cert(leaf, others, &host, &[], time) {
        Ok(_) => Ok(()),
        Err(error) => Err(words::handshake(std::io::Error::other(error)).to_string()),
    }
}

#[track_caller]
fn refused(given: &[&Der], leaf: &Der, others: &[Der], because: &str) {
    let words = trust(given, leaf, others, "localhost").unwrap_err();
    assert!(words.contains(because), "{words}");
}

fn key() -> KeyPair {
    KeyPair::generate().unwrap()
}

/// Certificate parameters for a name, with changes.
fn params(name: &str, change: impl FnOnce(&mut CertificateParams)) -> CertificateParams {
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.distinguished_name.push(DnType::CommonName, name);
    change(&mut params);
    params
}

fn for_localhost(params: &mut CertificateParams) {
    let names = CertificateParams::new(vec!["localhost".to_owned(), "127.0.0.1".to_owned()]);
    params.subject_alt_names = names.unwrap().subject_alt_names;
}

/// A self-signed certificate.
fn own(change: impl FnOnce(&mut CertificateParams)) -> Der {
    let params = params("localhost", |params| {
        for_localhost(params);
        change(params);
    });
    params.self_signed(&key()).unwrap().der().clone()
}

fn authority(name: &str, change: impl FnOnce(&mut CertificateParams)) -> Issuer {
    let params = params(name, |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        change(params);
    });
    CertifiedIssuer::self_signed(params, key()).unwrap()
}

fn der(issuer: &Issuer) -> Der {
    issuer.as_ref().der().clone()
}

/// An authority signed by another one.
fn below(above: &Issuer, name: &str, change: impl FnOnce(&mut CertificateParams)) -> Issuer {
    let params = params(name, |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        change(params);
    });
    CertifiedIssuer::signed_by(params, key(), above).unwrap()
}

fn leaf(issuer: &Issuer, change: impl FnOnce(&mut CertificateParams)) -> Der {
    let params = params("leaf", |params| {
        for_localhost(params);
        change(params);
    });
    params.signed_by(&key(), issuer).unwrap().der().clone()
}

fn past(params: &mut CertificateParams) {
    params.not_before = date_time_ymd(2000, 1, 1);
    params.not_after = date_time_ymd(2001, 1, 1);
}

#[test]
fn a_certificate_that_is_given_vouches_for_itself_authority_or_not() {
    for is_ca in [
        IsCa::NoCa,
        IsCa::ExplicitNoCa,
        IsCa::Ca(BasicConstraints::Unconstrained),
        IsCa::Ca(BasicConstraints::Constrained(0)),
    ] {
        let leaf = own(|params| params.is_ca = is_ca);
        let other = own(|_| {});
        for host in ["localhost", "127.0.0.1"] {
            assert_eq!(trust(&[&other, &leaf], &leaf, &[], host), Ok(()));
        }
        let words = trust(&[&leaf], &leaf, &[], "one.invalid").unwrap_err();
        assert_eq!(
            words,
            "hostname 'one.invalid' doesn't match either of 'localhost', '127.0.0.1'"
        );
        refused(&[&other], &leaf, &[], "self-signed certificate");
        refused(&[], &leaf, &[], "self-signed certificate");
    }
}

#[test]
fn a_given_certificate_must_be_in_force_and_for_servers() {
    let refuses = |change: fn(&mut CertificateParams), because: &str| {
        let leaf = own(change);
        refused(&[&leaf], &leaf, &[], because);
    };
    refuses(past, "expired on 2001-01-01T00:00:00Z");
    let future = |params: &mut CertificateParams| params.not_before = date_time_ymd(2030, 1, 1);
    refuses(future, "not before 2030-01-01T00:00:00Z");
    let clients = |params: &mut CertificateParams| {
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
    };
    refuses(clients, "not for servers");
    let lists = |params: &mut CertificateParams| params.key_usages = vec![KeyUsagePurpose::CrlSign];
    refuses(lists, "not for servers");
    let strange = |params: &mut CertificateParams| {
        let mut extension = CustomExtension::from_oid_content(&[1, 2, 3, 4], vec![5, 0]);
        extension.set_criticality(true);
        params.custom_extensions = vec![extension];
    };
    refuses(strange, "unhandled critical extension");
    let servers = own(|params| {
        params.extended_key_usages = vec![
            ExtendedKeyUsagePurpose::ClientAuth,
            ExtendedKeyUsagePurpose::ServerAuth,
        ];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    });
    assert_eq!(trust(&[&servers], &servers, &[], "localhost"), Ok(()));
}

#[test]
fn a_certificate_like_a_given_one_is_another() {
    let key = key();
    let of_serial = |serial: u64| {
        let params = params("localhost", |params| {
            for_localhost(params);
            params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
            params.serial_number = Some(SerialNumber::from(serial));
        });
        params.self_signed(&key).unwrap().der().clone()
    };
    let (given, same_key) = (of_serial(1), of_serial(2));
    refused(&[&given], &same_key, &[], "self-signed certificate");
    // The given certificate's subject with another key.
    let same_subject = own(|_| {});
    refused(&[&given], &same_subject, &[], "certificate verify failed");
}

#[test]
fn a_given_certificate_that_is_no_authority_vouches_for_no_other() {
    for is_ca in [IsCa::NoCa, IsCa::ExplicitNoCa] {
        let given = authority("server", |params| params.is_ca = is_ca);
        let leaf = leaf(&given, |_| {});
        refused(
            &[&der(&given)],
            &leaf,
            &[],
            "unable to get local issuer certificate",
        );
    }
    // A given certificate that was issued by a stranger needs that stranger.
    let stranger = authority("stranger", |_| {});
    let leaf = leaf(&stranger, |_| {});
    refused(
        &[&leaf],
        &leaf,
        &[],
        "unable to get local issuer certificate",
    );
}

#[test]
fn an_authority_that_has_expired_vouches_for_nobody() {
    let (root, good) = (authority("root", past), authority("root", |_| {}));
    let (old, new) = (leaf(&root, |_| {}), leaf(&good, |_| {}));
    let because = "the certificate of the authority in the CA bundle has expired on 2001-01-01";
    refused(&[&der(&root)], &old, &[], because);
    assert_eq!(
        trust(&[&der(&root), &der(&good)], &new, &[], "localhost"),
        Ok(())
    );
    let v1 = version1::certificate("localhost", &key(), "root", root.key(), YEARS);
    refused(&[&der(&root)], &v1, &[], because);
}

#[test]
fn the_first_version_of_certificates_is_trusted_by_its_common_name() {
    let root = authority("root", |_| {});
    let of = |name, years| version1::certificate(name, &key(), "root", root.key(), years);
    let good = of("localhost", YEARS);
    let other = authority("other", |_| {});
    let given = [&der(&other), &der(&root)];
    assert_eq!(trust(&given, &good, &[], "localhost"), Ok(()));
    assert_eq!(trust(&given, &good, &[], "LOCALHOST"), Ok(()));
    let words = trust(&given, &good, &[], "127.0.0.1").unwrap_err();
    assert!(words.ends_with("the certificate names no host"), "{words}");
    let words = trust(&given, &of("127.0.0.1", YEARS), &[], "127.0.0.1").unwrap_err();
    assert!(words.ends_with("the certificate names no host"), "{words}");
    refused(
        &given,
        &of("two.invalid", YEARS),
        &[],
        "doesn't match 'two.invalid'",
    );
    refused(
        &given,
        &of("localhost", (2000, 2001)),
        &[],
        "expired on 2001",
    );
    refused(
        &given,
        &of("localhost", (2030, 2031)),
        &[],
        "not before 2030",
    );
    refused(
        &[&der(&other)],
        &good,
        &[],
        "unable to get local issuer certificate",
    );
    // The right name, but another key.
    let false_root = authority("root", |_| {});
    refused(
        &[&der(&false_root)],
        &good,
        &[],
        "unable to get local issuer certificate",
    );
    // With no given certificates, only those that browsers accept are trusted.
    refused(&[], &good, &[], "unable to get local issuer certificate");
    // Self-signed and given.
    let key = key();
    let own = version1::certificate("localhost", &key, "localhost", &key, YEARS);
    assert_eq!(trust(&[&own], &own, &[], "localhost"), Ok(()));
    refused(
        &[&good],
        &good,
        &[],
        "unable to get local issuer certificate",
    );
}

#[test]
fn chains_to_the_first_version_go_over_authorities_in_force() {
    let root = authority("root", |_| {});
    let try_over = |change: fn(&mut CertificateParams)| {
        let middle = below(&root, "middle", change);
        let leaf = version1::certificate("localhost", &key(), "middle", middle.key(), YEARS);
        trust(&[&der(&root)], &leaf, &[der(&middle)], "localhost")
    };
    assert_eq!(try_over(|_| {}), Ok(()));
    assert_eq!(
        try_over(|params| params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0))),
        Ok(())
    );
    let refused: [fn(&mut CertificateParams); 6] = [
        past,
        |params| params.is_ca = IsCa::NoCa,
        |params| params.is_ca = IsCa::ExplicitNoCa,
        |params| params.key_usages = vec![KeyUsagePurpose::CrlSign],
        |params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth],
        |params| {
            params.name_constraints = Some(NameConstraints {
                permitted_subtrees: vec![GeneralSubtree::DnsName("localhost".to_owned())],
                excluded_subtrees: Vec::new(),
            });
        },
    ];
    for change in refused {
        let words = try_over(change).unwrap_err();
        assert!(words.contains("unable to get local issuer"), "{words}");
    }
}

#[test]
fn chains_to_the_first_version_are_no_longer_than_their_authorities_allow() {
    let root = authority("root", |params| {
        params.is_ca = IsCa::Ca(BasicConstraints::Constrained(1));
    });
    let one = below(&root, "one", |_| {});
    let two = below(&one, "two", |_| {});
    let of = |issuer: &str, signer: &Issuer| {
        version1::certificate("localhost", &key(), issuer, signer.key(), YEARS)
    };
    let others = [der(&two), der(&one)];
    assert_eq!(
        trust(&[&der(&root)], &of("one", &one), &others, "localhost"),
        Ok(())
    );
    refused(
        &[&der(&root)],
        &of("two", &two),
        &others,
        "unable to get local issuer",
    );
    // Two certificates that issued each other lead nowhere, without looping.
    let key = key();
    let ring = |subject, issuer| version1::certificate(subject, &key, issuer, &key, YEARS);
    let others: Vec<Der> = (0..100)
        .flat_map(|_| [ring("a", "b"), ring("b", "a")])
        .collect();
    refused(
        &[&der(&root)],
        &ring("localhost", "a"),
        &others,
        "unable to get local issuer",
    );
}

#[test]
fn the_first_version_never_stands_between() {
    let root = authority("root", |_| {});
    let middle_key = key();
    let middle = version1::certificate("middle", &middle_key, "root", root.key(), YEARS);
    let v1 = version1::certificate("localhost", &key(), "middle", &middle_key, YEARS);
    refused(
        &[&der(&root)],
        &v1,
        std::slice::from_ref(&middle),
        "unable to get local issuer",
    );
    let issuer = CertifiedIssuer::self_signed(params("middle", |_| {}), middle_key).unwrap();
    refused(
        &[&der(&root)],
        &leaf(&issuer, |_| {}),
        &[middle],
        "certificate verify failed",
    );
}

#[test]
fn a_common_name_counts_where_there_is_no_other_and_no_limit() {
    let common = |issuer: &Issuer, name: &str| {
        let params = params(name, |_| {});
        params.signed_by(&key(), issuer).unwrap().der().clone()
    };
    let root = authority("root", |_| {});
    assert_eq!(
        trust(
            &[&der(&root)],
            &common(&root, "localhost"),
            &[],
            "localhost"
        ),
        Ok(())
    );
    assert_eq!(
        trust(
            &[&der(&root)],
            &common(&root, "*.one.invalid"),
            &[],
            "a.one.invalid"
        ),
        Ok(())
    );
    refused(
        &[&der(&root)],
        &common(&root, "two.invalid"),
        &[],
        "doesn't match 'two.invalid'",
    );
    let elsewhere = |params: &mut CertificateParams| {
        params
            .distinguished_name
            .push(DnType::CommonName, "localhost");
        params.subject_alt_names = CertificateParams::new(vec!["two.invalid".to_owned()])
            .unwrap()
            .subject_alt_names;
    };
    refused(
        &[&der(&root)],
        &leaf(&root, elsewhere),
        &[],
        "doesn't match 'two.invalid'",
    );
    let limit = |params: &mut CertificateParams| {
        params.name_constraints = Some(NameConstraints {
            permitted_subtrees: vec![GeneralSubtree::DnsName("one.invalid".to_owned())],
            excluded_subtrees: Vec::new(),
        });
    };
    let limited = authority("limited", limit);
    refused(
        &[&der(&limited)],
        &common(&limited, "localhost"),
        &[],
        "doesn't match",
    );
    let middle = below(&root, "middle", limit);
    let others = [der(&middle)];
    refused(
        &[&der(&root)],
        &common(&middle, "localhost"),
        &others,
        "doesn't match",
    );
}

#[test]
fn what_the_system_trusts_was_not_given() {
    let root = authority("root", |_| {});
    let common = params("localhost", |_| {});
    let common = common.signed_by(&key(), &root).unwrap().der().clone();
    let own = own(|_| {});
    let old = version1::certificate("localhost", &key(), "root", root.key(), YEARS);
    let given = [&der(&root), &own];
    let trusted = |leaf: &Der| {
        let certificates = given.iter().map(|der| (*der).clone());
        trust_by(Anchors::trusted(certificates), leaf, &[], "localhost")
    };
    assert_eq!(trusted(&leaf(&root, |_| {})), Ok(()));
    for leaf in [common, own.clone(), old] {
        assert_eq!(trust(&given, &leaf, &[], "localhost"), Ok(()));
        assert!(trusted(&leaf).is_err());
    }
}

/// Modifies each byte in several ways and truncates at each: nothing panics, and nothing is trusted.
#[test]
fn what_is_changed_in_one_place_is_not_trusted() {
    let root = authority("root", |_| {});
    let middle = below(&root, "middle", |_| {});
    let given = der(&root);
    let v1 = version1::certificate("localhost", &key(), "root", root.key(), YEARS);
    let over = version1::certificate("localhost", &key(), "middle", middle.key(), YEARS);
    let own = own(|params| params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained));
    let mut count = 0;
    let mut hostile = |original: &Der, check: &dyn Fn(&Der)| {
        for at in 0..original.len() {
            check(&original[..at].to_vec().into());
            for change in [0x01, 0x20, 0x80, 0xff] {
                let mut bytes = original.to_vec();
                bytes[at] ^= change;
                check(&bytes.into());
                count += 1;
            }
        }
    };
    hostile(&v1, &|der| {
        assert!(trust(&[&given], der, &[], "localhost").is_err())
    });
    hostile(&own, &|der| {
        assert!(trust(&[&own], der, &[], "localhost").is_err())
    });
    hostile(&der(&middle), &|der| {
        assert!(trust(&[&given], &over, std::slice::from_ref(der), "localhost").is_err());
    });
    // A damaged anchor provides no more trust than before.
    hostile(&given, &|der| drop(trust(&[der], &v1, &[], "localhost")));
    assert!(count > 4000, "{count}");
}
