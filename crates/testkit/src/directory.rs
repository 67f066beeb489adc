//! A real directory for tests: OpenLDAP, started on free ports of this machine.

use std::{
    fs,
    io::Write as _,
    net::{TcpListener, TcpStream},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;

/// A running directory with a few people in it; dropping it ends it. Everybody's password is their
/// log-in with `-word` behind it.
pub struct Slapd {
    process: Child,
    /// Where it is spoken to in the open, or encrypted after the first words.
    pub port: u16,
    /// Where it is encrypted from the first byte.
    pub tls_port: u16,
    folder: TempDir,
}

impl Drop for Slapd {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Slapd {
    /// Below this stands everything.
    pub const SUFFIX: &str = "dc=qinghe,dc=example";

    /// The name under which others are looked for; its password is `reader-word`.
    pub const READER: &str = "cn=reader,dc=qinghe,dc=example";

    /// Starts it with people: log-in and mail address. None, said aloud, where OpenLDAP is not
    /// installed.
    #[must_use]
    pub fn start(people: &[(&str, &str)]) -> Option<Self> {
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
        fs::write(at("people.ldif"), entries(people)).unwrap();
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

    /// Its certificate, which it signed itself.
    #[must_use]
    pub fn certificate(&self) -> PathBuf {
        self.folder.path().join("own.pem")
    }
}

/// A port of this machine where nobody listens.
#[must_use]
pub fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    listener.local_addr().unwrap().port()
}

fn program(name: &str) -> Option<PathBuf> {
    let folders = ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/libexec"];
    let files = folders.map(|folder| Path::new(folder).join(name));
    files.into_iter().find(|file| file.is_file())
}

fn config(folder: &Path) -> String {
    let (folder, suffix, reader) = (folder.display(), Slapd::SUFFIX, Slapd::READER);
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
         suffix \"{suffix}\"\n\
         access to attrs=userPassword by anonymous auth by * none\n\
         access to * by dn.exact=\"{reader}\" read by * none\n"
    )
}

fn entries(people: &[(&str, &str)]) -> String {
    let (suffix, reader) = (Slapd::SUFFIX, Slapd::READER);
    let mut ldif = format!(
        "dn: {suffix}\nobjectClass: dcObject\nobjectClass: organization\no: Qinghe\ndc: qinghe\n\n\
         dn: {reader}\nobjectClass: organizationalRole\n\
         objectClass: simpleSecurityObject\ncn: reader\nuserPassword: reader-word\n\n\
         dn: ou=people,{suffix}\nobjectClass: organizationalUnit\nou: people\n\n"
    );
    for (uid, mail) in people {
        ldif.push_str(&format!(
            "dn: uid={uid},ou=people,{suffix}\nobjectClass: inetOrgPerson\nuid: {uid}\n\
             cn: {uid}\nsn: {uid}\nmail: {mail}\nuserPassword: {uid}-word\n\n"
        ));
    }
    ldif
}
