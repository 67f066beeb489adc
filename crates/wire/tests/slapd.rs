//! Passwords asked of a real directory: OpenLDAP, started by the test on a free port of this machine.
#![expect(clippy::unwrap_used, reason = "tests fail where something is missing")]

use std::{net::TcpListener, time::Duration};
use testkit::{Slapd, free_port};
use wire::{
    Trust,
    ldap::{Directory, Encryption, LdapError, Lookup},
};

const SUFFIX: &str = Slapd::SUFFIX;

fn start() -> Option<Slapd> {
    Slapd::start(&[
        ("wangmin", "wangmin@a.example"),
        ("twin1", "twins@a.example"),
        ("twin2", "twins@a.example"),
    ])
}

fn directory(slapd: &Slapd, encryption: Encryption, lookup: Lookup) -> Directory {
    let port = match encryption {
        Encryption::Tls(_) => slapd.tls_port,
        _ => slapd.port,
    };
    Directory {
        host: "127.0.0.1".to_owned(),
        port,
        encryption,
        lookup,
        patience: Duration::from_secs(20),
    }
}

fn trust(slapd: &Slapd) -> Trust {
    Trust::new(Some(&slapd.certificate())).unwrap()
}

fn by_name() -> Lookup {
    Lookup::Pattern(format!("uid={{login}},ou=people,{SUFFIX}"))
}

fn by_search(filter: &str, password: &str) -> Lookup {
    Lookup::Search {
        bind: Some((Slapd::READER.to_owned(), password.to_owned())),
        base: SUFFIX.to_owned(),
        filter: filter.parse().unwrap(),
    }
}

#[tokio::test]
async fn a_directory_takes_the_right_password_of_the_right_person_alone() {
    let Some(slapd) = start() else {
        return;
    };
    let filter = "(&(objectClass=inetOrgPerson)(uid={login}))";
    let search = || by_search(filter, "reader-word");
    let (tls, start_tls) = (trust(&slapd), trust(&slapd));
    for (how, encryption, lookup) in [
        ("by name", Encryption::None, by_name()),
        ("by search", Encryption::None, search()),
        ("ldaps", Encryption::Tls(tls), search()),
        ("StartTLS", Encryption::StartTls(start_tls), by_name()),
    ] {
        let directory = directory(&slapd, encryption, lookup);
        for (login, password, takes) in [
            ("wangmin", "wangmin-word", true),
            ("wangmin", "twin1-word", false),
            // OpenLDAP would let in nobody in particular, and say it went well.
            ("wangmin", "", false),
            ("", "", false),
            ("nobody", "wangmin-word", false),
            ("*", "wangmin-word", false),
            ("wang*", "wangmin-word", false),
            ("*)(uid=wangmin", "wangmin-word", false),
            ("x)(|(uid=wangmin)", "wangmin-word", false),
            ("wangmin,ou=people", "wangmin-word", false),
            ("王敏", "wangmin-word", false),
        ] {
            let found = directory.takes(login, password).await;
            assert_eq!(found.unwrap(), takes, "{how}: {login} {password}");
        }
    }
}

#[tokio::test]
async fn what_is_wrong_with_a_directory_is_told_and_nobody_comes_in() {
    let Some(slapd) = start() else {
        return;
    };
    let ask = async |encryption, lookup| {
        let directory = directory(&slapd, encryption, lookup);
        directory.takes("wangmin", "wangmin-word").await
    };
    let service = ask(Encryption::None, by_search("(uid={login})", "wrong")).await;
    assert!(
        matches!(service, Err(LdapError::Service(49))),
        "{service:?}"
    );
    let twins = by_search("(mail={login})", "reader-word");
    let twins = directory(&slapd, Encryption::None, twins);
    let twins = twins.takes("twins@a.example", "twin1-word").await;
    assert!(matches!(twins, Err(LdapError::Ambiguous)), "{twins:?}");
    // The machine does not believe a certificate of our own making.
    for encryption in [
        Encryption::Tls(Trust::new(None).unwrap()),
        Encryption::StartTls(Trust::new(None).unwrap()),
    ] {
        let stranger = ask(encryption, by_name()).await;
        assert!(
            matches!(stranger, Err(LdapError::Connect(_))),
            "{stranger:?}"
        );
    }
    let mut gone = directory(&slapd, Encryption::None, by_name());
    gone.port = free_port();
    let gone = gone.takes("wangmin", "wangmin-word").await;
    assert!(matches!(gone, Err(LdapError::Connect(_))), "{gone:?}");
    // Somebody listens and says nothing.
    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let mut directory = directory(&slapd, Encryption::None, by_name());
    directory.port = silent.local_addr().unwrap().port();
    directory.patience = Duration::from_millis(300);
    let silent = directory.takes("wangmin", "wangmin-word").await;
    assert!(matches!(silent, Err(LdapError::TimedOut)), "{silent:?}");
}

#[tokio::test]
async fn a_directory_is_greeted_without_anybodys_password() {
    let Some(slapd) = start() else {
        return;
    };
    let filter = "(uid={login})";
    let greet = async |encryption, lookup| directory(&slapd, encryption, lookup).greet().await;
    for (encryption, lookup) in [
        (Encryption::None, by_name()),
        (Encryption::StartTls(trust(&slapd)), by_name()),
        (
            Encryption::Tls(trust(&slapd)),
            by_search(filter, "reader-word"),
        ),
    ] {
        greet(encryption, lookup).await.unwrap();
    }
    let service = greet(Encryption::None, by_search(filter, "wrong")).await;
    assert!(
        matches!(service, Err(LdapError::Service(49))),
        "{service:?}"
    );
    let elsewhere = Lookup::Search {
        bind: Some((Slapd::READER.to_owned(), "reader-word".to_owned())),
        base: "dc=elsewhere".to_owned(),
        filter: filter.parse().unwrap(),
    };
    let elsewhere = greet(Encryption::None, elsewhere).await;
    assert!(
        matches!(elsewhere, Err(LdapError::Search(32))),
        "{elsewhere:?}"
    );
    // Nobody in particular sees nothing here.
    let nobody = Lookup::Search {
        bind: None,
        base: SUFFIX.to_owned(),
        filter: filter.parse().unwrap(),
    };
    let nobody = greet(Encryption::None, nobody).await;
    assert!(matches!(nobody, Err(LdapError::Search(_))), "{nobody:?}");
    let stranger = Encryption::Tls(Trust::new(None).unwrap());
    let stranger = greet(stranger, by_name()).await;
    assert!(
        matches!(stranger, Err(LdapError::Connect(_))),
        "{stranger:?}"
    );
}
