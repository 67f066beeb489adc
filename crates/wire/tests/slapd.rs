//! Passwords asked of a real directory: OpenLDAP, started by the test on a free port of this machine.
#![expect(clippy::unwrap_used, reason = "tests fail where something is missing")]

use std::{
    fs,
    io::Write as _,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use wire::{
    Trust,
    ldap::{Directory, Encryption, LdapError, Lookup},
};

const SUFFIX: &str = "dc=qinghe,dc=example";

/// A running directory; dropping it ends it.
struct Slapd {
    process: Child,
    port: u16,
    tls_port: u16,
    folder: TempDir,
}

impl Drop for Slapd {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program(name: &str) -> Option<PathBuf> {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/libexec"];
    let files = folders.map(|folder| Path::new(folder).join(name));
    files.into_iter().find(|file| file.is_file())
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

impl Slapd {
    /// None, said aloud, where OpenLDAP is not installed.
    fn start() -> Option<Self> {
        let (Some(slapd), Some(slapadd)) = (program("slapd"), program("slapadd")) else {
            let words = "SKIPPED on OpenLDAP: slapd is not installed (cargo x setup)\n";
            std::io::stderr().write_all(words.as_bytes()).unwrap();
            return None;
        };
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("data")).unwrap();
        let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).unwrap();
        fs::write(at("own.pem"), made.cert.pem()).unwrap();
        fs::write(at("own.key"), made.signing_key.serialize_pem()).unwrap();
        fs::write(at("slapd.conf"), config(folder.path())).unwrap();
        fs::write(at("people.ldif"), people()).unwrap();
        let added = Command::new(slapadd)
            .arg("-f")
            .arg(at("slapd.conf"))
            .arg("-l")
            .arg(at("people.ldif"))
            .output()
            .unwrap();
        let complaint = String::from_utf8_lossy(&added.stderr);
        assert!(added.status.success(), "{complaint}");
        let (port, tls_port) = (free_port(), free_port());
        let process = Command::new(slapd)
            .arg("-f")
            .arg(at("slapd.conf"))
            .arg("-h")
            .arg(format!(
                "ldap://127.0.0.1:{port} ldaps://127.0.0.1:{tls_port}"
            ))
            .args(["-d", "0"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let started = Self {
            process,
            port,
            tls_port,
            folder,
        };
        for _ in 0..400 {
            let answers = |port| TcpStream::connect(("127.0.0.1", port)).is_ok();
            if answers(port) && answers(tls_port) {
                return Some(started);
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("slapd does not answer");
    }

    fn directory(&self, encryption: Encryption, lookup: Lookup) -> Directory {
        let port = match encryption {
            Encryption::Tls(_) => self.tls_port,
            _ => self.port,
        };
        Directory {
            host: "127.0.0.1".to_owned(),
            port,
            encryption,
            lookup,
            patience: Duration::from_secs(20),
        }
    }

    fn trust(&self) -> Trust {
        Trust::new(Some(&self.folder.path().join("own.pem"))).unwrap()
    }
}

fn config(folder: &Path) -> String {
    let folder = folder.display();
    format!(
        "include /etc/ldap/schema/core.schema\n\
         include /etc/ldap/schema/cosine.schema\n\
         include /etc/ldap/schema/inetorgperson.schema\n\
         pidfile {folder}/pid\n\
         modulepath /usr/lib/ldap\n\
         moduleload back_mdb\n\
         TLSCertificateFile {folder}/own.pem\n\
         TLSCertificateKeyFile {folder}/own.key\n\
         database mdb\n\
         directory {folder}/data\n\
         suffix \"{SUFFIX}\"\n\
         access to attrs=userPassword by anonymous auth by * none\n\
         access to * by dn.exact=\"cn=reader,{SUFFIX}\" read by * none\n"
    )
}

fn people() -> String {
    let mut ldif = format!(
        "dn: {SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\no: Qinghe\ndc: qinghe\n\n\
         dn: cn=reader,{SUFFIX}\nobjectClass: organizationalRole\n\
         objectClass: simpleSecurityObject\ncn: reader\nuserPassword: reader-word\n\n\
         dn: ou=people,{SUFFIX}\nobjectClass: organizationalUnit\nou: people\n\n"
    );
    for (uid, mail) in [
        ("wangmin", "wangmin@a.example"),
        ("twin1", "twins@a.example"),
        ("twin2", "twins@a.example"),
    ] {
        ldif.push_str(&format!(
            "dn: uid={uid},ou=people,{SUFFIX}\nobjectClass: inetOrgPerson\nuid: {uid}\n\
             cn: {uid}\nsn: {uid}\nmail: {mail}\nuserPassword: {uid}-word\n\n"
        ));
    }
    ldif
}

fn by_name() -> Lookup {
    Lookup::Pattern(format!("uid={{login}},ou=people,{SUFFIX}"))
}

fn by_search(filter: &str, password: &str) -> Lookup {
    Lookup::Search {
        bind: Some((format!("cn=reader,{SUFFIX}"), password.to_owned())),
        base: SUFFIX.to_owned(),
        filter: filter.parse().unwrap(),
    }
}

#[tokio::test]
async fn a_directory_takes_the_right_password_of_the_right_person_alone() {
    let Some(slapd) = Slapd::start() else {
        return;
    };
    let filter = "(&(objectClass=inetOrgPerson)(uid={login}))";
    let search = || by_search(filter, "reader-word");
    let (tls, start_tls) = (slapd.trust(), slapd.trust());
    for (how, encryption, lookup) in [
        ("by name", Encryption::None, by_name()),
        ("by search", Encryption::None, search()),
        ("ldaps", Encryption::Tls(tls), search()),
        ("StartTLS", Encryption::StartTls(start_tls), by_name()),
    ] {
        let directory = slapd.directory(encryption, lookup);
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
    let Some(slapd) = Slapd::start() else {
        return;
    };
    let ask = async |encryption, lookup| {
        let directory = slapd.directory(encryption, lookup);
        directory.takes("wangmin", "wangmin-word").await
    };
    let service = ask(Encryption::None, by_search("(uid={login})", "wrong")).await;
    assert!(
        matches!(service, Err(LdapError::Service(49))),
        "{service:?}"
    );
    let twins = by_search("(mail={login})", "reader-word");
    let twins = slapd.directory(Encryption::None, twins);
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
    let mut gone = slapd.directory(Encryption::None, by_name());
    gone.port = free_port();
    let gone = gone.takes("wangmin", "wangmin-word").await;
    assert!(matches!(gone, Err(LdapError::Connect(_))), "{gone:?}");
    // Somebody listens and says nothing.
    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let mut directory = slapd.directory(Encryption::None, by_name());
    directory.port = silent.local_addr().unwrap().port();
    directory.patience = Duration::from_millis(300);
    let silent = directory.takes("wangmin", "wangmin-word").await;
    assert!(matches!(silent, Err(LdapError::TimedOut)), "{silent:?}");
}
